#include "core/config/config_fields.hpp"

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

std::string values(const FieldSpec& spec) {
  std::string all;
  for (const Option& option : spec.options) all += option.value + " ";
  return all;
}

TEST_CASE("the default options are the CRM page's, named in every language") {
  const FormConfig config = config_of(R"({"status":{"visibility":"shown"}})");
  CHECK(values(field(config, "case-type")) == "Request Complaints Claims Suggestions ");
  CHECK(values(field(config, "priority")) == "low medium high ");
  CHECK(values(field(config, "status")) == "open closed ");
  CHECK(field(config, "case-type").options[2].name(Language::es) == "Reclamo");
  CHECK(field(config, "priority").options[0].name(Language::pt) == "Baixa");
  CHECK(field(config, "status").default_value == "open");
  CHECK(field(config, "status").options[0].condition == Condition::open);
  CHECK(field(config, "status").options[1].condition == Condition::closed);
}

TEST_CASE("a string is a field's fixed, hidden value") {
  const FormConfig config = config_of(R"({"operation":"acme","priority":"Alta","contact":"a@b"})");
  CHECK(field(config, "operation").visibility == Visibility::hidden);
  CHECK(field(config, "operation").default_value == "acme");
  CHECK(field(config, "priority").default_value == "Alta");
  CHECK(field(config, "priority").kind == FieldKind::text);
  CHECK(field(config, "contact").visibility == Visibility::hidden);
}

TEST_CASE("an object says everything about a field") {
  const FormConfig config = config_of(R"({"description":{
      "visibility":"read-only","required":false,"default":"hola","kind":"text",
      "label":{"en":"What","es":"Qué"},"hint":"h","placeholder":"p",
      "minLength":2,"maxLength":9,"autocomplete":"off"}})");
  const FieldSpec& spec = field(config, "description");
  CHECK(spec.visibility == Visibility::read_only);
  CHECK_FALSE(spec.required);
  CHECK(spec.default_value == "hola");
  CHECK(spec.kind == FieldKind::text);
  CHECK(spec.label.get(Language::es) == "Qué");
  CHECK(spec.hint.get(Language::pt) == "h");
  CHECK(spec.placeholder.get(Language::en) == "p");
  CHECK(spec.min_length == 2);
  CHECK(spec.max_length == 9);
  CHECK(spec.autocomplete == "off");
}

TEST_CASE("a company's field is shown with options, hidden with a default alone") {
  const FormConfig config =
      config_of(R"({"owner":{"options":["ana@acme","luis@acme"],"default":"ana@acme"},
                    "operation":{"default":"acme"},"responsible":{"label":"x"},
                    "status":{"default":"closed"},"solution":{"default":"done"}})");
  CHECK(field(config, "owner").visibility == Visibility::shown);
  CHECK(field(config, "owner").kind == FieldKind::choice);
  CHECK(field(config, "operation").visibility == Visibility::hidden);
  CHECK(field(config, "responsible").visibility == Visibility::locked);
  CHECK(field(config, "status").visibility == Visibility::hidden);
  CHECK(field(config, "status").options[1].condition == Condition::closed);
}

TEST_CASE("an option is a string or an object, and known values keep their translated names") {
  const FormConfig config = config_of(R"({"case-type":{"options":["Claims","Garantía",
      {"value":"Request","label":"Ask"},{"value":"x","label":{"en":"X","pt":"Xis"}}]}})");
  const std::vector<Option>& options = field(config, "case-type").options;
  REQUIRE(options.size() == 4);
  CHECK(options[0].name(Language::pt) == "Reclamação");
  CHECK(options[1].value == "Garantía");
  CHECK(options[1].name(Language::pt) == "Garantía");
  CHECK(options[2].name(Language::es) == "Ask");
  CHECK(options[3].name(Language::pt) == "Xis");
}

TEST_CASE("statuses carry their condition, options their case types") {
  const FormConfig config = config_of(R"({"status":{"options":["Abierto",
      {"value":"Cerrado","condition":"Closed","caseTypes":["Claims","Request"]}]}})");
  const std::vector<Option>& options = field(config, "status").options;
  REQUIRE(options.size() == 2);
  CHECK(options[0].condition == Condition::open);
  CHECK(options[0].case_types.empty());
  CHECK(options[1].condition == Condition::closed);
  CHECK(options[1].case_types == std::vector<std::string>{"Claims", "Request"});
}

