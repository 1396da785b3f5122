/// @file
/// @brief The rules of a multipart/form-data body, by name: what a refusal tells.
#pragma once

#include <cstdint>
#include <string_view>

namespace casement::gateway {

enum class MultipartRule : std::uint8_t {
  none,
  content_type,       ///< not `multipart/form-data` with a boundary of 1..70 bchars
  no_delimiter,       ///< the body does not begin with its delimiter
  delimiter,          ///< a line begins with the boundary, but is none of the two delimiters
  head,               ///< a line of a part's head that is no `name: value`, such as a folded one
  head_field,         ///< a header that a part may not have
  head_twice,         ///< the same header again
  disposition,        ///< not `form-data` with one name
  head_too_long,      ///< no end of the head within its limit, or a line over its own
  transfer_encoding,  ///< neither 7bit nor 8bit nor binary
  part_length,        ///< a part's Content-Length is not its length
  nested,             ///< a part that is a multipart body itself
  name_characters,    ///< a name with `\`, NUL or a control
  name_unknown,       ///< not in the form's list
  name_locked,        ///< the gateway's to write
  name_twice,         ///< a text field that was there already
  text_is_file,       ///< a file under a text field's name
  file_is_text,       ///< a text under the attachments' name
  text_after_file,    ///< in a body that is not held whole, texts come first
  file_twice,         ///< a second file under a name that holds one
  file_name,          ///< with `\`, `/`, NUL or a control, or a file's bytes without a name
  file_name_twice,    ///< `filename*` says something else, or is there alone
  file_type,          ///< characters outside U+0020..U+007E
  too_many_files,
  text_encoding,    ///< a text that is no valid UTF-8
  text_charset,     ///< a text in another charset that is not ASCII alone
  text_line_break,  ///< a lone CR in a text
  texts_too_long,   ///< all texts together
  own_boundary,     ///< the body holds the boundary under which it is passed on
  trailing_bytes,   ///< something but line breaks after the closing delimiter
  cut_short,        ///< the body ends before its closing delimiter
  count_,
};

/// For the developer who made the request; names the rule.
[[nodiscard]] std::string_view sentence(MultipartRule rule) noexcept;

}  // namespace casement::gateway
