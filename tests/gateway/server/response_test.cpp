#include "gateway/server/response.hpp"

#include <doctest/doctest.h>

#include "core/text/unicode.hpp"

namespace casement::gateway {
namespace {

const std::string portal = "https://portal.example.com";

Form form_of_portal() {
  Form form;
  form.origins = {portal, "http://localhost:8080"};
  return form;
}

RequestHead head_of(std::string method, std::string origin) {
  RequestHead head;
  head.method = std::move(method);
  head.origin = std::move(origin);
  return head;
}

bool has(const std::string& text, std::string_view line) {
  return text.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

TEST_CASE("an origin is allowed as it is written, and no other") {
  const Form form = form_of_portal();
  CHECK(is_allowed(&form, portal));
  CHECK(is_allowed(&form, "http://localhost:8080"));
  for (const char* other :
       {"", "null", "*", "https://portal.example.com/", "https://portal.example.com:443",
        "http://portal.example.com", "https://Portal.example.com",
        "https://portal.example.com.evil", "https://xportal.example.com", "http://localhost"}) {
    CAPTURE(other);
    CHECK_FALSE(is_allowed(&form, other));
  }
  CHECK_FALSE(is_allowed(nullptr, portal));
}

TEST_CASE("a page that is allowed may read the answer and what it must know of it") {
  const Form form = form_of_portal();
  const Response response{{200, "{}", 0, {}}, RequestOutcome::checked, false};
  const std::string text = text_of(response, head_of("POST", portal), &form, "id1", false);
  CHECK(text.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(has(text, "Access-Control-Allow-Origin: " + portal));
  CHECK(has(text,
            "Access-Control-Expose-Headers: Idempotency-Key-Expires, Idempotency-Replayed, "
            "Retry-After, WWW-Authenticate, X-Request-Id"));
  CHECK(text.find("Allow-Methods") == std::string::npos);
  CHECK(text.find("Allow-Credentials") == std::string::npos);
  CHECK(text.ends_with("\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
}

TEST_CASE("nobody else learns that a page could") {
  const Form form = form_of_portal();
  const Response response{{403, "{}", 0, {}}, RequestOutcome::refused, false};
  for (const char* origin : {"", "https://evil.example", "null"}) {
    const std::string text = text_of(response, head_of("POST", origin), &form, "id1", false);
    CHECK(text.find("Access-Control") == std::string::npos);
    CHECK(has(text, "Vary: Origin"));
    CHECK(has(text, "Cache-Control: no-store"));
    CHECK(has(text, "X-Content-Type-Options: nosniff"));
    CHECK(has(text, "X-Request-Id: id1"));
  }
}

TEST_CASE("a preflight names methods and headers, and has no body") {
  const Form form = form_of_portal();
  const Response response{{204, "", 0, {}}, RequestOutcome::preflight, false};
  const std::string text = text_of(response, head_of("OPTIONS", portal), &form, "id1", true);
  CHECK(has(text, "Access-Control-Allow-Methods: POST, GET"));
  CHECK(has(text,
            "Access-Control-Allow-Headers: content-type, idempotency-key, authorization, prefer, "
            "proof-of-work"));
  CHECK(has(text, "Access-Control-Max-Age: 7200"));
  CHECK(has(text, "Connection: close"));
  CHECK(text.find("Content-Length") == std::string::npos);
  CHECK(text.ends_with("\r\n\r\n"));
}

TEST_CASE("a HEAD hears what a GET would, without the body") {
  const Response response{{200, "metric 1\n", 0, {}}, RequestOutcome::checked, false};
  const std::string text = text_of(response, head_of("HEAD", ""), nullptr, "id1", false);
  CHECK(text.ends_with("Content-Type: text/plain; version=0.0.4\r\nContent-Length: 9\r\n\r\n"));
}

TEST_CASE("what is to be known of a key and of another try stands in the head") {
  Response response{{503, "{}", 30, "Bearer"}, RequestOutcome::refused, true};
  response = keeping(std::move(response), 259'200);
  const std::string text = text_of(response, head_of("POST", ""), nullptr, "id1", false);
  CHECK(has(text, "Retry-After: 30"));
  CHECK(has(text, "WWW-Authenticate: Bearer"));
  CHECK(has(text, "Idempotency-Replayed: true"));
  CHECK(has(text, "Idempotency-Key-Expires: 259200"));
  CHECK(text.find("Connection: close") == std::string::npos);
}

}  // namespace
}  // namespace casement::gateway
