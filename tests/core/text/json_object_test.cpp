#include "core/text/json_object.hpp"

#include <doctest/doctest.h>

#include "support/exact_text.hpp"

using namespace casement;
using casement::testing::ExactText;
using casement::testing::repeated;

namespace {

ScannedObject scanned(std::string_view text) { return scan_object(ExactText(text)); }

/// An object nested to `depth`, itself counted.
std::string nested(std::size_t depth) {
  return repeated("{\"a\":", depth - 1) + "{}" + repeated("}", depth - 1);
}

}  // namespace

TEST_CASE("an object ends at its own brace, whatever follows") {
  for (const char* text :
       {R"({})", R"({ })", R"({"a":1})", R"({"a":"}"})", R"({"a":"\"}"})", R"({"a":"\\"})",
        R"({"a":[{},[]],"b":{"c":null}})", "{\n\"a\" :\t-1.5E+3}"}) {
    CAPTURE(text);
    const std::size_t size = std::string_view(text).size();
    for (const char* tail : {"", " ", "}", "x", "{", "\"", "\n<br />"}) {
      const ScannedObject object = scanned(std::string(text) + tail);
      CHECK(object.result == ObjectScan::complete);
      CHECK(object.length == size);
    }
  }
}

TEST_CASE("every truncation of an object is cut short") {
  const std::string_view whole = R"({"code":200, "error":"nu\"ll\\","data":{"a":[1,true,{}]}})";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(scanned(whole.substr(0, size)).result == ObjectScan::cut_short);
  }
  CHECK(scanned(whole).result == ObjectScan::complete);
}

TEST_CASE("text with a brace in it is refused at once") {
  for (const char* text : {"{{", "{ a", "{x}", "{,", "{[", "{]", "{\"a\":1]", "{\"a\":[}",
                           "{\"a\":(1)}", "{\"a\":X}", "{\"a\nb\":1}", "{\"a\":'x'}"}) {
    CAPTURE(text);
    CHECK(scanned(text).result == ObjectScan::refused);
  }
  CHECK(scanned("{" + repeated("x", 1000)).length < 4);
}

TEST_CASE("an object holds values up to the limit") {
  // Counted are the object, the array, and each value in it that stands behind a comma.
  const auto with_values = [](std::size_t count) {
    return "{\"a\":[1" + repeated(",1", count - 2) + "]}";
  };
  CHECK(scanned(with_values(value_limit - 1)).result == ObjectScan::complete);
  CHECK(scanned(with_values(value_limit)).result == ObjectScan::complete);
  CHECK(scanned(with_values(value_limit + 1)).result == ObjectScan::refused);
}

TEST_CASE("objects nest up to the limit") {
  CHECK(scanned(nested(depth_limit - 1)).result == ObjectScan::complete);
  CHECK(scanned(nested(depth_limit)).result == ObjectScan::complete);
  CHECK(scanned(nested(depth_limit + 1)).result == ObjectScan::refused);
  const std::string arrays = repeated("[", depth_limit);
  CHECK(scanned("{\"a\":" + arrays).result == ObjectScan::refused);
  CHECK(scanned("{\"a\":" + arrays.substr(1)).result == ObjectScan::cut_short);
}