TEST_CASE("given options leave no default that was not said") {
  CHECK(field(config_of(R"({"priority":{"options":["low","high"]}})"), "priority").default_value ==
        "");
  CHECK(field(config_of(R"({"priority":{"visibility":"hidden"}})"), "priority").default_value ==
        "low");
  CHECK(field(config_of(R"({"priority":{"kind":"text"}})"), "priority").options.empty());
}

TEST_CASE("custom fields keep their names exactly and stand before the solution") {
  const FormConfig config = config_of(R"({"form":[
      {"name":"Nº de pedido \"x\"\\","kind":"number"},{"name":"status"},{"name":"STATUS"},
      {"name":"color","options":["rojo","azul"]},
      {"name":"nota","kind":"multiline","required":true,"maxLength":10},
      {"name":"origen","visibility":"locked"},{"name":"web","visibility":"hidden","default":"1"}]})");
  REQUIRE(config.fields.size() == 9 + 7);
  CHECK(config.fields[8].name == "Nº de pedido \"x\"\\");
  CHECK(config.fields[8].custom);
  CHECK(config.fields[8].kind == FieldKind::number);
  CHECK(config.fields[8].visibility == Visibility::shown);
  CHECK_FALSE(config.fields[8].required);
  CHECK(config.fields[8].max_length == 2500);
  CHECK(config.fields[9].kind == FieldKind::text);
  CHECK(config.fields[11].kind == FieldKind::choice);
  CHECK(config.fields[12].max_length == 10);
  CHECK(config.fields[13].visibility == Visibility::locked);
  CHECK(config.fields[15].name == "solution");
}

TEST_CASE("every kind has its name") {
  const char* names[] = {"text", "multiline", "email", "phone", "number", "date"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    const FormConfig config =
        config_of(std::string(R"({"form":[{"name":"x","kind":")") + names[i] + "\"}]}");
    CHECK(field(config, "x").kind == static_cast<FieldKind>(i));
  }
  CHECK(field(config_of(R"({"form":[{"name":"x","kind":"choice","options":["a"]}]})"), "x").kind ==
        FieldKind::choice);
}

