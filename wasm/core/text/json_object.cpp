#include "core/text/json_object.hpp"

#include <algorithm>
#include <bitset>

namespace casement {

namespace {

constexpr bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Could stand outside strings: in numbers, true, false, null, or between values.
constexpr bool is_plain(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' ||
         c == 'E' || c == ',' || c == ':';
}

/// Moves `at` from a string's opening quote to behind its closing one, or to the text's end when it
/// has none. False at a raw control character: no JSON string holds one.
bool skip_string(std::string_view text, std::size_t& at) noexcept {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') break;
    if (static_cast<unsigned char>(text[at]) < 0x20) return false;
    if (text[at] == '\\') ++at;
  }
  at = std::min(at + 1, text.size());
  return true;
}

}  // namespace

ScannedObject scan_object(std::string_view text) noexcept {
  std::bitset<depth_limit> is_array;
  std::size_t depth = 0;
  std::size_t values = 0;
  bool key_expected = false;  // right behind a `{`: most text with a brace in it fails here
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (key_expected && !is_space(c) && c != '"' && c != '}') break;
    if (c == '"') {
      if (!skip_string(text, at)) break;
      key_expected = false;
      continue;
    }
    // An object or array opens, or the next value inside one begins.
    if ((c == ',' || c == '{' || c == '[') && ++values > value_limit) break;
    if (c == '{' || c == '[') {
      if (depth == depth_limit) break;
      is_array[depth++] = c == '[';
      key_expected = c == '{';
    } else if (c == '}' || c == ']') {
      if (is_array[depth - 1] != (c == ']')) break;
      key_expected = false;
      if (--depth == 0) return {ObjectScan::complete, at + 1};
    } else if (!is_space(c) && !is_plain(c)) {
      break;
    }
    ++at;
  }
  return {at == text.size() ? ObjectScan::cut_short : ObjectScan::refused, at};
}

}  // namespace casement
