/// @file
/// @brief Reading `store` when it means a Redis (store/redis_settings.hpp).
#pragma once

#include <string>

#include "core/config/config_node.hpp"
#include "gateway/access/secret_source.hpp"
#include "gateway/store/redis_settings.hpp"

namespace casement::gateway {

/// A url alone, which stands at `node`.
void read_redis_url(RedisConfig& config, const Node& node, const std::string& url);

/// `object` is the value of `store`.
void read_redis(RedisConfig& config, const Node& object, const SecretSource& secrets);

}  // namespace casement::gateway
