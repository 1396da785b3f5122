/// A SQLite store that is closed, killed, moved, damaged, shared or made by an older version.
#include "gateway/store/sqlite_file.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/store_folder.hpp"

using namespace casement::gateway;

namespace {

std::int64_t fake_now = 0;
StoreOptions with_fake_clock() {
  return {lease_ms, false, [] { return fake_now; }};
}
StoreOptions anew() {
  StoreOptions options = with_fake_clock();
  options.begin_anew = true;
  return options;
}

const Binding sent{"a-key-that-is-sent", "a", "print"};
const Binding done{"a-key-that-is-done", "a", "print"};

/// Two keys, in files as a gateway leaves them that is killed.
StoreFiles killed(const StoreFolder& folder) {
  const OpenedStore opened = open_store(folder.path(), with_fake_clock());
  REQUIRE_MESSAGE(opened.store != nullptr, opened.problem);
  CHECK(run_one(*opened.store, Bind{done}).done);
  CHECK(run_one(*opened.store, Complete{done, "", 200, "told"}).done);
  CHECK(run_one(*opened.store, Bind{sent}).done);
  return folder.take();
}

/// It is refused, says so, and is left as it was; begun anew it works.
void is_refused(const StoreFolder& folder, const StoreFiles& files, const char* words) {
  CAPTURE(words);
  folder.put(files);
  const OpenedStore refused = open_store(folder.path(), with_fake_clock());
  REQUIRE(refused.store == nullptr);
  CHECK_MESSAGE(refused.problem.find(words) != std::string::npos, refused.problem);
  CHECK(refused.problem.find("--begin-anew") != std::string::npos);
  CHECK(folder.read("") == files.base);
  CHECK(folder.read("-wal").value_or("") == files.log.value_or(""));
  OpenedStore begun = open_store(folder.path(), anew());
  REQUIRE_MESSAGE(begun.store != nullptr, begun.problem);
  CHECK(run_one(*begun.store, Bind{{"another", "b", "print"}}).done);
  begun.store.reset();
  CHECK(open_store(folder.path(), with_fake_clock()).store != nullptr);
}

}  // namespace

TEST_CASE("a store that was closed is whole in its one file") {
  const StoreFolder folder;
  (void)killed(folder);
  CHECK_FALSE(folder.read("-wal").has_value());
  const OpenedStore opened = open_store(folder.path(), with_fake_clock());
  REQUIRE(opened.store != nullptr);
  CHECK(run_one(*opened.store, Find{done.key}).body == "told");
  CHECK(run_one(*opened.store, Find{sent.key}).state == KeyState::sending);
}

TEST_CASE("a store that is not the one that was left is refused") {
  const StoreFolder folder;
  const StoreFiles left = killed(folder);
  const StoreFiles closed = folder.take();
  REQUIRE(left.log);
  const std::string empty;
  is_refused(folder, {std::nullopt, left.log, left.word}, "empty or gone");
  is_refused(folder, {empty, left.log, left.word}, "empty or gone");
  is_refused(folder, {std::nullopt, left.log, std::nullopt}, "empty or gone");
  is_refused(folder, {empty, left.log, empty}, "empty or gone");
  is_refused(folder, {left.base, std::nullopt, left.word}, "lost what came last");
  is_refused(folder, {left.base, empty, left.word}, "lost what came last");
  is_refused(folder, {left.base, std::nullopt, std::nullopt}, "is missing or damaged");
  is_refused(folder, {left.base, empty, empty}, "is missing or damaged");
  is_refused(folder, {left.base, left.log->substr(0, left.log->size() / 2), left.word},
             "lost what came last");
  is_refused(folder, {left.base, left.log, std::nullopt}, "is missing or damaged");
  is_refused(folder, {left.base, left.log, empty}, "is missing or damaged");
  is_refused(folder, {closed.base->substr(0, closed.base->size() / 2), std::nullopt, closed.word},
             "is damaged");
  is_refused(folder, {"junk" + std::string(5000, 'x'), std::nullopt, closed.word}, "is damaged");
  const StoreFolder other;
  (void)killed(other);
  is_refused(folder, {other.take().base, std::nullopt, closed.word}, "another store");
}

TEST_CASE("a store that lacks only its word is kept when it is begun anew") {
  const StoreFolder folder;
  StoreFiles left = killed(folder);
  left.word.reset();
  folder.put(left);
  const OpenedStore opened = open_store(folder.path(), anew());
  REQUIRE(opened.store != nullptr);
  CHECK(run_one(*opened.store, Find{done.key}).body == "told");
  CHECK_FALSE(folder.read(".old").has_value());
}

