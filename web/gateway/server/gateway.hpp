/// @file
/// @brief All that one gateway process holds, passed explicitly to whoever works with it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/access/random_bytes.hpp"
#include "gateway/net/boot_clock.hpp"
#include "gateway/net/config_snapshot.hpp"
#include "gateway/net/crm.hpp"
#include "gateway/net/deadlines.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/admission_queue.hpp"
#include "gateway/server/connection_table.hpp"
#include "gateway/server/metrics.hpp"
#include "gateway/server/readiness.hpp"
#include "gateway/server/store_thread.hpp"

namespace casement::gateway {

/// What an attempt at the CRM holds beside its places.
struct Held {
  std::optional<Renew> key = {};     ///< once it is bound, until it is let go or lost
  BootClock::time_point until = {};  ///< before this the key's lease is not over
};

struct Gateway {
  Gateway(boost::asio::io_context& context, std::shared_ptr<ConfigSnapshot> first,
          std::unique_ptr<Store> store);

  boost::asio::io_context& io;
  std::shared_ptr<ConfigSnapshot> snapshot;
  Deadlines deadlines;
  Metrics metrics;
  AdmissionQueue admission;
  Crm crm;
  RandomBytes random;
  StoreThread store;
  Readiness readiness;
  std::unordered_map<std::string, std::string> running;      ///< keys in this process, and whose
  std::unordered_map<std::string, std::string> known_cases;  ///< carried_by(): the last key created
  std::unordered_map<std::string, Held> attempts;            ///< at the CRM
  ConnectionTable connections;
  /// Being answered, of each sender behind a proxy that is trusted.
  std::unordered_map<std::string, std::size_t> proxied_requests;
  std::size_t answering = 0;      ///< requests that came and have no whole answer yet
  std::uint64_t held_bodies = 0;  ///< bytes of memory
  bool stopping = false;

  /// 12 hexadecimal digits, unique in this process and hard to confuse with another's.
  [[nodiscard]] std::string make_request_id();
  /// Names an attempt among all gateways.
  [[nodiscard]] std::string attempt_of(std::string_view request_id) const {
    return std::string(request_id) + name_;
  }
  /// Ten times a second: one write for many lines.
  Task<void> write_logs();
  /// Keeps what this process has bound from being taken for abandoned.
  Task<void> renew_leases();
  /// The attempt's key is surely its own, now.
  [[nodiscard]] bool holds(const std::string& attempt) const;
  /// It was bound, or its lease renewed, by a command that was given to the store at `asked`.
  void hold(const std::string& attempt, BootClock::time_point asked);

 private:
  void renew(const std::string& attempt, Held& held);

  std::uint64_t next_request_ = 0;
  std::string name_;  ///< of this process, random
};

/// One browser's connection, from its first byte to its last.
Task<void> serve_connection(Gateway& gateway, Socket socket, bool admin);

}  // namespace casement::gateway
