/// @file
/// @brief Reading `store` when it means a Redis (store/redis_settings.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/secret_source.hpp"
#include "gateway/config/config_values.hpp"
#include "gateway/store/redis_settings.hpp"

namespace casement::gateway {

/// A url alone, the value of this key.
void read_redis_url(RedisConfig& config, std::string_view key, const std::string& url,
                    const ConfigObject& object);

/// `object` is the value of `store`.
void read_redis(RedisConfig& config, const ConfigObject& object,
                std::vector<ConfigProblem>& problems, const SecretSource& secrets);

}  // namespace casement::gateway
