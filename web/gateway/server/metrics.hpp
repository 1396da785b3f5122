/// @file
/// @brief Counts for Prometheus, and one line of JSON for each request.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace casement::gateway {

enum class RequestOutcome : std::uint8_t {
  created,
  rejected,
  unknown,
  refused,
  replayed,
  running,
  mismatched,
  not_forwarded,
  cut,
  preflight,
  checked,
  count_
};

[[nodiscard]] std::string_view name_of(RequestOutcome event) noexcept;

struct Metrics {
  std::array<std::uint64_t, static_cast<std::size_t>(RequestOutcome::count_)> events{};
  std::uint64_t requests = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t crm_requests = 0;

  void count(RequestOutcome event) noexcept { ++events[static_cast<std::size_t>(event)]; }
};

/// In Prometheus' text format.
[[nodiscard]] std::string metrics_text(const Metrics& metrics, std::size_t connections,
                                       std::size_t places_taken, std::size_t places_waiting);

/// One finished request. Holds nothing that a visitor or the company wrote.
struct LogLine {
  std::string_view id;
  std::string_view method;
  std::string_view what;  ///< the route, never the target
  int status = 0;
  std::string_view outcome;
  std::uint64_t bytes = 0;
  std::chrono::microseconds took{};
  std::string_view refusal;  ///< its id, or empty
};

/// To standard output, where it is seen once flush_log() was called.
void write_log(const LogLine& line);
void flush_log();
/// What happens to the process itself; seen at once.
void write_log(std::string_view level, std::string_view sentence);

}  // namespace casement::gateway