TEST_CASE("wrong fields are told by place, fault and what is allowed") {
  struct Row {
    const char* json;
    Lines expected;
  };
  const Row rows[] = {
      {R"({"priority":{"visibility":"readonly"}})",
       {"error /priority/visibility: \"readonly\" is not known | shown, read-only, hidden or "
        "locked"}},
      {R"({"priority":{"visibility":true}})",
       {"error /priority/visibility: is true or false | a string"}},
      {R"({"priority":{"required":"yes"}})",
       {"error /priority/required: is a string | true or false"}},
      {R"({"priority":{"default":1}})", {"error /priority/default: is a number | a string"}},
      {R"({"priority":{"default":"urgent"}})",
       {"error /priority/default: \"urgent\" is not among the options | low, medium, high"}},
      {R"({"priority":{"options":[]}})",
       {"error /priority/options: is empty | at least one option"}},
      {R"({"priority":{"options":"low"}})",
       {"error /priority/options: is a string | a list of options"}},
      {R"({"priority":{"options":["a",2]}})",
       {"error /priority/options/1: is a number | a string, or an object with value"}},
      {R"({"priority":{"options":[{"label":"A"}]}})",
       {"error /priority/options/0: has no value | \"value\", a string"}},
      {R"({"priority":{"options":["a",""," "]}})",
       {"error /priority/options/1: has an empty value | a string with something in it",
        "error /priority/options/2: has an empty value | a string with something in it"}},
      {R"({"priority":{"options":["a","b",{"value":"a"}]}})",
       {"error /priority/options/2: the value \"a\" is there twice | each once"}},
      {R"({"priority":{"options":["a","A"]}})", {}},
      {R"({"status":{"options":[{"value":"x","condition":"closed"}]}})",
       {"error /status/options/0/condition: \"closed\" is not known | Open or Closed"}},
      {R"({"priority":{"options":[{"value":"x","condition":"Closed"}]}})",
       {"warning /priority/options/0/condition: unknown key, ignored | value, label or caseTypes"}},
      {R"({"case-type":{"options":[{"value":"x","caseTypes":["x"]}]}})",
       {"warning /case-type/options/0/caseTypes: unknown key, ignored | value or label"}},
      {R"({"priority":{"options":["z",{"value":"x","caseTypes":["Claim"]}]}})",
       {"error /priority/options/1/caseTypes/0: \"Claim\" is not a case type of this form | "
        "Request, Complaints, Claims, Suggestions"}},
      {R"({"case-type":"Garantía","priority":{"options":["z",{"value":"x","caseTypes":["A"]}]}})",
       {"error /priority/options/1/caseTypes/0: \"A\" is not a case type of this form | "
        "Garantía"}},
      {R"({"case-type":{"visibility":"locked"},
           "priority":{"options":["z",{"value":"x","caseTypes":["A"]}]}})",
       {"error /priority/options/1/caseTypes/0: \"A\" is not a case type of this form | none: the "
        "form does not know its case type"}},
      {R"({"case-type":{"options":["A","B"]},
           "priority":{"options":[{"value":"x","caseTypes":["A"]}]}})",
       {"error /priority/options: nothing is offered for the case type \"B\" | an option for every "
        "case "
        "type"}},
      {R"({"case-type":{"options":["A","B"]},"status":{"visibility":"hidden","default":"x",
           "options":["z",{"value":"x","caseTypes":["A"]}]}})",
       {"error /status/options: the default is not offered for the case type \"B\" | an option for "
        "every case type"}},
      {R"({"contact":{"kind":"mail"}})",
       {"error /contact/kind: \"mail\" is not known | text, multiline, email, phone, number, date, "
        "time"
        " or choice"}},
      {R"({"contact":{"kind":"choice"}})",
       {"error /contact: a choice has no options | \"options\", a list"}},
      {R"({"contact":{"kind":"email","options":["a@b"]}})",
       {"error /contact/options: options are for a choice | \"kind\": \"choice\""}},
      {R"({"contact":"ana"})",
       {"error /contact: \"ana\" breaks the field's own rule | Write an email such as "
        "name@company.com."}},
      {R"({"contact":{"default":"ana"}})",
       {"error /contact/default: \"ana\" breaks the field's own rule | Write an email such as "
        "name@company.com."}},
      {R"({"description":{"default":"abc","maxLength":2}})",
       {"error /description/default: \"abc\" breaks the field's own rule | Shorten it to 2 "
        "characters; it has 3."}},
      {R"({"description":{"minLength":5,"maxLength":4}})",
       {"error /description/minLength: is more than maxLength | up to maxLength"}},
      {R"({"description":{"minLength":2501}})",
       {"error /description/minLength: is more than maxLength | up to maxLength"}},
      {R"({"description":{"maxLength":0}})",
       {"error /description/maxLength: is out of range | a whole number from 1 to 100000"}},
      {R"({"description":{"maxLength":100001}})",
       {"error /description/maxLength: is out of range | a whole number from 1 to 100000"}},
      {R"({"description":{"maxLength":100000,"minLength":2500}})", {}},
      {R"({"description":{"autocomplete":"E-Mail"}})",
       {"error /description/autocomplete: is no autofill name | a name from HTML such as \"tel\""}},
      {R"({"description":{"label":7}})",
       {"error /description/label: is a number | a string, or an object with en, es, pt, fr or "
        "de"}},
      {R"({"description":""})",
       {"error /description: is empty | a string, or an object with default"}},
      {R"({"description":{"visibility":"hidden"}})",
       {"error /description: is required, and nobody can give it a value | \"default\", or "
        "\"visibility\": \"shown\""}},
      {R"({"description":{"visibility":"read-only","default":" "}})",
       {"error /description: is required, and nobody can give it a value | \"default\", or "
        "\"visibility\": \"shown\""}},
      {R"({"description":{"visibility":"hidden","required":false}})", {}},
      {R"({"status":"closed","solution":{"visibility":"hidden"}})",
       {"error /solution: a closed status asks for it, and nobody can give it a value | "
        "\"default\", or \"visibility\": \"shown\""}},
      {R"({"status":"open","solution":{"visibility":"hidden"}})", {}},
      {R"({"status":"closed","solution":{"visibility":"locked"}})", {}},
      {R"({"form":["order"]})", {"error /form/0: is a string | an object with name"}},
      {R"({"form":[{"kind":"text"}]})",
       {"error /form/0: has no name | \"name\", the CRM's own name of the field"}},
      {R"({"form":[{"name":5}]})", {"error /form/0/name: is a number | a string"}},
      {R"({"form":[{"name":""},{"name":"a\nb"},{"name":"a\u0000b"}]})",
       {"error /form/0/name: is no name | 1 to 100 characters, none of them a control",
        "error /form/1/name: is no name | 1 to 100 characters, none of them a control",
        "error /form/2/name: is no name | 1 to 100 characters, none of them a control"}},
      {R"({"form":[{"name":"a"},{"name":"A"},{"name":"a"}]})",
       {"error /form/2/name: \"a\" is there twice | each once"}},
      {R"({"form":[{"name":"a","visibility":"hidden","required":true}]})",
       {"error /form/0: is required, and nobody can give it a value | \"default\", or "
        "\"visibility\": \"shown\""}},
      {R"({"form":[{"name":"a","kind":"date","default":"2026-02-30"}]})",
       {"error /form/0/default: \"2026-02-30\" breaks the field's own rule | Write a date such as "
        "2026-11-24."}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(wrong(row.json) == row.expected);
  }
}

