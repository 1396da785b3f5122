/// @file
/// @brief Reading one value of the configuration: each reader returns what is right, or tells where
/// and what is wrong and what is allowed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/config.hpp"
#include "core/json.hpp"
#include "core/language.hpp"

namespace casement {

using Names = std::span<const std::string_view>;

/// What was found so far. At most 100 are kept: a document may be wrong in thousands of places.
class Problems {
 public:
  void error(std::string_view place, std::string_view what, std::string_view allowed,
             Message customer = Message::config_wrong);
  void warning(std::string_view place, std::string_view what, std::string_view allowed);

  [[nodiscard]] std::size_t errors() const noexcept { return errors_; }
  [[nodiscard]] std::vector<ConfigProblem> take();

 private:
  void add(ConfigProblem problem);

  std::vector<ConfigProblem> found_;
  std::size_t errors_ = 0;
  std::size_t left_out_ = 0;
};

/// "a, b or c".
[[nodiscard]] std::string listed(Names names);

/// Somebody's text inside a sentence: short and on one line.
[[nodiscard]] std::string in_quotes(std::string_view words);

/// The known name that was probably meant (at most 2 edits, or one for each 3 letters), or "".
[[nodiscard]] std::string_view nearest(std::string_view written, Names known);

/// A value of the document with its place. `value` is nullptr when it is not there.
class Node {
 public:
  Node(const Json* value, std::string place, Problems& problems)
      : value_(value), place_(std::move(place)), problems_(&problems) {}

  [[nodiscard]] bool exists() const noexcept { return value_ != nullptr; }
  [[nodiscard]] const std::string& place() const noexcept { return place_; }
  [[nodiscard]] Problems& problems() const noexcept { return *problems_; }
  [[nodiscard]] bool is_false() const noexcept;
  [[nodiscard]] bool is_string() const noexcept;

  [[nodiscard]] Node member(std::string_view name) const;
  [[nodiscard]] Node item(std::size_t index) const;

  /// Warns of every member of an object that is not among `known`.
  void expect_members(Names known) const;

  // Each is nothing, without a problem, when the value is not there.
  [[nodiscard]] bool object(std::string_view allowed = "an object") const;
  [[nodiscard]] std::optional<std::size_t> list(std::string_view allowed, std::size_t limit) const;
  [[nodiscard]] const std::string* string(std::string_view allowed = "a string") const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::uint64_t> whole(std::uint64_t least, std::uint64_t most) const;
  /// Index of a string among the names.
  [[nodiscard]] std::optional<std::size_t> one_of(Names names) const;
  /// A text for people: one string, or one for each language.
  [[nodiscard]] std::optional<LocalText> local_text() const;

  void error(std::string_view what, std::string_view allowed) const;
  void warning(std::string_view what, std::string_view allowed) const;

 private:
  void wrong_type(std::string_view allowed) const;

  const Json* value_;
  std::string place_;
  Problems* problems_;
};

}  // namespace casement
