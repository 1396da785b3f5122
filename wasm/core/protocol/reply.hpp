/// @file
/// @brief What the CRM (or a gateway, or something in between) answered, read tolerantly.
///
/// HTTP 200 alone proves nothing: the CRM answers 200 with an error inside, `code` as a string, ids
/// empty or at the top level; PHP prints warnings before the JSON; proxies answer in HTML. A
/// gateway answers in the same shape, with one member more: `retry`, true when nothing went to the
/// CRM.
///
/// Created: HTTP 2xx, `code` 200 and no `error`; `msg` never counts for it. Rejected: an HTTP
/// status or a `code` of 4xx, or an `error`. Everything else, and everything that contradicts
/// itself, is unknown: a second case is worse than a question.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace casement {

/// Replies are read up to this size; the transfer is aborted beyond.
inline constexpr std::size_t reply_limit = std::size_t{1024} * 1024;

/// A longer id, or one with characters that do not print, is not shown at all.
inline constexpr std::size_t id_limit = 64;

/// Reply::detail is cut here, in code points.
inline constexpr std::size_t detail_limit = 200;

enum class Outcome {
  created,                 ///< with a number to show
  created_without_number,  ///< the CRM's own success sample has both ids empty
  rejected,                ///< a definite no: nothing was created, `reason` says why
  unknown,                 ///< the case may exist: never resend blindly
};

enum class Rejection {
  none,
  missing_parameters,  ///< 400 SOME PARAMETERS ARE REQUIRED
  bad_request,         ///< 400, other texts, 412, 416, 417
  api_not_found,       ///< 400 THE API YOU WANT TO CONSULT DOES NOT EXIST
  token_missing,       ///< 401 PLEASE ENTER THE WOLKVOX-TOKEN
  token_invalid,       ///< 403 PLEASE VALIDATE TOKEN
  daily_limit,         ///< 403 TOKEN LIMIT EXCEEDED
  busy,                ///< 403 … SIMULTANEOUS REQUESTS …; 429; 5xx with `retry` true
  not_allowed,         ///< 403 with none of the three texts, 405
  not_found,           ///< 404: wrong server or proxy path
  too_large,           ///< 413, or PHP's warning that the body exceeds post_max_size
  other,               ///< code 200 with an error text, other codes
};

/// Why an outcome is unknown; each has its own sentence.
enum class Doubt {
  none,
  empty_body,
  not_json,      ///< HTML or other text
  cut_short,     ///< JSON that ends too early
  server_error,  ///< 5xx
  too_long,      ///< more than reply_limit
  no_verdict,    ///< JSON, but neither a success nor an error, or both; 408, 409, 422, 425
};

struct Reply {
  Outcome outcome = Outcome::unknown;
  Rejection rejection = Rejection::none;
  Doubt doubt = Doubt::none;
  /// idPrefijo, what people are shown; else the record's id. At most id_limit printable code
  /// points; also set when the outcome is unknown although the reply names a case.
  std::string case_number;
  std::string record_id;  ///< wolkvox_id: the record; likewise limited
  std::string detail;     ///< the CRM's own words on a failure, one line, or empty
  int code = 0;           ///< `code` of the body if it has one, else the HTTP status
};

/// Reads a complete answer. `http_status` is 100..599.
[[nodiscard]] Reply read_reply(int http_status, std::string_view body);

}  // namespace casement
