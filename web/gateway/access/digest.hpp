/// @file
/// @brief SHA-256 and its HMAC (RFC 2104), as 64 lower-case hexadecimal digits like those of hex().
#pragma once

#include <string>
#include <string_view>

namespace casement::gateway {

[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::string sha256(std::string_view bytes);
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Appends a text with its length, so that no two lists of texts have the same bytes.
void append_counted(std::string& bytes, std::string_view text);

/// In a time that does not tell where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b) noexcept;

}  // namespace casement::gateway
