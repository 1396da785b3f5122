#include "core/config/config_node.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text/ordered.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

/// Of errors, and of warnings.
constexpr std::size_t problem_limit = 50;

/// Of a value or a key in a sentence, in code points.
constexpr std::size_t quote_limit = 60;

/// Longer words are compared with nothing: no known name comes near.
constexpr std::size_t max_word = 32;

using Type = Json::value_t;
constexpr Word<Type> type_words[] = {
    {Type::null, "null"},
    {Type::object, "an object"},
    {Type::array, "a list"},
    {Type::string, "a string"},
    {Type::boolean, "true or false"},
    {Type::number_integer, "a number"},
    {Type::number_unsigned, "a number"},
    {Type::number_float, "a number"},
};
static_assert(ordered(type_words, &Word<Type>::value, Type::number_float));
constexpr auto type_names = word_list<type_words>();

std::string_view type_name(const Json& value) {
  return word_at(type_names.data(), static_cast<std::size_t>(value.type()));
}

std::size_t count_of(WordList words) {
  std::size_t count = 0;
  while (!word_at(words, count).empty()) ++count;
  return count;
}

/// "a, b or c".
std::string list_of(WordList words, std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) list += i + 1 == count ? " or " : ", ";
    list += word_at(words, i);
  }
  return list;
}

/// Levenshtein's distance of two words of at most `max_word` bytes.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, max_word + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min(replaced, std::min(row[j], row[j - 1]) + 1);
    }
  }
  return row[b.size()];
}

struct Place {
  std::size_t line;
  std::size_t column;  ///< in code points
};

/// Of a byte, both from 1.
Place place_of(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  std::size_t line = 1;
  for (const char c : before) line += c == '\n' ? 1u : 0u;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0.
  return {line, count_code_points(before.substr(start)) + 1};
}

}  // namespace

std::string list_of(WordList words) { return list_of(words, count_of(words)); }

std::string ConfigProblem::sentence() const {
  return format(allowed.empty() ? "{0}: {1}" : "{0}: {1}. Allowed: {2}",
                {place.empty() ? std::string_view("the document") : place, what, allowed});
}

void Problems::add(ProblemCode wrong, std::string place, std::string_view value,
                   std::string_view detail) {
  const ProblemWords says = words(wrong);
  value = first_code_points(value, quote_limit);
  add({is_warning(wrong) ? ConfigProblem::Severity::warning : ConfigProblem::Severity::error,
       std::move(place), format(says.what, {value, detail}),
       format(says.allowed, {value, detail})});
}

void Problems::add(ConfigProblem problem) {
  const bool warning = problem.severity == ConfigProblem::Severity::warning;
  if (++(warning ? warnings_ : errors_) <= problem_limit) found_.push_back(std::move(problem));
}

std::vector<ConfigProblem> Problems::take() {
  const std::size_t left_out = errors_ + warnings_ - found_.size();
  if (left_out > 0) {
    warnings_ = 0;
    add(ProblemCode::more_problems, "", std::to_string(left_out));
  }
  return std::move(found_);
}

ConfigDocument::ConfigDocument(std::string_view json, std::size_t limit, Problems& problems)
    : parsed_(parse_json(json.size() > limit ? std::string_view() : json)), problems_(&problems) {
  if (json.size() > limit) {
    problems.add(ProblemCode::too_large, "", std::to_string(json.size()), std::to_string(limit));
  } else if (parsed_.ok()) {
    for (const std::string& place : parsed_.value().repeated) {
      problems.add(ProblemCode::key_repeated, place);
    }
    root_ = &parsed_.value().root;
  } else if (parsed_.error().too_deep) {
    problems.add(ProblemCode::too_deep, "", std::to_string(nesting_limit));
  } else {
    const Place place = place_of(json, parsed_.error().position);
    problems.add(ProblemCode::not_json, "", std::to_string(place.line),
                 std::to_string(place.column));
  }
}

std::string Node::place() const {
  if (parent_ == nullptr) return {};
  const std::string parent = parent_->place();
  return key_.data() != nullptr ? pointer_to(parent, key_) : pointer_to(parent, index_);
}

bool Node::is_false() const noexcept {
  const auto* value = exists() ? value_->get_ptr<const bool*>() : nullptr;
  return value != nullptr && !*value;
}

std::optional<std::size_t> Node::length() const noexcept {
  const auto* items = exists() ? value_->get_ptr<const Json::array_t*>() : nullptr;
  if (items == nullptr) return std::nullopt;
  return items->size();
}

Node Node::operator[](std::string_view name) const {
  return {exists() ? member(*value_, name) : nullptr, *this, name, 0};
}