TEST_CASE("what is damaged is put aside when it is begun anew") {
  const StoreFolder folder;
  (void)killed(folder);
  StoreFiles closed = folder.take();
  closed.base = closed.base->substr(0, closed.base->size() / 2);
  folder.put(closed);
  const OpenedStore opened = open_store(folder.path(), anew());
  REQUIRE(opened.store != nullptr);
  CHECK(run_one(*opened.store, Find{done.key}).state == KeyState::fresh);
  CHECK(folder.read(".old") == closed.base);
}

TEST_CASE("a file that goes or changes under a running store ends its taking of cases") {
  const auto story = [](const char* words, const auto& change) {
    CAPTURE(words);
    const StoreFolder folder;
    const OpenedStore opened = open_store(folder.path(), with_fake_clock());
    REQUIRE(opened.store != nullptr);
    CHECK(run_one(*opened.store, Bind{sent}).done);
    const auto seen = [&opened] {
      opened.store->watch();
      return opened.store->take_news();
    };
    CHECK(seen().empty());
    change(folder);
    const std::vector<StoreNews> told = seen();
    REQUIRE(told.size() == 1);
    CHECK_MESSAGE(told[0].sentence.find(words) != std::string::npos, told[0].sentence);
    CHECK(seen().empty());
    const Command begin = Bind{done};
    CHECK(opened.store->run({&begin, 1})[0].failed);
  };
  namespace fs = std::filesystem;
  for (const char* const end : {"", "-wal", ".word"}) {
    CAPTURE(end);
    story("is gone", [end](const StoreFolder& folder) { fs::remove(folder.path(end)); });
    story("is gone",
          [end](const StoreFolder& folder) { fs::rename(folder.path(end), folder.path(".away")); });
    story("another file", [end](const StoreFolder& folder) {
      fs::copy_file(folder.path(end), folder.path(".copy"));
      fs::rename(folder.path(".copy"), folder.path(end));
    });
    story("is shorter", [end](const StoreFolder& folder) {
      fs::resize_file(folder.path(end), fs::file_size(folder.path(end)) - 1);
    });
  }
  story("another program", [](const StoreFolder& folder) { folder.write("", folder.read("")); });
}

TEST_CASE("a log that was cut, and is as long as before when it is looked at again, is missed") {
  for (const int part : {0, 1, 3, 6}) {
    CAPTURE(part);
    const StoreFolder folder;
    const OpenedStore opened = open_store(folder.path(), with_fake_clock());
    REQUIRE(opened.store != nullptr);
    int made = 0;
    const auto make = [&] {
      CHECK(run_one(*opened.store, Bind{{"key-" + std::to_string(made++), "a", "print"}}).done);
    };
    const auto seen = [&] {
      opened.store->watch();
      return opened.store->take_news();
    };
    const auto size = [&] { return std::filesystem::file_size(folder.path("-wal")); };
    for (int i = 0; i < 20; ++i) make();
    CHECK(seen().empty());
    make();
    CHECK(seen().empty());
    const auto before = size();
    std::filesystem::resize_file(folder.path("-wal"), before * static_cast<unsigned>(part) / 7);
    while (size() <= before) make();
    const std::vector<StoreNews> told = seen();
    REQUIRE(told.size() == 1);
    CHECK_MESSAGE(told[0].sentence.find("was cut") != std::string::npos, told[0].sentence);
  }
}

TEST_CASE("a file has one gateway, whatever it is called") {
  namespace fs = std::filesystem;
  const StoreFolder folder;
  const OpenedStore one = open_store(folder.path(), with_fake_clock());
  REQUIRE(one.store != nullptr);
  CHECK(run_one(*one.store, Bind{sent}).done);
  const auto is_taken = [](const std::string& path) {
    const OpenedStore other = open_store(path, with_fake_clock());
    CHECK(other.store == nullptr);
    CHECK_MESSAGE(other.problem.find("another gateway") != std::string::npos, other.problem);
  };
  is_taken(folder.path());
  fs::create_hard_link(folder.path(), folder.path(".link"));
  is_taken(folder.path(".link"));
  fs::create_symlink(folder.path(), folder.path(".symbol"));
  is_taken(folder.path(".symbol"));
  // Renamed, and unlinked and made anew: the file is known by itself, its place by its word.
  fs::rename(folder.path(), folder.path(".moved"));
  is_taken(folder.path(".moved"));
  is_taken(folder.path());
}

