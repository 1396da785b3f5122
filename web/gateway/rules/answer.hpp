/// @file
/// @brief What the gateway answers: always JSON in the CRM's shape, with one member more, `retry`.
///
///     {"code":200,"error":"null","msg":"…","data":{"wolkvox_id":"64cb","idPrefijo":"SOP-1"},
///      "retry":false}
///
/// A refusal has one more, `id`, which never changes (rules/refusals.hpp).
///
/// `retry` is true only when nothing went to the CRM and the same request can succeed later.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/protocol/reply.hpp"
#include "gateway/rules/refusals.hpp"

namespace casement::gateway {

struct Answer {
  int status = 500;  ///< HTTP
  std::string body;
  unsigned retry_after = 0;  ///< seconds; 0 sends no header
  std::string authenticate;  ///< WWW-Authenticate; empty sends none
  std::string_view id{};     ///< of the refusal, for the log
};

/// A refusal or a failure of the gateway's own. `data` is a JSON text.
[[nodiscard]] Answer refusal(const Refusal& row, std::string_view request_id,
                             std::string_view data = "{}");

/// The `data` that names a field.
[[nodiscard]] std::string field_data(std::string_view name);

/// The CRM's own words without the secret, as it is and as JSON writes it. Before they are read: a
/// detail that is cut could end inside it.
[[nodiscard]] std::string without_secret(std::string text, std::string_view secret);

/// The CRM's verdict, written anew: only its ids and its words pass, and never the token.
[[nodiscard]] Answer verdict(const Reply& reply, std::string_view token,
                             std::string_view request_id);

/// The body of a stored verdict as `GET {path}/{key}` answers it, always with HTTP 200: its `code`
/// says what became of the case.
[[nodiscard]] inline Answer replayed_answer(std::string body) {
  return {200, std::move(body), 0, {}, {}};
}

}  // namespace casement::gateway
