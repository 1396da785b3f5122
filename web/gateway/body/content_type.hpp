/// @file
/// @brief The one Content-Type that a case may have.
#pragma once

#include <optional>
#include <string_view>

namespace casement::gateway {

/// The boundary of exactly `multipart/form-data; boundary=B`, as every browser's encoder writes it:
/// unquoted, no other parameter, no space behind it, B of 27..70 letters, digits and `-`
/// (web-platform-tests, fetch/api/body/formdata-serializing). PHP takes the first "boundary" of any
/// header that only looks like this one.
[[nodiscard]] std::optional<std::string_view> boundary_of(std::string_view content_type) noexcept;

}  // namespace casement::gateway
