#include "gateway/access/closed_hours.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using namespace casement;
using namespace casement::gateway;

namespace {

/// In UTC.
std::int64_t at(unsigned month, unsigned day, int hour, int minute = 0, int second = 0) {
  using namespace std::chrono;
  const sys_days date = year(2026) / std::chrono::month(month) / std::chrono::day(day);
  return date.time_since_epoch().count() * 86'400 + hour * 3600 + minute * 60 + second;
}

struct Outcome {
  ClosedHours closed;
  std::string problems;
};

Outcome read(const std::string& json) {
  Problems problems;
  const ConfigDocument document(json, 100'000, problems);
  const Node root = document.root();
  REQUIRE(root.exists());
  Outcome outcome;
  outcome.closed = ClosedHours::read(root, "", own_secrets());
  for (const ConfigProblem& each : problems.take()) outcome.problems += each.sentence() + "\n";
  return outcome;
}

ClosedHours hours(const std::string& zone, const std::string& open, const std::string& more = "") {
  Outcome outcome = read(R"({"timeZone":")" + zone + R"(","open":{)" + open + "}" + more + "}");
  CHECK(outcome.problems == "");
  return std::move(outcome.closed);
}

struct Moment {
  std::int64_t now;
  std::int64_t wait;  ///< 0: open
};

void check(const ClosedHours& closed, const std::vector<Moment>& moments) {
  for (const Moment& each : moments) {
    CAPTURE(each.now);
    CHECK(closed.seconds_until_open(each.now) == each.wait);
  }
}

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

}  // namespace

TEST_CASE("a form opens and closes at the very second, by the clock of its place") {
  // Bogotá is five hours behind, all year. 2026-11-27 is a Friday.
  const ClosedHours closed =
      hours("America/Bogota", R"("monday":["14:00-18:00","08:00-12:00"],"friday":"08:00-12:00")");
  check(closed, {{at(11, 27, 12, 59, 59), 1},
                 {at(11, 27, 13), 0},
                 {at(11, 27, 16, 59, 59), 0},
                 {at(11, 27, 17), 2 * day + 20 * hour},
                 {at(11, 30, 12, 59, 59), 1},
                 {at(11, 30, 13), 0},
                 {at(11, 30, 16, 59, 59), 0},
                 {at(11, 30, 17), 2 * hour},
                 {at(11, 30, 18, 59, 59), 1},
                 {at(11, 30, 19), 0},
                 {at(11, 30, 22, 59, 59), 0},
                 {at(11, 30, 23), 3 * day + 14 * hour}});
}

TEST_CASE("hours past midnight belong to the day on which they begin; 24:00 is that day's end") {
  const ClosedHours night = hours("Etc/UTC", R"("friday":"22:00-06:00")");
  check(night, {{at(11, 27, 21, 59, 59), 1},
                {at(11, 27, 22), 0},
                {at(11, 27, 23, 59, 59), 0},
                {at(11, 28, 0), 0},
                {at(11, 28, 5, 59, 59), 0},
                {at(11, 28, 6), 6 * day + 16 * hour},
                {at(11, 27, 3), 19 * hour}});
  const ClosedHours evening =
      hours("Etc/UTC", R"("friday":"20:00-24:00","saturday":"00:00-01:00")");
  check(evening, {{at(11, 27, 23, 59, 59), 0},
                  {at(11, 28, 0, 59, 59), 0},
                  {at(11, 28, 1), 6 * day + 19 * hour}});
  const ClosedHours whole = hours("Etc/UTC", R"("friday":"00:00-24:00")");
  check(whole, {{at(11, 26, 23, 59, 59), 1}, {at(11, 27, 0), 0}, {at(11, 28, 0), 6 * day}});
}

TEST_CASE("days of their own replace their weekday's hours; the night before goes on") {
  // 2026-12-25 is a Friday.
  const ClosedHours closed = hours(
      "Etc/UTC", R"("thursday":"08:00-18:00","friday":"08:00-18:00","saturday":"08:00-18:00")",
      R"(,"dates":["2026-12-25",{"date":"2026-12-24","open":"10:00-12:00"},
                   {"date":"2026-12-27","open":["09:00-10:00"]},{"date":"2026-12-26"}])");
  check(closed, {{at(12, 24, 8), 2 * hour},
                 {at(12, 24, 10), 0},
                 {at(12, 24, 12), 2 * day + 21 * hour},
                 {at(12, 25, 8), 2 * day + hour},
                 {at(12, 27, 9), 0},
                 {at(12, 31, 8), 0}});
  const ClosedHours night = hours("Etc/UTC", R"("thursday":"22:00-06:00","friday":"22:00-06:00")",
                                  R"(,"dates":["2026-12-25"])");
  check(night, {{at(12, 25, 5, 59, 59), 0},
                {at(12, 25, 6), 6 * day + 16 * hour},
                {at(12, 25, 22), 6 * day}});
}

