#include "core/text/unicode.hpp"

#include <doctest/doctest.h>

#include "support/exact_text.hpp"

using namespace casement;
using casement::testing::ExactText;
using casement::testing::repeated;
using namespace std::string_view_literals;

namespace {

const std::string_view bad = "\xEF\xBF\xBD";

struct Decoding {
  std::string_view bytes;
  std::size_t code_points;
  std::string valid;
};

}  // namespace

TEST_CASE("valid text of one to four bytes a letter is counted and kept") {
  const Decoding cases[] = {
      {"", 0, ""},
      {"a", 1, "a"},
      {"\0"sv, 1, std::string("\0", 1)},
      {"ñ", 1, "ñ"},
      {"€", 1, "€"},
      {"💩", 1, "💩"},
      {"a\u0301", 2, "a\u0301"},
      {"👩‍👧", 3, "👩‍👧"},
      {"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF", 7,
       "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"},
      {"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF", 2, "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"},
  };
  for (const Decoding& c : cases) {
    CAPTURE(c.valid);
    const ExactText text(c.bytes);
    CHECK(count_code_points(text) == c.code_points);
    CHECK(to_valid_utf8(text) == c.valid);
  }
}

TEST_CASE("each maximal invalid sequence is one U+FFFD") {
  struct Invalid {
    std::string_view bytes;
    std::size_t replacements;
  };
  // Unicode 15, table 3-8 and its neighbours; WHATWG Encoding gives the same.
  const Invalid cases[] = {
      {"\x80", 1},     {"\xBF\xBF", 2},     {"\xC0\xAF", 2},         {"\xC1\xBF", 2},
      {"\xC2", 1},     {"\xE0\x80\x80", 3}, {"\xE0\x9F\xBF", 3},     {"\xE2\x82", 1},
      {"\xE2", 1},     {"\xF0\x9F\x92", 1}, {"\xF0\x8F\xBF\xBF", 4}, {"\xF4\x90\x80\x80", 4},
      {"\xF5\x80", 2}, {"\xFE\xFF", 2},     {"\xF0\x9F", 1},         {"\xF8\x88\x80\x80\x80", 5},
      {"\xED\xA0", 2},
  };
  for (const Invalid& c : cases) {
    CAPTURE(c.replacements);
    const ExactText text(c.bytes);
    CHECK(count_code_points(text) == c.replacements);
    CHECK(to_valid_utf8(text) == repeated(bad, c.replacements));
  }
  CHECK(to_valid_utf8(ExactText("a\xE2\x82z")) == "a\uFFFDz");
  CHECK(to_valid_utf8(ExactText("\xC3\xC3\xB1")) == "\uFFFDñ");
}

TEST_CASE("a lone surrogate in three bytes is one U+FFFD, as in a USVString") {
  for (const std::string_view surrogate : {"\xED\xA0\x80"sv, "\xED\xAF\xBF"sv, "\xED\xBF\xBF"sv}) {
    const ExactText text(surrogate);
    CHECK(count_code_points(text) == 1);
    CHECK(to_valid_utf8(text) == bad);
    CHECK_FALSE(first_code_point(text).valid);
  }
  CHECK(to_valid_utf8(ExactText("a\xED\xA0\xBDz")) == "a\uFFFDz");
}

TEST_CASE("a U+FFFD that was sent is valid") {
  const CodePoint point = first_code_point(ExactText(bad));
  CHECK(point.value == replacement_character);
  CHECK(point.length == 3);
  CHECK(point.valid);
}

TEST_CASE("every truncation of a text is read without passing its end") {
  const std::string whole = "ñ€💩\xED\xA0\x80z";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const ExactText text(std::string_view(whole).substr(0, size));
    const std::string valid = to_valid_utf8(text);
    CHECK(count_code_points(valid) == count_code_points(text));
    CHECK(to_valid_utf8(valid) == valid);
  }
}

TEST_CASE("a prefix is cut between code points") {
  const ExactText text("añ€💩z");
  CHECK(first_code_points(text, 0) == "");
  CHECK(first_code_points(text, 1) == "a");
  CHECK(first_code_points(text, 2) == "añ");
  CHECK(first_code_points(text, 4) == "añ€💩");
  CHECK(first_code_points(text, 5) == "añ€💩z");
  CHECK(first_code_points(text, 6) == "añ€💩z");
  CHECK(first_code_points(ExactText(""), 3) == "");
}

TEST_CASE("white space of any script is trimmed, inside it stays") {
  CHECK(trimmed(ExactText("")) == "");
  CHECK(trimmed(ExactText(" \t\r\n\f\v")) == "");
  CHECK(trimmed(ExactText("  a b\n")) == "a b");
  CHECK(trimmed(ExactText("\uFEFF\u00A0\u3000\u2003ñ\u2028\u202F\u0085")) == "ñ");
  CHECK(trimmed(ExactText("x")) == "x");
  CHECK(trimmed(ExactText(" \xE2\x82 ")) == "\xE2\x82");
  CHECK(trimmed(ExactText("\u200B")) == "\u200B");
}

TEST_CASE("controls are C0, DEL and C1") {
  CHECK(is_control(0x00));
  CHECK(is_control(0x1F));
  CHECK_FALSE(is_control(0x20));
  CHECK_FALSE(is_control(0x7E));
  CHECK(is_control(0x7F));
  CHECK(is_control(0x9F));
  CHECK_FALSE(is_control(0xA0));
}

TEST_CASE("layout controls are the bidirectional ones and the separators") {
  for (const char32_t c :
       {0x061CU, 0x200EU, 0x200FU, 0x2028U, 0x202AU, 0x202EU, 0x2066U, 0x2069U}) {
    CHECK(is_layout_control(c));
  }
  for (const char32_t c : {0x200DU, 0x2010U, 0x2027U, 0x202FU, 0x2065U, 0x206AU}) {
    CHECK_FALSE(is_layout_control(c));
  }
}
