#include "gateway/config/gateway_config.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/text/json.hpp"
#include "gateway/access/portal_token.hpp"
#include "gateway/access/request_key.hpp"
#include "gateway/rules/answer.hpp"
#include "support/signed_token.hpp"

using namespace casement;
using namespace casement::gateway;
using namespace std::string_literals;

namespace {

const std::string secret = "0123456789abcdef0123456789abcdef";

SecretSource secrets() {
  return {[](const std::string& name) -> std::optional<std::string> {
            if (name == "TOKEN") return "crm-token";
            if (name == "SECRET") return secret;
            if (name == "BAD") return "two words";
            return std::nullopt;
          },
          [](const std::string& path) -> std::optional<std::string> {
            if (path == "/token") return "file-token\n";
            if (path == "/ed25519.pub") {
              return "-----BEGIN PUBLIC KEY-----\n"
                     "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                     "-----END PUBLIC KEY-----\n";
            }
            return std::nullopt;
          }};
}

std::string document(const std::string& more = "", const std::string& form = "",
                     const std::string& fields = "") {
  return R"({"server":"crm0001.wolkvox.com","tokenEnv":"TOKEN","store":"/keys.db",)" + more +
         R"("forms":[{"origins":["https://portal.example.com"],)" + form +
         R"("fields":{"operation":"acme","responsible":"a@acme","owner":"o@acme","status":"open")" +
         fields + "}}]}";
}

GatewayConfigOutcome read(const std::string& text) { return read_gateway_config(text, secrets()); }

/// The sentences of all problems, one a line.
std::string problems(const std::string& text) {
  std::string all;
  for (const ConfigProblem& each : read(text).problems) all += each.sentence() + "\n";
  return all;
}

std::string hs256(const std::string& header, const std::string& claims) {
  return ::hs256(header, claims, secret);
}

ContactToken hmac_token() { return {"HS256", secret, "cases", "contact", 30}; }

std::string told(const std::string& authorization, std::int64_t now = 1000) {
  const auto result = contact_of_token(authorization, hmac_token(), now);
  return result.ok() ? result.value() : result.error().sentence;
}

}  // namespace

TEST_CASE("a key that cannot check the portal's tokens is told before any token comes") {
  const auto told_of = [](const std::string& algorithm, const std::string& key) {
    return problems(document("", R"("contactToken":{"algorithm":")" + algorithm +
                                     R"(","audience":"cases",)" + key + "},"));
  };
  CHECK(told_of("EdDSA", R"("keyFile":"/ed25519.pub")").empty());
  CHECK(told_of("ES256", R"("keyFile":"/ed25519.pub")") ==
        "/forms/0/contactToken: the key is none of ES256. "
        "Allowed: a public key in PEM: EC on the curve P-256\n");
  CHECK(told_of("RS256", R"("keyFile":"/token")") ==
        "/forms/0/contactToken: the key is none of RS256. "
        "Allowed: a public key in PEM: RSA of 2048 bits or more\n");
  CHECK(told_of("HS256", R"("keyEnv":"SECRET")").empty());
}

TEST_CASE("a token is taken out of any text, whatever it is made of") {
  CHECK(without_secret("a token, the token", "token") == "a ***, the ***");
  CHECK(without_secret(R"(a\/b and a/b)", "a/b") == "*** and ***");
  CHECK(without_secret("a*b**", "*") == "a***b******");
  CHECK(without_secret("kept", "") == "kept");
}

TEST_CASE("networks of IPv4 and IPv6") {
  const auto holds = [](std::string_view network, std::string_view address) {
    return network_of(network).value().contains(ip_address_of(address).value());
  };
  CHECK(holds("10.0.0.0/8", "10.255.255.255"));
  CHECK_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  CHECK(holds("172.16.0.0/12", "172.31.0.1"));
  CHECK_FALSE(holds("172.16.0.0/12", "172.32.0.1"));
  CHECK(holds("192.0.2.7", "192.0.2.7"));
  CHECK_FALSE(holds("192.0.2.7/32", "192.0.2.6"));
  CHECK(holds("0.0.0.0/0", "203.0.113.9"));
  CHECK_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  CHECK(holds("192.0.2.0/24", "::ffff:192.0.2.200"));
  CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(holds("::/0", "2001:db8::1"));
  CHECK(holds("fe80::1", "fe80::1%eth0"));
  for (const char* const wrong :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0/8", "::/129",
        "2001:db8::/64/64", "10.0.0.256", "localhost", "1.2.3.4:80", "010.0.0.1"}) {
    CAPTURE(wrong);
    CHECK_FALSE(network_of(wrong));
  }
}

