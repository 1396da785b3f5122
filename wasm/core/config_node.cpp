#include "core/config_node.hpp"

#include <algorithm>
#include <array>

#include "core/json_document.hpp"
#include "core/unicode.hpp"

namespace casement {
namespace {

constexpr std::size_t problem_limit = 100;

/// Longer words are compared with nothing: no known name comes near.
constexpr std::size_t longest_word = 32;

/// Levenshtein's distance of two words of at most `longest_word` bytes.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, longest_word + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string_view type_name(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return "an object";
    case Json::value_t::array: return "a list";
    case Json::value_t::string: return "a string";
    case Json::value_t::boolean: return "true or false";
    default: return "a number";
  }
}

}  // namespace

std::string ConfigProblem::sentence() const {
  std::string result = place.empty() ? "the document" : place;
  result.append(": ").append(what);
  if (!allowed.empty()) result.append(". Allowed: ").append(allowed);
  return result;
}

void Problems::error(std::string_view place, std::string_view what, std::string_view allowed,
                     Message customer) {
  ++errors_;
  add({ConfigProblem::Severity::error, std::string(place), std::string(what), std::string(allowed),
       customer});
}

void Problems::warning(std::string_view place, std::string_view what, std::string_view allowed) {
  add({ConfigProblem::Severity::warning, std::string(place), std::string(what),
       std::string(allowed), Message::config_wrong});
}

void Problems::add(ConfigProblem problem) {
  if (found_.size() < problem_limit) {
    found_.push_back(std::move(problem));
    return;
  }
  ++left_out_;
  if (problem.severity == ConfigProblem::Severity::warning) return;
  // An error that does not fit takes the place of a warning.
  for (ConfigProblem& kept : found_) {
    if (kept.severity == ConfigProblem::Severity::warning) {
      kept = std::move(problem);
      return;
    }
  }
}

std::vector<ConfigProblem> Problems::take() {
  if (left_out_ > 0) {
    found_.push_back({ConfigProblem::Severity::warning, "",
                      std::to_string(left_out_) + " more problems are not listed", "",
                      Message::config_wrong});
  }
  return std::move(found_);
}

std::string listed(Names names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
    list += names[i];
  }
  return list;
}

std::string in_quotes(std::string_view words) {
  std::string result = "\"";
  const std::string_view start = first_code_points(words, 60);
  for (const char c : start) result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  if (start.size() < words.size()) result += "…";
  return result += '"';
}

std::string_view nearest(std::string_view written, Names known) {
  std::string_view best;
  if (written.size() > longest_word) return best;
  std::size_t least = std::max<std::size_t>(2, written.size() / 3) + 1;
  for (const std::string_view name : known) {
    const std::size_t distance = edit_distance(written, name);
    // A word of three letters is not "meant" when all of them differ.
    if (distance < least && distance < name.size()) {
      least = distance;
      best = name;
    }
  }
  return best;
}

bool Node::is_false() const noexcept {
  const auto* value = exists() ? value_->get_ptr<const bool*>() : nullptr;
  return value != nullptr && !*value;
}

bool Node::is_string() const noexcept { return text_of(value_) != nullptr; }

Node Node::member(std::string_view name) const {
  return {exists() ? casement::member(*value_, name) : nullptr, pointer_to(place_, name),
          *problems_};
}

Node Node::item(std::size_t index) const {
  return {&(*value_->get_ptr<const Json::array_t*>())[index], pointer_to(place_, index),
          *problems_};
}

void Node::expect_members(Names known) const {
  const auto* members = exists() ? value_->get_ptr<const Json::object_t*>() : nullptr;
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string_view meant = nearest(name, known);
    problems_->warning(pointer_to(place_, first_code_points(name, 60)), "unknown key, ignored",
                       meant.empty() ? listed(known) : in_quotes(meant));
  }
}

bool Node::object(std::string_view allowed) const {
  if (!exists()) return false;
  if (value_->is_object()) return true;
  wrong_type(allowed);
  return false;
}

std::optional<std::size_t> Node::list(std::string_view allowed, std::size_t limit) const {
  if (!exists()) return std::nullopt;
  const auto* items = value_->get_ptr<const Json::array_t*>();
  if (items == nullptr) {
    wrong_type(allowed);
    return std::nullopt;
  }
  if (items->size() > limit) {
    error("has " + std::to_string(items->size()) + " items", "at most " + std::to_string(limit));
    return std::nullopt;
  }
  return items->size();
}

const std::string* Node::string(std::string_view allowed) const {
  const std::string* words = text_of(value_);
  if (words == nullptr && exists()) wrong_type(allowed);
  return words;
}

std::optional<bool> Node::boolean() const {
  if (!exists()) return std::nullopt;
  if (const auto* value = value_->get_ptr<const bool*>()) return *value;
  wrong_type("true or false");
  return std::nullopt;
}

std::optional<std::uint64_t> Node::whole(std::uint64_t least, std::uint64_t most) const {
  if (!exists()) return std::nullopt;
  // A negative or a broken number is of another type.
  const auto* value = value_->get_ptr<const Json::number_unsigned_t*>();
  if (value != nullptr && *value >= least && *value <= most) return *value;
  error(value_->is_number() ? "is out of range" : std::string("is ").append(type_name(*value_)),
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<std::size_t> Node::one_of(Names names) const {
  const std::string allowed = listed(names);
  const std::string* word = string(allowed);
  if (word == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == *word) return i;
  }
  error(in_quotes(*word) + " is not known", allowed);
  return std::nullopt;
}

std::optional<LocalText> Node::local_text() const {
  if (!exists()) return std::nullopt;
  if (const std::string* words = text_of(value_)) return LocalText::same(*words);
  if (!object("a string, or an object with en, es and pt")) return std::nullopt;
  std::array<std::string_view, language_count> tags;
  LocalText text;
  for (std::size_t i = 0; i < language_count; ++i) {
    tags[i] = tag_of(static_cast<Language>(i));
    if (const std::string* words = member(tags[i]).string()) text.in[i] = *words;
  }
  expect_members(tags);
  return text;
}

void Node::error(std::string_view what, std::string_view allowed) const {
  problems_->error(place_, what, allowed);
}

void Node::warning(std::string_view what, std::string_view allowed) const {
  problems_->warning(place_, what, allowed);
}

void Node::wrong_type(std::string_view allowed) const {
  error(std::string("is ").append(type_name(*value_)), allowed);
}

}  // namespace casement
