/// @file
/// @brief Reading the values of MIME headers: words, quotes and parameters (RFC 2045, 5.1).
///
/// Only what all readers split alike: no comment, no folding, no escape inside quotes, no space
/// around `=`. Each function takes from the front of `text` what it read, and nothing when it
/// fails.
#pragma once

#include <optional>
#include <string_view>

namespace casement::gateway {

/// RFC 9110, 5.6.2: also the characters of a header's name.
[[nodiscard]] bool is_token_character(char c) noexcept;

/// Letters of ASCII alike in both cases.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b) noexcept;

/// Without quotes, it reads alike everywhere: a token without `'`, which PHP takes for a quote, and
/// without what encodes.
[[nodiscard]] bool is_plain_word(std::string_view text) noexcept;

/// Spaces and tabs.
void skip_blanks(std::string_view& text) noexcept;

/// One token or more, or nothing.
[[nodiscard]] std::string_view take_token(std::string_view& text) noexcept;

struct Parameter {
  std::string_view name;
  std::string_view value;  ///< without its quotes, otherwise as it is written
  bool quoted = false;
};

/// `; name=value` or `; name="value"`, behind which comes another one or nothing. An unquoted value
/// has no blank, quote, backslash, comma, semicolon or control.
[[nodiscard]] std::optional<Parameter> take_parameter(std::string_view& text) noexcept;

}  // namespace casement::gateway
