/// @file
/// @brief The store's commands as Redis runs them, and their replies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/redis_connection.hpp"
#include "gateway/store/store.hpp"

namespace casement::gateway {

/// A script, the one key that it works on, and its arguments.
struct ScriptCall {
  std::string script;
  std::string key;
  std::vector<std::string> arguments;

  void append_to(RedisConnection& connection) const;
};

/// `lease` in milliseconds.
[[nodiscard]] ScriptCall call_of(const Command& command, const std::string& lease);

/// Failed for whatever is not a script's reply.
[[nodiscard]] StoreReply reply_of(const redisReply* reply);

}  // namespace casement::gateway
