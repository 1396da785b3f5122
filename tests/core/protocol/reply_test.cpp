#include "core/protocol/reply.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "support/reply_checks.hpp"

using namespace casement;
using namespace casement::testing;
using namespace std::string_literals;

TEST_CASE("a success shows idPrefijo and keeps the record's id") {
  const Reply reply = read(200, success(R"({"wolkvox_id":"64cb","idPrefijo":"CAS-1042"})"));
  check_created(reply, "CAS-1042", "64cb");
  CHECK(reply.code == 200);
}

TEST_CASE("the documented sample, both ids empty, is created without a number") {
  const char* sample =
      R"({"code":200,"error":"null","msg":"Succesfully create record","data":{"wolkvox_id":"","idPrefijo":""}})";
  check_created_without_number(read(200, sample));
}

TEST_CASE("code and error are read in every way that they were seen") {
  for (const char* code : {"200", "\"200\"", "\" 200 \""}) {
    for (const char* error : {"\"null\"", "null", "\"\"", "\" NULL \"", "false", "0", "[]", "{}"}) {
      const std::string body = R"({"code":)" + std::string(code) + R"(,"error":)" + error +
                               R"(,"data":{"idPrefijo":"A1","wolkvox_id":"b2"}})";
      CAPTURE(body);
      check_created(read(200, body), "A1", "b2");
      check_created(read(201, body), "A1", "b2");
    }
  }
  check_created_without_number(read(200, R"({"code":200})"));
}

TEST_CASE("msg never makes a success") {
  check_unknown(read(200, R"({"msg":"Succesfully create record"})"), Doubt::no_verdict);
  check_rejected(read(200, R"({"code":400,"error":"null","msg":"Succesfully create record"})"),
                 Rejection::bad_request, "Succesfully create record");
  check_created(read(200, R"({"code":200,"error":"null","msg":"error","data":{"idPrefijo":"7"}})"),
                "7", "");
}

TEST_CASE("ids are found in data, in result and at the top level, under all their names") {
  check_created(read(200, success(R"({"wolkvox-id":"r","idCase":"n"})")), "n", "r");
  check_created(read(200, success(R"({"idCase":"n","idPrefijo":"p","wolkvox_id":"r"})")), "p", "r");
  check_created(read(200, success(R"([{"wolkvox_id":"r","idPrefijo":"p"}])")), "p", "r");
  check_created(read(200, R"({"code":"200","error":"null","wolkvox_id":"r","idPrefijo":"p"})"), "p",
                "r");
  check_created(read(200, R"({"result":"ok","wolkvox_id":"r","idPrefijo":"p"})"), "p", "r");
  check_created(read(200, R"({"code":200,"result":{"wolkvox_id":"r","idPrefijo":"p"}})"), "p", "r");
  check_created(read(200, R"({"code":200,"data":{"idPrefijo":""},"idPrefijo":"p"})"), "p", "");
  check_created(read(200, R"([{"code":200,"error":"null","data":{"idPrefijo":"p"}}])"), "p", "");
  check_created_without_number(read(200, success("[]")));
  check_created_without_number(read(200, success("null")));
  check_created_without_number(read(200, success("\"C-1\"")));
  check_created_without_number(read(200, success("[1]")));
}

TEST_CASE("without idPrefijo the record's id is the number") {
  check_created(read(200, success(R"({"wolkvox_id":"64cb","idPrefijo":""})")), "64cb", "64cb");
  check_created(read(200, success(R"({"wolkvox_id":"64cb","idPrefijo":null})")), "64cb", "64cb");
  check_created(read(200, success(R"({"wolkvox_id":"64cb"})")), "64cb", "64cb");
}

TEST_CASE("the three texts of 403 are told apart by their key words, in any case and place") {
  struct Text {
    std::string_view words;
    Rejection rejection;
  };
  const Text texts[] = {
      {"TOKEN LIMIT EXCEEDED", Rejection::daily_limit},
      {"Token limit exceeded.", Rejection::daily_limit},
      {"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)", Rejection::busy},
      {"exceeds the limit of simultaneous requests per token (5)", Rejection::busy},
      {"PLEASE VALIDATE TOKEN", Rejection::token_invalid},
      {"please validate token", Rejection::token_invalid},
      {"Forbidden", Rejection::not_allowed},
      {"", Rejection::not_allowed},
  };
  for (const Text& text : texts) {
    CAPTURE(text.words);
    check_rejected(read(403, failure(403, text.words)), text.rejection, text.words);
    check_rejected(read(200, failure(403, text.words)), text.rejection, text.words);
    const std::string in_msg =
        R"({"code":403,"error":"null","msg":")" + std::string(text.words) + "\"}";
    check_rejected(read(403, in_msg), text.rejection, text.words);
    check_rejected(read(403, text.words), text.rejection);
  }
}