Node Node::item(std::size_t index) const {
  return {&(*value_->get_ptr<const Json::array_t*>())[index], *this, {}, index};
}

void Node::expect(ConfigKey first, ConfigKey last) const {
  expect(word(first).data(), static_cast<std::size_t>(last) - static_cast<std::size_t>(first) + 1);
}

void Node::expect(WordList known) const { expect(known, count_of(known)); }

void Node::expect(WordList known, std::size_t count) const {
  const auto* members = exists() ? value_->get_ptr<const Json::object_t*>() : nullptr;
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    std::string_view meant;
    // At most 2 edits, or one for each 3 letters.
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    for (std::size_t i = 0; i < count && least > 0 && name.size() <= max_word; ++i) {
      const std::string_view each = word_at(known, i);
      const std::size_t distance = edit_distance(name, each);
      // A word of two letters is not meant when both of them differ.
      if (distance >= least || distance >= each.size()) continue;
      least = distance;
      meant = each;
    }
    if (least == 0) continue;
    Node(&value, *this, first_code_points(name, quote_limit), 0)
        .add(ProblemCode::key_unknown, {},
             meant.empty() ? list_of(known, count) : std::string(meant));
  }
}

/// Of another type.
bool Node::refuse(ProblemCode wrong) const {
  if (exists()) add(wrong, type_name(*value_));
  return false;
}

bool Node::object(ProblemCode otherwise) const {
  return (exists() && value_->is_object()) || refuse(otherwise);
}

bool Node::list(std::size_t& size, std::size_t limit, ProblemCode otherwise) const {
  const auto* items = exists() ? value_->get_ptr<const Json::array_t*>() : nullptr;
  if (items == nullptr) return refuse(otherwise);
  if (items->size() > limit) {
    add(ProblemCode::list_too_long, std::to_string(items->size()), std::to_string(limit));
    return false;
  }
  size = items->size();
  return true;
}

bool Node::read(std::string& value) const {
  const std::string* words = string();
  if (words == nullptr) return refuse(ProblemCode::no_string);
  value = *words;
  return true;
}

bool Node::read(bool& value) const {
  const auto* flag = exists() ? value_->get_ptr<const bool*>() : nullptr;
  if (flag == nullptr) return refuse(ProblemCode::no_flag);
  value = *flag;
  return true;
}

bool Node::read(std::uint64_t& value, std::uint64_t least, std::uint64_t most) const {
  if (!exists()) return false;
  // A negative or a broken number is of another type.
  const auto* number = value_->get_ptr<const Json::number_unsigned_t*>();
  if (number != nullptr && *number >= least && *number <= most) {
    value = *number;
    return true;
  }
  add(ProblemCode::no_number, value_->is_number() ? "out of range" : type_name(*value_),
      std::to_string(least).append(" to ").append(std::to_string(most)));
  return false;
}

bool Node::read(std::size_t& index, WordList names) const {
  const std::string* written = string();
  if (written == nullptr) return refuse(ProblemCode::no_string);
  const std::size_t count = count_of(names);
  for (std::size_t i = 0; i < count; ++i) {
    if (word_at(names, i) != *written) continue;
    index = i;
    return true;
  }
  add(ProblemCode::name_unknown, *written, list_of(names, count));
  return false;
}

bool Node::read(LocalText& text) const {
  if (const std::string* words = string()) {
    text = LocalText::same(*words);
    return true;
  }
  if (!is_object()) {
    if (exists()) add(ProblemCode::no_text, type_name(*value_), list_of(language_tags));
    return false;
  }
  text = {};
  for (const Language language : languages) {
    (*this)[tag_of(language)].read(text.in[static_cast<std::size_t>(language)]);
  }
  expect(language_tags);
  return true;
}

bool Node::read(std::vector<std::string>& texts) const {
  constexpr const char* allowed = "a string, or a list of strings";
  if (const std::string* one = string()) {
    texts = {*one};
    return true;
  }
  if (!exists()) return false;
  const auto* items = value_->get_ptr<const Json::array_t*>();
  if (items == nullptr) {
    error(std::string("is ").append(type_name(*value_)), allowed);
    return false;
  }
  texts.clear();
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (!item(i).read(texts.emplace_back())) return false;
  }
  return true;
}

void Node::error(std::string what, std::string allowed) const {
  problems_->add({ConfigProblem::Severity::error, place(), std::move(what), std::move(allowed)});
}

void Node::warn(std::string what, std::string allowed) const {
  problems_->add({ConfigProblem::Severity::warning, place(), std::move(what), std::move(allowed)});
}

void Node::add(ProblemCode wrong, std::string_view value, std::string_view detail) const {
  problems_->add(wrong, place(), value, detail);
}

}  // namespace casement
