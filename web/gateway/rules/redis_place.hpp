/// @file
/// @brief Where a Redis or Valkey is, as `store` names it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace casement::gateway {

struct RedisPlace {
  std::string host;  ///< without brackets
  int port = 6379;
  int database = 0;
};

/// `store` means a Redis, rightly spelled or not.
[[nodiscard]] bool is_redis(std::string_view store);

/// `redis://host:port/database`; port and database may be left out. Nothing for names, passwords,
/// TLS and whatever else is not understood.
[[nodiscard]] std::optional<RedisPlace> redis_place_of(std::string_view store);

}  // namespace casement::gateway
