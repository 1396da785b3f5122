/// @file
/// @brief `store` when it means a Redis or Valkey: where it is, who the gateway is there, and whom
/// it trusts.
///
///     "store": "redis://localhost:6379/0"
///     "store": { "url": "rediss://redis.example.com:6379/0",
///                "user": "casement", "passwordFile": "/etc/casement/redis-password",
///                "caFile": "…", "certFile": "…", "keyFile": "…" }
///     "store": { "url": "rediss:///0", …,
///                "sentinel": { "name": "cases", "urls": ["rediss://s1.example.com:26379", …],
///                              "user": …, "passwordFile": …, "caFile": …, … } }
///
/// - `url`: `redis://` in the clear, `rediss://` in TLS; port and database may be left out. With
///   `sentinel`, which knows where the primary is, it names no host.
/// - `user`, and `passwordFile` or `passwordEnv`: never in this document, and not in the url.
/// - `caFile`: authorities to trust instead of the system's. `certFile` and `keyFile`: who the
///   gateway is. `serverName`: what the certificate is valid for, when it is not the host. All PEM.
/// - `replicas`: how many of them must have a key before its case is sent; 0 when left out.
/// - `sentinel` has its own of all these, and takes nothing from those beside it.
///
/// Passwords, certificates and keys are read again for each connection: a changed file counts from
/// the next one on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casement::gateway {

struct SecretSource;

struct RedisPlace {
  bool tls = false;
  std::string host;  ///< without brackets; empty: a sentinel knows it
  int port = 6379;
  int database = 0;
  bool operator==(const RedisPlace&) const = default;
};

struct RedisAccess {
  std::string user;
  std::string password_file;
  std::string password_variable;  ///< of the environment; without both there is no password
  std::string ca_file;            ///< empty: the system's authorities
  std::string cert_file;
  std::string key_file;
  std::string server_name;  ///< empty: the host's
  bool operator==(const RedisAccess&) const = default;

  [[nodiscard]] bool has_password() const noexcept {
    return !password_file.empty() || !password_variable.empty();
  }
};

struct RedisConfig {
  RedisPlace place;
  RedisAccess access;
  std::uint64_t replicas = 0;  ///< that must have a key before its case is sent
  std::string sentinel_name;   ///< of the primary, as the sentinels call it
  std::vector<RedisPlace> sentinels;
  RedisAccess sentinel_access;
  bool operator==(const RedisConfig&) const = default;
};

/// `store` means a Redis, rightly spelled or not.
[[nodiscard]] bool is_redis(std::string_view store);

/// Nothing for names, passwords, options and whatever else is not understood.
[[nodiscard]] std::optional<RedisPlace> redis_place_of(std::string_view url,
                                                       int default_port = 6379);

/// As it is now; nothing when it cannot be read, or is no password.
[[nodiscard]] std::optional<std::string> password_of(const RedisAccess& access,
                                                     const SecretSource& secrets);

}  // namespace casement::gateway
