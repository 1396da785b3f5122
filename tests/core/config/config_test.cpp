#include "core/config/config.hpp"

#include <doctest/doctest.h>

#include "support/config_reading.hpp"
#include "support/exact_text.hpp"

namespace casement {
namespace {

using testing::behind_gateway;
using testing::config_of;
using testing::field;
using testing::Lines;
using testing::page;
using testing::repeated;
using testing::wrong;

constexpr std::string_view direct =
    R"({"proxy":"https://proxy.example/{url}","server":"crm0001.wolkvox.com","token":"t0",
        "operation":"acme","responsible":"ana@acme","owner":"ana@acme","status":"open"})";

TEST_CASE("behind a gateway an empty document is enough, and everything has a default") {
  const FormConfig config = config_of("{}");
  CHECK(config.mode == Mode::gateway);
  CHECK(config.endpoint.url == "https://gate.example/server/API/v2/cases/insert.php");
  CHECK(config.token == "");
  CHECK(config.send_idempotency_key);
  CHECK_FALSE(config.language.has_value());
  CHECK(config.title.empty());
  CHECK(config.intro.empty());
  CHECK(config.timeout_ms == 120'000);
  CHECK_FALSE(config.exposes_token());

  struct Row {
    const char* name;
    FieldKind kind;
    bool required;
    Visibility visibility;
    const char* value;
    std::size_t max_length;
  };
  const Row rows[] = {
      {"operation", FieldKind::text, true, Visibility::locked, "", 2500},
      {"case-type", FieldKind::choice, true, Visibility::shown, "", 2500},
      {"responsible", FieldKind::text, true, Visibility::locked, "", 2500},
      {"owner", FieldKind::text, true, Visibility::locked, "", 2500},
      {"contact", FieldKind::email, true, Visibility::shown, "", 254},
      {"description", FieldKind::multiline, true, Visibility::shown, "", 2500},
      {"status", FieldKind::text, true, Visibility::locked, "", 2500},
      {"priority", FieldKind::choice, true, Visibility::shown, "low", 2500},
      {"solution", FieldKind::multiline, false, Visibility::shown, "", 2500},
  };
  REQUIRE(config.fields.size() == std::size(rows));
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    const FieldSpec& spec = config.fields[i];
    CAPTURE(rows[i].name);
    CHECK(spec.name == rows[i].name);
    CHECK_FALSE(spec.custom);
    CHECK(spec.kind == rows[i].kind);
    CHECK(spec.required == rows[i].required);
    CHECK(spec.visibility == rows[i].visibility);
    CHECK(spec.default_value == rows[i].value);
    CHECK(spec.max_length == rows[i].max_length);
    CHECK(spec.min_length == 0);
    CHECK(spec.label.empty());
    CHECK(spec.hint.empty());
    CHECK(spec.placeholder.empty());
    CHECK(spec.autocomplete == (spec.name == "contact" ? "email" : ""));
  }
}

TEST_CASE("in direct mode the minimal document is enough") {
  const FormConfig config = config_of(direct, page);
  CHECK(config.mode == Mode::direct);
  CHECK(config.endpoint.url ==
        "https://proxy.example/https://crm0001.wolkvox.com/server/API/v2/cases/insert.php");
  CHECK(config.token == "t0");
  CHECK_FALSE(config.send_idempotency_key);
  CHECK(config.exposes_token());
  for (const char* name : {"operation", "responsible", "owner", "status"}) {
    CHECK(field(config, name).visibility == Visibility::hidden);
  }
  CHECK(field(config, "operation").default_value == "acme");
  CHECK(field(config, "status").default_value == "open");
  CHECK(field(config, "contact").visibility == Visibility::shown);
}

TEST_CASE("in direct mode each missing part is an error of its own, all told at once") {
  CHECK(
      wrong("{}", page) ==
      Lines{"error /proxy: is missing or empty | an https URL with {url} or {url:encoded}, or one "
            "to which the CRM's path is appended",
            "error /server: is missing or empty | a host name such as crm0001.wolkvox.com",
            "error /token: is missing or empty | the CRM's token, or a gateway that keeps it",
            "error /operation: is missing | a string, or an object with default",
            "error /responsible: is missing | a string, or an object with default",
            "error /owner: is missing | a string, or an object with default",
            "error /status: is missing | a string, or an object with default"});
}

