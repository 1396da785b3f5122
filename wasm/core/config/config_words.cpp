#include "core/config/config_words.hpp"

#include <array>

#include "core/text/ordered.hpp"

namespace casement {
namespace {

constexpr Word<ConfigKey> key_words[] = {
    {ConfigKey::gateway, "gateway"},
    {ConfigKey::proxy, "proxy"},
    {ConfigKey::server, "server"},
    {ConfigKey::token, "token"},
    {ConfigKey::operation, "operation"},
    {ConfigKey::case_type, "case-type"},
    {ConfigKey::responsible, "responsible"},
    {ConfigKey::owner, "owner"},
    {ConfigKey::contact, "contact"},
    {ConfigKey::description, "description"},
    {ConfigKey::status, "status"},
    {ConfigKey::priority, "priority"},
    {ConfigKey::form, "form"},
    {ConfigKey::solution, "solution"},
    {ConfigKey::file, "file"},
    {ConfigKey::language, "language"},
    {ConfigKey::title, "title"},
    {ConfigKey::intro, "intro"},
    {ConfigKey::timeout, "timeout"},
    {ConfigKey::idempotency_key, "idempotencyKey"},
    {ConfigKey::proof_of_work, "proofOfWork"},
    {ConfigKey::schema, "$schema"},
    {ConfigKey::name, "name"},
    {ConfigKey::visibility, "visibility"},
    {ConfigKey::required, "required"},
    {ConfigKey::default_value, "default"},
    {ConfigKey::kind, "kind"},
    {ConfigKey::options, "options"},
    {ConfigKey::label, "label"},
    {ConfigKey::hint, "hint"},
    {ConfigKey::placeholder, "placeholder"},
    {ConfigKey::min_length, "minLength"},
    {ConfigKey::max_length, "maxLength"},
    {ConfigKey::autocomplete, "autocomplete"},
    {ConfigKey::value, "value"},
    {ConfigKey::option_label, "label"},
    {ConfigKey::case_types, "caseTypes"},
    {ConfigKey::condition, "condition"},
    {ConfigKey::file_name, "name"},
    {ConfigKey::extensions, "extensions"},
    {ConfigKey::max_files, "maxFiles"},
    {ConfigKey::max_file_size, "maxFileSize"},
    {ConfigKey::max_total_size, "maxTotalSize"},
    {ConfigKey::file_required, "required"},
};
static_assert(ordered(key_words, &Word<ConfigKey>::value, before(ConfigKey::count_)));
constexpr auto keys = word_list<key_words>();

struct Row {
  ProblemCode wrong;
  ProblemWords words;
};

using enum ProblemCode;

constexpr std::string_view give_a_value = R"("default", or "visibility": "shown")";

constexpr Row rows[] = {
    {too_large, {"has {0} bytes", "at most {1}"}},
    {not_json, {"is not JSON: see line {0}, column {1}", "one JSON object"}},
    {too_deep, {"is nested too deeply", "{0} levels"}},
    {server_missing, {"is missing or empty", "{1}"}},
    {server_retired, {"was switched off in 2024", "{1}"}},
    {server_has_scheme, {"has a scheme", "{1}"}},
    {server_has_path, {"has a path", "{1}"}},
    {server_has_query, {"has a query", "{1}"}},
    {server_malformed, {"is no host name", "{1}"}},
    {proxy_missing, {"is missing or empty", "{1}"}},
    {proxy_doubled_scheme, {"has two schemes", "{1}"}},
    {proxy_not_https, {"is not https (http is for this machine alone)", "{1}"}},
    {proxy_malformed, {"is no URL to send to", "{1}"}},
    {proxy_has_query, {"has a query", "{1}"}},
    {token_missing, {"is missing or empty", "the CRM's token, or a gateway that keeps it"}},
    {no_document, {"is {0}", "an object"}},
    {no_string, {"is {0}", "a string"}},
    {no_flag, {"is {0}", "true or false"}},
    {no_number, {"is {0}", "a whole number from {1}"}},
    {no_name_list, {"is {0}", "a list of strings"}},
    {no_text, {"is {0}", "a string, or an object with {1}"}},
    {no_field, {"is {0}", "a string, or an object"}},
    {no_option_list, {"is {0}", "a list of options"}},
    {no_option, {"is {0}", "a string, or an object with value"}},
    {no_type_list, {"is {0}", "a list of case types"}},
    {no_form, {"is {0}", "a list of objects with name"}},
    {no_custom_field, {"is {0}", "an object with name"}},
    {no_file, {"is {0}", "an object, or false for no attachments"}},
    {no_extension_list, {"is {0}", "a list of strings"}},
    {token_in_page, {"must not be in the page: the gateway keeps it", "nothing: remove it"}},
    {token_malformed, {"is no token", "letters, digits and signs without spaces"}},
    {language_unknown, {R"("{0}" is not spoken here)", "{1}"}},
    {name_unknown, {R"("{0}" is not known)", "{1}"}},
    {list_too_long, {"has {0} items", "at most {1}"}},
    {options_empty, {"is empty", "at least one option"}},
    {option_empty, {"has an empty value", "a string with something in it"}},
    {option_without_value, {"has no value", R"("value", a string)"}},
    {option_twice, {R"(the value "{0}" is there twice)", "each once"}},
    {case_type_unknown, {R"("{0}" is not a case type of this form)", "{1}"}},
    {options_not_offered,
     {R"(nothing is offered for the case type "{0}")", "an option for every case type"}},
    {default_not_offered,
     {R"(the default is not offered for the case type "{0}")", "an option for every case type"}},
    {lengths_crossed, {"is more than maxLength", "up to maxLength"}},
    {autocomplete_malformed, {"is no autofill name", R"(a name from HTML such as "tel")"}},
    {options_without_choice, {"options are for a choice", R"("kind": "choice")"}},
    {choice_without_options, {"a choice has no options", R"("options", a list)"}},
    {default_not_an_option, {R"("{0}" is not among the options)", "{1}"}},
    {default_breaks_rule, {R"("{0}" breaks the field's own rule)", "{1}"}},
    {locked_without_gateway, {"without a gateway nobody writes a locked field", "{1}"}},
    {field_missing, {"is missing", "a string, or an object with default"}},
    {field_empty, {"is empty", "a string, or an object with default"}},
    {field_unwritable, {"is required, and nobody can give it a value", give_a_value}},
    {solution_unwritable,
     {"a closed status asks for it, and nobody can give it a value", give_a_value}},
    {custom_without_name, {"has no name", R"("name", the CRM's own name of the field)"}},
    {name_malformed, {"is no name", "1 to 100 characters, none of them a control"}},
    {name_twice, {R"("{0}" is there twice)", "each once"}},
    {extensions_empty, {"is empty", R"(at least one, or "file": false)"}},
    {extension_malformed, {R"("{0}" is no extension)", R"(letters and digits such as "pdf")"}},
    {size_malformed,
     {R"("{0}" is no size)", R"(bytes, or a string such as "20 MB", up to "100 GB")"}},
    {total_below_each, {"is less than maxFileSize", "at least maxFileSize"}},
    {key_unknown, {"unknown key, ignored", "{1}"}},
    {key_repeated, {"is there more than once; the last one counts", "each key once"}},
    {useless_behind_gateway, {"means nothing behind a gateway", "nothing: remove it"}},
    {attribute_ignored, {R"("{0}" is ignored)", "{1}"}},
    {optional_for_crm, {"the CRM rejects cases without it", "true"}},
    {one_file_survives, {"PHP keeps only the last of several files of this name", R"("file[]")"}},
    {more_problems, {"{0} more problems are not listed", ""}},
};

static_assert(ordered(rows, &Row::wrong, before(ProblemCode::count_)));

consteval std::size_t packed_size() {
  std::size_t size = 1;
  for (const Row& row : rows) size += row.words.what.size() + row.words.allowed.size() + 2;
  return size;
}

/// As a WordList: what, allowed, what, allowed, …
consteval std::array<char, packed_size()> packed() {
  std::array<char, packed_size()> bytes{};
  std::size_t at = 0;
  for (const Row& row : rows) {
    for (const std::string_view part : {row.words.what, row.words.allowed}) {
      for (const char c : part) bytes[at++] = c;
      bytes[at++] = '\0';
    }
  }
  return bytes;
}

constexpr auto sentences = packed();

}  // namespace

std::string_view word_at(WordList words, std::size_t index) noexcept {
  std::string_view word = words;
  for (; index > 0; --index) word = word.data() + word.size() + 1;
  return word;
}

std::string_view word(ConfigKey key) noexcept {
  return word_at(keys.data(), static_cast<std::size_t>(key));
}

ProblemWords words(ProblemCode wrong) noexcept {
  const std::size_t index = 2 * static_cast<std::size_t>(wrong);
  return {word_at(sentences.data(), index), word_at(sentences.data(), index + 1)};
}

bool is_warning(ProblemCode wrong) noexcept { return wrong >= key_unknown; }

}  // namespace casement
