/// @file
/// @brief The Redis that takes writes: asked for at the sentinels where there are some, logged in
/// to, and looked at before it is believed.
#pragma once

#include <optional>
#include <vector>

#include "gateway/store/redis_connection.hpp"
#include "gateway/store/redis_problem.hpp"
#include "gateway/store/redis_settings.hpp"

namespace casement::gateway {

struct FoundPrimary {
  std::optional<RedisConnection> redis;
  RedisProblem problem;  ///< why there is none
};

/// Why this one is not the primary (any more), or nothing. Who may not ask is told by the first
/// write.
[[nodiscard]] RedisProblem ask_role(RedisConnection& redis, Instant end);

/// Takes a few seconds at most.
[[nodiscard]] FoundPrimary find_primary(const RedisConfig& config);

/// Asks every one: find_primary() is content with the first that knows.
[[nodiscard]] std::vector<RedisProblem> find_sentinel_problems(const RedisConfig& config);

}  // namespace casement::gateway
