/// @file
/// @brief The portal's word for who its visitor is: a JWT (RFC 7519) in `Authorization: Bearer …`.
///
/// The algorithm is the configuration's; a token that names another one is refused, whatever it
/// says. `exp` must be there; `nbf` and `iat` must not lie ahead; `aud` must be, or hold, the
/// configured one; each with the configured skew. From `iat` (from now when it is not there) to
/// `exp` it must not live longer than configured.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/config/config_node.hpp"
#include "core/text/result.hpp"
#include "gateway/access/secret_source.hpp"

namespace casement::gateway {

/// A JWT of the portal whose claim is the contact: `contactToken` of a form.
struct ContactToken {
  std::string algorithm;  ///< HS256, RS256, ES256 or EdDSA, and no other
  std::string key;        ///< the secret, or the public key in PEM
  std::string audience;
  std::string claim = "contact";
  std::uint64_t skew_seconds = 30;
  std::uint64_t max_seconds = 86'400;  ///< that a token may live
};

/// `contactToken` of a form, if it is there.
[[nodiscard]] std::optional<ContactToken> read_contact_token(const Node& token,
                                                             const SecretSource& secrets);

struct TokenRefusal {
  std::string sentence;  ///< never holds anything of the token
};

/// The key is a public one (PEM) of the algorithm's kind. Never for HS256, whose key is a secret.
[[nodiscard]] bool has_public_key(const ContactToken& expected);

/// The contact that the token names. `now` in seconds since 1970.
[[nodiscard]] Result<std::string, TokenRefusal> contact_of_token(std::string_view authorization,
                                                                 const ContactToken& expected,
                                                                 std::int64_t now);

}  // namespace casement::gateway
