/// @file
/// @brief The Content-Type that a case may have.
#pragma once

#include <optional>
#include <string_view>

namespace casement::gateway {

/// The boundary of `multipart/form-data; boundary=B`: in any case, quoted or not, with or without a
/// blank, beside a charset that says UTF-8 or ASCII. B is 1 to 70 of RFC 2046's bchars, the last of
/// them no blank; a blank or a comma only in quotes, because servers end an unquoted boundary
/// there. PHP takes the first text "boundary" of any header, so no other parameter is taken.
[[nodiscard]] std::optional<std::string_view> boundary_of(std::string_view content_type) noexcept;

}  // namespace casement::gateway
