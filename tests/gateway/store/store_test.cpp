/// The same stories on both stores. Redis is a real server, which
/// tests/gateway/store/redis.test.mjs starts and names in CASEMENT_TEST_REDIS; without it this
/// program tests SQLite alone.
#include "gateway/store/store.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace casement::gateway;
using namespace std::chrono_literals;

namespace {

/// Milliseconds; long beside what a slow disk takes for a few commands.
constexpr std::uint64_t short_lease = 500;

/// Each place with two stores on it, as two gateways have; SQLite's file belongs to one.
void on_each_store(const std::function<void(Store&, Store&)>& story) {
  std::vector<std::string> places;
  const std::string file = std::string("/tmp/casement-store-") + std::to_string(getpid()) + ".db";
  places.push_back(file);
  if (const char* redis = std::getenv("CASEMENT_TEST_REDIS")) places.emplace_back(redis);
  for (const std::string& place : places) {
    CAPTURE(place);
    const OpenedStore one = open_store(place, {short_lease});
    REQUIRE(one.store != nullptr);
    if (!one.store->is_shared()) {
      story(*one.store, *one.store);
      continue;
    }
    const OpenedStore two = open_store(place, {short_lease});
    REQUIRE(two.store != nullptr);
    story(*one.store, *two.store);
  }
  for (const char* end : {"", "-wal", "-shm", ".word"}) std::remove((file + end).c_str());
}

std::string fresh_name() {
  static int count = 0;
  return "name-" + std::to_string(getpid()) + "-" + std::to_string(++count);
}

StoreReply run(Store& store, Command command) {
  const std::vector<StoreReply> replies = store.run({&command, 1});
  REQUIRE(replies.size() == 1);
  REQUIRE_FALSE(replies[0].failed);
  return replies[0];
}

}  // namespace

TEST_CASE("a key is bound once, and its end is told to all") {
  on_each_store([](Store& one, Store& two) {
    const std::string key = fresh_name();
    CHECK(run(one, Find{key}).state == KeyState::fresh);
    CHECK(run(one, Bind{{key, "a", "print"}}).done);
    const StoreReply second = run(two, Bind{{key, "b", "print"}});
    CHECK_FALSE(second.done);
    CHECK(second.state == KeyState::sending);
    CHECK(second.fingerprint == "print");
    CHECK_FALSE(run(two, Complete{{key, "b", "print"}, "", 200, "not b's"}).done);
    CHECK(run(one, Complete{{key, "a", "print"}, "full", 200, "{\"code\":200}"}).done);
    const StoreReply found = run(two, Find{key});
    CHECK(found.state == KeyState::done);
    CHECK(found.status == 200);
    CHECK(found.body == "{\"code\":200}");
    CHECK(found.full_fingerprint == "full");
    CHECK_FALSE(run(one, Release{key, "a"}).done);
    CHECK_FALSE(run(one, MarkUnknown{{key, "a", "print"}}).done);
    CHECK(run(two, Bind{{key, "c", "other"}}).state == KeyState::done);
  });
}

TEST_CASE(
    "an attempt that dies while files pass leaves a fresh key, one that dies later does not") {
  on_each_store([](Store& one, Store& two) {
    const std::string files = fresh_name();
    const std::string texts = fresh_name();
    CHECK(run(one, Bind{{files, "a", "print"}, true}).done);
    CHECK(run(one, Bind{{texts, "a", "print"}, true}).done);
    CHECK(run(one, StartSending{texts, "a"}).done);
    CHECK_FALSE(run(one, StartSending{texts, "a"}).done);
    CHECK(run(two, Find{files}).state == KeyState::uploading);
    CHECK(run(two, Find{texts}).state == KeyState::sending);
    std::this_thread::sleep_for(std::chrono::milliseconds(short_lease) + 30ms);
    CHECK(run(two, Find{files}).state == KeyState::fresh);
    CHECK(run(two, Find{texts}).state == KeyState::unknown);
    CHECK(run(two, Bind{{texts, "b", "print"}}).state == KeyState::unknown);
    // The other gateway takes over; the one that slept cannot send any more.
    CHECK(run(two, Bind{{files, "b", "print"}, true}).done);
    CHECK_FALSE(run(one, StartSending{files, "a"}).done);
    CHECK_FALSE(run(one, Release{files, "a"}).done);
    CHECK(run(two, StartSending{files, "b"}).done);
  });
}