TEST_CASE("the smallest configuration") {
  const auto outcome = read(document());
  REQUIRE(outcome.config);
  CHECK(outcome.problems.empty());
  CHECK(outcome.config->token == "crm-token");
  CHECK(outcome.config->tls);
  CHECK(outcome.config->listen.at(0).port == 8090);
  CHECK(outcome.config->limits.simultaneous == 2);
  const PartNames names = part_names(outcome.config->forms.at(0).rules);
  CHECK(names.locked == std::vector<std::string>{"operation", "responsible", "owner", "status"});
  CHECK(names.texts == std::vector<std::string>{"case-type", "contact", "description", "priority",
                                                "solution", "form"});
  CHECK(names.file == "file[]");
}

TEST_CASE("what is wrong in a configuration is told with its place and what is allowed") {
  CHECK(problems("{").starts_with("the document: is not JSON: see line 1"));
  CHECK(problems("[]") == "the document: is a list. Allowed: an object\n");
  CHECK(problems(document(R"("servr":"x",)")) == "/servr: unknown key, ignored. Allowed: server\n");
  CHECK(problems(document(R"("token":"x",)")) ==
        "/token: a secret must not be in this document. Allowed: tokenEnv or tokenFile\n");
  CHECK(problems(document(R"("limits":{"queue":-1},)")) ==
        "/limits/queue: is out of range. Allowed: a whole number from 0 to 100000\n");
  CHECK(problems(document(R"("limits":{"queu":1},)")) ==
        "/limits/queu: unknown key, ignored. Allowed: queue\n");
  CHECK(problems(document(R"("listen":"nowhere",)"))
            .starts_with("/listen: \"nowhere\" is not an address with a port"));
  CHECK(problems(document(R"("listen":"localhost:8090",)")).starts_with("/listen: \"localhost"));
  CHECK(problems(document(R"("listen":[],)")) ==
        "/listen: is an empty list. Allowed: at least one address\n");
  CHECK(problems(document(R"("limits":{"dailyReserve":5},)")) ==
        "/limits/dailyReserve: is part of no budget. Allowed: a dailyBudget beside it\n");
  CHECK(problems(document("", R"("reconcile":{"customField":"k","after":59},)"))
            .starts_with("/forms/0/reconcile/after: is over before the CRM's answer"));
  CHECK(problems(document("", R"("reconcile":{"customField":"k","after":60},)")).empty());
  CHECK(problems(document("", R"("origins":[],)")).find("/forms/0/origins: is missing or empty") !=
        std::string::npos);
  CHECK(problems(document(R"("trustedProxies":"10.0.0.0/33",)"))
            .starts_with("/trustedProxies: \"10.0.0.0/33\" is not an address and not a network"));
  CHECK(problems(document("", R"("path":"portal/",)"))
            .starts_with("/forms/0/path: is not a valid path"));
  CHECK(problems(document("", "", R"(,"descripton":{})")) ==
        "/forms/0/fields/descripton: unknown key, ignored. Allowed: description\n");
  CHECK(problems(document("", "", R"(,"description":{"maxLength":"x"})"))
            .starts_with("/forms/0/fields/description/maxLength: is a string"));
  CHECK(problems(document("", "", R"(,"contact":{"visibility":"locked"})"))
            .starts_with("/forms/0/fields: \"contact\" is written by the gateway, but has no"));
  for (const std::string& origin :
       {"portal.example.com"s, "https://portal.example.com/"s, "https://Portal.example.com"s,
        "https://portal.example.com:443"s, "null"s, "*"s}) {
    const std::string text = R"({"server":"crm0001.wolkvox.com","tokenFile":"/token","store":"s",)"
                             R"("forms":[{"origins":[")" +
                             origin + R"("],"fields":{"operation":"a","responsible":"a",)" +
                             R"("owner":"a","status":"open"}}]})";
    CHECK(problems(text).starts_with("/forms/0/origins: \"" + origin + "\" is no origin"));
  }
}

