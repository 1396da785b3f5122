/// @file
/// @brief Reading one of `forms` in gateway.json: who may send, what is asked, and what proves it.
#pragma once

#include <string_view>

#include "core/config/config_node.hpp"
#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// Visible ASCII alone: what may stand in a header or a path.
[[nodiscard]] bool is_visible_ascii(std::string_view text);

void read_form(Form& form, const Node& object, const SecretSource& secrets);

}  // namespace casement::gateway
