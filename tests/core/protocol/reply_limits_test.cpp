#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

#include "core/protocol/reply.hpp"
#include "support/reply_checks.hpp"

using namespace casement;
using namespace casement::testing;

namespace {

std::string number_of(std::string_view data) { return read(200, success(data)).case_number; }

/// Reads the body and returns how long that took.
double milliseconds(int http_status, const std::string& body, Doubt doubt) {
  const auto start = std::chrono::steady_clock::now();
  check_unknown(read(http_status, body), doubt);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  return taken.count();
}

}  // namespace

TEST_CASE("ids are texts or whole numbers") {
  CHECK(number_of(R"({"idPrefijo":1042})") == "1042");
  CHECK(number_of(R"({"idPrefijo":18446744073709551615})") == "18446744073709551615");
  CHECK(number_of(R"({"idPrefijo":"  C 7\n"})") == "C 7");
  CHECK(number_of(R"({"idPrefijo":"Ñ-7 💩"})") == "Ñ-7 💩");
  CHECK(number_of(R"({"idPrefijo":"<b>7</b>"})") == "<b>7</b>");
  for (const char* id : {"0", "\"0\"", "null", "\"null\"", "false", "true", "\"\"", "\"  \"", "-1",
                         "1.5", "18446744073709551616", "{}", "[]", "[7]", "{\"a\":7}"}) {
    CAPTURE(id);
    CHECK(number_of(R"({"idPrefijo":)" + std::string(id) + "}").empty());
  }
}

TEST_CASE("a number that would not print, or is too long to be one, is dropped") {
  for (const char* id : {R"(C\u00001)", R"(C\n1)", R"(C\u001b[1m)", R"(C\u007f)",
                         R"(C\u0085\u0086x)", R"(C\u202e1)", R"(C\u20661)", R"(C\u20281)"}) {
    CAPTURE(id);
    const std::string data = R"({"idPrefijo":")" + std::string(id) + R"(","wolkvox_id":"r"})";
    check_created(read(200, success(data)), "r", "r");
  }
  for (const char* letter : {"7", "ñ", "💩"}) {
    const auto with_length = [letter](std::size_t size) {
      return number_of(R"({"idPrefijo":")" + repeated(letter, size) + "\"}");
    };
    CHECK(with_length(id_limit - 1) == repeated(letter, id_limit - 1));
    CHECK(with_length(id_limit) == repeated(letter, id_limit));
    CHECK(with_length(id_limit + 1).empty());
  }
}

TEST_CASE("what stands around the JSON does no harm") {
  const std::string json = success(R"({"idPrefijo":"C-7","wolkvox_id":"r"})");
  for (const char* before :
       {"\xEF\xBB\xBF", " \r\n\t",
        "<br />\n<b>Warning</b>:  Undefined array key in <b>/a.php</b><br />\n",
        "Warning: foreach() expects {array} in /a.php on line 3\n", "{", "{{ ", "{}", "{\"a\":1}\n",
        "{\"a\n", "{\"a\":1 1}", "[", "callback(", "{not json}", "<!-- {\"x\": -->"}) {
    for (const char* after :
         {"", "\n", "\nNotice: x in {closure}\n", ");", "}", "{", "{\"code\":500}"}) {
      CAPTURE(before);
      CAPTURE(after);
      check_created(read(200, before + json + after), "C-7", "r");
    }
  }
}

TEST_CASE("invalid UTF-8 in a message does not hide the answer") {
  check_created(read(200,
                     "{\"code\":200,\"error\":\"null\",\"msg\":\"cr\xE9"
                     "ation\",\"data\":{\"idPrefijo\":\"C-7\"}}"),
                "C-7", "");
  check_rejected(read(200,
                      "{\"code\":400,\"error\":\"cr\xE9"
                      "ation\"}"),
                 Rejection::bad_request, "cr\uFFFDation");
}

TEST_CASE("every truncation of an answer is cut short, never a success") {
  const std::string json =
      R"({"data":{"wolkvox_id":"r","idPrefijo":"C-7"},"code":200,"error":"null","msg":"a \"b\""})";
  const std::string warning = "Warning: x in /a.php on line 3\n";
  for (std::size_t size = 1; size < json.size(); ++size) {
    CAPTURE(size);
    check_unknown(read(200, json.substr(0, size)), Doubt::cut_short);
    check_unknown(read(200, warning + json.substr(0, size)),
                  size < 2 ? Doubt::not_json : Doubt::cut_short);
  }
  check_created(read(200, json), "C-7", "r");
}

TEST_CASE("the CRM's words become one line of limited length") {
  const auto detail = [](std::string_view error) { return read(200, failure(400, error)).detail; };
  CHECK(detail(R"(  two\r\n\tlines\u0000 \u0085and\u2028more  )") == "two lines and more");
  CHECK(detail(R"(a\u202eb)") == "a b");
  CHECK(detail(repeated("ñ", detail_limit - 1)) == repeated("ñ", detail_limit - 1));
  CHECK(detail(repeated("ñ", detail_limit)) == repeated("ñ", detail_limit));
  CHECK(detail(repeated("ñ", detail_limit + 1)) == repeated("ñ", detail_limit));
}

TEST_CASE("a reply is read up to its limit") {
  const std::string json = success(R"({"idPrefijo":"C-7"})");
  const auto padded = [&json](std::size_t size) {
    return json + std::string(size - json.size(), ' ');
  };
  check_created(read(200, padded(reply_limit - 1)), "C-7", "");
  check_created(read(200, padded(reply_limit)), "C-7", "");
  check_unknown(read(200, padded(reply_limit + 1)), Doubt::too_long);
  check_unknown(read(500, padded(reply_limit + 1)), Doubt::server_error);
  check_rejected(read(404, repeated("x", 2 * reply_limit)), Rejection::not_found);
  const std::string before(reply_limit - json.size(), '\n');
  check_created(read(200, before + json), "C-7", "");
}

TEST_CASE("nonsense of any size and shape is answered in no time") {
  // For sanitizers on a busy machine; without them each takes a twentieth of it.
  constexpr double limit_ms = 1500;
  const auto filled = [](std::string_view with) {
    return repeated(with, reply_limit / with.size());
  };
  for (const char* nonsense : {"{", "[{", "{\"a\nx", "<{>", "\xC2"}) {
    CAPTURE(std::string(nonsense));
    CHECK(milliseconds(200, filled(nonsense), Doubt::not_json) < limit_ms);
  }
  CHECK(milliseconds(200, std::string(2 * reply_limit, '{'), Doubt::too_long) < limit_ms);
  CHECK(milliseconds(200, filled("{\"a\":"), Doubt::not_json) < limit_ms);
  CHECK(milliseconds(200, filled("{\"a\":["), Doubt::not_json) < limit_ms);
  CHECK(milliseconds(200, filled("{\"a\":1 1}"), Doubt::not_json) < limit_ms);
  CHECK(milliseconds(200, filled("{\"a\":1}"), Doubt::no_verdict) < limit_ms);
  CHECK(milliseconds(200, filled("{}"), Doubt::no_verdict) < limit_ms);
  CHECK(milliseconds(200, "{\"a" + filled("x").substr(8), Doubt::cut_short) < limit_ms);
  CHECK(milliseconds(200, "{\"code\":" + filled("[").substr(9) + "}", Doubt::not_json) < limit_ms);
  // Objects within objects, each of which looks whole and is none.
  const std::string inner = repeated("{\"a\":", 30);
  CHECK(milliseconds(200, inner + "{\"b\":1 " + filled("1").substr(400) + "}" + repeated("}", 30),
                     Doubt::not_json) < limit_ms);
}
