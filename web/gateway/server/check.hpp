/// @file
/// @brief `--check`: whether what the configuration names is there and can be used.
#pragma once

#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// One sentence of each to standard output, or of what is wrong to standard error. Nothing is made
/// and nothing is sent to the CRM. False when something is wrong.
bool check_surroundings(const GatewayConfig& config);

}  // namespace casement::gateway
