#include "core/text/json_document.hpp"

#include <utility>

namespace casement {
namespace {

/// More repeated keys than this are not worth telling.
constexpr std::size_t repeated_limit = 20;

/// What the parser tells, put together. nlohmann's own builder neither bounds the nesting nor tells
/// the place of a mistake nor sees that a key came twice.
class Builder {
 public:
  JsonDocument document;
  JsonFault fault;

  bool null() { return add(nullptr) != nullptr; }
  bool boolean(bool value) { return add(value) != nullptr; }
  bool number_integer(Json::number_integer_t value) { return add(value) != nullptr; }
  bool number_unsigned(Json::number_unsigned_t value) { return add(value) != nullptr; }
  bool number_float(Json::number_float_t value, const std::string& /*as_written*/) {
    return add(value) != nullptr;
  }
  bool string(std::string& value) { return add(std::move(value)) != nullptr; }
  bool binary(Json::binary_t& /*value*/) { return false; }  // Not in JSON text.

  bool start_object(std::size_t /*unknown*/) { return open(Json::value_t::object); }
  bool start_array(std::size_t /*unknown*/) { return open(Json::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    auto& members = *levels_.back().value->get_ptr<Json::object_t*>();
    const auto [member, is_new] = members.try_emplace(std::move(name));
    levels_.back().member = &*member;
    if (!is_new && document.repeated.size() < repeated_limit) {
      document.repeated.push_back(pointer());
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const Json::exception& /*what*/) {
    // The parser counts the bytes that it has read.
    fault.position = position == 0 ? 0 : position - 1;
    return false;
  }

 private:
  struct Level {
    Json* value;
    Json::object_t::value_type* member = nullptr;  ///< of an object: the one being read
  };

  Json* add(Json value) {
    if (levels_.empty()) return &(document.root = std::move(value));
    const Level& level = levels_.back();
    if (level.member != nullptr) return &(level.member->second = std::move(value));
    auto& items = *level.value->get_ptr<Json::array_t*>();
    return &items.emplace_back(std::move(value));
  }

  bool open(Json::value_t type) {
    if (levels_.size() == nesting_limit) {
      fault.too_deep = true;
      return false;
    }
    levels_.push_back({add(type)});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  [[nodiscard]] std::string pointer() const {
    std::string place;
    for (const Level& level : levels_) {
      place = level.member != nullptr
                  ? pointer_to(place, level.member->first)
                  : pointer_to(place, level.value->get_ptr<const Json::array_t*>()->size() - 1);
    }
    return place;
  }

  std::vector<Level> levels_;
};

}  // namespace

Result<JsonDocument, JsonFault> parse_json(std::string_view text) {
  Builder builder;
  // Json::sax_parse() is the same parser, but brings the readers of the binary formats with it.
  using Input = decltype(nlohmann::detail::input_adapter(text));
  nlohmann::detail::parser<Json, Input> parser(nlohmann::detail::input_adapter(text), nullptr,
                                               false);
  if (!parser.sax_parse(&builder)) return builder.fault;
  return std::move(builder.document);
}

std::string json_string(std::string_view utf8) {
  std::string result = "\"";
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n";
    } else if (byte < 0x20) {
      result += "\\u00";
      result += "0123456789abcdef"[byte >> 4U];
      result += "0123456789abcdef"[byte & 0x0FU];
    } else {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
  }
  return result += '"';
}

std::string pointer_to(std::string_view parent, std::string_view key) {
  std::string pointer(parent);
  pointer += '/';
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

std::string pointer_to(std::string_view parent, std::size_t index) {
  return pointer_to(parent, std::to_string(index));
}

}  // namespace casement