TEST_CASE("a slept-over upload cannot go on even when nobody took its key") {
  on_each_store([](Store& one, Store&) {
    const std::string key = fresh_name();
    CHECK(run(one, Bind{{key, "a", "print"}, true}).done);
    std::this_thread::sleep_for(std::chrono::milliseconds(short_lease) + 30ms);
    CHECK_FALSE(run(one, StartSending{key, "a"}).done);
    CHECK_FALSE(run(one, Renew{{key, "a", "print"}}).done);
  });
}

TEST_CASE("a lease that is renewed holds") {
  on_each_store([](Store& one, Store& two) {
    const std::string key = fresh_name();
    CHECK(run(one, Bind{{key, "a", "print"}}).done);
    for (int i = 0; i < 4; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(short_lease / 3));
      CHECK(run(one, Renew{{key, "a", "print"}}).done);
    }
    CHECK(run(two, Find{key}).state == KeyState::sending);
  });
}

TEST_CASE("doubt is for good, release makes a key fresh") {
  on_each_store([](Store& one, Store& two) {
    const std::string lost = fresh_name();
    const std::string undone = fresh_name();
    CHECK(run(one, Bind{{lost, "a", "print"}}).done);
    CHECK(run(one, MarkUnknown{{lost, "a", "print"}}).done);
    CHECK(run(two, Bind{{lost, "b", "print"}}).state == KeyState::unknown);
    CHECK(run(two, Find{lost}).state == KeyState::unknown);
    CHECK(run(one, Bind{{undone, "a", "print"}}).done);
    CHECK_FALSE(run(two, Release{undone, "b"}).done);
    CHECK(run(one, Release{undone, "a"}).done);
    CHECK(run(two, Bind{{undone, "b", "another"}}).done);
  });
}

TEST_CASE("a lost case is told with what is needed to look for it") {
  on_each_store([](Store& one, Store& two) {
    const std::string key = fresh_name();
    const Binding binding{key, "a", "print", "casement_key"};
    CHECK(run(one, Bind{binding}).done);
    CHECK(run(one, MarkUnknown{binding}).done);
    CHECK(run(two, Find{key}).quiet_ms == 0);
    std::this_thread::sleep_for(std::chrono::milliseconds(short_lease) + 60ms);
    const StoreReply found = run(two, Find{key});
    CHECK(found.state == KeyState::unknown);
    CHECK(found.attempt == "a");
    CHECK(found.carries == "casement_key");
    CHECK(found.quiet_ms >= 50);
    CHECK(found.quiet_ms < 5000);
    CHECK(run(two, Complete{binding, "", 200, "found"}).done);
    CHECK(run(one, Find{key}).body == "found");
  });
}

TEST_CASE("a key that the store forgot in flight comes back whole") {
  on_each_store([](Store& one, Store& two) {
    const auto forgotten = [&one](bool has_files) {
      Binding binding{fresh_name(), "a", "print", "casement_key"};
      CHECK(run(one, Bind{binding, has_files}).done);
      CHECK(run(one, Release{binding.key, "a"}).done);
      return binding;
    };
    const Binding done = forgotten(false);
    CHECK(run(one, Complete{done, "full", 200, "told", 60}).done);
    StoreReply found = run(two, Find{done.key});
    CHECK(found.state == KeyState::done);
    CHECK(found.fingerprint == "print");
    CHECK(found.full_fingerprint == "full");
    CHECK(found.body == "told");

    const Binding lost = forgotten(false);
    CHECK(run(one, MarkUnknown{lost}).done);
    found = run(two, Bind{{lost.key, "b", "print"}});
    CHECK_FALSE(found.done);
    CHECK(found.state == KeyState::unknown);
    found = run(two, Find{lost.key});
    CHECK(found.carries == "casement_key");
    CHECK(found.quiet_ms == 0);

    const Binding sent = forgotten(false);
    CHECK(run(one, Renew{sent, KeyState::sending}).done);
    CHECK(run(two, Bind{{sent.key, "b", "print"}}).state == KeyState::sending);

    const Binding passing = forgotten(true);
    CHECK(run(one, Renew{passing, KeyState::uploading}).done);
    CHECK(run(two, Bind{{passing.key, "b", "print"}}).state == KeyState::uploading);
    CHECK(run(one, StartSending{passing.key, "a"}).done);
    // A store that went back to an earlier state hears again how far the attempt is.
    const Binding earlier = forgotten(true);
    CHECK(run(one, Bind{earlier, true}).done);
    CHECK(run(one, Renew{earlier, KeyState::sending}).done);
    CHECK(run(two, Find{earlier.key}).state == KeyState::sending);
    CHECK(run(one, Renew{earlier, KeyState::uploading}).done);
    CHECK(run(two, Find{earlier.key}).state == KeyState::sending);
  });
}

