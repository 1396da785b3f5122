/// @file
/// @brief The WHATWG multipart/form-data encoding algorithm, as byte runs and file references.
///
/// A file's bytes never pass through here: the body is a list of pieces, each either bytes of ours
/// or a reference to a file that the platform reads, and its total size is known before sending.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace casement {

/// Ends a line of a head, and goes before each delimiter (RFC 2046, 5.1.1).
inline constexpr std::string_view crlf = "\r\n";

/// A file that the platform holds: its id there and its size in bytes.
struct FileRef {
  std::uint32_t id = 0;
  std::uint64_t size = 0;
  bool operator==(const FileRef&) const = default;
};

/// A file entry's value. `name` is encoded as it is: clean it with clean_file_name() first.
struct FileEntry {
  std::string name;
  std::string type;  ///< MIME type; empty becomes application/octet-stream
  FileRef file;
};

/// One entry of the form's entry list: a name with a text or a file. Invalid UTF-8 becomes U+FFFD.
struct Entry {
  std::string name;
  std::variant<std::string, FileEntry> value;
};

/// Bytes of ours (delimiters, headers, text values) or a file that stands at this place.
using BodyPiece = std::variant<std::string, FileRef>;

struct MultipartBody {
  std::string content_type;       ///< value of the Content-Type header, with the boundary
  std::vector<BodyPiece> pieces;  ///< neighbouring bytes are one piece
  std::uint64_t size = 0;         ///< Content-Length
};

/// Encodes the entries in their order (WHATWG HTML, "multipart/form-data encoding algorithm").
[[nodiscard]] MultipartBody encode_multipart(std::span<const Entry> entries,
                                             std::string_view boundary);

/// A file name as it may travel: `"` becomes `'`; `\`, `/`, NUL and controls become `_`; invalid
/// UTF-8 becomes U+FFFD. PHP shows `"` as `%22`, reads `\"` as an escape and ends a name at NUL.
[[nodiscard]] std::string clean_file_name(std::string_view name);

}  // namespace casement
