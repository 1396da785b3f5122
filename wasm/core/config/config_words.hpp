/// @file
/// @brief The configuration's vocabulary: the document's keys, and what can be wrong with it.
///
/// Numbers stand for both in the code: a string at each of a hundred places would cost the page
/// kilobytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/messages/messages.hpp"

namespace casement {

// clang-format off
/// Each object's keys are neighbours.
enum class ConfigKey : std::uint8_t {
  // The document
  gateway, proxy, server, token, operation, case_type, responsible, owner, contact, description,
  status, priority, form, solution, file, language, title, intro, timeout, idempotency_key,
  proof_of_work, schema,
  // A field: a custom one from `name` on, the CRM's from `visibility` on
  name, visibility, required, default_value, kind, options, label, hint, placeholder, min_length,
  max_length, autocomplete,
  // An option: a case type's up to `option_label`, a status's up to `condition`
  value, option_label, case_types, condition,
  // Attachments
  file_name, extensions, max_files, max_file_size, max_total_size, file_required,
  count_,
};

/// `{0}` in its sentences stands for the value, `{1}` for what is allowed or why.
enum class ProblemCode : std::uint8_t {
  // No document
  too_large, not_json, too_deep,
  // Where to: in the order of EndpointFault
  server_missing, server_retired, server_has_scheme, server_has_path, server_has_query,
  server_malformed, proxy_missing, proxy_doubled_scheme, proxy_not_https, proxy_malformed,
  proxy_has_query,
  token_missing,
  // Types, with `{0}` for what it is
  no_document, no_string, no_flag, no_number, no_name_list, no_text, no_field, no_option_list,
  no_option, no_type_list, no_form, no_custom_field, no_file, no_extension_list,
  // Values
  token_in_page, token_malformed, language_unknown, name_unknown, list_too_long, options_empty,
  option_empty, option_without_value, option_twice, case_type_unknown, options_not_offered,
  default_not_offered, lengths_crossed, autocomplete_malformed, options_without_choice,
  choice_without_options, default_not_an_option, default_breaks_rule, locked_without_gateway,
  field_missing, field_empty, field_unwritable, solution_unwritable, custom_without_name,
  name_malformed, name_twice, extensions_empty, extension_malformed, size_malformed,
  total_below_each,
  // Warnings
  key_unknown, key_repeated, useless_behind_gateway, attribute_ignored, optional_for_crm,
  one_file_survives, more_problems,
  count_,
};
// clang-format on

[[nodiscard]] std::string_view word(ConfigKey key) noexcept;

struct ProblemWords {
  std::string_view what;
  std::string_view allowed;
};

[[nodiscard]] ProblemWords words(ProblemCode wrong) noexcept;
[[nodiscard]] bool is_warning(ProblemCode wrong) noexcept;

/// Several words in one string, each ended by NUL, the last by two (a literal's own NUL).
using WordList = const char*;

/// The one at an index, or "" behind the last.
[[nodiscard]] std::string_view word_at(WordList words, std::size_t index) noexcept;

}  // namespace casement
