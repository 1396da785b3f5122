#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <utility>

#include "gateway/store/absence.hpp"
#include "gateway/store/pending_outcomes.hpp"
#include "gateway/store/redis_settings.hpp"
#include "gateway/store/row_sum.hpp"
#include "gateway/store/sqlite_counters.hpp"
#include "gateway/store/sqlite_file.hpp"
#include "gateway/store/sqlite_statement.hpp"
#include "gateway/store/store.hpp"

namespace casement::gateway {
namespace {

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Leases and ages are counted in the time that the store has lived through, which no clock's jump
/// changes: steady, in steps that are bounded, and going on where an earlier life ended. Only the
/// windows of counters are a wall clock's.
class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<SqliteFile> file, const StoreOptions& options)
      : file_(std::move(file)),
        lease_(static_cast<std::int64_t>(options.lease)),
        clock_(options.clock != nullptr ? options.clock : steady_ms) {}
  ~SqliteStore() override;

  /// Ends what an earlier life held; nothing of it runs any more. False when it cannot be written.
  bool begin_life();
  std::vector<StoreReply> run(std::span<const Command> commands) override;
  void watch() override;
  [[nodiscard]] std::vector<StoreNews> take_news() override;
  [[nodiscard]] bool is_shared() const noexcept override { return false; }

 private:
  bool execute(const char* sql) { return file_->execute(sql); }
  static bool run_alone(Statement& statement) {
    statement.start({});
    statement.end();
    return statement.ok();
  }
  void live();
  bool set_durable(bool durable);
  bool commit(bool durable);
  void roll_back();
  StoreReply look(const std::string& key, std::uint64_t keep_seconds = 0);
  /// Writes a key whole that is not there.
  StoreReply insert(const Binding& binding, KeyState state);
  StoreReply restore(const Binding& binding, KeyState state);

  StoreReply on(const Bind& command);
  StoreReply on(const StartSending& command);
  StoreReply on(const Complete& command);
  StoreReply on(const MarkUnknown& command);
  StoreReply on(const Release& command);
  StoreReply on(const Renew& command);
  StoreReply on(const Find& command) { return look(command.key, command.keep_seconds); }
  StoreReply on(const Count& command) { return heeded(counters_.on(command)); }
  StoreReply on(const TakePlace& command) { return heeded(counters_.on(command, now_)); }
  StoreReply on(const RenewPlace& command) { return heeded(counters_.on(command, now_)); }
  StoreReply on(const GivePlace& command) { return heeded(counters_.on(command)); }
  StoreReply on(const Sweep& command);
  StoreReply heeded(StoreReply reply) {
    ok_ = ok_ && !reply.failed;
    return reply;
  }

  std::unique_ptr<SqliteFile> file_;
  std::int64_t lease_;
  std::int64_t (*clock_)();
  std::int64_t seen_ = clock_();       ///< by the clock, when now_ was told
  std::int64_t now_ = file_->lived();  ///< lived through
  std::int64_t kept_now_ = now_;       ///< of it, what the store knows
  Tally tally_ = file_->tally();       ///< with the commands that run
  Tally kept_ = tally_;                ///< as it is committed
  std::string trouble_;                ///< why nothing is taken any more
  bool told_ = false;                  ///< the trouble, to the log
  Absence absence_;
  std::optional<bool> durable_;
  bool ok_ = true;  ///< of the commands that run
  PendingOutcomes unsaid_;
  SqliteCounters counters_{file_->base(), lease_};

  StoreReply changed_by(Statement& statement, std::initializer_list<Statement::Value> values) {
    StoreReply reply;
    reply.done = statement.change(values);
    ok_ = ok_ && statement.ok();
    return reply;
  }

