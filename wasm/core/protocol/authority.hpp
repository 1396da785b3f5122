/// @file
/// @brief The `host[:port]` of a URL, read strictly: what is accepted here means the same to every
/// browser, and anything that a browser would have to guess at is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace casement {

struct Authority {
  std::string host;  ///< lower case; an IPv6 address with its brackets
  std::string port;  ///< 1..65535 without leading zeros, or empty
  /// localhost, *.localhost, 127.0.0.0/8, [::1]: never leaves the machine, so http is safe there.
  bool loopback = false;

  /// `host` or `host:port`.
  [[nodiscard]] std::string text() const;
};

/// A DNS name in ASCII (letters, digits, `-`, `_`), four decimal octets, or an IPv6 address in
/// brackets; then a port if there is one. Nothing for all else: user names, empty labels, a
/// trailing dot, other spellings of IPv4 addresses, non-ASCII names.
[[nodiscard]] std::optional<Authority> parse_authority(std::string_view text);

/// A right form near a text that parse_authority() refused, or "": without a user name, a trailing
/// dot or colon, and with `xn--…` in place of each label that must be written in Punycode.
[[nodiscard]] std::string suggest_authority(std::string_view text);

/// ASCII letters only: A..Z become a..z.
[[nodiscard]] std::string ascii_lower(std::string_view text);

}  // namespace casement
