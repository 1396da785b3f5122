/// @file
/// @brief Parsing JSON that others wrote: bounded nesting, the place of a mistake, repeated keys.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json.hpp"
#include "core/text/result.hpp"

namespace casement {

/// Deeper documents are refused while they are read: each level costs memory of its own, and
/// nothing of ours has more than six.
inline constexpr std::size_t nesting_limit = 32;

struct JsonFault {
  bool too_deep = false;     ///< else it is not JSON
  std::size_t position = 0;  ///< of the byte at which it was noticed, from 0
};

struct JsonDocument {
  Json root;
  std::vector<std::string> repeated;  ///< JSON pointers of members that came again; the last wins
};

[[nodiscard]] Result<JsonDocument, JsonFault> parse_json(std::string_view text);

/// A text as JSON writes it, with its quotes. `utf8` is valid.
[[nodiscard]] std::string json_string(std::string_view utf8);

/// JSON pointer (RFC 6901) of a member or an item.
[[nodiscard]] std::string pointer_to(std::string_view parent, std::string_view key);
[[nodiscard]] std::string pointer_to(std::string_view parent, std::size_t index);

}  // namespace casement
