/// @file
/// @brief Reading a configuration in a test, and what was found in it as short lines.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"

namespace casement::testing {

inline const ConfigContext page{"https://portal.example/form/case-form.json", "", ""};
inline const ConfigContext behind_gateway{page.document_url, "https://gate.example", ""};

/// A type of its own, so that a failed check can show it.
struct Lines : std::vector<std::string> {
  using std::vector<std::string>::vector;
};

/// "error /status: what | allowed".
inline Lines lines(const ConfigOutcome& outcome) {
  Lines result;
  for (const ConfigProblem& problem : outcome.problems) {
    const bool error = problem.severity == ConfigProblem::Severity::error;
    result.push_back((error ? "error " : "warning ") + problem.place + ": " + problem.what + " | " +
                     problem.allowed);
  }
  return result;
}

/// The configuration of a document without any error or warning.
inline FormConfig config_of(std::string_view json, const ConfigContext& context = behind_gateway) {
  ConfigOutcome outcome = read_config(json, context);
  CAPTURE(json);
  CHECK(lines(outcome) == Lines{});
  REQUIRE(outcome.config.has_value());
  return *outcome.config;
}

/// What is wrong with a document behind a gateway.
inline Lines wrong(std::string_view json, const ConfigContext& context = behind_gateway) {
  return lines(read_config(json, context));
}

inline const FieldSpec& field(const FormConfig& config, std::string_view name) {
  for (const FieldSpec& spec : config.fields) {
    if (spec.name == name) return spec;
  }
  FAIL("no such field");
  return config.fields.front();
}

}  // namespace casement::testing

namespace doctest {

template <>
struct StringMaker<casement::testing::Lines> {
  static String convert(const casement::testing::Lines& lines) {
    std::string all;
    for (const std::string& line : lines) all += "\n  " + line;
    return all.c_str();
  }
};

}  // namespace doctest
