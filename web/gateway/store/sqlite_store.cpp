#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <optional>

#include "rules/redis_place.hpp"
#include "store/store.hpp"
#include "store/unsaid.hpp"

namespace casement::gateway {
namespace {

// Durability: in WAL mode a commit with synchronous=FULL is on the disk, one with NORMAL survives
// the end of the process, but not of the machine. So what must not be forgotten, that a case is
// about to be sent, is committed with FULL, all else with NORMAL: after a power failure a finished
// key may be a sending one again, which is then unknown, and never a fresh one.
//
// The file belongs to one process: a second one would not see which keys the first works on.
// Without others there is no shared memory to keep in step either.
constexpr const char* schema = R"(
  PRAGMA busy_timeout = 5000;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA wal_autocheckpoint = 8000;
  PRAGMA cache_size = -16000;
  CREATE TABLE IF NOT EXISTS cases (
    key TEXT PRIMARY KEY, attempt TEXT NOT NULL, state INTEGER NOT NULL, lease INTEGER NOT NULL,
    fingerprint TEXT NOT NULL, carries TEXT NOT NULL, full_fingerprint TEXT NOT NULL DEFAULT '',
    status INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL DEFAULT '',
    ended INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS cases_ended ON cases (ended) WHERE state = 4;
  CREATE TABLE IF NOT EXISTS counters (
    name TEXT PRIMARY KEY, began INTEGER NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS places (
    name TEXT NOT NULL, attempt TEXT NOT NULL, lease INTEGER NOT NULL,
    PRIMARY KEY (name, attempt)) WITHOUT ROWID;)";

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// A prepared statement; its parameters are bound anew by each start().
class Statement {
 public:
  Statement(sqlite3* base, const char* sql) {
    ok_ = sqlite3_prepare_v3(base, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) ==
          SQLITE_OK;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle_); }

  struct Value {
    Value(const std::string& words) : text(&words) {}  // NOLINT(google-explicit-constructor)
    Value(std::int64_t whole) : number(whole) {}       // NOLINT(google-explicit-constructor)
    const std::string* text = nullptr;
    std::int64_t number = 0;
  };

  /// True when there is a row.
  bool start(std::initializer_list<Value> values) {
    sqlite3_reset(handle_);
    int index = 0;
    for (const Value& value : values) {
      ++index;
      if (value.text != nullptr) {
        sqlite3_bind_text(handle_, index, value.text->data(), static_cast<int>(value.text->size()),
                          SQLITE_STATIC);
      } else {
        sqlite3_bind_int64(handle_, index, value.number);
      }
    }
    const int result = sqlite3_step(handle_);
    ok_ = result == SQLITE_ROW || result == SQLITE_DONE;
    return result == SQLITE_ROW;
  }
  void end() { sqlite3_reset(handle_); }
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] std::int64_t number(int column) { return sqlite3_column_int64(handle_, column); }
  [[nodiscard]] std::string text(int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
    const int size = sqlite3_column_bytes(handle_, column);
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
  }

 private:
  sqlite3_stmt* handle_ = nullptr;
  bool ok_ = false;
};

struct CloseBase {
  void operator()(sqlite3* base) const { sqlite3_close(base); }
};
using Base = std::unique_ptr<sqlite3, CloseBase>;

class SqliteStore final : public Store {
 public:
  SqliteStore(Base base, std::uint64_t lease)
      : base_(std::move(base)), lease_(static_cast<std::int64_t>(lease)) {}

  std::vector<StoreReply> run(std::span<const Command> commands) override;
  [[nodiscard]] bool is_shared() const noexcept override { return false; }