  Statement select_{file_->base(),
                    "SELECT state, lease, fingerprint, full_fingerprint, status, body, attempt, "
                    "carries, sum, ended FROM cases WHERE key = ?1"};
  Statement begin_{file_->base(), "BEGIN IMMEDIATE"};
  Statement commit_{file_->base(), "COMMIT"};
  Statement set_tally_{file_->base(),
                       "UPDATE tally SET commits = ?1, rows = ?2, keys = ?3, lived = ?4"};
  Statement tally_now_{file_->base(), "SELECT commits, rows, keys FROM tally"};
  Statement insert_{file_->base(),
                    "INSERT OR IGNORE INTO cases (key, attempt, state, lease, fingerprint, "
                    "carries, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  Statement replace_{file_->base(),
                     "INSERT OR REPLACE INTO cases (key, attempt, state, lease, fingerprint, "
                     "carries, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  Statement advance_{file_->base(),
                     "UPDATE cases SET state = 2, lease = ?3, sum = sum + ?5 WHERE key = ?1 AND "
                     "attempt = ?2 AND state = 1 AND lease >= ?4"};
  Statement finish_{file_->base(),
                    "UPDATE cases SET attempt = ?2, fingerprint = ?3, carries = ?4, state = 4, "
                    "full_fingerprint = ?5, status = ?6, body = ?7, ended = ?8, sum = ?9 "
                    "WHERE key = ?1 AND ((attempt = ?2 AND state IN (2, 3)) OR state = 1)"};
  Statement doubt_{file_->base(),
                   "UPDATE cases SET attempt = ?2, fingerprint = ?3, carries = ?4, state = 3, "
                   "sum = ?5 "
                   "WHERE key = ?1 AND ((attempt = ?2 AND state IN (2, 3)) OR state = 1)"};
  Statement release_{file_->base(),
                     "DELETE FROM cases WHERE key = ?1 AND attempt = ?2 AND state IN (1, 2, 3)"};
  Statement renew_{file_->base(),
                   "UPDATE cases SET lease = ?3, sum = sum + (max(state, ?4) - state) * ?6, "
                   "state = max(state, ?4) "
                   "WHERE key = ?1 AND attempt = ?2 AND state IN (1, 2) AND lease >= ?5"};
  Statement sweep_{file_->base(), "DELETE FROM cases WHERE state = 4 AND ended < ?1 RETURNING key"};
};

static_assert(static_cast<int>(KeyState::uploading) == 1 && static_cast<int>(KeyState::done) == 4);

SqliteStore::~SqliteStore() {
  if (!trouble_.empty()) file_->abandon();
}

bool SqliteStore::begin_life() {
  Statement leases(file_->base(),
                   "UPDATE cases SET lease = ?1 WHERE state IN (1, 2, 3) AND lease > ?1");
  leases.start({now_ + lease_});
  leases.end();
  return leases.ok() && execute("DELETE FROM places; UPDATE tally SET lived = lived");
}

/// However long nothing was heard of it, the store has not lived through more than this.
void SqliteStore::live() {
  constexpr std::int64_t max_step = 60'000;
  const std::int64_t now = clock_();
  now_ += std::clamp<std::int64_t>(now - seen_, 0, max_step);
  seen_ = now;
}

StoreReply SqliteStore::look(const std::string& key, std::uint64_t keep_seconds) {
  StoreReply reply;
  if (select_.start({key})) {
    reply.state = static_cast<KeyState>(select_.number(0));
    reply.fingerprint = select_.text(2);
    reply.full_fingerprint = select_.text(3);
    reply.status = static_cast<int>(select_.number(4));
    reply.body = select_.text(5);
    reply.attempt = select_.text(6);
    reply.carries = select_.text(7);
    if (row_sum({key, reply.attempt, reply.fingerprint, reply.carries}, reply.state,
                {reply.full_fingerprint, reply.status, reply.body}) != select_.number(8)) {
      trouble_ = "it is damaged";
      ok_ = false;
    }
    const bool over = select_.number(1) < now_;
    if (over && reply.state == KeyState::uploading) reply.state = KeyState::fresh;
    if (over && reply.state == KeyState::sending) reply.state = KeyState::unknown;
    if (over) reply.quiet_ms = static_cast<std::uint64_t>(now_ - select_.number(1));
    if (reply.state == KeyState::done) {
      const std::int64_t end = select_.number(9) + static_cast<std::int64_t>(keep_seconds) * 1000;
      reply.left_seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(0, end - now_) / 1000);
    }
  }
  ok_ = ok_ && select_.ok();
  select_.end();
  reply.done = reply.state != KeyState::fresh;
  return reply;
}

