/// @file
/// @brief The one place that includes nlohmann/json, and how it is used here.
///
/// The build defines JSON_NOEXCEPTION (a failed call would abort, so no call may fail) and
/// JSON_USE_IMPLICIT_CONVERSIONS=0 (every conversion is written out). Therefore:
/// - parse with parse_json() of core/text/json_document.hpp, which bounds the nesting (each level
/// costs
///   memory of its own); a second kind of parser would be instantiated in full;
/// - read with member() and get_ptr(), which answer nullptr instead of failing, never with at() or
///   get(); each further template used here costs the page bytes;
/// - dump with `Json::error_handler_t::replace`, as invalid UTF-8 aborts otherwise.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace casement {

using Json = nlohmann::json;

/// The member of that name; nullptr when there is none or `value` is no object.
[[nodiscard]] inline const Json* member(const Json& value, std::string_view name) {
  const auto* object = value.get_ptr<const Json::object_t*>();
  if (object == nullptr) return nullptr;
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &found->second;
}

/// The text of a JSON string; nullptr for anything else, nullptr included.
[[nodiscard]] inline const std::string* text_of(const Json* value) {
  return value == nullptr ? nullptr : value->get_ptr<const Json::string_t*>();
}

}  // namespace casement
