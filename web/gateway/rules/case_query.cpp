#include "gateway/rules/case_query.hpp"

#include <initializer_list>
#include <utility>

#include "core/text/json_document.hpp"

namespace casement::gateway {
namespace {

/// Some text in it, at any depth, holds the key (custom fields may come as JSON inside a text).
/// parse_json() has bounded the depth.
bool holds(const Json& value, std::string_view key) {
  if (const std::string* text = text_of(&value)) return text->find(key) != std::string::npos;
  if (!value.is_structured()) return false;
  for (const Json& each : value) {
    if (holds(each, key)) return true;
  }
  return false;
}

/// The first of these members that is a text, or a number as text.
std::string first_of(const Json& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const Json* value = member(object, name);
    if (const std::string* text = text_of(value); text != nullptr && !text->empty()) return *text;
    if (value != nullptr && value->is_number_integer()) return value->dump();
  }
  return {};
}

bool says_200(const Json& root) {
  const Json* code = member(root, "code");
  if (const std::string* text = text_of(code)) return *text == "200";
  const auto* number = code == nullptr ? nullptr : code->get_ptr<const Json::number_unsigned_t*>();
  return number != nullptr && *number == 200;
}

bool is_nothing(const Json* value) {
  return value == nullptr || value->is_null() || (value->is_structured() && value->empty());
}

/// The id under which people know it, and the record's, as an answer of cases/insert has them.
Reply as_created(const Json& found) {
  const std::string number = first_of(found, {"idPrefijo", "idCase"});
  const std::string record = first_of(found, {"wolkvox_id", "wolkvox-id"});
  return read_reply(200, R"({"code":200,"error":"null","msg":"","data":{"wolkvox_id":)" +
                             json_string(record) + R"(,"idPrefijo":)" + json_string(number) + "}}");
}

}  // namespace

std::optional<Reconcile> read_reconcile(const Node& asked, FormRules& rules) {
  if (!asked.exists()) return std::nullopt;
  if (!asked.is_object()) {
    asked.error("is no object", "an object with customField");
    return std::nullopt;
  }
  Reconcile reconcile;
  asked.expect("customField\0queryField\0after\0");
  asked["customField"].read(reconcile.custom_field);
  if (reconcile.custom_field.empty()) {
    asked["customField"].error("is missing or empty", "the operation's own field for the key");
  }
  for (const FieldSpec& spec : rules.fields) {
    if (!spec.custom || spec.name != reconcile.custom_field) continue;
    asked["customField"].error("is one of the form's fields", "a field that nobody else writes");
  }
  reconcile.query_field = reconcile.custom_field;
  asked["queryField"].read(reconcile.query_field);
  asked["after"].read(reconcile.after_seconds, 10, 86'400);
  FieldSpec key;
  key.name = rules.key_field = reconcile.custom_field;
  key.custom = true;
  key.visibility = Visibility::locked;
  rules.fields.push_back(std::move(key));
  return reconcile;
}

std::string case_query(std::string_view operation, std::string_view field, std::string_view key) {
  return R"({"operation":)" + json_string(operation) + R"(,"field":)" + json_string(field) +
         R"(,"value":)" + json_string(key) + "}";
}

QueryReading read_case_query(int http_status, std::string_view body, std::string_view key) {
  QueryReading reading;
  const auto document = parse_json(body);
  if (http_status < 200 || http_status > 299 || !document.ok()) return reading;
  const Json& root = document.value().root;
  if (!says_200(root)) return reading;
  const Json* data = member(root, "data");
  if (is_nothing(data)) {
    // Without a list the words must say it: an answer cut down by something else has none either.
    const std::string* words = text_of(member(root, "msg"));
    const bool said = words != nullptr && words->starts_with("0 record");
    if (said || (data != nullptr && data->is_array())) reading.found = CaseFound::absent;
    return reading;
  }
  const Json* found = data->is_object() && holds(*data, key) ? data : nullptr;
  if (const auto* list = data->get_ptr<const Json::array_t*>()) {
    for (const Json& each : *list) {
      if (found == nullptr && each.is_object() && holds(each, key)) found = &each;
    }
  }
  if (found == nullptr) return reading;
  reading.found = CaseFound::exists;
  reading.reply = as_created(*found);
  return reading;
}

}  // namespace casement::gateway
