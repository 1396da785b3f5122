/// @file
/// @brief Counts for Prometheus.
#pragma once

#include <array>
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

}  // namespace casement::gateway