TEST_CASE("a case that may exist takes its key from an attempt that has sent no texts") {
  on_each_store([](Store& one, Store& two) {
    for (const bool has_files : {true, false}) {
      const Binding done{fresh_name(), "a", "print"};
      const Binding lost{fresh_name(), "a", "print"};
      for (const Binding& each : {done, lost}) {
        CHECK(run(one, Bind{each}).done);
        CHECK(run(one, Release{each.key, "a"}).done);
        CHECK(run(two, Bind{{each.key, "b", "print"}, has_files}).done);
      }
      CHECK(run(one, Complete{done, "", 200, "told"}).done == has_files);
      CHECK(run(one, MarkUnknown{lost}).done == has_files);
      CHECK(run(two, Find{done.key}).state == (has_files ? KeyState::done : KeyState::sending));
      CHECK(run(two, Find{lost.key}).state == (has_files ? KeyState::unknown : KeyState::sending));
      CHECK_FALSE(run(two, StartSending{done.key, "b"}).done);
      CHECK_FALSE(run(two, StartSending{lost.key, "b"}).done);
    }
  });
}

TEST_CASE("an end that is told twice stays the first") {
  on_each_store([](Store& one, Store& two) {
    const Binding binding{fresh_name(), "a", "print"};
    CHECK(run(one, Bind{binding}).done);
    CHECK(run(one, Complete{binding, "", 200, "first"}).done);
    CHECK(run(one, Complete{binding, "", 400, "second"}).done);
    CHECK(run(two, Find{binding.key}).body == "first");
    CHECK_FALSE(run(one, Renew{binding}).done);
    CHECK_FALSE(run(two, Complete{{binding.key, "b", "print"}, "", 200, "another's"}).done);
  });
}

TEST_CASE("of an end it is told how long it is kept yet") {
  on_each_store([](Store& one, Store& two) {
    constexpr std::uint64_t keep = 10;
    const std::string key = fresh_name();
    CHECK(run(one, Bind{{key, "a", "print"}}).done);
    CHECK(run(one, Find{key, keep}).left_seconds == 0);
    CHECK(run(one, Complete{{key, "a", "print"}, "", 200, "told", keep}).done);
    std::this_thread::sleep_for(1100ms);
    for (const StoreReply& told :
         {run(two, Find{key, keep}), run(two, Bind{{key, "b", "print"}, false, keep})}) {
      CHECK(told.state == KeyState::done);
      CHECK(told.left_seconds < keep);
      CHECK(told.left_seconds > 0);
    }
  });
}

TEST_CASE("places are few, and come back when they are given or forgotten") {
  on_each_store([](Store& one, Store& two) {
    const std::string name = fresh_name();
    CHECK(run(one, TakePlace{name, "a", 2}).done);
    CHECK(run(two, TakePlace{name, "b", 2}).done);
    CHECK_FALSE(run(one, TakePlace{name, "c", 2}).done);
    CHECK(run(two, GivePlace{name, "b"}).done);
    CHECK(run(one, TakePlace{name, "c", 2}).done);
    std::this_thread::sleep_for(std::chrono::milliseconds(short_lease / 2));
    CHECK(run(one, RenewPlace{name, "c"}).done);
    std::this_thread::sleep_for(std::chrono::milliseconds(short_lease / 2) + 30ms);
    CHECK(run(two, TakePlace{name, "d", 2}).done);
    CHECK_FALSE(run(two, TakePlace{name, "e", 2}).done);
  });
}

