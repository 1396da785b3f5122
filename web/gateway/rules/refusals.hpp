/// @file
/// @brief Every refusal of the gateway: its id, which never changes, and what it asks for.
///
/// The id stands in the answer and in the log, so that a program can act on it and a search finds
/// it here; docs/gateway-refusals.md is printed from these rows
/// (tests/gateway/rules/refusals_test.cpp). A field's or a part's own rule is told in its place,
/// with the field in `data`; a rule with settings of its own has its rows in its header
/// (access/head_rules.hpp).
#pragma once

#include <array>
#include <string_view>

#include "gateway/body/multipart_rule.hpp"

namespace casement::gateway {

struct Refusal {
  std::string_view id;
  int status = 0;            ///< HTTP
  bool retry = false;        ///< nothing went to the CRM, and the same request can succeed later
  unsigned retry_after = 0;  ///< seconds; 0 sends no header
  std::string_view sentence;
};

namespace refused {

// The request's head.
inline constexpr Refusal head_malformed{"head-malformed", 400, false, 0,
                                        "The request's head is no HTTP/1.1: each line must be a "
                                        "name, a colon and a value, and end in CRLF."};
inline constexpr Refusal head_folded{"head-folded", 400, false, 0,
                                     "A line of the request's head begins with a blank: write "
                                     "each header in one line (RFC 9112, 5.2)."};
inline constexpr Refusal head_version{"head-version", 400, false, 0,
                                      "Only HTTP/1.1 is understood here."};
inline constexpr Refusal head_twice{"head-twice", 400, false, 0,
                                    "Origin, Content-Type, Authorization, Idempotency-Key or "
                                    "another header that decides is there twice: send it once."};
inline constexpr Refusal head_host{"head-host", 400, false, 0,
                                   "Host: must be there once, and name a host."};
inline constexpr Refusal head_chunked{"head-chunked", 411, false, 0,
                                      "Transfer-Encoding: is not supported: send the body with a "
                                      "Content-Length."};
inline constexpr Refusal head_too_long{"head-too-long", 431, false, 0,
                                       "The request's head is longer than 16 KB."};

// Who asks for what.
inline constexpr Refusal nowhere{"nowhere", 404, false, 0, "There is nothing here."};
inline constexpr Refusal origin{"origin", 403, false, 0,
                                "This page's origin is not in the form's list: add it to origins, "
                                "or send from a server with a key of clients."};
inline constexpr Refusal only_get{"only-get", 405, false, 0, "Only GET is understood here."};
inline constexpr Refusal only_post{"only-post", 405, false, 0, "Only POST is understood here."};
inline constexpr Refusal client_method{"client-method", 405, false, 0,
                                       "A client may POST a case and GET its state."};
inline constexpr Refusal client{"client", 401, false, 0, "The client's signature is not right."};
inline constexpr Refusal client_signature{
    "client-signature", 401, false, 0,
    "Authorization: the signature is not of this request, or by another key."};
inline constexpr Refusal token{"token", 401, false, 0, "The portal's token is not taken."};
inline constexpr Refusal not_yours{"not-yours", 403, false, 0,
                                   "This case is not the token's contact's."};

// The request.
inline constexpr Refusal no_length{"no-length", 411, false, 0, "Content-Length: must be there."};
inline constexpr Refusal too_large{"too-large", 413, false, 0,
                                   "The body is larger than this form's cases can be."};
inline constexpr Refusal key{
    "key", 400, false, 0,
    "Idempotency-Key: must be there, in quotes, and too random to be "
    "guessed: a UUID of version 4, 32 hex digits or more, or 22 characters "
    "of base64url or more."};
inline constexpr Refusal client_key{"client-key", 400, false, 0,
                                    "Idempotency-Key: must be there, in quotes: 16 to 128 letters, "
                                    "digits, hyphens, underscores and dots."};
inline constexpr Refusal field{"field", 400, false, 0, "A field breaks its rule."};
inline constexpr Refusal cut{"cut", 408, false, 0, "The body did not arrive."};
inline constexpr Refusal rate{"rate", 429, true, 60, "Too many cases in a short time."};

// The key's state.
inline constexpr Refusal being_sent{"being-sent", 409, false, 2, "This case is being sent."};
inline constexpr Refusal other_case{"other-case", 422, false, 0,
                                    "This Idempotency-Key belongs to another case."};
inline constexpr Refusal never_sent{"never-sent", 404, false, 0, "No case was sent with this key."};
inline constexpr Refusal unknown{"unknown", 409, false, 30,
                                 "The CRM's answer was lost: the case may exist."};
inline constexpr Refusal not_again{
    "not-again", 409, false, 0,
    "The CRM's answer was lost: the case may exist. It is not sent again."};
inline constexpr Refusal not_created{"not-created", 404, false, 0,
                                     "The CRM has no case of this key: it was not created."};

// The gateway and the CRM.
inline constexpr Refusal restarting{"restarting", 503, true, 5, "The gateway is being restarted."};
inline constexpr Refusal store_away{"store-away", 503, true, 5,
                                    "The gateway's memory does not answer."};
inline constexpr Refusal crowd{"crowd", 503, true, 5, "Too many requests of one address at once."};
inline constexpr Refusal no_memory{"no-memory", 503, true, 5, "Too many cases are being received."};
inline constexpr Refusal no_random{"no-random", 503, true, 5, "No secure random numbers."};
inline constexpr Refusal queue_full{"queue-full", 503, true, 10,
                                    "Too many cases are waiting for the CRM."};
inline constexpr Refusal no_turn{"no-turn", 503, true, 10, "The CRM had no time for this case."};
inline constexpr Refusal budget{"budget", 503, true, 3600, "Today's cases are used up."};
inline constexpr Refusal crm_away{"crm-away", 502, true, 10, "The CRM cannot be reached."};
inline constexpr Refusal crm_stopped{"crm-stopped", 502, false, 0,
                                     "The CRM stopped reading before the case was whole."};
inline constexpr Refusal answer_lost{
    "answer-lost", 502, false, 0,
    "The CRM's answer was lost: the case may exist. It is not sent again."};
inline constexpr Refusal crm_refused{"crm-refused", 400, false, 0, "The CRM refused."};
inline constexpr Refusal crm_busy{"crm-busy", 429, false, 5, "The CRM takes no more requests now."};
inline constexpr Refusal crm_daily{"crm-daily-limit", 429, false, 3600,
                                   "The CRM takes no more requests today."};

/// All that stand here, in the order of the documentation.
inline constexpr std::array all{head_malformed,
                                head_folded,
                                head_version,
                                head_twice,
                                head_host,
                                head_chunked,
                                head_too_long,
                                nowhere,
                                origin,
                                only_get,
                                only_post,
                                client_method,
                                client,
                                client_signature,
                                token,
                                not_yours,
                                no_length,
                                too_large,
                                key,
                                client_key,
                                field,
                                cut,
                                rate,
                                being_sent,
                                other_case,
                                never_sent,
                                unknown,
                                not_again,
                                not_created,
                                restarting,
                                store_away,
                                crowd,
                                no_memory,
                                no_random,
                                queue_full,
                                no_turn,
                                budget,
                                crm_away,
                                crm_stopped,
                                answer_lost,
                                crm_refused,
                                crm_busy,
                                crm_daily};

}  // namespace refused

/// Of a body: the id stands before the colon of its sentence.
[[nodiscard]] inline Refusal refusal_of(MultipartRule rule) noexcept {
  const std::string_view words = sentence(rule);
  return {words.substr(0, words.find(':')), 400, false, 0, words};
}

/// The same with other words, or another time to wait.
[[nodiscard]] constexpr Refusal saying(Refusal row, std::string_view words) noexcept {
  row.sentence = words;
  return row;
}
[[nodiscard]] constexpr Refusal after(Refusal row, unsigned seconds) noexcept {
  row.retry_after = seconds;
  return row;
}

}  // namespace casement::gateway
