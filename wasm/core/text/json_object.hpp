/// @file
/// @brief Finds a JSON object inside text that may hold anything before and after it.
#pragma once

#include <cstddef>
#include <string_view>

namespace casement {

/// An object that nests deeper, or holds more values, is none for us. Parsed, each value takes up
/// to 20 times its bytes, and memory that a page's wasm once took it never gives back.
inline constexpr std::size_t depth_limit = 32;
inline constexpr std::size_t value_limit = 4096;

enum class ObjectScan {
  complete,   ///< braces, brackets and strings close; the rest is the parser's to judge
  cut_short,  ///< nothing wrong, but the text ends inside
  refused,    ///< no JSON, or over a limit
};

struct ScannedObject {
  ObjectScan result = ObjectScan::refused;
  std::size_t length = 0;  ///< bytes looked at; when complete: of the object
};

/// Walks over the object that `text` begins with (at its `{`), without building anything.
[[nodiscard]] ScannedObject scan_object(std::string_view text) noexcept;

}  // namespace casement
