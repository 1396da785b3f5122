#include "gateway/config/config_values.hpp"

#include <algorithm>

#include "core/config/config_node.hpp"
#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"

namespace casement::gateway {
namespace {

constexpr std::size_t quote_limit = 60;  // code points

std::string_view type_name(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_string()) return "a string";
  return value.is_boolean() ? "true or false" : "a number";
}

}  // namespace

std::string ConfigObject::place_of(std::string_view key) const {
  return key.empty() ? place_ : pointer_to(place_, key);
}

void ConfigObject::error(std::string_view key, std::string what, std::string allowed) const {
  problems_->push_back(
      {ConfigProblem::Severity::error, place_of(key), std::move(what), std::move(allowed)});
}

void ConfigObject::warn(std::string_view key, std::string what, std::string allowed) const {
  problems_->push_back(
      {ConfigProblem::Severity::warning, place_of(key), std::move(what), std::move(allowed)});
}

void ConfigObject::expect(std::initializer_list<std::string_view> keys) const {
  const auto* members = object_->get_ptr<const Json::object_t*>();
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    if (std::find(keys.begin(), keys.end(), name) != keys.end()) continue;
    std::string meant;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (const std::string_view key : keys) {
      if (name.size() > longest_word) break;
      const std::size_t distance = edit_distance(name, key);
      if (distance >= least) continue;
      least = distance;
      meant = key;
    }
    if (meant.empty()) {
      for (const std::string_view key : keys) meant.append(meant.empty() ? "" : ", ").append(key);
    }
    warn(first_code_points(name, quote_limit), "unknown key, ignored", meant);
  }
}

bool ConfigObject::read(std::string_view key, std::string& text) const {
  const Json* value = find(key);
  if (value == nullptr) return false;
  const std::string* words = text_of(value);
  if (words == nullptr) {
    error(key, std::string("is ").append(type_name(*value)), "a string");
    return false;
  }
  text = *words;
  return true;
}

bool ConfigObject::read(std::string_view key, std::uint64_t& number, std::uint64_t least,
                        std::uint64_t most) const {
  const Json* value = find(key);
  if (value == nullptr) return false;
  const auto* whole = value->get_ptr<const Json::number_unsigned_t*>();
  if (whole == nullptr || *whole < least || *whole > most) {
    error(key,
          value->is_number() ? "is out of range" : std::string("is ").append(type_name(*value)),
          "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return false;
  }
  number = *whole;
  return true;
}

bool ConfigObject::read(std::string_view key, std::vector<std::string>& texts) const {
  const Json* value = find(key);
  if (value == nullptr) return false;
  if (const std::string* one = text_of(value)) {
    texts = {*one};
    return true;
  }
  const auto* list = value->get_ptr<const Json::array_t*>();
  if (list == nullptr) {
    error(key, std::string("is ").append(type_name(*value)), "a string, or a list of strings");
    return false;
  }
  texts.clear();
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string* text = text_of(&(*list)[i]);
    if (text == nullptr) {
      error(key, "item " + std::to_string(i) + " is " + std::string(type_name((*list)[i])),
            "a list of strings");
      return false;
    }
    texts.push_back(*text);
  }
  return true;
}

}  // namespace casement::gateway