TEST_CASE("what a form's fields have no use for is told, and a secret among them refused") {
  CHECK(problems(document("", "", R"(,"token":"x")"))
            .find("/forms/0/fields/token: a secret must not be in this document") !=
        std::string::npos);
  CHECK(problems(document("", "", R"(,"server":"x")"))
            .starts_with("/forms/0/fields/server: unknown key, ignored"));
  // A whole document of a page may be copied there.
  CHECK(problems(document("", "", R"(,"title":"x","language":"es","timeout":9)")).empty());
}

TEST_CASE("a form without what only the gateway can write is refused") {
  const std::string text = R"({"server":"crm0001.wolkvox.com","tokenEnv":"TOKEN","store":"s",)"
                           R"("forms":[{"origins":["https://a.example"],"fields":{}}]})";
  CHECK_FALSE(read(text).config);
  CHECK(problems(text).find("\"operation\" is written by the gateway, but has no value") !=
        std::string::npos);
}

TEST_CASE("the token comes from a variable or a file and is a token") {
  const auto with = [](const std::string& how) {
    return R"({"server":"crm0001.wolkvox.com",)" + how +
           R"("store":"s","forms":[{"origins":["https://a.example"],"fields":{"operation":"a",)" +
           R"("responsible":"a","owner":"a","status":"open"}}]})";
  };
  CHECK(read(with(R"("tokenFile":"/token",)")).config->token == "file-token");
  CHECK(problems(with(R"("tokenEnv":"NOWHERE",)")).starts_with("/tokenEnv: this variable is not"));
  CHECK(problems(with(R"("tokenFile":"/no",)")).starts_with("/tokenFile: this file cannot be"));
  CHECK(problems(with(R"("tokenEnv":"BAD",)")).starts_with("/tokenEnv: holds no token"));
  CHECK(problems(with("")).starts_with("/tokenEnv: is missing"));
  CHECK(problems(with(R"("tokenEnv":"TOKEN","tokenFile":"/token",)"))
            .starts_with("/tokenFile: is there beside"));
}

TEST_CASE("the CRM is spoken to over TLS, but on this machine") {
  const auto server = [](const std::string& host) {
    std::string text = document();
    return text.replace(text.find("crm0001.wolkvox.com"), 19, host);
  };
  CHECK(read(server("localhost:8080")).config->tls == false);
  CHECK(read(server("localhost:8443")).config->tls == true);
  CHECK(read(server("crm.example.com:8080")).config->tls == true);
  CHECK_FALSE(read(server("https://crm0001.wolkvox.com")).config);
  CHECK_FALSE(read(server("sv0001.crmvox.com")).config);
}

TEST_CASE("verdicts are written anew, and the token never passes") {
  const Answer created = verdict(
      read_reply(200, R"({"code":"200","error":null,"wolkvox_id":"64","idPrefijo":"S-1","x":1})"),
      "secret", "id");
  CHECK(created.status == 200);
  CHECK(created.body == R"({"code":200,"error":"null","msg":"Succesfully create record",)"
                        R"("data":{"wolkvox_id":"64","idPrefijo":"S-1"},"retry":false})");
  CHECK(read_reply(200, created.body).outcome == Outcome::created);
  const Answer empty = verdict(
      read_reply(200, R"({"code":200,"error":"null","data":{"wolkvox_id":"","idPrefijo":""}})"),
      "secret", "id");
  CHECK(read_reply(200, empty.body).outcome == Outcome::created_without_number);
  const Answer echo =
      verdict(read_reply(403, R"({"code":403,"error":"token secret is bad"})"), "secret", "id");
  CHECK(echo.status == 403);
  CHECK(echo.body.find("secret") == std::string::npos);
  const Answer inside =
      verdict(read_reply(200, R"({"code":200,"error":"no such contact","data":[]})"), "t", "id");
  CHECK(inside.status == 400);
  CHECK(read_reply(inside.status, inside.body).outcome == Outcome::rejected);
}

TEST_CASE("only retry says that nothing went to the CRM") {
  const Answer busy = refusal(refused::store_away, "id");
  CHECK(read_reply(busy.status, busy.body).rejection == Rejection::busy);
  const Answer lost = refusal(refused::answer_lost, "id");
  CHECK(read_reply(lost.status, lost.body).outcome == Outcome::unknown);
}

