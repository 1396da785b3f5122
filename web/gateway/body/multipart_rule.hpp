/// @file
/// @brief The rules of a canonical multipart/form-data body, by name: what a refusal tells.
#pragma once

#include <cstdint>
#include <string_view>

namespace casement::gateway {

enum class MultipartRule : std::uint8_t {
  none,
  content_type,     ///< not exactly `multipart/form-data; boundary=` and 27..70 of [0-9A-Za-z-]
  no_delimiter,     ///< the body does not begin with its delimiter
  delimiter,        ///< a line begins with the boundary, but is none of the two delimiters
  disposition,      ///< the head is not `Content-Disposition: form-data; name="…"`
  head_too_long,    ///< no end of the head within its limit, or a line over its own
  name_characters,  ///< a name with `\`, NUL or a control
  name_unknown,     ///< not in the form's list
  name_locked,      ///< the gateway's to write
  name_twice,       ///< a text field that was there already
  text_is_file,     ///< a file under a text field's name
  file_is_text,     ///< a text under the attachments' name
  text_after_file,  ///< texts come first
  file_name,        ///< not as the widget cleans it: empty, or with `\`, `/`, NUL or a control
  file_type,        ///< no Content-Type, or characters outside U+0020..U+007E
  too_many_files,
  text_encoding,    ///< a text that is no valid UTF-8
  text_line_break,  ///< a lone CR or LF in a text
  texts_too_long,   ///< all texts together
  own_boundary,     ///< the body holds the boundary under which it is passed on
  trailing_bytes,   ///< something after the closing delimiter
  cut_short,        ///< the body ends before its closing delimiter
  count_,
};

/// For the developer who made the request; names the rule.
[[nodiscard]] std::string_view sentence(MultipartRule rule) noexcept;

}  // namespace casement::gateway