TEST_CASE("the other documented errors are rejections of their own") {
  struct Case {
    int status;
    std::string_view words;
    Rejection rejection;
  };
  const Case cases[] = {
      {400, "THE API YOU WANT TO CONSULT DOES NOT EXIST", Rejection::api_not_found},
      {400, "SOME PARAMETERS ARE REQUIRED", Rejection::missing_parameters},
      {400, "The capital does not exist", Rejection::bad_request},
      {401, "PLEASE ENTER THE WOLKVOX-TOKEN", Rejection::token_missing},
      {401, "Unauthorized", Rejection::token_missing},
      {401, "Please validate token", Rejection::token_invalid},
      {404, "Not Found", Rejection::not_found},
      {405, "Method", Rejection::not_allowed},
      {412, "Precondition", Rejection::bad_request},
      {412, "Some parameters are required", Rejection::missing_parameters},
      {413, "Too large", Rejection::too_large},
      {416, "Range", Rejection::bad_request},
      {417, "Expectation", Rejection::bad_request},
      {429, "Slow down", Rejection::busy},
      {451, "Legal", Rejection::other},
  };
  for (const Case& c : cases) {
    CAPTURE(c.status);
    CAPTURE(c.words);
    check_rejected(read(c.status, failure(c.status, c.words)), c.rejection, c.words);
    check_rejected(read(200, failure(c.status, c.words)), c.rejection, c.words);
    CHECK(read(200, failure(c.status, c.words)).code == c.status);
    // Without a `code` the HTTP status is the code.
    const Reply reply = read(c.status, "{\"error\":\"" + std::string(c.words) + "\"}");
    check_rejected(reply, c.rejection, c.words);
    CHECK(reply.code == c.status);
  }
}

TEST_CASE("an error inside HTTP 200 and code 200 is a rejection") {
  check_rejected(read(200, failure(200, "The contact is unknown")), Rejection::other,
                 "The contact is unknown");
  check_rejected(read(200, failure(200, "PLEASE VALIDATE TOKEN")), Rejection::token_invalid,
                 "PLEASE VALIDATE TOKEN");
  check_rejected(read(200, R"({"error":"x"})"), Rejection::other, "x");
  check_rejected(read(200, R"({"code":0,"error":"x"})"), Rejection::other, "x");
  check_rejected(read(200, R"({"code":200,"error":true,"msg":"y"})"), Rejection::other, "y");
  check_rejected(read(200, R"({"code":200,"error":7})"), Rejection::other, "");
  check_rejected(read(200, R"({"code":200,"error":{"message":"x"}})"), Rejection::other, "x");
  check_rejected(read(200, R"({"code":200,"error":["x","y"]})"), Rejection::other, "x");
  check_rejected(read(200, R"({"code":200,"error":[[["x"]]]})"), Rejection::other, "");
}

TEST_CASE("without JSON the HTTP status can still say no") {
  const std::string page = "<!DOCTYPE html><title>x</title>PLEASE VALIDATE TOKEN {\"code\":200}";
  for (const std::string& body : {""s, " "s, page, "\0\0"s, "{\"code\":"s, "[]"s}) {
    CAPTURE(body);
    check_rejected(read(400, body), Rejection::bad_request);
    check_rejected(read(401, body), Rejection::token_missing);
    check_rejected(read(403, body), Rejection::not_allowed);
    check_rejected(read(404, body), Rejection::not_found);
    check_rejected(read(405, body), Rejection::not_allowed);
    check_rejected(read(413, body), Rejection::too_large);
    check_rejected(read(429, body), Rejection::busy);
    check_rejected(read(410, body), Rejection::other);
    for (const int status : {500, 502, 503, 504, 599}) {
      check_unknown(read(status, body), Doubt::server_error);
    }
  }
}

TEST_CASE("what is no answer leaves the outcome unknown, and says why") {
  check_unknown(read(200, ""), Doubt::empty_body);
  check_unknown(read(204, ""), Doubt::empty_body);
  check_unknown(read(200, " \n\xEF\xBB\xBF"), Doubt::empty_body);
  check_unknown(read(200, "<html><body>{\"code\":200}</body></html>"), Doubt::not_json);
  check_unknown(read(200, "\n<!doctype html><script>{\"code\":200,\"data\":{}}</script>"),
                Doubt::not_json);
  check_unknown(read(200, "ok"), Doubt::not_json);
  check_unknown(read(200, "{code:200}"), Doubt::not_json);
  check_unknown(read(200, "{'code':200}"), Doubt::not_json);
  check_unknown(read(200, "\0"s), Doubt::not_json);
  check_unknown(read(200, "\xFF\xFE{\0\"\0"s), Doubt::not_json);
  check_unknown(read(200, "{\"code\":200 200}"), Doubt::not_json);
  check_unknown(read(200, "{\"code\":1e999}"), Doubt::not_json);
  check_unknown(read(200, "{\"code\":200,}"), Doubt::not_json);
  check_unknown(read(302, "Moved"), Doubt::not_json);
  check_unknown(read(100, ""), Doubt::empty_body);
}

