/// @file
/// @brief Reading a form's `clients` (rules/client.hpp).
#pragma once

#include "core/config/config_node.hpp"
#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// Each client becomes a form of its own. `form` is complete but for them.
void read_clients(Form& form, const Node& object, const SecretSource& secrets);

}  // namespace casement::gateway
