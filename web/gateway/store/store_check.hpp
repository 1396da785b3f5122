/// @file
/// @brief What `--check` says of a store: nothing is made for it, and a gateway may run on it.
#pragma once

#include <string>

namespace casement::gateway {

struct RedisConfig;

struct StoreCheck {
  std::string problem;  ///< what is wrong, and what to do; or nothing
  std::string note;     ///< else, how it stands
};

[[nodiscard]] StoreCheck check_sqlite(const std::string& path);
/// Writes as `/readyz` does.
[[nodiscard]] StoreCheck check_redis(const RedisConfig& config);

}  // namespace casement::gateway
