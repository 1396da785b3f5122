#include "gateway/rules/refusals.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "gateway/access/head_rules.hpp"
#include "support/bodies.hpp"

using namespace casement::gateway;
using namespace casement::gateway::testing;

namespace {

std::vector<Refusal> every_refusal() {
  std::vector<Refusal> rows(refused::all.begin(), refused::all.end());
  HeadRules::append_refusals(rows);
  for (std::size_t i = 1; i < static_cast<std::size_t>(MultipartRule::count_); ++i) {
    rows.push_back(refusal_of(static_cast<MultipartRule>(i)));
  }
  return rows;
}

/// As docs/gateway-refusals.md has it.
std::string line_of(const Refusal& row) {
  std::string_view words = row.sentence;
  const std::string prefix = std::string(row.id) + ": ";
  if (words.starts_with(prefix)) words.remove_prefix(prefix.size());
  std::string wait = row.retry ? "again" : "";
  if (row.retry_after > 0) {
    wait += (wait.empty() ? "ask after " : " after ") + std::to_string(row.retry_after) + " s";
  }
  return "| `" + std::string(row.id) + "` | " + std::to_string(row.status) + " | " + wait + " | " +
         std::string(words) + " |\n";
}

}  // namespace

TEST_CASE("the documentation has every refusal, as its row is") {
  std::string expected;
  for (const Refusal& row : every_refusal()) expected += line_of(row);
  const std::string text = read_file(CASEMENT_TESTS_DIR "/../docs/gateway-refusals.md");
  const std::size_t begin = text.find("| `");
  REQUIRE(begin != std::string::npos);
  CHECK(text.substr(begin) == expected);
}

TEST_CASE("each refusal has an id of its own, a status and words") {
  std::set<std::string_view> ids;
  for (const Refusal& row : every_refusal()) {
    CAPTURE(row.id);
    CHECK(ids.insert(row.id).second);
    CHECK(std::all_of(row.id.begin(), row.id.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }));
    CHECK(row.status >= 400);
    CHECK(row.sentence.size() > 10);
    // What can be tried again was not sent: see core/protocol/reply.hpp for the codes that mean it.
    if (row.retry) CHECK((row.status == 429 || row.status >= 500));
  }
}
