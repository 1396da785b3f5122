#include "gateway/rules/answer.hpp"

#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"

namespace casement::gateway {
namespace {

void remove_all(std::string& text, std::string_view secret) {
  constexpr std::string_view instead = "***";  // Which may itself hold a secret that is a star.
  for (std::size_t at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + instead.size())) {
    text.replace(at, secret.size(), instead);
  }
}

std::string object(int code, std::string_view error, std::string_view msg, std::string_view data,
                   bool retry, std::string_view id = {}) {
  std::string body = "{\"code\":" + std::to_string(code);
  body.append(",\"error\":").append(json_string(to_valid_utf8(error)));
  body.append(",\"msg\":").append(json_string(to_valid_utf8(msg)));
  body.append(",\"data\":").append(data);
  body.append(retry ? ",\"retry\":true" : ",\"retry\":false");
  if (!id.empty()) body.append(R"(,"id":")").append(id).append("\"");
  return body.append("}");
}

/// HTTP status of a definite no. 408, 409, 422 and 425 would be read as doubt.
int status_of(const Reply& reply) {
  const bool refuses = reply.code >= 400 && reply.code <= 499;
  const bool doubtful =
      reply.code == 408 || reply.code == 409 || reply.code == 422 || reply.code == 425;
  return refuses && !doubtful ? reply.code : 400;
}

}  // namespace

std::string without_secret(std::string text, std::string_view secret) {
  if (secret.empty()) return text;
  remove_all(text, secret);
  // A slash has two spellings in JSON, and PHP's own is the longer one.
  std::string escaped;
  std::string with_slashes;
  for (const char c : secret) {
    const bool must = c == '"' || c == '\\';
    if (must) escaped += '\\';
    escaped += c;
    if (must || c == '/') with_slashes += '\\';
    with_slashes += c;
  }
  if (escaped != secret) remove_all(text, escaped);
  if (with_slashes != escaped) remove_all(text, with_slashes);
  return text;
}

Answer refusal(const Refusal& row, std::string_view request_id, std::string_view data) {
  std::string words(row.sentence);
  words.append(" (request ").append(request_id).append(")");
  return {row.status,
          object(row.status, words, "", data, row.retry, row.id),
          row.retry_after,
          {},
          row.id};
}

std::string field_data(std::string_view name) {
  return "{\"field\":" + json_string(to_valid_utf8(name)) + "}";
}

Answer verdict(const Reply& reply, std::string_view token, std::string_view request_id) {
  if (reply.outcome == Outcome::created || reply.outcome == Outcome::created_without_number) {
    std::string data = "{\"wolkvox_id\":";
    data.append(json_string(without_secret(reply.record_id, token))).append(",\"idPrefijo\":");
    data.append(json_string(without_secret(reply.case_number, token))).append("}");
    return {200, object(200, "null", "Succesfully create record", data, false), 0, {}, {}};
  }
  const std::string detail = without_secret(reply.detail, token);
  const auto told = [&](Refusal row) {
    return refusal(detail.empty() ? row : saying(row, detail), request_id);
  };
  if (reply.rejection == Rejection::busy) return told(refused::crm_busy);
  if (reply.rejection == Rejection::daily_limit) return told(refused::crm_daily);
  Refusal row = refused::crm_refused;
  row.status = status_of(reply);
  return told(row);
}

}  // namespace casement::gateway
