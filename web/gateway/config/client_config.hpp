/// @file
/// @brief Reading a form's `clients` (rules/client.hpp).
#pragma once

#include <string>

#include "core/config/config_node.hpp"
#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// A secret that the document points at and that is too long to be guessed; empty with a problem.
[[nodiscard]] std::string read_secret(const Node& object, const SecretSource& secrets);

/// Each client becomes a form of its own. `form` is complete but for them.
void read_clients(Form& form, const Node& object, const SecretSource& secrets);

}  // namespace casement::gateway
