/// @file
/// @brief Reading one value of the configuration: each reader stores what is right, or tells where
/// and what is wrong and what is allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"
#include "core/config/config_words.hpp"
#include "core/text/json.hpp"
#include "core/text/language.hpp"

namespace casement {

/// Longer words are compared with nothing: no known name comes near.
inline constexpr std::size_t longest_word = 32;

/// Levenshtein's distance of two words of at most `longest_word` bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// What was found so far. At most 50 errors and 50 warnings are kept: a document may be wrong in
/// thousands of places.
class Problems {
 public:
  /// `value` is shortened, `detail` is not.
  void add(Wrong wrong, std::string place, std::string_view value = {},
           std::string_view detail = {});

  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
  [[nodiscard]] std::vector<ConfigProblem> take();

 private:
  std::vector<ConfigProblem> found_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// A value of the document. It knows its place by its parent, so it must not outlive that.
class Node {
 public:
  Node(const Json& root, Problems& problems) : value_(&root), problems_(&problems) {}

  [[nodiscard]] bool exists() const noexcept { return value_ != nullptr; }
  [[nodiscard]] std::string place() const;
  [[nodiscard]] Problems& problems() const noexcept { return *problems_; }
  /// nullptr when it is none, without a problem.
  [[nodiscard]] const std::string* string() const noexcept { return text_of(value_); }
  [[nodiscard]] bool is_false() const noexcept;

  [[nodiscard]] Node operator[](Key key) const;
  [[nodiscard]] Node item(std::size_t index) const;

  /// Warns of every member of an object whose key is not one of these.
  void expect(Key first, Key last) const;

  // Each stores a right value and returns true. A value that is not there is no problem.
  [[nodiscard]] bool object(Wrong otherwise) const;
  bool list(std::size_t& size, std::size_t limit, Wrong otherwise) const;
  bool read(std::string& value) const;
  bool read(bool& value) const;
  bool read(std::uint64_t& value, std::uint64_t least, std::uint64_t most) const;
  /// Index of a string among the names.
  bool read(std::size_t& index, WordList names) const;
  /// A text for people: one string, or one for each language.
  bool read(LocalText& text) const;

  void add(Wrong wrong, std::string_view value = {}, std::string_view detail = {}) const;

 private:
  Node(const Json* value, const Node& parent, std::string_view key, std::size_t index)
      : value_(value), parent_(&parent), key_(key), index_(index), problems_(parent.problems_) {}

  [[nodiscard]] bool refuse(Wrong wrong) const;

  const Json* value_;
  const Node* parent_ = nullptr;
  std::string_view key_;   ///< of a member
  std::size_t index_ = 0;  ///< of an item, which has no key
  Problems* problems_;
};

}  // namespace casement
