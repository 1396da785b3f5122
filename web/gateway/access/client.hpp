/// @file
/// @brief Servers that send cases themselves: a portal's own program instead of a visitor's page.
///
/// A form's `clients` are such servers. Each proves who it is with its key, so it needs no Origin,
/// may set the fields that are listed for it, has a rate of its own, and its keys are its own:
///
///     "clients": [{ "name": "portal", "keyFile": "/etc/casement/portal.key",
///                   "fields": ["contact", "owner"], "requests": 60 }]
///
/// The key goes with each request, `Authorization: Bearer KEY`. With `"signed": true` it never
/// does:
///
///     Authorization: Casement-HMAC-SHA256 client=portal, time=1795759200, signature=HEX
///
/// where HEX is the HMAC of method, path, time, Idempotency-Key and the SHA-256 of the texts, each
/// but the last followed by a line feed (signed_text). A signature is good for five minutes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/result.hpp"
#include "gateway/rules/form_rules.hpp"

namespace casement::gateway {

/// A server that sends cases itself.
struct ClientAccess {
  std::string name;
  std::string key;             ///< the secret
  bool is_signed = false;      ///< the key signs requests and is in none of them
  std::uint64_t requests = 0;  ///< cases per minute; 0: no limit
};

struct Form;

/// Who sent a request, as its head says.
struct ClientClaim {
  const Form* form = nullptr;  ///< the client's own; null: a visitor, or a token of another kind
  std::string_view time;       ///< of a signature, which is still to be looked at
  std::string_view signature;  ///< empty: the key itself was there
};

/// A sentence when it names a client that it is not.
[[nodiscard]] Result<ClientClaim, std::string_view> client_of(const Form& form,
                                                              std::string_view authorization,
                                                              std::int64_t now);

/// What is signed. `key` is the Idempotency-Key without its quotes, or empty.
[[nodiscard]] std::string signed_text(std::string_view method, std::string_view path,
                                      std::string_view time, std::string_view key,
                                      const std::vector<TextPart>& texts);

[[nodiscard]] bool is_signed_by(const ClientClaim& claim, std::string_view text);

/// 16 to 128 letters, digits, `-`, `_` and `.`, which can be part of a path as they are. Nobody
/// else can ask for it, so it may be guessed: `ticket-2026-00000001`.
[[nodiscard]] bool is_client_key(std::string_view key) noexcept;

/// Such a key in its quotes.
[[nodiscard]] std::optional<std::string_view> client_key_of_header(
    std::string_view header) noexcept;

}  // namespace casement::gateway
