#include "gateway/store/sqlite_file.hpp"

#include <fcntl.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "gateway/access/digest.hpp"
#include "gateway/access/wall_clock.hpp"
#include "gateway/store/row_sum.hpp"
#include "gateway/store/store_place.hpp"

namespace casement::gateway {

namespace {

constexpr std::int64_t newest_version = 1;

constexpr const char* tables = R"(
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
    PRIMARY KEY (name, attempt)) WITHOUT ROWID;
  ALTER TABLE cases ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE tally (store TEXT NOT NULL, commits INTEGER NOT NULL, rows INTEGER NOT NULL,
    keys INTEGER NOT NULL, lived INTEGER NOT NULL);
  PRAGMA user_version = 1;)";

// Durability: in WAL mode a commit with synchronous=FULL is on the disk, one with NORMAL survives
// the end of the process, but not of the machine. So what must not be forgotten, that a case is
// about to be sent, is committed with FULL, all else with NORMAL: after a power failure a finished
// key may be a sending one again, which is then unknown, and never a fresh one.
//
// The file belongs to one process: a second one would not see which keys the first works on.
// Without others there is no shared memory to keep in step either.
constexpr const char* settings = R"(
  PRAGMA busy_timeout = 2000;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA cache_size = -16000;)";

constexpr const char* damaged = "it is damaged";
constexpr const char* ways_out =
    ": cases that were sent could be sent again. Put the right one back, or start once with "
    "--begin-anew";

std::optional<std::int64_t> number_of(sqlite3* base, const char* sql) {
  Statement statement(base, sql);
  if (!statement.start({})) return std::nullopt;
  return statement.number(0);
}

constexpr const char* all_rows =
    "SELECT key, attempt, fingerprint, carries, state, full_fingerprint, status, body, sum "
    "FROM cases";

std::int64_t sum_of_row(Statement& row) {
  const std::string full = row.text(5);
  const std::string body = row.text(7);
  return row_sum({row.text(0), row.text(1), row.text(2), row.text(3)},
                 static_cast<KeyState>(row.number(4)), {full, row.number(6), body});
}

std::string new_name() {
  std::array<char, 8> bytes{};
  (void)RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return hex({bytes.data(), bytes.size()});
}

