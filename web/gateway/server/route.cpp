#include "gateway/server/route.hpp"

#include <array>

#include "core/protocol/endpoint.hpp"
#include "gateway/access/client.hpp"
#include "gateway/access/request_key.hpp"

namespace casement::gateway {

Route route_of(const GatewayConfig& config, std::string_view target) {
  if (target == "/healthz") return {Route::What::health, nullptr, ""};
  if (target == "/readyz") return {Route::What::ready, nullptr, ""};
  if (target == "/metrics") return {Route::What::metrics, nullptr, ""};
  for (const Form& form : config.forms) {
    if (!target.starts_with(form.path)) continue;
    std::string_view rest = target.substr(form.path.size());
    if (!rest.starts_with(cases_insert_path)) continue;
    rest.remove_prefix(cases_insert_path.size());
    if (rest.empty()) return {Route::What::insert, &form, ""};
    if (rest.front() != '/') continue;
    const std::string_view key = rest.substr(1, rest.find('/', 1) - 1);
    if (!is_key(key) && !is_client_key(key)) continue;
    rest.remove_prefix(1 + key.size());
    if (rest.empty()) return {Route::What::state, &form, std::string(key)};
    if (rest == "/challenge") return {Route::What::challenge, &form, std::string(key)};
  }
  return {};
}

std::string_view name_of(Route::What what) {
  constexpr std::array<std::string_view, 7> names{"nowhere", "insert", "state",  "challenge",
                                                  "health",  "ready",  "metrics"};
  return names[static_cast<std::size_t>(what)];
}

}  // namespace casement::gateway
