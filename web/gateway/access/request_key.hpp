/// @file
/// @brief The Idempotency-Key header, and the fingerprint that tells whether a request is the same.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/digest.hpp"

namespace casement::gateway {

/// What stands in a header's quotes, and nothing else may.
[[nodiscard]] std::optional<std::string_view> unquoted(std::string_view header) noexcept;

/// The key of an sf-string (RFC 8941; IETF draft -07 of Idempotency-Key) in its quotes. Who knows a
/// key can ask for its case, so it must have room for 128 random bits: a UUID of version 4
/// (RFC 9562), 32 hex digits or more, or 22 characters of base64url or more; 128 at most. All of
/// them can be part of a path as they are.
[[nodiscard]] std::optional<std::string_view> key_of_header(std::string_view header) noexcept;

/// The same without quotes, as in `GET {path}/{key}`.
[[nodiscard]] bool is_key(std::string_view key) noexcept;

/// Whose a key is, as it stands in front of its fingerprint: empty for nobody in particular. It is
/// not told from it, and another key's is another.
[[nodiscard]] std::string owner_mark(std::string_view key, std::string_view contact);

/// What a key is bound with: whose it is, and of what.
[[nodiscard]] std::string bound_fingerprint(std::string_view owner, std::string_view fingerprint);

[[nodiscard]] bool is_owned_by(std::string_view bound, std::string_view owner) noexcept;

/// `bound` may be of a gateway that did not write whose it is: the contact is in the rest as well.
[[nodiscard]] bool is_same_request(std::string_view bound,
                                   std::string_view early_fingerprint) noexcept;

/// Of what makes a request the same: its texts, each file's name and type, its length. Not of its
/// boundary, which differs each time, nor of the files' bytes, which are not kept.
class Fingerprint {
 public:
  explicit Fingerprint(std::uint64_t length = 0);
  void add(std::string_view name, std::string_view value);
  void add_file(std::string_view name, std::string_view file_name, std::string_view type);
  [[nodiscard]] std::string hex() const { return sha256(bytes_); }

 private:
  std::string bytes_;
};

}  // namespace casement::gateway
