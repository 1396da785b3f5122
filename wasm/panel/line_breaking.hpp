/// @file
/// @brief Words into lines: greedy wrap and ellipses, measured by a TextSource.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "panel/text_source.hpp"

namespace casement {

/// Breaks at white space, and inside words that are wider than a line. Line feeds always break.
/// Nothing for a text without words. At most `max_lines`; the rest is not shown.
[[nodiscard]] std::vector<std::string_view> wrap(TextSource& source, TextStyle style,
                                                 std::string_view utf8, float width);
inline constexpr std::size_t max_lines = 200;

/// The text, or as much of its beginning as fits with "…" in one line.
[[nodiscard]] std::string elide_end(TextSource& source, TextStyle style, std::string_view utf8,
                                    float width);

/// Likewise, but the end (a file's extension) stays: "informe de mar…l.pdf".
[[nodiscard]] std::string elide_middle(TextSource& source, TextStyle style, std::string_view utf8,
                                       float width);

}  // namespace casement