TEST_CASE("a portal's token names the contact") {
  const std::string header = R"({"alg":"HS256"})";
  const std::string claims = R"({"exp":2000,"aud":"cases","contact":"ana@example.com"})";
  CHECK(told(hs256(header, claims)) == "ana@example.com");
  CHECK(told(hs256(header, R"({"exp":2000,"aud":["x","cases"],"contact":"b@x.y"})")) == "b@x.y");
  CHECK(told("bearer " + hs256(header, claims).substr(7)) == "ana@example.com");
  CHECK(told("BEARER " + hs256(header, claims).substr(7)) == "ana@example.com");
  CHECK(told(hs256(header, claims), 2029) == "ana@example.com");
  CHECK(told(hs256(header, claims), 2030) == "The portal's token has expired.");
}

TEST_CASE("a token lives as long as the form allows, and its dates are in seconds") {
  const std::string header = R"({"alg":"HS256"})";
  const auto with = [&header](const std::string& dates) {
    return told(hs256(header, "{" + dates + R"(,"aud":"cases","contact":"a@b.c"})"));
  };
  const std::string longer = "The portal's token lives longer than this form allows (maxLifetime).";
  // Now is 1000, a day the default, 30 s the skew.
  CHECK(with(R"("exp":87430)") == "a@b.c");
  CHECK(with(R"("exp":87431)") == longer);
  CHECK(with(R"("iat":500,"exp":86930)") == "a@b.c");
  CHECK(with(R"("iat":500,"exp":86931)") == longer);
  CHECK(with(R"("exp":99999999999)") == longer);
  CHECK(with(R"("exp":100000000000)") ==
        "The portal's token has its exp in milliseconds; a NumericDate (RFC 7519) is in seconds.");
}

TEST_CASE("no other token does") {
  const std::string header = R"({"alg":"HS256"})";
  const std::string claims = R"({"exp":2000,"aud":"cases","contact":"ana@example.com"})";
  const std::string good = hs256(header, claims);
  const std::string wrong = "The portal's token has a wrong signature.";
  CHECK(told("") == "The portal's token is missing.");
  CHECK(told("Bearer x") == "The portal's token is no JWT.");
  CHECK(told(good + ".x") == "The portal's token is no JWT.");
  CHECK(told(::hs256(header, claims, "another secret of the same size!")) == wrong);
  for (std::size_t at = good.rfind('.') + 1; at < good.size() - 1; ++at) {
    std::string changed = good;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK(told(changed) == wrong);
  }
  CHECK(told(good.substr(0, good.rfind('.') + 1)) == wrong);
  for (const std::string& other :
       {R"({"alg":"none"})"s, R"({"alg":"hs256"})"s, R"({"alg":"RS256"})"s, "{}"s}) {
    CHECK(told(hs256(other, claims)) == "The portal's token is signed in another way than agreed.");
  }
  CHECK(told(hs256(R"({"alg":"HS256","alg":"HS256"})", claims)) == "The portal's token is no JWT.");
  CHECK(told(hs256(R"({"alg":"HS256","crit":["x"]})", claims)) ==
        "The portal's token asks for what is not understood here.");
  const auto with = [&](const std::string& text) { return told(hs256(header, text)); };
  CHECK(with(R"({"aud":"cases","contact":"a@b.c"})") == "The portal's token has expired.");
  CHECK(with(R"({"exp":"2000","aud":"cases","contact":"a@b.c"})") ==
        "The portal's token has expired.");
  CHECK(with(R"({"exp":2000,"nbf":1031,"aud":"cases","contact":"a@b.c"})") ==
        "The portal's token is not valid yet.");
  CHECK(with(R"({"exp":2000,"iat":"x","aud":"cases","contact":"a@b.c"})") ==
        "The portal's token is not valid yet.");
  CHECK(with(R"({"exp":2000,"contact":"a@b.c"})") == "The portal's token is for somebody else.");
  CHECK(with(R"({"exp":2000,"aud":"case","contact":"a@b.c"})") ==
        "The portal's token is for somebody else.");
  CHECK(with(R"({"exp":2000,"aud":"cases","contact":" "})") ==
        "The portal's token names no contact.");
  CHECK(with(R"({"exp":2000,"aud":"cases","contact":["a@b.c"]})") ==
        "The portal's token names no contact.");
}
