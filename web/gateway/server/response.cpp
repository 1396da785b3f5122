#include "gateway/server/response.hpp"

#include <algorithm>

namespace casement::gateway {

bool is_allowed(const Form* form, const std::string& origin) {
  return form != nullptr && !origin.empty() &&
         std::find(form->origins.begin(), form->origins.end(), origin) != form->origins.end();
}

std::string text_of(const Response& response, const RequestHead& head, const Form* form,
                    std::string_view id, bool close) {
  const Answer& answer = response.answer;
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  text.append(reason_phrase(answer.status));
  if (is_allowed(form, head.origin)) {
    text.append("\r\nAccess-Control-Allow-Origin: ").append(head.origin);
    if (head.method == "OPTIONS") {
      text +=
          "\r\nAccess-Control-Allow-Methods: POST, GET"
          "\r\nAccess-Control-Allow-Headers: content-type, idempotency-key, authorization, "
          "prefer, proof-of-work"
          "\r\nAccess-Control-Max-Age: 7200";
    } else {
      text +=
          "\r\nAccess-Control-Expose-Headers: Idempotency-Key-Expires, Idempotency-Replayed, "
          "Retry-After, WWW-Authenticate, X-Request-Id";
    }
  }
  text += "\r\nVary: Origin\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff";
  text.append("\r\nX-Request-Id: ").append(id);
  if (answer.retry_after > 0) {
    text.append("\r\nRetry-After: ").append(std::to_string(answer.retry_after));
  }
  if (!answer.authenticate.empty()) {
    text.append("\r\nWWW-Authenticate: ").append(answer.authenticate);
  }
  if (response.replayed) text += "\r\nIdempotency-Replayed: true";
  if (response.expires) {
    text.append("\r\nIdempotency-Key-Expires: ").append(std::to_string(*response.expires));
  }
  if (close) text += "\r\nConnection: close";
  if (answer.status != 204) {
    const bool json = answer.body.starts_with('{');
    text +=
        json ? "\r\nContent-Type: application/json" : "\r\nContent-Type: text/plain; version=0.0.4";
    text.append("\r\nContent-Length: ").append(std::to_string(answer.body.size()));
  }
  text += "\r\n\r\n";
  if (head.method != "HEAD") text += answer.body;
  return text;
}

}  // namespace casement::gateway
