/// @file
/// @brief UTF-8: counting, cleaning and cutting. Lengths are code points, never bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace casement {

/// What an invalid sequence decodes to.
inline constexpr char32_t replacement_character = 0xFFFD;

/// One step of decoding.
struct CodePoint {
  char32_t value = replacement_character;
  std::size_t length = 1;  ///< bytes that it took
  bool valid = false;      ///< false: `value` stands for an invalid sequence
};

/// Decodes the first code point; `utf8` is not empty. Each maximal invalid sequence is one step
/// (WHATWG Encoding, UTF-8 decoder), and so is a lone surrogate in three bytes: that is how a
/// JavaScript string's arrives here, and a USVString has one U+FFFD for it.
[[nodiscard]] CodePoint first_code_point(std::string_view utf8) noexcept;

/// Number of Unicode code points; each invalid sequence counts as one.
[[nodiscard]] std::size_t count_code_points(std::string_view utf8) noexcept;

[[nodiscard]] bool is_valid_utf8(std::string_view bytes) noexcept;

/// The same text with every invalid sequence replaced by U+FFFD (a "USVString").
[[nodiscard]] std::string to_valid_utf8(std::string_view bytes);

/// The longest prefix of at most `limit` code points; never cuts one in two.
[[nodiscard]] std::string_view first_code_points(std::string_view utf8, std::size_t limit) noexcept;

/// Without ASCII and Unicode white space (and U+FEFF, as JavaScript's trim) at either end.
[[nodiscard]] std::string_view trimmed(std::string_view utf8) noexcept;

/// Property White_Space, or U+FEFF.
[[nodiscard]] bool is_white_space(char32_t code_point) noexcept;

/// General category Cc: C0, DEL and C1.
[[nodiscard]] bool is_control(char32_t code_point) noexcept;

/// Changes how its neighbours are laid out without being seen: bidirectional marks, embeddings,
/// overrides and isolates (Bidi_Control), line and paragraph separators.
[[nodiscard]] bool is_layout_control(char32_t code_point) noexcept;

}  // namespace casement
