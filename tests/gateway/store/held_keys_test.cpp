#include "gateway/store/held_keys.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace casement::gateway;
using namespace std::chrono_literals;

namespace {

const HeldKeys::Time start{};

StoreReply done() {
  StoreReply reply;
  reply.done = true;
  return reply;
}

/// The keys that a store would hear again, with their states, in the order of their names.
std::string told(HeldKeys& held, HeldKeys::Time now) {
  std::vector<std::string> all;
  for (const Command& each : held.renewals(now)) {
    const auto& renewal = std::get<Renew>(each);
    all.push_back(renewal.key + (renewal.state == KeyState::sending ? "!" : "?"));
  }
  std::sort(all.begin(), all.end());
  std::string text;
  for (const std::string& each : all) text += each;
  return text;
}

}  // namespace

TEST_CASE("what is bound is told again until its end, and whether texts may have gone") {
  HeldKeys held(1000ms);
  held.note(Bind{{"a", "1", "print", "field"}, true}, done(), start);
  held.note(Bind{{"b", "2", "print"}, false}, done(), start);
  held.note(Bind{{"c", "3", "print"}, false}, StoreReply{}, start);
  CHECK(told(held, start) == "a?b!");
  CHECK(std::get<Renew>(held.renewals(start).front()).fingerprint == "print");
  // Sent, and no reply: texts may follow.
  held.note(StartSending{"a", "1"});
  CHECK(told(held, start) == "a!b!");
  for (const Command& end :
       {Command(Complete{{"a", "1", "print"}, "", 200, ""}),
        Command(MarkUnknown{{"b", "2", "print"}}), Command(Release{"d", "4"})}) {
    held.note(end);
  }
  CHECK(told(held, start).empty());
}

TEST_CASE("a lease that is over is not told again") {
  HeldKeys held(1000ms);
  held.note(Bind{{"a", "1", "print"}, true}, done(), start);
  held.note(Bind{{"b", "2", "print"}, true}, done(), start);
  held.note(Renew{{"b", "2", "print"}}, done(), start + 500ms);
  CHECK(told(held, start + 999ms) == "a?b?");
  CHECK(told(held, start + 1000ms) == "b?");
  held.note(Renew{{"a", "1", "print"}}, done(), start + 1000ms);
  held.note(StartSending{"b", "2"}, done(), start + 1400ms);
  CHECK(told(held, start + 2399ms) == "b?");
  CHECK(told(held, start + 2400ms).empty());
}
