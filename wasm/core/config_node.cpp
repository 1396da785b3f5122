#include "core/config_node.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/json_document.hpp"
#include "core/unicode.hpp"

namespace casement {
namespace {

/// Of errors, and of warnings.
constexpr std::size_t problem_limit = 50;

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
      row[j] = std::min(replaced, std::min(row[j], row[j - 1]) + 1);
    }
  }
  return row[b.size()];
}

/// One line, whatever somebody's words in it are.
std::string joined(Parts parts) {
  std::string result;
  for (const std::string_view part : parts) result += part;
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return result;
}

/// By Json::value_t.
constexpr std::string_view type_names[] = {
    "is null",     "is an object", "is a list",   "is a string", "is true or false",
    "is a number", "is a number",  "is a number", "is binary",   "is discarded"};

std::string_view type_name(const Json& value) {
  return type_names[static_cast<std::size_t>(value.type())];
}

std::string listed(Names names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
    list += names[i];
  }
  return list;
}

}  // namespace

std::string ConfigProblem::sentence() const {
  return joined({place.empty() ? std::string_view("the document") : place, ": ", what,
                 allowed.empty() ? "" : ". Allowed: ", allowed});
}

void Problems::add(ConfigProblem::Severity severity, std::string place, Parts what, Parts allowed,
                   Message customer) {
  std::size_t& count = severity == ConfigProblem::Severity::error ? errors_ : warnings_;
  if (++count > problem_limit) return;
  found_.push_back({severity, std::move(place), joined(what), joined(allowed), customer});
}

std::vector<ConfigProblem> Problems::take() {
  const std::size_t left_out = errors_ + warnings_ - found_.size();
  if (left_out > 0) {
    found_.push_back({ConfigProblem::Severity::warning, "",
                      joined({std::to_string(left_out), " more problems are not listed"}), "",
                      Message::config_wrong});
  }
  return std::move(found_);
}

std::string_view shortened(std::string_view words) noexcept { return first_code_points(words, 60); }

std::string_view nearest(std::string_view written, Names known) {
  std::string_view best;
  if (written.size() > longest_word) return best;
  std::size_t least = std::max<std::size_t>(2, written.size() / 3) + 1;
  for (const std::string_view name : known) {
    const std::size_t distance = edit_distance(written, name);
    // A word of two letters is not "meant" when both of them differ.
    if (distance < least && distance < name.size()) {
      least = distance;
      best = name;
    }
  }
  return best;
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

Node Node::member(std::string_view name) const {
  return {exists() ? casement::member(*value_, name) : nullptr, *this, name, 0};
}

Node Node::item(std::size_t index) const {
  return {&(*value_->get_ptr<const Json::array_t*>())[index], *this, {}, index};
}

void Node::expect_members(Names known) const {
  const auto* members = exists() ? value_->get_ptr<const Json::object_t*>() : nullptr;
  if (members == nullptr) return;
  for (const auto& [name, value] : *members) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string_view meant = nearest(name, known);
    const Node unknown(&value, *this, shortened(name), 0);
    if (meant.empty()) {
      unknown.warning({"unknown key, ignored"}, {listed(known)});
    } else {
      unknown.warning({"unknown key, ignored"}, {"\"", meant, "\""});
    }
  }
}

bool Node::object(std::string_view allowed) const {
  if (!exists()) return false;
  if (value_->is_object()) return true;
  wrong_type(allowed);
  return false;
}

bool Node::list(std::size_t& size, std::size_t limit, std::string_view allowed) const {
  if (!exists()) return false;
  const auto* items = value_->get_ptr<const Json::array_t*>();
  if (items == nullptr) {
    wrong_type(allowed);
  } else if (items->size() > limit) {
    error({"has ", std::to_string(items->size()), " items"}, {"at most ", std::to_string(limit)});
  } else {
    size = items->size();
    return true;
  }
  return false;
}

bool Node::read(std::string& value, std::string_view allowed) const {
  const std::string* words = string();
  if (words != nullptr) {
    value = *words;
  } else if (exists()) {
    wrong_type(allowed);
  }
  return words != nullptr;
}

bool Node::read(bool& value) const {
  if (!exists()) return false;
  const auto* flag = value_->get_ptr<const bool*>();
  if (flag != nullptr) {
    value = *flag;
  } else {
    wrong_type("true or false");
  }
  return flag != nullptr;
}

bool Node::read(std::uint64_t& value, std::uint64_t least, std::uint64_t most) const {
  if (!exists()) return false;
  // A negative or a broken number is of another type.
  const auto* number = value_->get_ptr<const Json::number_unsigned_t*>();
  if (number != nullptr && *number >= least && *number <= most) {
    value = *number;
    return true;
  }
  error({value_->is_number() ? "is out of range" : type_name(*value_)},
        {"a whole number from ", std::to_string(least), " to ", std::to_string(most)});
  return false;
}

bool Node::read(std::size_t& index, Names names) const {
  if (!exists()) return false;
  const std::string* word = string();
  if (word == nullptr) {
    error({type_name(*value_)}, names);
    return false;
  }
  const auto found = std::find(names.begin(), names.end(), *word);
  if (found == names.end()) {
    error({"\"", shortened(*word), "\" is not known"}, names);
    return false;
  }
  index = static_cast<std::size_t>(found - names.begin());
  return true;
}

bool Node::read(LocalText& text) const {
  if (const std::string* words = string()) {
    text = LocalText::same(*words);
    return true;
  }
  if (!object("a string, or an object with en, es and pt")) return false;
  std::array<std::string_view, language_count> tags;
  text = {};
  for (std::size_t i = 0; i < language_count; ++i) {
    tags[i] = tag_of(static_cast<Language>(i));
    (void)member(tags[i]).read(text.in[i]);
  }
  expect_members(tags);
  return true;
}

void Node::error(Parts what, Parts allowed, Message customer) const {
  problems_->add(ConfigProblem::Severity::error, place(), what, allowed, customer);
}

void Node::error(Parts what, Names allowed) const { error(what, {listed(allowed)}); }

void Node::warning(Parts what, Parts allowed) const {
  problems_->add(ConfigProblem::Severity::warning, place(), what, allowed);
}

void Node::wrong_type(std::string_view allowed) const { error({type_name(*value_)}, {allowed}); }

}  // namespace casement
