/// @file
/// @brief What a request is answered with, and its bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/access/form.hpp"
#include "gateway/net/http_messages.hpp"
#include "gateway/rules/answer.hpp"
#include "gateway/server/metrics.hpp"

namespace casement::gateway {

struct Response {
  Answer answer;
  RequestOutcome event = RequestOutcome::refused;
  bool replayed = false;
  std::optional<std::uint64_t> expires{};  ///< Idempotency-Key-Expires: seconds that it is kept
};

/// An answer about a key that is kept for so many seconds at least. One that has not ended is kept
/// as long as one that ends now.
[[nodiscard]] inline Response keeping(Response response, std::uint64_t seconds) {
  response.expires = seconds;
  return response;
}

/// A page of one of the form's origins sent it. `form` may be nullptr.
[[nodiscard]] bool is_allowed(const Form* form, const std::string& origin);

/// Head and body (RFC 9112); the body of a HEAD's answer is left out (RFC 9110 §9.3.2). Pages of an
/// origin that is allowed may read it (Fetch, "CORS protocol"), others may not. `id` is of the
/// request; `close` says that the connection ends.
[[nodiscard]] std::string text_of(const Response& response, const RequestHead& head,
                                  const Form* form, std::string_view id, bool close);

}  // namespace casement::gateway
