#include "gateway/server/metrics.hpp"

namespace casement::gateway {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(RequestOutcome::count_)> names{
    "created",    "rejected",      "unknown", "refused",   "replayed", "running",
    "mismatched", "not_forwarded", "cut",     "preflight", "checked"};

void add(std::string& text, std::string_view name, std::string_view type, std::uint64_t value) {
  text.append("# TYPE casement_").append(name).append(" ").append(type);
  text.append("\ncasement_").append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

std::string_view name_of(RequestOutcome event) noexcept {
  return names[static_cast<std::size_t>(event)];
}

std::string metrics_text(const Metrics& metrics, std::size_t connections, std::size_t places_taken,
                         std::size_t places_waiting) {
  std::string text = "# TYPE casement_cases_total counter\n";
  for (std::size_t i = 0; i < names.size(); ++i) {
    text.append("casement_cases_total{outcome=\"").append(names[i]).append("\"} ");
    text.append(std::to_string(metrics.events[i])).append("\n");
  }
  add(text, "requests_total", "counter", metrics.requests);
  add(text, "received_bytes_total", "counter", metrics.bytes_in);
  add(text, "crm_requests_total", "counter", metrics.crm_requests);
  add(text, "connections", "gauge", connections);
  add(text, "places_taken", "gauge", places_taken);
  add(text, "places_waiting", "gauge", places_waiting);
  return text;
}

}  // namespace casement::gateway
