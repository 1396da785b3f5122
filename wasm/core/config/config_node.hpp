/// @file
/// @brief Reading one value of a configuration, the widget's or the gateway's: each reader stores
/// what is right, or tells where and what is wrong and what is allowed.
///
/// What the widget says comes from one table (config_words.hpp), which costs the page least. The
/// gateway writes its sentences where it needs them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"
#include "core/config/config_words.hpp"
#include "core/text/json.hpp"
#include "core/text/json_document.hpp"
#include "core/text/language.hpp"

namespace casement {

/// What was found so far. At most 50 errors and 50 warnings are kept: a document may be wrong in
/// thousands of places.
class Problems {
 public:
  /// `value` is shortened, `detail` is not.
  void add(ProblemCode wrong, std::string place, std::string_view value = {},
           std::string_view detail = {});
  void add(ConfigProblem problem);

  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
  [[nodiscard]] std::vector<ConfigProblem> take();

 private:
  std::vector<ConfigProblem> found_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// "a, b or c".
[[nodiscard]] std::string list_of(WordList words);

/// A value of the document. It knows its place by its parent, so it must not outlive that.
class Node {
 public:
  Node(const Json* root, Problems& problems) : value_(root), problems_(&problems) {}

  [[nodiscard]] bool exists() const noexcept { return value_ != nullptr; }
  [[nodiscard]] std::string place() const;
  [[nodiscard]] Problems& problems() const noexcept { return *problems_; }
  /// nullptr when it is none, without a problem.
  [[nodiscard]] const std::string* string() const noexcept { return text_of(value_); }
  [[nodiscard]] bool is_false() const noexcept;

  [[nodiscard]] bool is_object() const noexcept { return exists() && value_->is_object(); }
  /// Items of a list; nothing when it is none.
  [[nodiscard]] std::optional<std::size_t> length() const noexcept;

  /// The member of that name, which outlives the node.
  [[nodiscard]] Node operator[](std::string_view name) const;
  [[nodiscard]] Node operator[](ConfigKey key) const { return (*this)[word(key)]; }
  [[nodiscard]] Node item(std::size_t index) const;

  /// Warns of every member of an object whose key is not one of these, with the nearest of them.
  void expect(ConfigKey first, ConfigKey last) const;
  void expect(WordList known) const;

  // Each stores a right value and returns true. A value that is not there is no problem.
  [[nodiscard]] bool object(ProblemCode otherwise) const;
  bool list(std::size_t& size, std::size_t limit, ProblemCode otherwise) const;
  bool read(std::string& value) const;
  bool read(bool& value) const;
  bool read(std::uint64_t& value, std::uint64_t least, std::uint64_t most) const;
  /// Index of a string among the names.
  bool read(std::size_t& index, WordList names) const;
  /// A text for people: one string, or one for each language.
  bool read(LocalText& text) const;

  /// A string, or a list of strings.
  bool read(std::vector<std::string>& texts) const;

  void add(ProblemCode wrong, std::string_view value = {}, std::string_view detail = {}) const;
  void error(std::string what, std::string allowed) const;
  void warn(std::string what, std::string allowed) const;

 private:
  Node(const Json* value, const Node& parent, std::string_view key, std::size_t index)
      : value_(value), parent_(&parent), key_(key), index_(index), problems_(parent.problems_) {}

  [[nodiscard]] bool refuse(ProblemCode wrong) const;
  void expect(WordList known, std::size_t count) const;

  const Json* value_;
  const Node* parent_ = nullptr;
  std::string_view key_;   ///< of a member
  std::size_t index_ = 0;  ///< of an item, which has no key
  Problems* problems_;
};

/// A parsed document, or the problems that keep `json` from being one of at most `limit` bytes;
/// repeated keys are told as well.
class ConfigDocument {
 public:
  ConfigDocument(std::string_view json, std::size_t limit, Problems& problems);
  /// Does not exist when there is no document.
  [[nodiscard]] Node root() const { return {root_, *problems_}; }

 private:
  Result<JsonDocument, JsonFault> parsed_;
  const Json* root_ = nullptr;
  Problems* problems_;
};

}  // namespace casement
