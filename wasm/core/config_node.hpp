/// @file
/// @brief Reading one value of the configuration: each reader stores what is right, or tells where
/// and what is wrong and what is allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/config.hpp"
#include "core/json.hpp"
#include "core/language.hpp"

namespace casement {

using Names = std::span<const std::string_view>;

/// A sentence in parts. One call puts it together: each std::string in between would cost the page
/// more bytes than the words.
using Parts = std::initializer_list<std::string_view>;

/// What was found so far. At most 50 errors and 50 warnings are kept: a document may be wrong in
/// thousands of places.
class Problems {
 public:
  void add(ConfigProblem::Severity severity, std::string place, Parts what, Parts allowed,
           Message customer = Message::config_wrong);

  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
  [[nodiscard]] std::vector<ConfigProblem> take();

 private:
  std::vector<ConfigProblem> found_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// The start of somebody's text, short enough for a sentence.
[[nodiscard]] std::string_view shortened(std::string_view words) noexcept;

/// The known name that was probably meant (at most 2 edits, or one for each 3 letters), or "".
[[nodiscard]] std::string_view nearest(std::string_view written, Names known);

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

  [[nodiscard]] Node member(std::string_view name) const;
  [[nodiscard]] Node item(std::size_t index) const;

  /// Warns of every member of an object that is not among `known`.
  void expect_members(Names known) const;

  // Each stores a right value and returns true. A value that is not there is no problem.
  bool object(std::string_view allowed) const;
  bool list(std::size_t& size, std::size_t limit, std::string_view allowed) const;
  bool read(std::string& value, std::string_view allowed = "a string") const;
  bool read(bool& value) const;
  bool read(std::uint64_t& value, std::uint64_t least, std::uint64_t most) const;
  /// Index of a string among the names.
  bool read(std::size_t& index, Names names) const;
  /// A text for people: one string, or one for each language.
  bool read(LocalText& text) const;

  void error(Parts what, Parts allowed, Message customer = Message::config_wrong) const;
  void error(Parts what, Names allowed) const;
  void warning(Parts what, Parts allowed) const;

 private:
  Node(const Json* value, const Node& parent, std::string_view key, std::size_t index)
      : value_(value), parent_(&parent), key_(key), index_(index), problems_(parent.problems_) {}

  void wrong_type(std::string_view allowed) const;

  const Json* value_;
  const Node* parent_ = nullptr;
  std::string_view key_;   ///< of a member
  std::size_t index_ = 0;  ///< of an item, which has no key
  Problems* problems_;
};

}  // namespace casement