StoreReply SqliteStore::insert(const Binding& binding, KeyState state) {
  StoreReply reply = changed_by(
      insert_, {binding.key, binding.attempt, static_cast<std::int64_t>(state), now_ + lease_,
                binding.fingerprint, binding.carries, row_sum(binding, state)});
  if (reply.done) {
    ++tally_.rows;
    tally_.keys += sum_of(binding.key);
  }
  return reply;
}

/// Done also when the key stands there just so: told twice it is no less true.
StoreReply SqliteStore::restore(const Binding& binding, KeyState state) {
  StoreReply reply;
  const StoreReply found = look(binding.key);
  if (!ok_) return reply;
  if (found.attempt.empty()) return insert(binding, state);
  reply.done = found.attempt == binding.attempt && found.state == state;
  return reply;
}

StoreReply SqliteStore::on(const Bind& command) {
  const KeyState first = command.has_files ? KeyState::uploading : KeyState::sending;
  StoreReply reply = insert(command, first);
  if (reply.done || !ok_) return reply;
  reply = look(command.key, command.keep_seconds);
  reply.done = ok_ && reply.state == KeyState::fresh &&
               changed_by(replace_, {command.key, command.attempt, static_cast<std::int64_t>(first),
                                     now_ + lease_, command.fingerprint, command.carries,
                                     row_sum(command, first)})
                   .done;
  return reply;
}

StoreReply SqliteStore::on(const StartSending& command) {
  return changed_by(advance_, {command.key, command.attempt, now_ + lease_, now_, sum_of_step});
}

StoreReply SqliteStore::on(const Complete& command) {
  const auto finish = [&] {
    return changed_by(finish_,
                      {command.key, command.attempt, command.fingerprint, command.carries,
                       command.full_fingerprint, std::int64_t{command.status}, command.body, now_,
                       row_sum(command, KeyState::done,
                               {command.full_fingerprint, command.status, command.body})});
  };
  StoreReply reply = finish();
  if (reply.done || !ok_) return reply;
  const StoreReply found = look(command.key);
  if (ok_ && found.attempt.empty() && insert(command, KeyState::sending).done) return finish();
  reply.done = ok_ && found.attempt == command.attempt && found.state == KeyState::done;
  return reply;
}

StoreReply SqliteStore::on(const MarkUnknown& command) {
  const StoreReply reply =
      changed_by(doubt_, {command.key, command.attempt, command.fingerprint, command.carries,
                          row_sum(command, KeyState::unknown)});
  return reply.done || !ok_ ? reply : restore(command, KeyState::unknown);
}

StoreReply SqliteStore::on(const Release& command) {
  StoreReply reply = changed_by(release_, {command.key, command.attempt});
  if (reply.done) {
    --tally_.rows;
    tally_.keys -= sum_of(command.key);
  }
  return reply;
}

StoreReply SqliteStore::on(const Renew& command) {
  const StoreReply reply =
      changed_by(renew_, {command.key, command.attempt, now_ + lease_,
                          static_cast<std::int64_t>(command.state), now_, sum_of_step});
  return reply.done || !ok_ ? reply : restore(command, command.state);
}

StoreReply SqliteStore::on(const Sweep& command) {
  const std::int64_t before = now_ - static_cast<std::int64_t>(command.keep_seconds) * 1000;
  (void)heeded(counters_.sweep());
  StoreReply reply;
  for (bool more = sweep_.start({before}); more; more = sweep_.next()) {
    --tally_.rows;
    tally_.keys -= sum_of(sweep_.text(0));
    reply.done = true;
  }
  ok_ = ok_ && sweep_.ok();
  sweep_.end();
  return reply;
}