TEST_CASE("many things wrong are all told at once") {
  CHECK(
      wrong(R"({"priority":{"default":1,"required":1,"label":1},"form":[{"name":1},{}]})") ==
      Lines{"error /priority/required: is a number | true or false",
            "error /priority/default: is a number | a string",
            "error /priority/label: is a number | a string, or an object with en, es, pt, fr or de",
            "error /form/0/name: is a number | a string",
            "error /form/1: has no name | \"name\", the CRM's own name of the field"});
}

TEST_CASE("a custom name has 1 to 100 characters") {
  const auto named = [](std::size_t length) {
    return R"({"form":[{"name":")" + repeated("ñ", length) + "\"}]}";
  };
  config_of(named(1));
  config_of(named(name_limit));
  CHECK(wrong(named(name_limit + 1)).size() == 1);
}

TEST_CASE("the numbers of custom fields, of options and of case types are bounded") {
  const auto fields = [](std::size_t count) {
    std::string json = R"({"form":[)";
    for (std::size_t i = 0; i < count; ++i) {
      json += (i > 0 ? ",{\"name\":\"f" : "{\"name\":\"f") + std::to_string(i) + "\"}";
    }
    return json + "]}";
  };
  config_of(fields(custom_field_limit));
  CHECK(wrong(fields(custom_field_limit + 1)) == Lines{"error /form: has 101 items | at most 100"});
  const auto options = [](std::size_t count) {
    std::string json = R"({"case-type":{"options":[)";
    for (std::size_t i = 0; i < count; ++i) {
      json += (i > 0 ? ",\"o" : "\"o") + std::to_string(i) + "\"";
    }
    return json + "]}}";
  };
  config_of(options(option_limit));
  CHECK(wrong(options(option_limit + 1)) ==
        Lines{"error /case-type/options: has 201 items | at most 200"});
}

TEST_CASE("in direct mode a required field of the CRM may be optional only with a warning") {
  const std::string json =
      R"({"proxy":"https://p.example/","server":"crm0001.wolkvox.com","token":"t","operation":"a",
          "responsible":"b","owner":{"required":false},"status":"s",
          "contact":{"required":false}})";
  CHECK(wrong(json, page) ==
        Lines{"error /owner: is required, and nobody can give it a value | \"default\", or "
              "\"visibility\": \"shown\"",
              "warning /contact/required: the CRM rejects cases without it | true"});
  config_of(R"({"contact":{"required":false}})");
}

}  // namespace
}  // namespace casement
