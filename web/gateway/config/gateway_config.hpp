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
#include "gateway/store/redis_settings.hpp"

namespace casement::gateway {

struct Limits {
  std::uint64_t simultaneous = 2;    ///< requests at the CRM at once, all gateways together
  std::uint64_t queue = 200;         ///< cases that wait for their turn
  std::uint64_t queue_seconds = 20;  ///< and how long
  std::uint64_t connections = 12'000;
  std::uint64_t address_connections = 1000;  ///< of one client address
  std::uint64_t head_seconds = 10;           ///< to send a request's head
  std::uint64_t idle_seconds = 65;           ///< between two requests of a connection
  std::uint64_t stall_seconds = 30;          ///< without any byte, either way
  std::uint64_t body_seconds = 300;          ///< for texts, and small files, to arrive
  std::uint64_t body_memory = 128'000'000;   ///< bytes of all bodies that are held
  std::uint64_t minimum_rate = 8192;         ///< bytes per second while a slot is held
  std::uint64_t connect_seconds = 10;
  std::uint64_t answer_seconds = 60;  ///< for the CRM to answer after the last byte
  std::uint64_t drain_seconds = 10;   ///< for a refused body, so that the answer is read
  std::uint64_t drain_bytes = 64'000'000;
  std::uint64_t wait_seconds = 30;     ///< that a request may wait for a key that runs
  std::uint64_t keep_hours = 72;       ///< a finished key
  std::uint64_t stop_seconds = 60;     ///< to finish what is in flight
  std::uint64_t daily_budget = 0;      ///< requests to the CRM in 24 hours; 0: no limit
  std::uint64_t daily_reserve = 0;     ///< of them, those that only signed-in visitors may use
  std::uint64_t address_requests = 0;  ///< cases of one client address per minute; 0: no limit
  std::uint64_t contact_requests = 0;  ///< cases of one signed-in contact per minute; 0: no limit

  [[nodiscard]] std::uint64_t keep_seconds() const noexcept { return keep_hours * 3600; }
};

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
