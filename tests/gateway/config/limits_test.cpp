#include "gateway/config/limits.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "core/text/json_document.hpp"
#include "support/bodies.hpp"

using namespace casement;
using namespace casement::gateway;
using namespace casement::gateway::testing;

namespace {

/// As docs/gateway.md has it.
std::string line_of(const LimitRow& row) {
  return "| `" + std::string(row.key) + "` | " + std::to_string(Limits{}.*row.member) + " | " +
         std::to_string(row.min) + " to " + std::to_string(row.max) + " | " +
         std::string(row.meaning) + " |\n";
}

std::size_t errors_of(Limits& limits, const std::string& json) {
  const auto document = parse_json(json);
  REQUIRE(document.ok());
  Problems problems;
  const Node root(&document.value().root, problems);
  read_limits(limits, root);
  return problems.errors();
}

}  // namespace

TEST_CASE("the documentation has every limit, as its row is") {
  std::string expected;
  for (const LimitRow& row : limit_rows()) expected += line_of(row);
  const std::string text = read_file(CASEMENT_TESTS_DIR "/../docs/gateway.md");
  const std::size_t begin = text.find("| `simultaneous`");
  REQUIRE(begin != std::string::npos);
  CHECK(text.substr(begin, expected.size()) == expected);
}

TEST_CASE("each limit is taken at its ends and refused beyond them") {
  std::set<std::string_view> keys;
  for (const LimitRow& row : limit_rows()) {
    CAPTURE(row.key);
    CHECK(keys.insert(row.key).second);
    // A reserve needs its budget beside it.
    const std::string beside = row.key == "dailyReserve" ? R"("dailyBudget":1000000000,)" : "";
    const auto with = [&](std::uint64_t number) {
      return "{" + beside + "\"" + std::string(row.key) + "\":" + std::to_string(number) + "}";
    };
    const std::uint64_t top = row.key == "dailyReserve" ? row.max - 1 : row.max;
    for (const std::uint64_t number : {row.min, top}) {
      Limits limits;
      CHECK(errors_of(limits, with(number)) == 0);
      CHECK(limits.*row.member == number);
    }
    Limits limits;
    CHECK(errors_of(limits, with(row.max + 1)) == 1);
    if (row.min > 0) CHECK(errors_of(limits, with(row.min - 1)) == 1);
  }
}
