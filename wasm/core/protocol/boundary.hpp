/// @file
/// @brief The multipart boundary: fresh for each body, of fixed length, not guessable.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/protocol/random.hpp"

namespace casement {

/// Length in bytes of every boundary that make_boundary() returns; within 27..70 as
/// web-platform-tests ask (fetch/api/body/formdata-serializing).
inline constexpr std::size_t boundary_length = 52;

/// A boundary of `[0-9A-Za-z-]` with 128 bits of entropy; nothing when the platform has no random.
[[nodiscard]] std::optional<std::string> make_boundary(SecureRandom random);

/// A key for the Idempotency-Key header (IETF draft -07: an sf-string, sent with its quotes): 32
/// hexadecimal digits, 128 bits.
[[nodiscard]] std::optional<std::string> make_idempotency_key(SecureRandom random);

}  // namespace casement
