#include "core/form/checks.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace casement {
namespace {

/// Seconds until it is time to ask.
std::uint32_t wait(Checks& checks) {
  std::uint32_t seconds = 1;
  while (!checks.tick()) ++seconds;
  return seconds;
}

TEST_CASE("each question waits longer than the one before, and after eight it is given up") {
  Checks checks;
  std::vector<std::uint32_t> waits;
  while (checks.wait_for_next()) {
    CHECK(checks.attempt() == waits.size() + 1);
    waits.push_back(wait(checks));
  }
  CHECK(waits == std::vector<std::uint32_t>{4, 8, 16, 30, 60, 60, 60, 60});
  CHECK(checks.gave_up());
}

TEST_CASE("nothing is asked before the first wait") {
  const Checks checks;
  CHECK(checks.attempt() == 0);
  CHECK_FALSE(checks.gave_up());
}

TEST_CASE("the share is of all the waiting so far, and full when it is time to ask") {
  Checks checks;
  REQUIRE(checks.wait_for_next());
  CHECK(checks.share() == 0);
  CHECK_FALSE(checks.tick());
  CHECK(checks.share() == 0.25);
  CHECK(checks.seconds_left() == 3);
  (void)wait(checks);
  CHECK(checks.share() == 1);
  REQUIRE(checks.wait_for_next());
  CHECK(checks.share() == doctest::Approx(4.0 / 12));
}

TEST_CASE("what was given up is not taken up again") {
  Checks checks;
  REQUIRE(checks.wait_for_next());
  checks.give_up();
  CHECK(checks.gave_up());
  CHECK_FALSE(checks.wait_for_next());
  CHECK(checks.attempt() == 2);
}

}  // namespace
}  // namespace casement
