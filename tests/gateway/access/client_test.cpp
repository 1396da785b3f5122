#include "gateway/access/client.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "gateway/access/digest.hpp"
#include "gateway/config/gateway_config.hpp"

using namespace casement::gateway;
using namespace std::string_literals;

namespace {

const std::string plain_key = "0123456789abcdef0123456789abcdef";
const std::string signing_key = "fedcba9876543210fedcba9876543210";
constexpr std::int64_t now = 1'000'000;

SecretSource secrets() {
  return {[](const std::string& name) -> std::optional<std::string> {
            if (name == "PLAIN") return plain_key + "\n";
            if (name == "SIGNING") return signing_key;
            if (name == "SHORT") return "short";
            return "crm-token";
          },
          [](const std::string&) -> std::optional<std::string> { return std::nullopt; }};
}

GatewayConfigOutcome read(const std::string& clients, const std::string& form = "") {
  return read_gateway_config(
      R"({"server":"crm0001.wolkvox.com","tokenEnv":"T","store":"s","forms":[{)" + form +
          R"("fields":{"operation":"acme","responsible":"r","owner":"o","status":"open"},
          "clients":[)" +
          clients + "]}]}",
      secrets());
}

const std::string two = R"({"name":"plain","keyEnv":"PLAIN","fields":["status"],"requests":6},)"
                        R"({"name":"portal","keyEnv":"SIGNING","signed":true})";

std::string first_problem(const std::string& clients, const std::string& form = "") {
  const auto outcome = read(clients, form);
  return outcome.problems.empty() ? "" : outcome.problems.front().sentence();
}

}  // namespace

TEST_CASE("a client is the form with its own fields open") {
  const auto outcome = read(two);
  REQUIRE(outcome.config);
  const Form& form = outcome.config->forms.at(0);
  REQUIRE(form.clients.size() == 2);
  const Form& plain = form.clients[0];
  CHECK(plain.client->requests == 6);
  CHECK(plain.key_space == "|client:plain");
  CHECK(plain.names.locked == std::vector<std::string>{"operation", "responsible", "owner"});
  CHECK(form.names.locked.size() == 4);
  CHECK(form.clients[1].names.locked.size() == 4);
  const std::vector<TextPart> parts{
      {"case-type", "Request"}, {"contact", "a@b.co"}, {"description", "x"}, {"priority", "low"}};
  const auto texts = check_texts(plain.rules, parts, {});
  REQUIRE(texts.ok());
  bool stands = false;
  for (const casement::Entry& entry : texts.value()) {
    stands = stands || (entry.name == "status" && std::get<std::string>(entry.value) == "open");
  }
  CHECK(stands);
}

TEST_CASE("what is wrong with a client is told") {
  CHECK(read(two).problems.empty());
  CHECK(first_problem(R"({"keyEnv":"PLAIN"})").find("/name") != std::string::npos);
  CHECK(first_problem(R"({"name":"a b","keyEnv":"PLAIN"})").find("/name") != std::string::npos);
  CHECK(first_problem(two + "," + two).find("is there twice") != std::string::npos);
  CHECK(first_problem(R"({"name":"a"})").find("gives no key") != std::string::npos);
  CHECK(first_problem(R"({"name":"a","keyEnv":"SHORT"})").find("guessed") != std::string::npos);
  CHECK(first_problem(R"({"name":"a","keyEnv":"PLAIN","signed":1})").find("/signed") !=
        std::string::npos);
  CHECK(first_problem(R"({"name":"a","keyEnv":"PLAIN","fields":["nothing"]})")
            .find("none of the form's fields") != std::string::npos);
  CHECK(first_problem("7").find("is no object") != std::string::npos);
  const std::string token =
      R"("contactToken":{"algorithm":"HS256","keyEnv":"SIGNING","audience":"x"},)";
  CHECK(first_problem(two, token).find("lacks contact") != std::string::npos);
  CHECK(first_problem(R"({"name":"a","keyEnv":"PLAIN","fields":["contact"]})", token).empty());
}

TEST_CASE("a client is who has its key") {
  const auto outcome = read(two);
  REQUIRE(outcome.config);
  const Form& form = outcome.config->forms.at(0);
  for (const std::string& header : {"Bearer " + plain_key, "bearer  " + plain_key}) {
    const auto claim = client_of(form, header, now);
    REQUIRE(claim.ok());
    CHECK(claim.value().form == &form.clients[0]);
  }
  for (const std::string& header : {""s, "Bearer"s, "Bearer "s, "Bearer " + signing_key,
                                    "Bearer " + plain_key + " ", "Basic " + plain_key, plain_key}) {
    const auto claim = client_of(form, header, now);
    REQUIRE(claim.ok());
    CHECK(claim.value().form == nullptr);
  }
  const std::string scheme = "Casement-HMAC-SHA256 ";
  const std::string header = scheme + "client=portal, time=1000300, signature=abc";
  const auto claim = client_of(form, header, now);
  REQUIRE(claim.ok());
  CHECK(claim.value().form == &form.clients[1]);
  CHECK(claim.value().signature == "abc");
  for (const char* wrong :
       {"", "client=portal", "client=portal, time=1000000, signature=",
        "client=portal, time=1000000, signature=a b", "time=1000000, client=portal, signature=a",
        "client=portal, time=1000301, signature=a", "client=portal, time=999699, signature=a",
        "client=portal, time=x, signature=a", "client=portal, time=-1, signature=a",
        "client=portal, time=99999999999999999999, signature=a",
        "client=plain, time=1000000, signature=a", "client=none, time=1000000, signature=a",
        "client=portal; time=1000000; signature=a", "client=portal, time=1000000, signature=a,"}) {
    CAPTURE(wrong);
    CHECK_FALSE(client_of(form, scheme + wrong, now).ok());
  }
}

TEST_CASE("what is signed is this request alone") {
  const std::vector<TextPart> texts{{"a", "1\r\n2"}, {"bc", ""}};
  const std::string text = signed_text("POST", "/p", "7", "key", texts);
  CHECK(text == "POST\n/p\n7\nkey\n" + sha256("1:a4:1\r\n22:bc0:"));
  CHECK(signed_text("POST", "/p", "7", "key", {{"a", "1\r\n22:bc"}}) != text);
}

TEST_CASE("a client's keys may be guessed, but are parts of a path") {
  CHECK(is_client_key("ticket-2026.0001"));
  CHECK(is_client_key(std::string(128, 'a')));
  CHECK_FALSE(is_client_key(std::string(129, 'a')));
  CHECK_FALSE(is_client_key(std::string(15, 'a')));
  CHECK_FALSE(is_client_key("ticket/2026-0001"));
  CHECK(client_key_of_header("\"ticket-2026.0001\"") == "ticket-2026.0001");
  CHECK_FALSE(client_key_of_header("ticket-2026.0001"));
}
