#include "gateway/server/route.hpp"

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
  switch (what) {
    case Route::What::nowhere: break;
    case Route::What::insert: return "insert";
    case Route::What::state: return "state";
    case Route::What::challenge: return "challenge";
    case Route::What::health: return "health";
    case Route::What::ready: return "ready";
    case Route::What::metrics: return "metrics";
  }
  return "nowhere";
}

}  // namespace casement::gateway