TEST_CASE("an address that is wrong is told with the right form") {
  struct Row {
    const char* proxy;
    const char* server;
    Lines expected;
  };
  const Row rows[] = {
      {"https://p.example/",
       "sv0001.crmvox.com",
       {"error /server: was switched off in 2024 | crm0001.wolkvox.com"}},
      {"https://p.example/",
       "sv0000.crmvox.com",
       {"error /server: was switched off in 2024 | crm0000.wolkvox.com"}},
      {"https://p.example/",
       "https://crm0001.wolkvox.com",
       {"error /server: has a scheme | crm0001.wolkvox.com"}},
      {"https://p.example/",
       "crm0001.wolkvox.com/login",
       {"error /server: has a path | crm0001.wolkvox.com"}},
      {"https://p.example/",
       "crm0001.wolkvox.com?x=1",
       {"error /server: has a query | crm0001.wolkvox.com"}},
      {"http://p.example/{url}",
       "crm0001.wolkvox.com",
       {"error /proxy: is not https (http is for this machine alone) | "
        "https://p.example/{url}"}},
      {"http://p.example/{url}",
       "https://sv0001.crmvox.com/x",
       {"error /proxy: is not https (http is for this machine alone) | "
        "https://p.example/{url}",
        "error /server: was switched off in 2024 | crm0001.wolkvox.com"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.server);
    const std::string json = std::string(R"({"proxy":")") + row.proxy + R"(","server":")" +
                             row.server +
                             R"(","token":"t","operation":"a","responsible":"b","owner":"c",
                                "status":"open"})";
    CHECK(wrong(json, page) == row.expected);
  }
}

