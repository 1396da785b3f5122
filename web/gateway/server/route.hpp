/// @file
/// @brief Where a request goes, by its target alone.
#pragma once

#include <string>
#include <string_view>

#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// `/healthz`, `/readyz`, `/metrics`; behind a form's path the CRM's own for cases/insert, alone
/// (insert), with `/{key}` (state) or `/{key}/challenge`. A query has no place in any of them.
struct Route {
  enum class What { nowhere, insert, state, challenge, health, ready, metrics };
  What what = What::nowhere;
  const Form* form = nullptr;  ///< of `config`, as long as that lives
  std::string key;             ///< of state and challenge: a browser's or a client's
};

[[nodiscard]] Route route_of(const GatewayConfig& config, std::string_view target);

/// For the log.
[[nodiscard]] std::string_view name_of(Route::What what);

}  // namespace casement::gateway