/// Of four bytes, the greatest first.
std::size_t number_at(const char* bytes) {
  std::size_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

std::int64_t time_of(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

SqliteFile::Judgement SqliteFile::open_base() {
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(
      path_.c_str(), &handle,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
      nullptr);
  base_.reset(handle);
  if (opened != SQLITE_OK) return {Verdict::unusable, failure()};
  // Until it is judged, its log stays what and where it is.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  const bool set = execute(settings);
  const auto version = set ? number_of(handle, "PRAGMA user_version") : std::nullopt;
  const auto count = number_of(handle, "SELECT count(*) FROM sqlite_master");
  const auto cases = number_of(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'cases'");
  if (!version || !count || !cases) {
    switch (sqlite3_errcode(handle)) {
      case SQLITE_BUSY: return {Verdict::unusable, used_by_another};
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB: return {Verdict::unsound, damaged};
      default: return {Verdict::unusable, failure()};
    }
  }
  if (*count > 0 && *cases == 0) return {Verdict::unsound, "it holds something else than keys"};
  if (*version > newest_version) {
    return {Verdict::unsound, "a newer version of this program made it"};
  }
  version_ = *version;
  return {Verdict::whole};
}

/// Of its own version: every page, every row, and all of them together.
SqliteFile::Judgement SqliteFile::judge_content() {
  {
    Statement check(base(), "PRAGMA integrity_check(1)");
    if (!check.start({}) || check.text(0) != "ok") return {Verdict::unsound, damaged};
  }
  Statement tally(base(), "SELECT store, commits, rows, keys, lived FROM tally");
  if (!tally.start({})) return {Verdict::unsound, damaged};
  name_ = tally.text(0);
  tally_ = {tally.number(1), tally.number(2), static_cast<std::uint64_t>(tally.number(3))};
  lived_ = tally.number(4);
  tally.end();
  Tally found{tally_.commits};
  Statement rows(base(), all_rows);
  for (bool more = rows.start({}); more; more = rows.next()) {
    if (sum_of_row(rows) != rows.number(8)) return {Verdict::unsound, damaged};
    ++found.rows;
    found.keys += sum_of(rows.text(0));
  }
  if (!rows.ok() || found.rows != tally_.rows || found.keys != tally_.keys) {
    return {Verdict::unsound, damaged};
  }
  return {Verdict::whole};
}

SqliteFile::Judgement SqliteFile::judge(bool may_make) {
  struct stat file {};
  const bool there = ::stat(path_.c_str(), &file) == 0 && file.st_size > 0;
  const bool had_keys = word_.told() && word_.told()->mark > 0;
  struct stat log {};
  const bool has_log = ::stat((path_ + "-wal").c_str(), &log) == 0 && log.st_size > 0;
  // Before SQLite sees it: beside an empty file it throws the log away.
  if (!there && (had_keys || has_log))
    return {Verdict::unsound, "it is empty or gone, and was not"};
  if (!there && !may_make) return {Verdict::whole};
  Judgement judged = open_base();
  if (judged.verdict != Verdict::whole) return judged;
  if (version_ < newest_version) {
    if (had_keys) return {Verdict::unsound, "it is older than it was"};
    return judged;
  }
  judged = judge_content();
  if (judged.verdict != Verdict::whole) return judged;
  if (!word_.told()) {
    return {Verdict::sound, "its word beside it (" + path_ + ".word) is missing or damaged"};
  }
  if (word_.told()->store != name_) {
    return {Verdict::sound, "it is another store than " + path_ + ".word tells of"};
  }
  if (static_cast<std::uint64_t>(tally_.commits) < word_.told()->mark) {
    return {Verdict::sound, "it has lost what came last"};
  }
  return judged;
}

void SqliteFile::put_aside() {
  base_.reset();
  for (const char* const end : {"", "-wal", "-journal"}) {
    std::rename((path_ + end).c_str(), (path_ + ".old" + end).c_str());
  }
}

/// Makes it one of this version, where it is not.
std::string SqliteFile::set_up() {
  sqlite3_db_config(base(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
  if (!execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")) return failure();
  if (version_ == newest_version) return {};
  // The name first: with it alone a store is as good as none, without it, it is not to be trusted.
  name_ = word_.told() ? word_.told()->store : new_name();
  if (!word_.tell({name_, 0}, true)) return "its word cannot be written beside it";
  if (!execute("BEGIN IMMEDIATE") || !execute(tables)) return failure();
  tally_ = {};
  // The times in an old file are those of a clock; the last of them, if it is not to come yet, is
  // how far the store has lived.
  const auto last = number_of(base(), "SELECT max(max(ended), max(lease)) FROM cases");
  lived_ = std::clamp<std::int64_t>(last.value_or(0), 0, std::max<std::int64_t>(0, wall_ms()));
  {
    Statement sum(base(), "UPDATE cases SET sum = ?2, ended = min(ended, ?3) WHERE key = ?1");
    std::vector<std::pair<std::string, std::int64_t>> sums;
    Statement rows(base(), all_rows);
    for (bool more = rows.start({}); more; more = rows.next()) {
      sums.emplace_back(rows.text(0), sum_of_row(rows));
      ++tally_.rows;
      tally_.keys += sum_of(sums.back().first);
    }
    for (const auto& [key, value] : sums) sum.start({key, value, lived_});
    sum.end();
    Statement tally(base(), "INSERT INTO tally VALUES (?1, 0, ?2, ?3, ?4)");
    tally.start({name_, tally_.rows, static_cast<std::int64_t>(tally_.keys), lived_});
    if (!rows.ok() || !tally.ok()) return failure();
  }
  if (!execute("COMMIT")) return failure();
  // Into the file itself: without its log and its word it would look like one that was never used.
  const int moved =
      sqlite3_wal_checkpoint_v2(base(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  return moved == SQLITE_OK ? "" : failure();
}

std::string SqliteFile::open(const std::string& path, bool begin_anew) {
  path_ = path;
  std::string problem = place_problem(path);
  if (problem.empty()) problem = word_.open(path + ".word", true);
  if (!problem.empty()) return problem;
  const Judgement judged = judge(true);
  if (judged.verdict == Verdict::unusable) return judged.problem;
  if (judged.verdict != Verdict::whole && !begin_anew) return judged.problem + ways_out;
  if (judged.verdict == Verdict::unsound) {
    put_aside();
    if (!word_.tell({new_name(), 0}, true)) return "its word cannot be written beside it";
    const Judgement fresh = open_base();
    if (fresh.verdict != Verdict::whole) return fresh.problem;
  }
  problem = set_up();
  if (!problem.empty()) return problem;
  const auto mark = static_cast<std::uint64_t>(tally_.commits);
  if (!word_.told() || word_.told()->store != name_ || word_.told()->mark > mark) {
    if (!word_.tell({name_, mark}, true)) return "its word cannot be written beside it";
  }
  // In place of SQLite's own, which does not say when it has written into the file.
  const auto see_log = [](void* pages, sqlite3* /*base*/, const char* /*name*/, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(base(), see_log, &log_pages_);
  return {};
}

StoreCheck SqliteFile::check(const std::string& path) {
  path_ = path;
  std::string problem = place_problem(path);
  if (problem.empty()) problem = word_.open(path + ".word", false);
  struct stat log {};
  const std::string log_path = path + "-wal";
  const bool had_log = ::stat(log_path.c_str(), &log) == 0;
  Judgement judged{Verdict::unusable, std::move(problem)};
  if (judged.problem.empty()) judged = judge(false);
  const bool there = base_ != nullptr;
  base_.reset();
  // SQLite has made one, which is empty, to look whether there is something in it.
  if (there && !had_log && ::stat(log_path.c_str(), &log) == 0 && log.st_size == 0) {
    ::unlink(log_path.c_str());
  }
  if (judged.problem == used_by_another) return {"", "a gateway is running on it"};
  if (judged.verdict == Verdict::unusable) return {judged.problem, ""};
  if (judged.verdict != Verdict::whole) return {judged.problem + ways_out, ""};
  return {"", there ? "it can be used" : "it will be made at the first start"};
}

std::string SqliteFile::failure() {
  std::string sentence = sqlite3_errmsg(base_.get());
  const int code = sqlite3_errcode(base_.get());
  if (code != SQLITE_IOERR && code != SQLITE_CANTOPEN) return sentence;
  int reason = sqlite3_system_errno(base_.get());
  // SQLite does not say why a commit failed: the same disk does.
  if (reason == 0) reason = word_.tell_again();
  if (reason != 0) sentence.append(" (").append(std::strerror(reason)).append(")");
  return sentence;
}

void SqliteFile::tidy() {
  constexpr int many_pages = 8000;
  if (log_pages_ < many_pages) return;
  sqlite3_wal_checkpoint_v2(base(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  ::stat(watched_[0].path.c_str(), &watched_[0].seen);
}

void SqliteFile::abandon() {
  static auto* const abandoned = new std::vector<sqlite3*>;
  abandoned->push_back(base_.release());
}

void SqliteFile::watch() {
  watched_ = {{{path_}, {path_ + "-wal"}, {path_ + ".word"}}};
  for (Watched& each : watched_) ::stat(each.path.c_str(), &each.seen);
}

/// A log that was cut and then written on, behind the cut, is as long as it was; but in between
/// there is nothing, so the last page that was seen does not begin as this log's pages do. (What
/// was written and cut since the last look is found by the next start.)
bool SqliteFile::log_has_hole() {
  // The head: magic, version, page size, ..., salt. A frame's: page, size, salt, ...
  std::array<char, 32> head{};
  std::array<char, 24> frame{};
  // SQLite holds no lock on it that could go with the descriptor.
  const int log = ::open(watched_[1].path.c_str(), O_RDONLY | O_CLOEXEC);
  if (log < 0) return true;
  (void)::pread(log, head.data(), head.size(), 0);
  const std::size_t page = number_at(&head[8]);
  const std::string salt(&head[16], 8);
  const auto pages = static_cast<std::size_t>(std::exchange(seen_pages_, log_pages_));
  const bool same = std::exchange(log_salt_, salt) == salt;
  if (same && pages > 0) {
    const std::size_t at = head.size() + (frame.size() + page) * (pages - 1);
    (void)::pread(log, frame.data(), frame.size(), static_cast<off_t>(at));
  }
  ::close(log);
  if (pages == 0) return false;
  constexpr std::size_t magic = 0x377F0682;  // Or one more, by the order of its numbers' bytes.
  if (number_at(head.data()) >> 1U != magic >> 1U) return true;
  return same && std::string_view(&frame[8], salt.size()) != salt;
}

std::string SqliteFile::trouble() {
  for (Watched& each : watched_) {
    struct stat now {};
    if (::stat(each.path.c_str(), &now) != 0) return each.path + " is gone";
    if (now.st_ino != each.seen.st_ino || now.st_dev != each.seen.st_dev) {
      return each.path + " is another file by now";
    }
    // Neither shrinks while it is open.
    if (now.st_size < each.seen.st_size) return each.path + " is shorter than it was";
    // Only tidy() writes into the first; into the others every commit does.
    if (&each == watched_.data() && time_of(now.st_mtim) != time_of(each.seen.st_mtim)) {
      return each.path + " was changed by another program";
    }
    each.seen = now;
  }
  return log_has_hole() ? watched_[1].path + " was cut" : std::string();
}

}  // namespace casement::gateway
