/// @file
/// @brief `limits` of gateway.json: how many, how long, how much. Times are in seconds.
///
/// What each means, its key and its range are said once, in the rows; docs/gateway.md has them as a
/// table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/config/config_node.hpp"

namespace casement::gateway {

struct Limits {
  std::uint64_t simultaneous = 2;
  std::uint64_t queue = 200;
  std::uint64_t queue_seconds = 20;
  std::uint64_t connections = 12'000;
  std::uint64_t address_connections = 1000;
  std::uint64_t head_seconds = 10;
  std::uint64_t idle_seconds = 65;
  std::uint64_t stall_seconds = 30;
  std::uint64_t body_seconds = 300;
  std::uint64_t body_memory = 128'000'000;
  std::uint64_t minimum_rate = 8192;
  std::uint64_t connect_seconds = 10;
  std::uint64_t answer_seconds = 60;
  std::uint64_t drain_seconds = 10;
  std::uint64_t drain_bytes = 64'000'000;
  std::uint64_t wait_seconds = 30;
  std::uint64_t keep_hours = 72;
  std::uint64_t stop_seconds = 60;
  std::uint64_t daily_budget = 0;
  std::uint64_t daily_reserve = 0;
  std::uint64_t address_requests = 0;
  std::uint64_t contact_requests = 0;

  [[nodiscard]] std::uint64_t keep_seconds() const noexcept { return keep_hours * 3600; }
};

struct LimitRow {
  std::string_view key;
  std::uint64_t Limits::*member;
  std::uint64_t min;
  std::uint64_t max;
  std::string_view meaning;  ///< Markdown
};

[[nodiscard]] std::span<const LimitRow> limit_rows() noexcept;

void read_limits(Limits& limits, const Node& object);

}  // namespace casement::gateway