TEST_CASE("JSON that says neither yes nor no leaves the outcome unknown") {
  for (const char* body : {"null",
                           "true",
                           "7",
                           "\"ok\"",
                           "[]",
                           "[1,2]",
                           "{}",
                           "{\"a\":1}",
                           R"({"a":{"code":200}})",
                           R"({"data":{}})",
                           R"({"error":"null"})",
                           R"({"code":201})",
                           R"({"code":302,"error":"null"})",
                           R"({"code":"ok"})",
                           R"({"code":0})",
                           R"({"code":1})",
                           R"({"code":-200})",
                           R"({"code":20000})",
                           R"({"code":"20000"})",
                           R"({"code":200.0})",
                           R"({"code":"2OO"})",
                           R"({"code":[200]})",
                           R"({"result":"ok"})",
                           R"({"result":false,"idPrefijo":"p"})",
                           R"({"data":{"idPrefijo":"p"}})",
                           R"({"wolkvox_id":"r","idPrefijo":"p"})"}) {
    CAPTURE(body);
    check_unknown(read(200, body), Doubt::no_verdict);
  }
}

TEST_CASE("what is left of a broken answer is no success") {
  check_unknown(read(200, R"({"code":500,"error":OOPS,"data":{"wolkvox_id":"r","idPrefijo":"p"}})"),
                Doubt::no_verdict);
  check_unknown(read(200, R"("error":"x","data":{"idPrefijo":"p"}})"), Doubt::no_verdict);
}

TEST_CASE("a query's answer that found nothing is no success") {
  check_unknown(read(200, R"({"code":200,"error":"null","msg":"0 records found","data":[]})"),
                Doubt::no_verdict);
  check_unknown(read(200, R"({"code":"200","error":null,"msg":" 0 RECORDS"})"), Doubt::no_verdict);
  check_created_without_number(read(200, R"({"code":200,"error":"null","msg":"10 records"})"));
}

TEST_CASE("an answer that contradicts itself leaves the outcome unknown") {
  const std::string good = success(R"({"wolkvox_id":"r","idPrefijo":"C-7"})");
  for (const int status : {302, 400, 403, 404})
    check_unknown(read(status, good), Doubt::no_verdict);
  check_unknown(read(500, good), Doubt::server_error);
  const Reply reply = read(200, R"({"code":200,"error":"file lost","data":{"idPrefijo":"C-7"}})");
  check_unknown(reply, Doubt::no_verdict);
  CHECK(reply.case_number == "C-7");
  CHECK(reply.detail == "file lost");
  // An id beside a definite refusal is not the id of a new case.
  check_rejected(read(200, R"({"code":400,"error":"x","data":{"idPrefijo":"C-7"}})"),
                 Rejection::bad_request, "x");
}

TEST_CASE("a server's failure is never a rejection, unless a gateway says that nothing was sent") {
  check_unknown(read(500, failure(500, "x")), Doubt::server_error);
  check_unknown(read(200, failure(500, "x")), Doubt::server_error);
  check_unknown(read(200, failure(503, "x")), Doubt::server_error);
  check_unknown(read(503, failure(403, "TOKEN LIMIT EXCEEDED")), Doubt::server_error);
  const auto gateway = [](std::string_view retry) {
    return R"({"code":503,"error":"queue full","msg":"","data":{},"retry":)" + std::string(retry) +
           "}";
  };
  check_rejected(read(503, gateway("true")), Rejection::busy, "queue full");
  for (const char* retry : {"false", "null", "1", "\"true\"", "{}"}) {
    check_unknown(read(503, gateway(retry)), Doubt::server_error);
  }
}

TEST_CASE("a refusal that speaks of an earlier or unfinished request leaves the outcome unknown") {
  for (const int status : {408, 409, 422, 425}) {
    CAPTURE(status);
    check_unknown(read(status, failure(status, "x")), Doubt::no_verdict);
    check_unknown(read(200, failure(status, "x")), Doubt::no_verdict);
    check_unknown(read(status, R"({"code":409,"error":"x","retry":true})"), Doubt::no_verdict);
    check_unknown(read(status, ""), Doubt::empty_body);
    check_unknown(read(status, "<html>"), Doubt::not_json);
  }
}

TEST_CASE("PHP's warning about post_max_size explains the missing parameters") {
  const std::string warning =
      "<br />\n<b>Warning</b>:  POST Content-Length of 9000000 bytes exceeds the limit of 8388608 "
      "bytes in <b>Unknown</b> on line <b>0</b><br />\n";
  check_rejected(read(200, warning + failure(400, "SOME PARAMETERS ARE REQUIRED")),
                 Rejection::too_large, "SOME PARAMETERS ARE REQUIRED");
  check_created(read(200, warning + success(R"({"idPrefijo":"C-7"})")), "C-7", "");
}
