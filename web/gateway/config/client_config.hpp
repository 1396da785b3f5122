/// @file
/// @brief Reading a form's `clients` (rules/client.hpp).
#pragma once

#include <vector>

#include "gateway/config/config_values.hpp"
#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// A secret that the document points at and that is too long to be guessed; empty with a problem.
[[nodiscard]] std::string read_secret(const ConfigObject& object, const SecretSource& secrets);

/// Each client becomes a form of its own. `form` is complete but for them.
void read_clients(Form& form, const ConfigObject& object, std::vector<ConfigProblem>& problems,
                  const SecretSource& secrets);

}  // namespace casement::gateway