TEST_CASE("a gateway is the element's attribute first, then the document's") {
  CHECK(config_of(R"({"gateway":"https://doc.example"})", page).endpoint.url ==
        "https://doc.example/server/API/v2/cases/insert.php");
  CHECK(config_of(R"({"gateway":"https://doc.example"})").endpoint.url ==
        "https://gate.example/server/API/v2/cases/insert.php");
  CHECK(config_of(R"({"gateway":"/"})", page).endpoint.url ==
        "https://portal.example/server/API/v2/cases/insert.php");
  CHECK(wrong(R"({"gateway":"http://doc.example"})", page) ==
        Lines{"error /gateway: is not https (http is for this machine alone) | "
              "https://doc.example"});
  CHECK(wrong("{}", {page.document_url, "http://gate.example", ""}) ==
        Lines{"error gateway attribute: is not https (http is for this machine alone) | "
              "https://gate.example"});
  CHECK(wrong(R"({"gateway":1})", page) == Lines{"error /gateway: is a number | a string"});
}

TEST_CASE("behind a gateway a token must not be in the page, and what is not used is told") {
  CHECK(wrong(R"({"token":"secret"})") ==
        Lines{"error /token: must not be in the page: the gateway keeps it | nothing: remove it"});
  CHECK(wrong(R"({"proxy":"x","server":"y","idempotencyKey":true})") ==
        Lines{"warning /proxy: means nothing behind a gateway | nothing: remove it",
              "warning /server: means nothing behind a gateway | nothing: remove it",
              "warning /idempotencyKey: means nothing behind a gateway | nothing: remove it"});
}

TEST_CASE("a token is checked as a header's value and never repeated in a sentence") {
  for (const std::string& token : {std::string("se cret"), std::string("se\\ncret"),
                                   std::string("secrétñ"), std::string(4097, 's')}) {
    std::string json(direct);
    json.replace(json.find("t0"), 2, token);
    const Lines found = wrong(json, page);
    CHECK(found == Lines{"error /token: is no token | letters, digits and signs without spaces"});
  }
  std::string json(direct);
  json.replace(json.find("t0"), 2, std::string(4096, 's'));
  CHECK(config_of(json, page).token.size() == 4096);
}

TEST_CASE("the demo's token exposes nothing") {
  std::string json(direct);
  json.replace(json.find("t0"), 2, "demo");
  CHECK_FALSE(config_of(json, page).exposes_token());
}

TEST_CASE("locked in direct mode is an error") {
  std::string json(direct);
  json.replace(json.find("\"acme\""), 6, R"({"visibility":"locked"})");
  CHECK(wrong(json, page) ==
        Lines{"error /operation/visibility: without a gateway nobody writes a locked field | "
              "shown, read-only or hidden"});
}

TEST_CASE("a gateway's proof of work is asked for when configured") {
  CHECK_FALSE(config_of("{}").proof_of_work);
  CHECK(config_of(R"({"proofOfWork":true})").proof_of_work);
  CHECK(wrong(R"({"proofOfWork":1})") == Lines{"error /proofOfWork: is a number | true or false"});
}

TEST_CASE("in direct mode the idempotency key is sent when configured") {
  std::string json(direct);
  json.insert(1, R"("idempotencyKey":true,)");
  CHECK(config_of(json, page).send_idempotency_key);
  CHECK(wrong(json.replace(json.find("true"), 4, "\"x\""), page) ==
        Lines{"error /idempotencyKey: is a string | true or false"});
}

TEST_CASE("the page's contact becomes the field's hidden value") {
  const ConfigContext context{page.document_url, "https://gate.example", "ana@acme.co"};
  FormConfig config = config_of("{}", context);
  CHECK(field(config, "contact").default_value == "ana@acme.co");
  CHECK(field(config, "contact").visibility == Visibility::hidden);
  config = config_of(R"({"contact":{"options":["a@b","c@d"]}})", context);
  CHECK(field(config, "contact").default_value == "ana@acme.co");
  CHECK(field(config, "contact").kind == FieldKind::email);
  config = config_of(R"({"contact":{"visibility":"locked"}})", context);
  CHECK(field(config, "contact").visibility == Visibility::locked);
}

TEST_CASE("a contact attribute that is no e-mail is told and the field stays") {
  const ConfigOutcome outcome =
      read_config("{}", {page.document_url, "https://gate.example", "{{user.email}}"});
  CHECK(testing::lines(outcome) == Lines{"warning contact attribute: \"{{user.email}}\" is ignored "
                                         "| Write an email such as name@company.com."});
  REQUIRE(outcome.config.has_value());
  CHECK(field(*outcome.config, "contact").visibility == Visibility::shown);
}

TEST_CASE("what is not JSON gives one error with its line and column") {
  CHECK(wrong("") == Lines{"error : is not JSON: see line 1, column 1 | one JSON object"});
  CHECK(wrong("<!doctype html>") ==
        Lines{"error : is not JSON: see line 1, column 1 | one JSON object"});
  CHECK(wrong("{\n  \"a\": 1,\n  \"ñandú\" 2\n}") ==
        Lines{"error : is not JSON: see line 3, column 11 | one JSON object"});
  CHECK(wrong("[1]") == Lines{"error : is a list | an object"});
  CHECK(wrong("null") == Lines{"error : is null | an object"});
  CHECK(read_config("nul", page).problems.front().sentence() ==
        "the document: is not JSON: see line 1, column 4. Allowed: one JSON object");
}

TEST_CASE("a document at the limit is read, and one byte more is not") {
  std::string json = "{}";
  json.resize(config_limit, ' ');
  config_of(json);
  json += ' ';
  CHECK(wrong(json) == Lines{"error : has 262145 bytes | at most 262144"});
}

TEST_CASE("256 KB of brackets are one error") {
  for (const char* bracket : {"[", "{\"form\":", "{\"a\":["}) {
    std::string json = repeated(bracket, config_limit);
    json.resize(config_limit);
    CHECK(wrong(json) == Lines{"error : is nested too deeply | 32 levels"});
  }
}

TEST_CASE("unknown keys are warnings with the nearest known name, at every level") {
  CHECK(wrong(R"({"prioritty":"low"})") ==
        Lines{"warning /prioritty: unknown key, ignored | priority"});
  CHECK(wrong(R"({"caseType":"Claims"})") ==
        Lines{"warning /caseType: unknown key, ignored | case-type"});
  CHECK(wrong(R"({"title":{"Es":"Hola","en":"Hi"}})") ==
        Lines{"warning /title/Es: unknown key, ignored | es"});
  CHECK(wrong(R"({"priority":{"defualt":"low"}})") ==
        Lines{"warning /priority/defualt: unknown key, ignored | default"});
  CHECK(wrong(R"({"priority":{"options":[{"value":"x","lable":"X"}]}})") ==
        Lines{"warning /priority/options/0/lable: unknown key, ignored | label"});
  CHECK(wrong(R"({"form":[{"name":"a","requierd":true}]})") ==
        Lines{"warning /form/0/requierd: unknown key, ignored | required"});
  CHECK(wrong(R"({"file":{"maxfiles":2}})") ==
        Lines{"warning /file/maxfiles: unknown key, ignored | maxFiles"});
  CHECK(wrong(R"({"file":{"colour":"red"}})") ==
        Lines{"warning /file/colour: unknown key, ignored | name, extensions, maxFiles, "
              "maxFileSize, maxTotalSize or required"});
}

TEST_CASE("a long unknown key is told shortened, and a schema is no surprise") {
  const std::string key(200, 'k');
  const Lines found = wrong("{\"" + key + "\":1}");
  REQUIRE(found.size() == 1);
  CHECK(found[0].starts_with("warning /" + key.substr(0, 60) + ": unknown key, ignored | "));
  config_of(R"({"$schema":"https://example.com/case-form.json"})");
}

TEST_CASE("a key that is there twice is a warning") {
  CHECK(wrong(R"({"title":"a","title":"b"})") ==
        Lines{"warning /title: is there more than once; the last one counts | each key once"});
}

TEST_CASE("a document wrong in thousands of places is told in part, with every error") {
  std::string json = "{";
  for (int i = 0; i < 5'000; ++i) json += "\"k" + std::to_string(i) + "\":1,";
  json += R"("priority":1,"owner":2})";
  const ConfigOutcome outcome = read_config(json, behind_gateway);
  REQUIRE(outcome.problems.size() == 53);
  CHECK_FALSE(outcome.config.has_value());
  CHECK(outcome.problems.back().what == "4950 more problems are not listed");
  std::size_t errors = 0;
  for (const ConfigProblem& problem : outcome.problems) {
    errors += problem.severity == ConfigProblem::Severity::error ? 1U : 0U;
  }
  CHECK(errors == 2);
}

TEST_CASE("language, title, intro and timeout are read") {
  const FormConfig config = config_of(
      R"({"language":"pt-BR","title":"Ayuda","intro":{"en":"Hi","es":"Hola"},"timeout":3600})");
  CHECK(config.language == Language::pt);
  CHECK(config.title.get(Language::en) == "Ayuda");
  CHECK(config.intro.get(Language::es) == "Hola");
  CHECK(config.intro.get(Language::pt) == "Hi");
  CHECK(config.timeout_ms == 3'600'000);
  CHECK(config_of(R"({"timeout":1})").timeout_ms == 1000);
}

TEST_CASE("wrong values at the top are told with what is allowed") {
  struct Row {
    const char* json;
    const char* line;
  };
  const Row rows[] = {
      {R"({"language":"xx"})", "error /language: \"xx\" is not spoken here | en, es, pt, fr or de"},
      {R"({"language":1})", "error /language: is a number | a string"},
      {R"({"title":1})",
       "error /title: is a number | a string, or an object with en, es, pt, fr or de"},
      {R"({"title":[]})",
       "error /title: is a list | a string, or an object with en, es, pt, fr or de"},
      {R"({"intro":{"es":null}})", "error /intro/es: is null | a string"},
      {R"({"timeout":0})", "error /timeout: is out of range | a whole number from 1 to 3600"},
      {R"({"timeout":3601})", "error /timeout: is out of range | a whole number from 1 to 3600"},
      {R"({"timeout":-1})", "error /timeout: is out of range | a whole number from 1 to 3600"},
      {R"({"timeout":2.5})", "error /timeout: is out of range | a whole number from 1 to 3600"},
      {R"({"timeout":"60"})", "error /timeout: is a string | a whole number from 1 to 3600"},
      {R"({"timeout":true})", "error /timeout: is true or false | a whole number from 1 to 3600"},
      {R"({"contact":7})", "error /contact: is a number | a string, or an object"},
      {R"({"status":[]})", "error /status: is a list | a string, or an object"},
      {R"({"form":{}})", "error /form: is an object | a list of objects with name"},
      {R"({"file":true})",
       "error /file: is true or false | an object, or false for no attachments"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(wrong(row.json) == Lines{row.line});
  }
}

}  // namespace
}  // namespace casement