bool SqliteStore::set_durable(bool durable) {
  if (durable_ == durable) return true;
  durable_.reset();
  const bool set = execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  if (set) durable_ = durable;
  return set;
}

bool SqliteStore::commit(bool durable) {
  if (durable) ++tally_.commits;
  constexpr std::int64_t often_enough = 60'000;
  if (durable || tally_.rows != kept_.rows || tally_.keys != kept_.keys ||
      now_ - kept_now_ >= often_enough) {
    set_tally_.start({tally_.commits, tally_.rows, static_cast<std::int64_t>(tally_.keys), now_});
    set_tally_.end();
    if (!set_tally_.ok()) return false;
  }
  if (!run_alone(commit_)) return false;
  kept_ = tally_;
  kept_now_ = now_;
  if (durable) file_->tell_mark(tally_.commits);
  file_->tidy();
  return true;
}

void SqliteStore::roll_back() {
  execute("ROLLBACK");
  tally_ = kept_;
  // A commit that failed may have come about all the same.
  if (tally_now_.start({})) {
    tally_ = {tally_now_.number(0), tally_now_.number(1),
              static_cast<std::uint64_t>(tally_now_.number(2))};
  }
  tally_now_.end();
}

std::vector<StoreReply> SqliteStore::run(std::span<const Command> commands) {
  std::vector<StoreReply> replies;
  replies.reserve(commands.size());
  const bool durable = std::any_of(commands.begin(), commands.end(), [](const Command& each) {
    return std::holds_alternative<Bind>(each) || std::holds_alternative<StartSending>(each);
  });
  live();
  const int changes = sqlite3_total_changes(file_->base());
  const bool began = trouble_.empty() && set_durable(durable) && run_alone(begin_);
  ok_ = began;
  if (began) {
    for (const Command& command : unsaid_) {
      if (ok_) std::visit([this](const auto& each) { on(each); }, command);
    }
    for (const Command& command : commands) {
      // After a failure SQLite may have left the transaction: nothing may be written outside of it.
      if (!ok_) break;
      replies.push_back(std::visit([this](const auto& each) { return on(each); }, command));
    }
    ok_ = ok_ && commit(durable);
  }
  if (!ok_) {
    if (trouble_.empty()) absence_.begin(file_->failure());
    if (began) roll_back();
    StoreReply failed;
    failed.failed = true;
    replies.assign(commands.size(), failed);
    for (const Command& command : commands) keep_unsaid(unsaid_, command);
  } else {
    unsaid_.clear();
    // What changes nothing succeeds on a full disk as well.
    if (sqlite3_total_changes(file_->base()) != changes) absence_.end();
  }
  return replies;
}

void SqliteStore::watch() {
  if (trouble_.empty()) trouble_ = file_->trouble();
  if (trouble_.empty()) (void)run({});
}

std::vector<StoreNews> SqliteStore::take_news() {
  std::vector<StoreNews> news = absence_.take_news();
  if (!trouble_.empty() && !std::exchange(told_, true)) {
    news.push_back(
        {"error", trouble_ + ": no case is taken any more until the gateway is started again"});
  }
  return news;
}

}  // namespace

OpenedStore open_sqlite(const std::string& path, const StoreOptions& options) {
  auto file = std::make_unique<SqliteFile>();
  std::string problem = file->open(path, options.begin_anew);
  if (!problem.empty()) return {nullptr, std::move(problem)};
  SqliteFile& opened = *file;
  auto store = std::make_unique<SqliteStore>(std::move(file), options);
  if (!store->begin_life()) return {nullptr, opened.failure()};
  opened.watch();
  return {std::move(store), ""};
}

OpenedStore open_store(const std::string& place, const StoreOptions& options) {
  return is_redis(place) ? open_redis(place, options.lease) : open_sqlite(place, options);
}

}  // namespace casement::gateway
