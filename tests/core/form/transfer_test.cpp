#include "core/form/transfer.hpp"

#include <doctest/doctest.h>

namespace casement {
namespace {

/// Reports of an upload of 1,000,000 bytes.
Transfer after(std::initializer_list<std::pair<std::uint64_t, double>> reports) {
  Transfer transfer;
  for (const auto& [sent, now_ms] : reports) transfer.advance({sent, 1'000'000, now_ms});
  return transfer;
}

TEST_CASE("before the first report nothing is known") {
  const Transfer transfer;
  CHECK(transfer.total() == 0);
  CHECK_FALSE(transfer.is_complete());
  CHECK_FALSE(transfer.seconds_left().has_value());
}

TEST_CASE("a report without a total says nothing") {
  Transfer transfer;
  transfer.advance({10, 0, 1});
  CHECK(transfer.total() == 0);
  CHECK(transfer.sent() == 0);
}

TEST_CASE("the share is of what was told last, never more than the whole") {
  CHECK(after({{250'000, 0}}).share() == 0.25);
  const Transfer more = after({{250'000, 0}, {2'000'000, 1}});
  CHECK(more.share() == 1);
  CHECK(more.is_complete());
  CHECK(after({{500'000, 0}, {400'000, 1}}).share() == 0.4);
}

TEST_CASE("the time left is known after a second") {
  CHECK_FALSE(after({{0, 0}, {100'000, 999}}).seconds_left().has_value());
  // 100 bytes a millisecond, 900,000 bytes to go.
  CHECK(*after({{0, 0}, {100'000, 1000}}).seconds_left() == doctest::Approx(9));
}

TEST_CASE("of the speed the latest report counts three tenths") {
  // 100 bytes a millisecond, then 200: 130 on the whole, with 500,000 bytes to go.
  const Transfer transfer = after({{0, 0}, {100'000, 1000}, {500'000, 3000}});
  CHECK(*transfer.seconds_left() == doctest::Approx(500.0 / 130));
}

TEST_CASE("two reports within a quarter of a second say nothing of the speed") {
  const Transfer transfer = after({{0, 0}, {100'000, 1000}, {900'000, 1249}});
  CHECK(*transfer.seconds_left() == doctest::Approx(1));
}

TEST_CASE("one that goes back says nothing of the speed") {
  const Transfer transfer = after({{0, 0}, {100'000, 1000}, {50'000, 9000}});
  CHECK(*transfer.seconds_left() == doctest::Approx(9.5));
}

TEST_CASE("what would take longer than 99 minutes is not told") {
  // 5,916 seconds, then 5,951.
  CHECK(after({{0, 0}, {169, 1000}}).seconds_left().has_value());
  CHECK_FALSE(after({{0, 0}, {168, 1000}}).seconds_left().has_value());
}

TEST_CASE("a time that is no number harms nothing") {
  const Transfer transfer = after({{0, 0}, {100'000, 0.0 / 0.0}, {200'000, 1000}});
  CHECK(transfer.share() == 0.2);
}

}  // namespace
}  // namespace casement
