#include "gateway/body/multipart_rule.hpp"

#include <array>
#include <cstddef>

namespace casement::gateway {

std::string_view sentence(MultipartRule rule) noexcept {
  static constexpr std::array<std::string_view, static_cast<std::size_t>(MultipartRule::count_)>
      sentences{
          "",
          "content-type: must be multipart/form-data with one boundary of 1 to 70 characters of "
          "RFC 2046, and no other parameter than charset=utf-8",
          "no-delimiter: the body must begin with its delimiter",
          "delimiter: a line that begins with the boundary must be a delimiter and nothing else",
          "part-head: each line of a part's head must be a name, a colon and a value, and end in "
          "CRLF",
          "part-head-field: a part may have Content-Disposition, Content-Type, Content-Length and "
          "Content-Transfer-Encoding, and no other header",
          "part-head-twice: a part may have each header once",
          "disposition: a part must have Content-Disposition: form-data; name=\"...\", each "
          "parameter once and nothing escaped",
          "part-head-too-long: a part's head must be shorter than 3,072 bytes, each line than "
          "2,048",
          "transfer-encoding: must be 7bit, 8bit or binary: the bytes as they are",
          "part-length: a part's Content-Length must be its length in bytes",
          "nested: a part must not be a multipart body itself",
          "name-characters: a name must not hold a backslash or a control",
          "name-unknown: the form has no field of this name",
          "name-locked: this field is written by the gateway",
          "name-twice: a text field may be there once",
          "text-is-file: a text field must not have a file name",
          "file-is-text: an attachment must have a file name",
          "text-after-file: in a body of more than 256 KB text fields come before the files",
          "file-twice: this name holds one file",
          "file-name: must not hold a backslash, a slash or a control, nor be empty beside bytes",
          "file-name-twice: filename* may only repeat, in UTF-8, what filename says",
          "file-type: must be printable ASCII",
          "too-many-files: more attachments than the form takes",
          "text-encoding: texts must be valid UTF-8",
          "text-charset: a text of another charset than UTF-8 must be ASCII alone",
          "text-line-break: line breaks must be CRLF or LF",
          "texts-too-long: the texts are too long together",
          "own-boundary: the body holds the boundary that it is passed on with; send it again",
          "trailing-bytes: nothing but line breaks may follow the closing delimiter",
          "cut-short: the body ends before its closing delimiter",
      };
  return sentences[static_cast<std::size_t>(rule)];
}

}  // namespace casement::gateway
