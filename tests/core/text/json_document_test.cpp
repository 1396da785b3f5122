#include "core/text/json_document.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/exact_text.hpp"

namespace casement {
namespace {

using testing::ExactText;
using testing::repeated;

TEST_CASE("a document is read with all kinds of values") {
  const auto document =
      parse_json(ExactText(R"({"a":[1,-2,2.5,"x",true,false,null,{},[]],"b":{"c":"d"},"e":""})"));
  REQUIRE(document.ok());
  const Json& root = document.value().root;
  const Json* list = member(root, "a");
  REQUIRE(list != nullptr);
  const auto* items = list->get_ptr<const Json::array_t*>();
  REQUIRE(items != nullptr);
  REQUIRE(items->size() == 9);
  CHECK(*(*items)[0].get_ptr<const Json::number_unsigned_t*>() == 1);
  CHECK(*(*items)[1].get_ptr<const Json::number_integer_t*>() == -2);
  CHECK(*(*items)[2].get_ptr<const Json::number_float_t*>() == 2.5);
  CHECK(*text_of(&(*items)[3]) == "x");
  CHECK(*(*items)[4].get_ptr<const bool*>());
  CHECK_FALSE(*(*items)[5].get_ptr<const bool*>());
  CHECK((*items)[6].is_null());
  CHECK((*items)[7].is_object());
  CHECK((*items)[8].is_array());
  CHECK(*text_of(member(*member(root, "b"), "c")) == "d");
  CHECK(*text_of(member(root, "e")) == "");
  CHECK(document.value().repeated.empty());
}

TEST_CASE("a document may be a lone value and begin with a byte order mark") {
  CHECK(parse_json(ExactText("12")).ok());
  CHECK(parse_json(ExactText("\"x\"")).ok());
  CHECK(parse_json(ExactText("\xEF\xBB\xBF{}")).ok());
}

TEST_CASE("what is not JSON is refused at the byte where it was noticed") {
  struct Row {
    const char* text;
    std::size_t position;
  };
  const Row rows[] = {
      {"", 0},         {"{", 1},        {"{\"a\":1,}", 7},       {"{\"a\" 1}", 5},
      {"[1 2]", 3},    {"{} x", 3},     {"{'a':1}", 1},          {"nul", 3},
      {"\"a\nb\"", 2}, {"[1,\n,2]", 4}, {"{\"a\":\"\xFF\"}", 6}, {"// x\n{}", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto document = parse_json(ExactText(row.text));
    REQUIRE_FALSE(document.ok());
    CHECK_FALSE(document.error().too_deep);
    CHECK(document.error().position == row.position);
  }
}

TEST_CASE("nesting: at the limit, one more, and 256 KB of brackets") {
  const auto nested = [](std::size_t depth) { return repeated("[", depth) + repeated("]", depth); };
  CHECK(parse_json(ExactText(nested(nesting_limit - 1))).ok());
  CHECK(parse_json(ExactText(nested(nesting_limit))).ok());
  const std::string attacks[] = {nested(nesting_limit + 1), repeated("[", 256 * 1024),
                                 repeated("{\"a\":", 50'000), repeated("[{\"a\":", 40'000)};
  for (const std::string& attack : attacks) {
    const auto document = parse_json(ExactText(attack));
    REQUIRE_FALSE(document.ok());
    CHECK(document.error().too_deep);
  }
}

TEST_CASE("a key that comes again is told by its pointer, and the last one counts") {
  const auto document =
      parse_json(ExactText(R"({"a":1,"b":[{"x":1},{"y/z":1,"y/z":{"q":2}}],"a":3,"":0,"":1})"));
  REQUIRE(document.ok());
  CHECK(document.value().repeated == std::vector<std::string>{"/b/1/y~1z", "/a", "/"});
  CHECK(*member(document.value().root, "a")->get_ptr<const Json::number_unsigned_t*>() == 3);
}

TEST_CASE("of very many repeated keys some are told") {
  const auto document = parse_json("{" + repeated("\"a\":1,", 10'000) + "\"a\":2}");
  REQUIRE(document.ok());
  CHECK(document.value().repeated.size() == 20);
}

TEST_CASE("numbers beyond every type are refused or kept as floats, never undefined") {
  CHECK_FALSE(parse_json(ExactText("1e999")).ok());
  const auto document = parse_json(ExactText("[99999999999999999999999]"));
  REQUIRE(document.ok());
  CHECK((*document.value().root.get_ptr<const Json::array_t*>())[0].is_number_float());
}

TEST_CASE("pointers escape what JSON pointers escape") {
  CHECK(pointer_to("", "a") == "/a");
  CHECK(pointer_to("/a", "b~c/d") == "/a/b~0c~1d");
  CHECK(pointer_to("/a", std::size_t{3}) == "/a/3");
}

TEST_CASE("a text as JSON writes it is read back the same") {
  CHECK(json_string("") == "\"\"");
  CHECK(json_string("a\"b\\c/d") == R"("a\"b\\c/d")");
  CHECK(json_string("línea 1\nlínea 2\t🙂") == "\"línea 1\\nlínea 2\\u0009🙂\"");
  std::string all;
  for (char c = 0; c < 0x7F; ++c) all += c;
  const auto document = parse_json(ExactText(json_string(all)));
  REQUIRE(document.ok());
  CHECK(*text_of(&document.value().root) == all);
}

}  // namespace
}  // namespace casement
