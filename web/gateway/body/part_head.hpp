/// @file
/// @brief The head of one part of a multipart/form-data body, as RFC 7578 and RFC 2046 write it.
///
/// Browsers write two lines at most; the libraries of servers add to them, in any order and case:
/// a Content-Type and a Content-Length to texts (OkHttp, Guzzle, Spring), a Content-Transfer-
/// Encoding that encodes nothing (HttpClient, multipart-post), names without quotes and a file name
/// once more as `filename*` (.NET). None of that changes what the part is, so it is read and left
/// out of what goes on. Whatever one reader would take for a name, a file or an encoding and
/// another would not is refused; real PHP is the judge (tests/gateway/rules/field_lock.test.mjs).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/body/multipart_rule.hpp"

namespace casement::gateway {

struct PartHead {
  /// Of a text: what it says, and where ASCII means the same or need not.
  enum class Charset : std::uint8_t { utf8, like_ascii, foreign };

  std::string name;
  std::optional<std::string> file_name;  ///< present and empty: a file input without a file
  std::string type;                      ///< of Content-Type, or empty
  std::optional<std::uint64_t> length;   ///< of Content-Length: what it promises must be true
  Charset charset = Charset::utf8;
  MultipartRule rule = MultipartRule::none;  ///< what is wrong, then all else is as far as it came
};

/// `head` is all lines, without the empty one and without the last line break.
[[nodiscard]] PartHead read_part_head(std::string_view head);

}  // namespace casement::gateway
