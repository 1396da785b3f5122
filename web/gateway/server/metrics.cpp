#include "gateway/server/metrics.hpp"

#include <cstdio>
#include <ctime>

#include "core/text/json_document.hpp"

namespace casement::gateway {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(RequestOutcome::count_)> names{
    "created",    "rejected",      "unknown", "refused",   "replayed", "running",
    "mismatched", "not_forwarded", "cut",     "preflight", "checked"};

std::string now_text() {
  std::timespec now{};
  std::timespec_get(&now, TIME_UTC);
  // All logs are written by one thread, and many of them within one second.
  static std::time_t second = 0;
  static std::string begin;
  if (begin.empty() || now.tv_sec != second) {
    std::tm parts{};
    gmtime_r(&now.tv_sec, &parts);
    char text[32];
    begin.assign(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &parts));
    second = now.tv_sec;
  }
  const std::string ms = std::to_string(1000 + now.tv_nsec / 1'000'000);
  return begin + ms.substr(1) + "Z";
}

void write_line(std::string line) {
  line += "}\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
}

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

void write_log(const LogLine& line) {
  std::string text = R"({"time":")" + now_text() + R"(","request":")";
  text.append(line.id).append(R"(","method":)").append(json_string(line.method));
  text.append(R"(,"what":")").append(line.what).append(R"(","status":)");
  text.append(std::to_string(line.status)).append(R"(,"outcome":")").append(line.outcome);
  text.append(R"(","bytes":)").append(std::to_string(line.bytes));
  text.append(R"(,"us":)").append(std::to_string(line.took.count()));
  if (!line.refusal.empty()) text.append(R"(,"refusal":")").append(line.refusal).append("\"");
  write_line(std::move(text));
}

void flush_log() { std::fflush(stdout); }

void write_log(std::string_view level, std::string_view sentence) {
  std::string text = R"({"time":")" + now_text() + R"(","level":")";
  text.append(level).append(R"(","message":)").append(json_string(sentence));
  write_line(std::move(text));
  flush_log();
}

}  // namespace casement::gateway
