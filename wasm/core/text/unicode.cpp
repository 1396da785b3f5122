#include "core/text/unicode.hpp"

#include <cstdint>
#include <cstring>

namespace casement {

namespace {

constexpr unsigned byte_at(std::string_view text, std::size_t index) noexcept {
  return static_cast<unsigned char>(text[index]);
}

constexpr bool is_continuation(unsigned byte) noexcept { return (byte & 0xC0U) == 0x80U; }

/// U+D800..U+DFFF written as if it were a scalar value.
constexpr bool is_encoded_surrogate(std::string_view text) noexcept {
  return text.size() >= 3 && byte_at(text, 0) == 0xED && byte_at(text, 1) >= 0xA0 &&
         is_continuation(byte_at(text, 1)) && is_continuation(byte_at(text, 2));
}

/// Bytes at the front that are ASCII: most of most texts, eight at a time.
std::size_t ascii_run(std::string_view text) noexcept {
  std::size_t size = 0;
  for (std::uint64_t eight = 0; size + sizeof eight <= text.size(); size += sizeof eight) {
    std::memcpy(&eight, text.data() + size, sizeof eight);
    if ((eight & 0x8080808080808080U) != 0) break;
  }
  while (size < text.size() && byte_at(text, size) < 0x80) ++size;
  return size;
}

/// Bytes at the front that are valid UTF-8.
std::size_t valid_run(std::string_view text) noexcept {
  std::size_t size = 0;
  for (;;) {
    size += ascii_run(text.substr(size));
    if (size == text.size()) return size;
    const CodePoint next = first_code_point(text.substr(size));
    if (!next.valid) return size;
    size += next.length;
  }
}

/// The last code point of a text that is not empty; what is no UTF-8 is no space either.
CodePoint last_code_point(std::string_view utf8) noexcept {
  std::size_t at = utf8.size() - 1;
  while (at > 0 && utf8.size() - at < 4 && is_continuation(byte_at(utf8, at))) --at;
  const CodePoint last = first_code_point(utf8.substr(at));
  if (last.length == utf8.size() - at) return last;
  return {replacement_character, 1, false};
}

}  // namespace

CodePoint first_code_point(std::string_view utf8) noexcept {
  const unsigned lead = byte_at(utf8, 0);
  if (lead < 0x80) return {lead, 1, true};
  if (is_encoded_surrogate(utf8)) return {replacement_character, 3, false};

  // WHATWG Encoding, UTF-8 decoder's handler, step 3.
  std::size_t needed = 0;
  unsigned lower = 0x80;
  unsigned upper = 0xBF;
  char32_t value = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    needed = 1;
    value = lead & 0x1FU;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    needed = 2;
    if (lead == 0xE0) lower = 0xA0;
    if (lead == 0xED) upper = 0x9F;
    value = lead & 0x0FU;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    needed = 3;
    if (lead == 0xF0) lower = 0x90;
    if (lead == 0xF4) upper = 0x8F;
    value = lead & 0x07U;
  } else {
    return {replacement_character, 1, false};
  }

  for (std::size_t i = 1; i <= needed; ++i) {
    if (i == utf8.size()) return {replacement_character, i, false};
    const unsigned next = byte_at(utf8, i);
    if (next < lower || next > upper) return {replacement_character, i, false};
    lower = 0x80;
    upper = 0xBF;
    value = (value << 6U) | (next & 0x3FU);
  }
  return {value, needed + 1, true};
}

std::size_t count_code_points(std::string_view utf8) noexcept {
  std::size_t count = 0;
  while (!utf8.empty()) {
    const std::size_t ascii = ascii_run(utf8);
    count += ascii;
    utf8.remove_prefix(ascii);
    if (utf8.empty()) break;
    utf8.remove_prefix(first_code_point(utf8).length);
    ++count;
  }
  return count;
}

bool is_valid_utf8(std::string_view bytes) noexcept { return valid_run(bytes) == bytes.size(); }

std::string to_valid_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (;;) {
    const std::size_t valid = valid_run(bytes);
    out += bytes.substr(0, valid);
    bytes.remove_prefix(valid);
    if (bytes.empty()) return out;
    out += "\xEF\xBF\xBD";
    bytes.remove_prefix(first_code_point(bytes).length);
  }
}

std::string_view first_code_points(std::string_view utf8, std::size_t limit) noexcept {
  std::size_t end = 0;
  while (limit > 0 && end < utf8.size()) {
    end += first_code_point(utf8.substr(end)).length;
    --limit;
  }
  return utf8.substr(0, end);
}

std::string_view trimmed(std::string_view utf8) noexcept {
  while (!utf8.empty()) {
    const CodePoint first = first_code_point(utf8);
    if (!is_white_space(first.value)) break;
    utf8.remove_prefix(first.length);
  }
  while (!utf8.empty()) {
    const CodePoint last = last_code_point(utf8);
    if (!is_white_space(last.value)) break;
    utf8.remove_suffix(last.length);
  }
  return utf8;
}

bool is_white_space(char32_t c) noexcept {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

bool is_control(char32_t c) noexcept { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

bool is_layout_control(char32_t c) noexcept {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace casement