 private:
  bool execute(const char* sql) {
    return sqlite3_exec(base_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  static bool run_alone(Statement& statement) {
    statement.start({});
    statement.end();
    return statement.ok();
  }
  bool set_durable(bool durable);
  /// The last statement changed a row.
  bool changed() { return sqlite3_changes(base_.get()) > 0; }
  StoreReply look(const std::string& key);

  StoreReply on(const Begin& command);
  StoreReply on(const Advance& command);
  StoreReply on(const Finish& command);
  StoreReply on(const Doubt& command);
  StoreReply on(const Release& command);
  StoreReply on(const Renew& command);
  StoreReply on(const Find& command) { return look(command.key); }
  StoreReply on(const Count& command);
  StoreReply on(const TakePlace& command);
  StoreReply on(const RenewPlace& command);
  StoreReply on(const GivePlace& command);
  StoreReply on(const Sweep& command);

  Base base_;
  std::int64_t lease_;
  std::int64_t now_ = 0;
  std::optional<bool> durable_;
  bool ok_ = true;  ///< of the commands that run
  Unsaid unsaid_;

  StoreReply changed_by(Statement& statement, std::initializer_list<Statement::Value> values) {
    StoreReply reply;
    statement.start(values);
    statement.end();
    ok_ = ok_ && statement.ok();
    reply.done = statement.ok() && changed();
    return reply;
  }

  Statement select_{base_.get(),
                    "SELECT state, lease, fingerprint, full_fingerprint, status, body, attempt, "
                    "carries FROM cases WHERE key = ?1"};
  Statement begin_{base_.get(), "BEGIN IMMEDIATE"};
  Statement commit_{base_.get(), "COMMIT"};
  Statement insert_{base_.get(),
                    "INSERT OR IGNORE INTO cases (key, attempt, state, lease, fingerprint, "
                    "carries) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
  Statement replace_{base_.get(),
                     "INSERT OR REPLACE INTO cases (key, attempt, state, lease, fingerprint, "
                     "carries) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"};
  Statement advance_{base_.get(),
                     "UPDATE cases SET state = 2, lease = ?3 WHERE key = ?1 AND attempt = ?2 AND "
                     "state = 1 AND lease >= ?4"};
  Statement finish_{base_.get(),
                    "INSERT INTO cases (key, attempt, fingerprint, carries, lease, state, "
                    "full_fingerprint, status, body, ended) "
                    "VALUES (?1, ?2, ?3, ?4, ?8, 4, ?5, ?6, ?7, ?8) "
                    "ON CONFLICT (key) DO UPDATE SET attempt = ?2, fingerprint = ?3, carries = ?4, "
                    "state = 4, full_fingerprint = ?5, status = ?6, body = ?7, ended = ?8 "
                    "WHERE (attempt = ?2 AND state IN (2, 3)) OR state = 1"};
  Statement doubt_{base_.get(),
                   "INSERT INTO cases (key, attempt, fingerprint, carries, lease, state) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, 3) "
                   "ON CONFLICT (key) DO UPDATE SET attempt = ?2, fingerprint = ?3, carries = ?4, "
                   "state = 3 WHERE (attempt = ?2 AND state IN (2, 3)) OR state = 1"};
  Statement release_{base_.get(),
                     "DELETE FROM cases WHERE key = ?1 AND attempt = ?2 AND state IN (1, 2, 3)"};
  Statement renew_{base_.get(),
                   "INSERT INTO cases (key, attempt, fingerprint, carries, lease, state) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                   "ON CONFLICT (key) DO UPDATE SET lease = ?5, state = max(state, ?6) "
                   "WHERE attempt = ?2 AND state IN (1, 2) AND lease >= ?7"};
  Statement count_{base_.get(), "SELECT began, count FROM counters WHERE name = ?1"};
  Statement set_count_{base_.get(), "INSERT OR REPLACE INTO counters VALUES (?1, ?2, ?3)"};
  Statement lapse_{base_.get(), "DELETE FROM places WHERE name = ?1 AND lease < ?2"};
  Statement places_{base_.get(), "SELECT count(*) FROM places WHERE name = ?1"};
  Statement take_{base_.get(), "INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3)"};
  Statement renew_place_{base_.get(),
                         "UPDATE places SET lease = ?3 WHERE name = ?1 AND attempt = ?2"};
  Statement give_{base_.get(), "DELETE FROM places WHERE name = ?1 AND attempt = ?2"};
  Statement sweep_{base_.get(), "DELETE FROM cases WHERE state = 4 AND ended < ?1"};
  Statement sweep_counters_{base_.get(), "DELETE FROM counters WHERE began < ?1"};
};

static_assert(static_cast<int>(KeyState::uploading) == 1 && static_cast<int>(KeyState::done) == 4);

StoreReply SqliteStore::look(const std::string& key) {
  StoreReply reply;
  if (select_.start({key})) {
    reply.state = static_cast<KeyState>(select_.number(0));
    const bool over = select_.number(1) < now_;
    if (over && reply.state == KeyState::uploading) reply.state = KeyState::fresh;
    if (over && reply.state == KeyState::sending) reply.state = KeyState::unknown;
    reply.fingerprint = select_.text(2);
    reply.full_fingerprint = select_.text(3);
    reply.status = static_cast<int>(select_.number(4));
    reply.body = select_.text(5);
    reply.attempt = select_.text(6);
    reply.carries = select_.text(7);
    if (over) reply.quiet_ms = static_cast<std::uint64_t>(now_ - select_.number(1));
  }
  ok_ = ok_ && select_.ok();
  select_.end();
  reply.done = reply.state != KeyState::fresh;
  return reply;
}

StoreReply SqliteStore::on(const Begin& command) {
  const auto first =
      static_cast<std::int64_t>(command.has_files ? KeyState::uploading : KeyState::sending);
  const std::initializer_list<Statement::Value> row{
      command.key, command.attempt, first, now_ + lease_, command.fingerprint, command.carries};
  StoreReply reply;
  reply.done = changed_by(insert_, row).done;
  if (reply.done || !ok_) return reply;
  reply = look(command.key);
  reply.done = ok_ && reply.state == KeyState::fresh && changed_by(replace_, row).done;
  return reply;
}

StoreReply SqliteStore::on(const Advance& command) {
  return changed_by(advance_, {command.key, command.attempt, now_ + lease_, now_});
}

StoreReply SqliteStore::on(const Finish& command) {
  StoreReply reply = changed_by(
      finish_, {command.key, command.attempt, command.fingerprint, command.carries,
                command.full_fingerprint, std::int64_t{command.status}, command.body, now_});
  if (reply.done || !ok_) return reply;
  // Told twice it is no less true; the first answer stays.
  const StoreReply found = look(command.key);
  reply.done = ok_ && found.attempt == command.attempt && found.state == KeyState::done;
  return reply;
}

StoreReply SqliteStore::on(const Doubt& command) {
  return changed_by(
      doubt_, {command.key, command.attempt, command.fingerprint, command.carries, now_ + lease_});
}

StoreReply SqliteStore::on(const Release& command) {
  return changed_by(release_, {command.key, command.attempt});
}

StoreReply SqliteStore::on(const Renew& command) {
  return changed_by(renew_, {command.key, command.attempt, command.fingerprint, command.carries,
                             now_ + lease_, static_cast<std::int64_t>(command.state), now_});
}

StoreReply SqliteStore::on(const Count& command) {
  const auto window = static_cast<std::int64_t>(command.window_seconds) * 1000;
  std::int64_t began = now_;
  std::int64_t count = 0;
  if (count_.start({command.name}) && count_.number(0) + window > now_) {
    began = count_.number(0);
    count = count_.number(1);
  }
  ok_ = ok_ && count_.ok();
  count_.end();
  StoreReply reply;
  if (count >= static_cast<std::int64_t>(command.limit)) {
    reply.retry_after = static_cast<std::uint64_t>((began + window - now_) / 1000 + 1);
    return reply;
  }
  return changed_by(set_count_, {command.name, began, count + 1});
}

StoreReply SqliteStore::on(const TakePlace& command) {
  StoreReply reply;
  (void)changed_by(lapse_, {command.name, now_});
  const bool counted = places_.start({command.name});
  const bool full = !counted || places_.number(0) >= static_cast<std::int64_t>(command.limit);
  places_.end();
  if (full) return reply;
  return changed_by(take_, {command.name, command.attempt, now_ + lease_});
}

StoreReply SqliteStore::on(const RenewPlace& command) {
  return changed_by(renew_place_, {command.name, command.attempt, now_ + lease_});
}

StoreReply SqliteStore::on(const GivePlace& command) {
  return changed_by(give_, {command.name, command.attempt});
}

StoreReply SqliteStore::on(const Sweep& command) {
  const std::int64_t before = now_ - static_cast<std::int64_t>(command.keep_seconds) * 1000;
  (void)changed_by(sweep_counters_, {now_ - std::int64_t{172'800'000}});
  return changed_by(sweep_, {before});
}

bool SqliteStore::set_durable(bool durable) {
  if (durable_ == durable) return true;
  durable_.reset();
  const bool set = execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  if (set) durable_ = durable;
  return set;
}

std::vector<StoreReply> SqliteStore::run(std::span<const Command> commands) {
  std::vector<StoreReply> replies;
  replies.reserve(commands.size());
  const bool durable = std::any_of(commands.begin(), commands.end(), [](const Command& each) {
    return std::holds_alternative<Begin>(each) || std::holds_alternative<Advance>(each);
  });
  now_ = now_ms();
  ok_ = set_durable(durable) && run_alone(begin_);
  if (ok_) {
    for (const Command& command : unsaid_) {
      if (ok_) std::visit([this](const auto& each) { on(each); }, command);
    }
    for (const Command& command : commands) {
      // After a failure SQLite may have left the transaction: nothing may be written outside of it.
      if (!ok_) break;
      replies.push_back(std::visit([this](const auto& each) { return on(each); }, command));
    }
    if (ok_) ok_ = run_alone(commit_);
    if (!ok_) execute("ROLLBACK");
  }
  if (!ok_) {
    StoreReply failed;
    failed.failed = true;
    replies.assign(commands.size(), failed);
    for (const Command& command : commands) keep_unsaid(unsaid_, command);
  } else {
    unsaid_.clear();
  }
  return replies;
}

}  // namespace

OpenedStore open_sqlite(const std::string& path, std::uint64_t lease) {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(
      path.c_str(), &handle,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
      nullptr);
  Base base(handle);
  if (opened != SQLITE_OK || sqlite3_exec(handle, schema, nullptr, nullptr, nullptr) != SQLITE_OK) {
    if (sqlite3_errcode(handle) == SQLITE_BUSY) {
      return {nullptr, "another gateway uses this file; several share a redis://"};
    }
    return {nullptr, handle == nullptr ? "no memory" : sqlite3_errmsg(handle)};
  }
  return {std::make_unique<SqliteStore>(std::move(base), lease), ""};
}

OpenedStore open_store(const std::string& place, std::uint64_t lease) {
  return is_redis(place) ? open_redis(place, lease) : open_sqlite(place, lease);
}

}  // namespace casement::gateway