TEST_CASE("an hour that summer time leaves out is not there") {
  // New York, 2026-03-08: from 1:59:59 to 3:00:00, which is 07:00 UTC.
  const ClosedHours across = hours("America/New_York", R"("sunday":"02:30-03:30")");
  check(across, {{at(3, 8, 6, 59, 59), 1},
                 {at(3, 8, 7), 0},
                 {at(3, 8, 7, 29, 59), 0},
                 {at(3, 8, 7, 30), 7 * day - hour}});
  const ClosedHours inside = hours("America/New_York", R"("sunday":"02:15-02:45")");
  check(inside,
        {{at(3, 8, 6, 59, 59), at(3, 15, 6, 15) - at(3, 8, 6, 59, 59)}, {at(3, 1, 7, 15), 0}});
  // What opens in the morning opens an hour earlier by the sun.
  const ClosedHours morning = hours("America/New_York", R"("sunday":"08:00-09:00")");
  check(morning, {{at(3, 8, 0), 12 * hour}, {at(3, 8, 12), 0}, {at(3, 1, 13), 0}});
}

TEST_CASE("an hour that summer time repeats counts twice") {
  // New York, 2026-11-01: from 1:59:59 back to 1:00:00, at 06:00 UTC.
  const ClosedHours closed = hours("America/New_York", R"("sunday":"01:30-02:00")");
  check(closed, {{at(11, 1, 5, 29, 59), 1},
                 {at(11, 1, 5, 30), 0},
                 {at(11, 1, 5, 59, 59), 0},
                 {at(11, 1, 6), hour / 2},
                 {at(11, 1, 6, 29, 59), 1},
                 {at(11, 1, 6, 30), 0},
                 {at(11, 1, 6, 59, 59), 0},
                 {at(11, 1, 7), 7 * day - hour / 2}});
}

TEST_CASE("nobody is asked to wait for more than a week") {
  const ClosedHours closed =
      hours("Etc/UTC", R"("friday":"08:00-12:00")", R"(,"dates":["2026-12-04"])");
  check(closed, {{at(11, 27, 12), 7 * day},
                 {at(12, 3, 8), 7 * day},
                 {at(12, 4, 8), 7 * day},
                 {at(12, 4, 8, 0, 1), 7 * day - 1}});
}

TEST_CASE("the refusal has the company's sentence, and the time until it opens") {
  RandomBytes random;
  const CaseHead morning{"", "", "", at(11, 27, 7, 0), random};
  const ClosedHours plain = hours("Etc/UTC", R"("friday":"08:00-12:00")");
  const auto refused = plain.judge(morning);
  REQUIRE(refused);
  CHECK(refused->row.id == "closed");
  CHECK(refused->row.status == 503);
  CHECK(refused->row.retry);
  CHECK(refused->row.retry_after == 3600);
  CHECK(refused->row.sentence == refused::closed.sentence);
  CHECK(refused->data == "{}");
  CHECK_FALSE(plain.judge({"", "", "", at(11, 27, 8), random}));

  const ClosedHours spoken = hours("Etc/UTC", R"("friday":"08:00-12:00")",
                                   R"(,"sentence":{"es":"Abrimos \"ya\".","en":" Soon. "})");
  const auto said = spoken.judge(morning);
  REQUIRE(said);
  CHECK(said->row.sentence == "Soon.");
  CHECK(said->data == R"({"sentence":{"en":"Soon.","es":"Abrimos \"ya\"."}})");
  const ClosedHours spanish =
      hours("Etc/UTC", R"("friday":"08:00-12:00")", R"(,"sentence":{"es":"Abrimos ya."})");
  CHECK(spanish.judge(morning)->row.sentence == "Abrimos ya.");
}

