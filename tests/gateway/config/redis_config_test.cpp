#include "gateway/config/redis_config.hpp"

#include <doctest/doctest.h>

#include <string>

#include "gateway/config/gateway_config.hpp"

using namespace casement;
using namespace casement::gateway;
using namespace std::string_literals;

namespace {

SecretSource secrets() {
  return {[](const std::string& name) -> std::optional<std::string> {
            if (name == "TOKEN") return "crm-token";
            if (name == "PASSWORD") return " a pass phrase\n";
            if (name == "LINES") return "one\ntwo";
            if (name == "BLANK") return " \n";
            if (name == "LONGEST") return std::string(4096, 'x') + "\n";
            if (name == "LONGER") return std::string(4097, 'x');
            return std::nullopt;
          },
          [](const std::string& path) -> std::optional<std::string> {
            if (path == "/there") return "file-password\n";
            return std::nullopt;
          }};
}

/// A document with this store, a JSON value.
GatewayConfigOutcome read(const std::string& store) {
  return read_gateway_config(
      R"({"server":"crm0001.wolkvox.com","tokenEnv":"TOKEN","store":)" + store +
          R"(,"forms":[{"origins":["https://portal.example.com"],"fields":)"
          R"({"operation":"acme","responsible":"a@acme","owner":"o@acme","status":"open"}}]})",
      secrets());
}

/// The sentences of all problems, one a line.
std::string problems(const std::string& store) {
  std::string all;
  for (const ConfigProblem& each : read(store).problems) all += each.sentence() + "\n";
  return all;
}

RedisConfig taken(const std::string& store) {
  CAPTURE(problems(store));
  const GatewayConfigOutcome outcome = read(store);
  REQUIRE(outcome.config);
  REQUIRE(outcome.config->redis);
  return *outcome.config->redis;
}

std::string with(const std::string& more) { return R"({"url":"rediss://h")" + more + "}"; }

std::string with_sentinel(const std::string& sentinel, const std::string& url = "rediss:///3") {
  return R"({"url":")" + url + R"(","sentinel":)" + sentinel + "}";
}

}  // namespace

TEST_CASE("a url says where a Redis is") {
  const RedisPlace plain = taken(R"("redis://h")").place;
  CHECK_FALSE(plain.tls);
  CHECK(plain.host == "h");
  CHECK(plain.port == 6379);
  CHECK(plain.database == 0);
  const RedisPlace whole = taken(R"({"url":"rediss://[2001:db8::1]:65535/1000000"})").place;
  CHECK(whole.tls);
  CHECK(whole.host == "2001:db8::1");
  CHECK(whole.port == 65535);
  CHECK(whole.database == 1'000'000);
  CHECK(taken(R"("redis://h/")").place.database == 0);
  CHECK(taken(R"("redis://h:1")").place.port == 1);
  for (const char* const url :
       {"redis://h/prod", "redis://h:6379x", "redis://h:0", "redis://h:65536", "redis://",
        "rediss:/h", "Redis://h", "redis:h", "redis://h/-1", "redis://h/1000001", "redis://h?x=1",
        "valkey://h", "valkeys://h"}) {
    CAPTURE(url);
    CHECK(problems(R"(")"s + url + R"(")")
              .starts_with("/store: is no url of a Redis that is understood. Allowed: redis://"));
    CHECK(problems(R"({"url":")"s + url + R"("})").starts_with("/store/url: is no url"));
  }
  for (const char* const file : {"/redis.db", "redis", "./a:b"}) {
    CAPTURE(file);
    CHECK_FALSE(read(R"(")"s + file + R"(")").config->redis);
  }
  CHECK(problems(R"("redis:///0")") ==
        "/store: names no host. Allowed: a host, or a sentinel that knows it\n");
  CHECK(problems("{}").starts_with("/store/url: is missing"));
  CHECK(problems("7").starts_with("/store: is a number"));
}

TEST_CASE("a password is never in the document, and is not repeated") {
  for (const std::string& store :
       {R"("redis://ana:canary@h")"s, R"({"url":"rediss://:canary@h"})"s,
        with(R"(,"password":"canary")"),
        with_sentinel(R"({"name":"m","urls":"redis://:canary@s"})"),
        with_sentinel(R"({"name":"m","urls":"redis://s","password":"canary"})")}) {
    const std::string said = problems(store);
    CAPTURE(said);
    CHECK(said.find("a secret must not be in this document") != said.npos);
    CHECK(said.find("canary") == said.npos);
  }
}

TEST_CASE("a password comes from a file or the environment, in one line of 1 to 4096 bytes") {
  const RedisAccess named = taken(with(R"(,"user":"casement","passwordEnv":"PASSWORD")")).access;
  CHECK(named.user == "casement");
  CHECK(password_of(named, secrets()) == "a pass phrase");
  const RedisAccess filed = taken(with(R"(,"passwordFile":"/there")")).access;
  CHECK(password_of(filed, secrets()) == "file-password");
  CHECK_FALSE(taken(with("")).access.has_password());
  CHECK(problems(with(R"(,"passwordEnv":"LONGEST")")).empty());
  for (const char* const name : {"LONGER", "LINES", "BLANK", "MISSING", ""}) {
    CAPTURE(name);
    CHECK(problems(with(R"(,"passwordEnv":")"s + name + R"(")"))
              .starts_with("/store/passwordEnv: gives no password"));
  }
  CHECK(problems(with(R"(,"passwordFile":"/not")"))
            .starts_with("/store/passwordFile: gives no password"));
  CHECK(problems(with(R"(,"passwordFile":"/there","passwordEnv":"PASSWORD")"))
            .starts_with("/store/passwordFile: is there beside passwordEnv"));
  CHECK(problems(with(R"(,"user":"casement")")).starts_with("/store/user: has no password"));
  CHECK(problems(with(R"(,"user":"","passwordEnv":"PASSWORD")"))
            .starts_with("/store/user: is empty"));
}

TEST_CASE("what is for TLS asks for TLS, and is there") {
  const RedisAccess access =
      taken(with(R"(,"caFile":"/there","certFile":"/there","keyFile":"/there","serverName":"n")"))
          .access;
  CHECK(access.ca_file == "/there");
  CHECK(access.server_name == "n");
  for (const char* const key : {"caFile", "certFile", "keyFile", "serverName"}) {
    CAPTURE(key);
    const std::string more = R"(,")"s + key + R"(":"/there")";
    CHECK(problems(R"({"url":"redis://h")" + more + "}").find("/store/"s + key + ": is for TLS") !=
          std::string::npos);
  }
  CHECK(problems(with(R"(,"caFile":"/not")")).starts_with("/store/caFile: this file cannot be"));
  CHECK(problems(with(R"(,"certFile":"/there")")).starts_with("/store/certFile: is there alone"));
  CHECK(problems(with(R"(,"keyFile":"/there")")).starts_with("/store/keyFile: is there alone"));
}

TEST_CASE("sentinels have a name to ask for, places, and access of their own") {
  const RedisConfig config = taken(
      with_sentinel(R"({"name":"Cases_1.a-b","urls":["rediss://s1","rediss://s2:1"],"user":"look",)"
                    R"("passwordFile":"/there","caFile":"/there"})"));
  CHECK(config.place.host.empty());
  CHECK(config.place.tls);
  CHECK(config.place.database == 3);
  CHECK(config.sentinel_name == "Cases_1.a-b");
  REQUIRE(config.sentinels.size() == 2);
  CHECK(config.sentinels[0].port == 26379);
  CHECK(config.sentinels[1].port == 1);
  CHECK(config.sentinel_access.user == "look");
  CHECK_FALSE(config.access.has_password());

  const auto urls = [](std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += R"(,"redis://s")";
    return with_sentinel(R"({"name":"m","urls":[)" + list.substr(list.empty() ? 0 : 1) + "]}");
  };
  CHECK(problems(urls(16)).empty());
  CHECK(problems(urls(17)).starts_with("/store/sentinel/urls: has too many items"));
  CHECK(problems(urls(0)).starts_with("/store/sentinel/urls: is missing or empty"));
  for (const char* const name : {"", "a b", "a/b", "á"}) {
    CAPTURE(name);
    CHECK(problems(with_sentinel(R"({"name":")"s + name + R"(","urls":"redis://s"})"))
              .starts_with("/store/sentinel/name: is "));
  }
  CHECK(problems(with_sentinel(R"({"name":"m","urls":"redis:///0"})"))
            .starts_with("/store/sentinel/urls: one names no host"));
  CHECK(problems(with_sentinel(R"({"name":"m","urls":"redis://s"})", "redis://h"))
            .starts_with("/store/url: names a host beside sentinel"));
  CHECK(problems(with_sentinel(R"({"name":"m","urls":"redis://s","caFile":"/there"})"))
            .starts_with("/store/sentinel/caFile: is for TLS"));
  CHECK(problems(with_sentinel("[]")).starts_with("/store/sentinel: is no object"));
  CHECK(problems(with_sentinel(R"({"name":"m","urls":"redis://s","nmae":"x"})"))
            .starts_with("/store/sentinel/nmae: unknown key"));
}

TEST_CASE("how many replicas must have a key is bounded") {
  CHECK(taken(with("")).replicas == 0);
  CHECK(taken(with(R"(,"replicas":100)")).replicas == 100);
  CHECK(problems(with(R"(,"replicas":101)")).starts_with("/store/replicas: is out of range"));
  CHECK(problems(with(R"(,"replicas":-1)")).starts_with("/store/replicas: is out of range"));
  CHECK(problems(with(R"(,"replica":1)")) ==
        "/store/replica: unknown key, ignored. Allowed: replicas\n");
}