TEST_CASE("counters stop at their limit and say when to come again") {
  on_each_store([](Store& one, Store& two) {
    const std::string name = fresh_name();
    CHECK(run(one, Count{name, 2, 1}).done);
    CHECK(run(two, Count{name, 2, 1}).done);
    const StoreReply over = run(one, Count{name, 2, 1});
    CHECK_FALSE(over.done);
    CHECK(over.retry_after >= 1);
    CHECK(over.retry_after <= 2);
    std::this_thread::sleep_for(1050ms);
    CHECK(run(two, Count{name, 2, 1}).done);
  });
}

TEST_CASE("a batch answers each of its commands, in their order") {
  on_each_store([](Store& one, Store&) {
    const std::string key = fresh_name();
    const std::vector<Command> commands{Find{key}, Bind{{key, "a", "print"}},
                                        Find{key}, Complete{{key, "a", "print"}, "", 400, "no"},
                                        Find{key}, Sweep{3600}};
    const std::vector<StoreReply> replies = one.run(commands);
    REQUIRE(replies.size() == commands.size());
    CHECK(replies[0].state == KeyState::fresh);
    CHECK(replies[1].done);
    CHECK(replies[2].state == KeyState::sending);
    CHECK(replies[3].done);
    CHECK(replies[4].state == KeyState::done);
    CHECK(replies[4].status == 400);
  });
}

TEST_CASE("a file keeps its keys for the next process, and has one at a time") {
  const std::string file =
      std::string("/tmp/casement-store-one-") + std::to_string(getpid()) + ".db";
  {
    const OpenedStore one = open_store(file, {short_lease});
    REQUIRE(one.store != nullptr);
    CHECK(run(*one.store, Bind{{"a-key", "a", "print"}}).done);
    CHECK(run(*one.store, Complete{{"a-key", "a", "print"}, "", 200, "told"}).done);
    const OpenedStore other = open_store(file, {short_lease});
    CHECK(other.store == nullptr);
    CHECK(other.problem.find("another gateway") != std::string::npos);
  }
  {
    const OpenedStore next = open_store(file, {short_lease});
    REQUIRE(next.store != nullptr);
    CHECK(run(*next.store, Find{"a-key"}).body == "told");
  }
  for (const char* end : {"", "-wal", "-shm", ".word"}) std::remove((file + end).c_str());
}

TEST_CASE("how a case ended is known once the disk takes something again") {
  const std::string file =
      std::string("/tmp/casement-store-full-") + std::to_string(getpid()) + ".db";
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  {
    const OpenedStore opened = open_store(file, {short_lease});
    REQUIRE(opened.store != nullptr);
    for (const char* const key : {"done", "lost", "undone"}) {
      CHECK(run(*opened.store, Bind{{key, "a", "print"}}).done);
    }
    const std::vector<Command> ends{Complete{{"done", "a", "print"}, "", 200, "told"},
                                    MarkUnknown{{"lost", "a", "print"}}, Release{"undone", "a"},
                                    Bind{{"never", "a", "print"}}};
    const rlimit full{1, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &full);
    for (const Command& end : ends) CHECK(opened.store->run({&end, 1})[0].failed);
    setrlimit(RLIMIT_FSIZE, &before);
    std::this_thread::sleep_for(2 * std::chrono::milliseconds(short_lease));
    CHECK(run(*opened.store, Find{"done"}).body == "told");
    CHECK(run(*opened.store, Find{"lost"}).state == KeyState::unknown);
    CHECK(run(*opened.store, Find{"undone"}).state == KeyState::fresh);
    CHECK(run(*opened.store, Find{"never"}).state == KeyState::fresh);
  }
  for (const char* end : {"", "-wal", "-shm", ".word"}) std::remove((file + end).c_str());
}

TEST_CASE("a store that is not there says so") {
  CHECK(open_store("/nowhere/at/all.db", {short_lease}).store == nullptr);
  CHECK(open_store("redis://", {short_lease}).store == nullptr);
  const OpenedStore dead = open_store("redis://127.0.0.1:1/0", {short_lease});
  REQUIRE(dead.store != nullptr);
  const Command find = Find{"key"};
  CHECK(dead.store->run({&find, 1})[0].failed);
}