TEST_CASE("what is wrong in closed hours is told with its place and what is allowed") {
  const auto told = [](const std::string& json) { return read(json).problems; };
  const std::string right = R"("timeZone":"Etc/UTC","open":{"monday":"08:00-12:00"})";
  CHECK(told("{" + right + "}") == "");
  CHECK(told("[]") == "the document: is no object. Allowed: an object with timeZone and open\n");
  CHECK(told(R"({"open":{"monday":"08:00-12:00"}})") ==
        "/timeZone: \"\" is no time zone that is known here. "
        "Allowed: a name of the IANA's database, such as America/Bogota\n");
  CHECK(told(R"({"timeZone":"Bogota","open":{"monday":"08:00-12:00"}})")
            .starts_with("/timeZone: \"Bogota\" is no time zone that is known here"));
  CHECK(told(R"({"timeZone":"Etc/UTC"})") ==
        "/open: has no hours, so no case would be taken. "
        "Allowed: hours by weekday, such as {\"monday\": \"08:00-18:00\"}\n");
  CHECK(told(R"({"timeZone":"Etc/UTC","open":"08:00-12:00"})").starts_with("/open: has no hours"));
  CHECK(told(R"({"timeZone":"Etc/UTC","open":{"monday":[],"mondy":"08:00-12:00"}})")
            .starts_with("/open/mondy: unknown key, ignored. Allowed: monday"));
  for (const char* const wrong :
       {"", "8:00-12:00", "08:00-12:60", "08:00-24:01", "08:00-25:00", "08:00–12:00", "08:00-08:00",
        "24:00-08:00", "08:00", "0x:00-12:00", "08:00-12:00 ", "08.00-12.00"}) {
    CAPTURE(wrong);
    CHECK(told(R"({"timeZone":"Etc/UTC","open":{"monday":["08:00-12:00",")" + std::string(wrong) +
               "\"]}}") == "/open/monday: \"" + std::string(wrong) +
                               "\" is no time from and to. Allowed: \"08:00-12:00\", "
                               "\"22:00-06:00\"\n");
  }
  for (const char* const wrong : {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-01",
                                  "2026/01/01", "2026-1-01", "xxxx-01-01", ""}) {
    CAPTURE(wrong);
    CHECK(told("{" + right + R"(,"dates":[")" + wrong + "\"]}")
              .starts_with("/dates/0: \"" + std::string(wrong) + "\" is no date. Allowed: "));
  }
  CHECK(told("{" + right + R"(,"dates":[{"date":"2026-12-25","open":"8-12"}]})")
            .starts_with("/dates/0/open: \"8-12\" is no time from and to"));
  CHECK(told("{" + right + R"(,"dates":["2026-12-25",{"date":"2026-12-25"}]})") ==
        "/dates/1: is there twice. Allowed: each date once\n");
  CHECK(told("{" + right + R"(,"dates":{"2026-12-25":[]}})").starts_with("/dates: is no list"));
  CHECK(told("{" + right + R"(,"dates":[5]})").find("/dates/0: \"\" is no date") !=
        std::string::npos);
  CHECK(told("{" + right + R"(,"sentence":""})") ==
        "/sentence: is empty. Allowed: a sentence for people, or none at all\n");
  CHECK(told("{" + right + R"(,"sentence":")" + std::string(161, 'a') + "\"}")
            .starts_with("/sentence: is too long. Allowed: 160 characters at most"));
  CHECK(told("{" + right + R"(,"sentence":{"xx":"x"}})").find("/sentence/xx: unknown key") !=
        std::string::npos);
  CHECK(told("{" + right + R"(,"sentence":5})").starts_with("/sentence: is a number"));
  CHECK(told("{" + right + R"(,"opens":1})").starts_with("/opens: unknown key, ignored"));
}
