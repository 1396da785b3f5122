/// @file
/// @brief `gateway.json`: where the gateway listens, whose cases it takes, and how many.
///
///     { "listen": "127.0.0.1:8090", "server": "crm0001.wolkvox.com", "tokenEnv": "WOLKVOX_TOKEN",
///       "store": "/var/lib/casement/keys.db",
///       "forms": [{ "origins": ["https://portal.example.com"],
///                   "fields": { "operation": "acme", "responsible": "ana@acme",
///                               "owner": "ana@acme", "status": "open" } }] }
///
/// - `listen`: `address:port`, or a list; IPv6 addresses in brackets. 127.0.0.1:8090 by default.
/// - `adminListen`: where `/healthz`, `/readyz` and `/metrics` are, and nowhere else then; no crowd
/// of
///   visitors is in their way. At `listen` by default.
/// - `server`: the CRM's host. https always; http only for this machine (loopback), unless its port
///   ends in 443 or `caFile` is there.
/// - `tokenEnv` or `tokenFile`: where the CRM's token is. It is never in this document.
/// - `caFile`: authorities to trust instead of the system's, PEM.
/// - `store`: a file for SQLite; or a Redis, to share the work (see store/redis_settings.hpp).
/// - `forms`: each with `origins` (exact), `path` (before the CRM's own path, "" by default),
///   `fields` (the keys of case-form.json that say what is asked: fields, `form`, `file`),
///   `contactToken` (see access/portal_token.hpp) and `reconcile` (see rules/case_query.hpp):
///   `{ "customField": "casement_key", "queryField": "casement_key", "after": 120 }`, and
///   `clients`, servers that send themselves (see access/client.hpp), and
///   `proofOfWork` (see access/proof_of_work.hpp): `{ "keyFile": "…", "maxNumber": 50000 }`.
/// - `trustedProxies`: addresses and networks (`10.0.0.0/8`) whose X-Forwarded-For is believed.
/// - `limits`: see Limits; times are in seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"
#include "core/protocol/authority.hpp"
#include "gateway/access/form.hpp"
#include "gateway/access/network.hpp"
#include "gateway/access/secret_source.hpp"
#include "gateway/config/limits.hpp"
#include "gateway/store/redis_settings.hpp"

namespace casement::gateway {

struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
  bool operator==(const ListenAddress&) const = default;
};

struct GatewayConfig {
  std::vector<ListenAddress> listen;
  std::vector<ListenAddress> admin_listen;
  Authority server;
  bool tls = true;
  std::string token;
  std::string ca_file;
  std::string store;                 ///< a file's path, or the url of a Redis
  std::optional<RedisConfig> redis;  ///< when it is one
  std::vector<Network> trusted_proxies;
  std::vector<Form> forms;
  Limits limits;
};

struct GatewayConfigOutcome {
  std::optional<GatewayConfig> config;  ///< absent when there is any error
  std::vector<ConfigProblem> problems;
};

[[nodiscard]] GatewayConfigOutcome read_gateway_config(std::string_view json,
                                                       const SecretSource& secrets);

}  // namespace casement::gateway
