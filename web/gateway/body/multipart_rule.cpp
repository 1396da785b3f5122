#include "body/multipart_rule.hpp"

#include <array>
#include <cstddef>

namespace casement::gateway {

std::string_view sentence(MultipartRule rule) noexcept {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(MultipartRule::count_)>
      sentences{
          "",
          "content-type: must be multipart/form-data with one boundary of 27 to 70 letters, digits "
          "and hyphens",
          "no-delimiter: the body must begin with its delimiter",
          "delimiter: a line that begins with the boundary must be a delimiter and nothing else",
          "disposition: a part must begin with Content-Disposition: form-data; name=\"...\" and "
          "have no other header than a file's Content-Type",
          "head-too-long: a part's header lines must be shorter than 1,024 bytes",
          "name-characters: a name must not hold a backslash or a control",
          "name-unknown: the form has no field of this name",
          "name-locked: this field is written by the gateway",
          "name-twice: a text field may be there once",
          "text-is-file: a text field must not have a file name",
          "file-is-text: an attachment must have a file name",
          "text-after-file: text fields come before the files",
          "file-name: must not be empty or hold a backslash, a slash or a control",
          "file-type: must be a Content-Type of printable ASCII",
          "too-many-files: more attachments than the form takes",
          "text-encoding: texts must be valid UTF-8",
          "text-line-break: line breaks must be CRLF",
          "texts-too-long: the texts are too long together",
          "own-boundary: the body holds the boundary that it is passed on with",
          "trailing-bytes: nothing may follow the closing delimiter",
          "cut-short: the body ends before its closing delimiter",
      };
  return sentences[static_cast<std::size_t>(rule)];
}

}  // namespace casement::gateway
