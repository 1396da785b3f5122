/// @file
/// @brief What must outlive a request: the state of each key, and counters that gateways share.
///
/// A key's life. A fresh key is bound by Bind before the first byte goes to the CRM:
///
///     fresh ──Bind──> uploading ──StartSending──> sending ──Complete──> done (the answer is kept)
///       ^                  │                     │ ├──MarkUnknown───> unknown (never sent again)
///       └───── Release ────┴──────── Release ────┘ └──lease over──> unknown
///
/// - uploading: files pass, but no text of the case has gone yet. Without its texts the CRM cannot
///   make a case (they are its required fields), so a gateway that dies here leaves a fresh key.
/// - sending: texts may have arrived. A gateway that dies here leaves an unknown key.
/// - Release undoes the binding when it is certain that no case was made.
///
/// Each attempt has an id of its own, and every command but Bind and Find does nothing unless the
/// key still belongs to it: a gateway that slept over its lease cannot send a case that another one
/// has taken over meanwhile. A lease is renewed while its gateway works on it.
///
/// A store can forget a key that is in flight: it was emptied, or a copy took over that lacks what
/// came last. So whoever says how it stands with a key (Renew, Complete, MarkUnknown) says all that
/// a store must know of it, and one that is missing is written whole. A case that may exist takes
/// its key from an attempt that has sent no texts yet, too.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace casement::gateway {

struct RedisConfig;

enum class KeyState { fresh, uploading, sending, unknown, done };

/// A key, and what a store must know of it.
struct Binding {
  std::string key;
  std::string attempt;
  std::string fingerprint;
  std::string carries = {};  ///< by what the CRM can be asked for the case, or empty
};

struct Bind : Binding {
  bool has_files = false;          ///< begins as uploading, else as sending
  std::uint64_t keep_seconds = 0;  ///< see Find
};
struct StartSending {
  std::string key;
  std::string attempt;
};
struct Complete : Binding {
  std::string full_fingerprint;  ///< with all files, which Bind may not have seen yet
  int status = 0;
  std::string body;
  std::uint64_t keep_seconds = 0;  ///< for a store without Sweep; 0: for good
};
struct MarkUnknown : Binding {};
struct Release {
  std::string key;
  std::string attempt;
};
/// Only for whoever knows that its lease is not over.
struct Renew : Binding {
  KeyState state = KeyState::sending;  ///< or uploading
};
struct Find {
  std::string key;
  std::uint64_t keep_seconds = 0;  ///< for a store with Sweep, to tell left_seconds
};
/// One more event of `name`, unless there were `limit` in this window of time.
struct Count {
  std::string name;
  std::uint64_t limit = 0;
  std::uint64_t window_seconds = 0;
};
/// One of `limit` places that all gateways share, until it is given back or its lease is over.
struct TakePlace {
  std::string name;
  std::string attempt;
  std::uint64_t limit = 0;
};
struct RenewPlace {
  std::string name;
  std::string attempt;
};
struct GivePlace {
  std::string name;
  std::string attempt;
};
/// Forgets what has been done for so long.
struct Sweep {
  std::uint64_t keep_seconds = 0;
};

using Command = std::variant<Bind, StartSending, Complete, MarkUnknown, Release, Renew, Find, Count,
                             TakePlace, RenewPlace, GivePlace, Sweep>;

struct StoreReply {
  bool failed = false;               ///< the store could not be asked: nothing is known
  bool done = false;                 ///< the command did what it says
  KeyState state = KeyState::fresh;  ///< before Bind; of Find
  std::string fingerprint;           ///< of the request that the key is bound to
  std::string full_fingerprint;      ///< when done
  int status = 0;                    ///< when done
  std::string body;                  ///< when done
  std::string attempt;               ///< of Find: whose the key is
  std::uint64_t quiet_ms = 0;        ///< of Find: since its lease was over
  std::string carries;               ///< of Find: as Bind had it
  std::uint64_t left_seconds = 0;    ///< when done: that it is kept yet, by the store's own time
  std::uint64_t retry_after = 0;     ///< seconds until a refused Count could pass
};

/// What happened to the store itself.
struct StoreNews {
  std::string_view level;  ///< "info", "warning"
  std::string sentence;
};

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Runs the commands in their order; Bind and StartSending are durable when this returns. One
  /// reply for each. What failed of Complete, MarkUnknown and Release is run again before the next
  /// commands.
  virtual std::vector<StoreReply> run(std::span<const Command> commands) = 0;

  /// Looks after what it stands on; to be called each second, between two run()s. After what it
  /// finds wrong every command fails.
  virtual void watch() {}

  /// For the log: what happened since it was asked last.
  [[nodiscard]] virtual std::vector<StoreNews> take_news() { return {}; }

  /// Other gateways work with the same keys and places.
  [[nodiscard]] virtual bool is_shared() const noexcept = 0;
};

/// Milliseconds that an attempt or a place is held without being renewed.
inline constexpr std::uint64_t lease_ms = 15'000;

struct OpenedStore {
  std::unique_ptr<Store> store;  ///< null when it cannot be opened
  std::string problem;           ///< beside a store: why it takes nothing now
};

struct StoreOptions {
  std::uint64_t lease = lease_ms;
  bool begin_anew = false;            ///< of SQLite: see SqliteFile::open()
  std::int64_t (*clock)() = nullptr;  ///< of SQLite: other milliseconds than the steady clock's
};

/// A file's path for SQLite, or `redis://host:port/database`.
[[nodiscard]] OpenedStore open_store(const std::string& place, const StoreOptions& options = {});
[[nodiscard]] OpenedStore open_sqlite(const std::string& path, const StoreOptions& options);
[[nodiscard]] OpenedStore open_redis(const std::string& url, std::uint64_t lease);
[[nodiscard]] OpenedStore open_redis(RedisConfig config, std::uint64_t lease);

}  // namespace casement::gateway
