#include "gateway/rules/case_query.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace casement;
using namespace casement::gateway;

namespace {

const std::string key = "0123456789abcdef0123456789abcdef";

CaseFound found(int status, const std::string& body) {
  return read_case_query(status, body, key).found;
}

std::string list(const std::string& items) {
  return R"({"code":"200","error":null,"msg":"1 records were found","data":[)" + items + "]}";
}

}  // namespace

TEST_CASE("the question is JSON, whatever the names hold") {
  CHECK(case_query("ac\"me", "a\\b", "k") ==
        R"({"operation":"ac\"me","field":"a\\b","value":"k"})");
}

TEST_CASE("a case exists when the key stands in it") {
  const QueryReading reading = read_case_query(
      200, list(R"({"idCase":7,"idPrefijo":"SOP-7","wolkvox-id":"64cb","k":")" + key + "\"}"), key);
  CHECK(reading.found == CaseFound::exists);
  CHECK(reading.reply.outcome == Outcome::created);
  CHECK(reading.reply.case_number == "SOP-7");
  CHECK(reading.reply.record_id == "64cb");
  const std::string other = R"({"idCase":"A-1"})";
  const std::string nested = R"({"idCase":"A-2","form":{"k":[")" + key + "\"]}}";
  const std::string as_text = R"({"idCase":"A-3","form":"{\"k\":\")" + key + R"(\"}"})";
  CHECK(read_case_query(200, list(other + "," + nested), key).reply.case_number == "A-2");
  CHECK(read_case_query(200, list(as_text), key).reply.case_number == "A-3");
  // One object instead of a list, and a case without any id.
  CHECK(found(200, R"({"code":200,"data":{"k":")" + key + "\"}}") == CaseFound::exists);
}

TEST_CASE("only a plain answer of nothing is an absence") {
  CHECK(found(200, R"({"code":"200","error":null,"msg":"0 records were found","data":[]})") ==
        CaseFound::absent);
  CHECK(found(200, R"({"code":200,"msg":"0 records"})") == CaseFound::absent);
  CHECK(found(200, R"({"code":200,"data":[]})") == CaseFound::absent);
  for (const char* body : {R"({"code":200})", R"({"code":200,"data":null,"msg":"ok"})", "", "[]",
                           R"({"code":400,"msg":"0 records","data":[]})", "<html>",
                           R"({"code":200,"data":[{"idCase":"A-1"}]})", R"({"code":200,"data":[)",
                           R"({"code":200,"data":"0 records"})"}) {
    CAPTURE(body);
    CHECK(found(200, body) == CaseFound::unclear);
  }
  CHECK(found(500, R"({"code":200,"data":[]})") == CaseFound::unclear);
  CHECK(found(403, R"({"code":403,"data":[]})") == CaseFound::unclear);
}
