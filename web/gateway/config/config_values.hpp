/// @file
/// @brief Reading single values of gateway.json, with the form's way of telling what is wrong.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"
#include "core/text/json.hpp"

namespace casement::gateway {

/// An object of the document and its place. It outlives nothing that it was made from.
class ConfigObject {
 public:
  ConfigObject(const Json& object, std::string place, std::vector<ConfigProblem>& problems)
      : object_(&object), place_(std::move(place)), problems_(&problems) {}

  /// Warns of every other key, with the nearest of these.
  void expect(std::initializer_list<std::string_view> keys) const;

  [[nodiscard]] const Json* find(std::string_view key) const { return member(*object_, key); }
  [[nodiscard]] std::string place_of(std::string_view key) const;

  // Each stores a right value and returns true. A value that is not there is no problem.
  bool read(std::string_view key, std::string& text) const;
  bool read(std::string_view key, std::uint64_t& number, std::uint64_t least,
            std::uint64_t most) const;
  /// A string, or a list of strings.
  bool read(std::string_view key, std::vector<std::string>& texts) const;

  void error(std::string_view key, std::string what, std::string allowed) const;
  void warn(std::string_view key, std::string what, std::string allowed) const;

 private:
  const Json* object_;
  std::string place_;
  std::vector<ConfigProblem>* problems_;
};

}  // namespace casement::gateway
