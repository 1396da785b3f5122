#include "gateway/store/pending_outcomes.hpp"

#include <doctest/doctest.h>

using namespace casement::gateway;

namespace {

template <class Kept>
Kept only_kept(const Command& failed) {
  PendingOutcomes unsaid;
  keep_unsaid(unsaid, failed);
  REQUIRE(unsaid.size() == 1);
  REQUIRE(std::holds_alternative<Kept>(unsaid.front()));
  return std::get<Kept>(unsaid.front());
}

}  // namespace

TEST_CASE("what may have been bound or taken is undone, and an end is told again") {
  CHECK(only_kept<Release>(Bind{{"key", "a", "print"}}).attempt == "a");
  CHECK(only_kept<Release>(Release{"key", "a"}).key == "key");
  CHECK(only_kept<Complete>(Complete{{"key", "a", "print"}, "", 200, "told"}).body == "told");
  CHECK(only_kept<MarkUnknown>(MarkUnknown{{"key", "a", "print"}}).fingerprint == "print");
  // Else two failures leave the CRM's two places to nobody, until their leases are over.
  const auto given = only_kept<GivePlace>(TakePlace{"places", "a", 2});
  CHECK(given.name == "places");
  CHECK(given.attempt == "a");
  CHECK(only_kept<GivePlace>(GivePlace{"places", "a"}).attempt == "a");
}

TEST_CASE("a question, a count and a lease are not repeated") {
  for (const Command& failed :
       {Command(Find{"key"}), Command(Count{"name", 1, 1}), Command(StartSending{"key", "a"}),
        Command(Renew{{"key", "a", "print"}}), Command(RenewPlace{"places", "a"}),
        Command(Sweep{1})}) {
    PendingOutcomes unsaid;
    keep_unsaid(unsaid, failed);
    CHECK(unsaid.empty());
  }
}