TEST_CASE("a file of an earlier version keeps its keys") {
  const StoreFolder folder;
  sqlite3* base = nullptr;
  REQUIRE(sqlite3_open(folder.path().c_str(), &base) == SQLITE_OK);
  REQUIRE(sqlite3_exec(base, R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE cases (
      key TEXT PRIMARY KEY, attempt TEXT NOT NULL, state INTEGER NOT NULL, lease INTEGER NOT NULL,
      fingerprint TEXT NOT NULL, carries TEXT NOT NULL, full_fingerprint TEXT NOT NULL DEFAULT '',
      status INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL DEFAULT '',
      ended INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
    CREATE INDEX cases_ended ON cases (ended) WHERE state = 4;
    INSERT INTO cases VALUES
      ('old', 'a', 4, 0, 'print', '', '', 200, 'told', (strftime('%s', 'now') - 3600) * 1000),
      ('late', 'a', 4, 0, 'print', '', '', 200, 'told', 99999999999999),
      ('open', 'a', 2, 0, 'print', 'field', '', 0, '', 0);)",
                       nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(base);
  for (int life = 0; life < 2; ++life) {
    const OpenedStore opened = open_store(folder.path(), with_fake_clock());
    REQUIRE_MESSAGE(opened.store != nullptr, opened.problem);
    CHECK_FALSE(run_one(*opened.store, Sweep{259'200}).done);
    CHECK(run_one(*opened.store, Find{"old"}).body == "told");
    CHECK(run_one(*opened.store, Find{"late"}).body == "told");
    CHECK(run_one(*opened.store, Find{"open"}).carries == "field");
    CHECK_FALSE(run_one(*opened.store, Bind{{"open", "b", "print"}}).done);
  }
}

TEST_CASE("a file of a later version, or of another program, is refused") {
  const auto story = [](const char* sql, const char* words) {
    const StoreFolder folder;
    sqlite3* base = nullptr;
    REQUIRE(sqlite3_open(folder.path().c_str(), &base) == SQLITE_OK);
    REQUIRE(sqlite3_exec(base, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(base);
    is_refused(folder, {folder.read(""), std::nullopt, std::nullopt}, words);
  };
  story("CREATE TABLE cases (key TEXT); PRAGMA user_version = 2", "newer version");
  story("CREATE TABLE guests (name TEXT)", "something else");
}

TEST_CASE(
    "an answer is forgotten by the time that the store has lived, in steps that are bounded") {
  constexpr std::int64_t hour = 3'600'000;
  const StoreFolder folder;
  const Sweep sweep{3600};
  {
    const OpenedStore opened = open_store(folder.path(), with_fake_clock());
    REQUIRE(opened.store != nullptr);
    CHECK(run_one(*opened.store, Bind{done}).done);
    CHECK(run_one(*opened.store, Complete{done, "", 200, "told"}).done);
    // One look at a clock that jumped, either way.
    for (const std::int64_t jump : {73 * hour, -74 * hour, 73 * hour}) {
      fake_now += jump;
      CHECK_FALSE(run_one(*opened.store, sweep).done);
    }
  }
  for (int minute = 0; minute < 65; ++minute) {
    const OpenedStore opened = open_store(folder.path(), with_fake_clock());
    REQUIRE(opened.store != nullptr);
    const bool due = minute > 60;
    if (!due) CHECK(run_one(*opened.store, Find{done.key}).body == "told");
    fake_now += 60'000;
    if (run_one(*opened.store, sweep).done) {
      CHECK(minute >= 57);
      return;
    }
  }
  FAIL("it is never forgotten");
}

TEST_CASE("no lease of an earlier life lasts longer than one of this") {
  const StoreFolder folder;
  {
    const OpenedStore opened =
        open_store(folder.path(), {100'000'000, false, [] { return fake_now; }});
    REQUIRE(opened.store != nullptr);
    CHECK(run_one(*opened.store, Bind{sent}).done);
    CHECK(run_one(*opened.store, Bind{done, true}).done);
  }
  const OpenedStore opened = open_store(folder.path(), with_fake_clock());
  REQUIRE(opened.store != nullptr);
  CHECK(run_one(*opened.store, Find{sent.key}).state == KeyState::sending);
  fake_now += static_cast<std::int64_t>(lease_ms) + 1;
  CHECK(run_one(*opened.store, Find{sent.key}).state == KeyState::unknown);
  CHECK(run_one(*opened.store, Find{done.key}).state == KeyState::fresh);
}
