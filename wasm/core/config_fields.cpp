#include "core/config_fields.hpp"

#include <optional>
#include <string>
#include <utility>

#include "core/unicode.hpp"
#include "core/validation.hpp"

namespace casement {
namespace {

constexpr std::string_view visibilities[] = {"shown", "read-only", "hidden", "locked"};
constexpr std::string_view kinds[] = {"text",   "multiline", "email", "phone",
                                      "number", "date",      "choice"};

// `name` comes first, so that a CRM field's keys are all but the first.
constexpr std::string_view field_keys[] = {
    "name",  "visibility", "required",    "default",   "kind",      "options",
    "label", "hint",       "placeholder", "minLength", "maxLength", "autocomplete"};

// A case type's own options depend on nothing; only a status has a condition.
constexpr std::string_view option_keys[] = {"value", "label", "caseTypes", "condition"};
constexpr std::string_view conditions[] = {"Open", "Closed"};

constexpr std::string_view once = "each once";

/// Which members were there, and whether its options could be read.
struct Given {
  bool visibility = false;
  bool value = false;
  bool kind = false;
  bool options = false;
  bool options_ok = true;
};

bool is_blank(std::string_view words) { return trimmed(words).empty(); }

bool has_option(const std::vector<Option>& options, std::string_view value) {
  for (const Option& option : options) {
    if (option.value == value) return true;
  }
  return false;
}

std::string listed_values(const std::vector<Option>& options) {
  std::string list;
  for (const Option& option : options) {
    if (!list.empty()) list += ", ";
    list += option.value;
  }
  return list;
}

Option default_option(const DefaultOption& known) {
  Option option;
  option.value = known.value;
  option.condition = known.condition;
  for (std::size_t i = 0; i < language_count; ++i) {
    option.label.in[i] = text(static_cast<Language>(i), known.label);
  }
  return option;
}

/// An option of that value as the widget knows it (its translated name, its condition), or bare.
Option known_option(const CrmField* crm, std::string_view value) {
  if (crm != nullptr) {
    for (const DefaultOption& known : crm->options) {
      if (known.value == value) return default_option(known);
    }
  }
  Option option;
  option.value = value;
  return option;
}

bool knows_case_type(const FieldContext& context, std::string_view type) {
  if (context.any_case_type) return true;
  for (const std::string_view each : context.case_types) {
    if (each == type) return true;
  }
  return false;
}

std::vector<std::string> read_case_types(const Node& list, const FieldContext& context) {
  std::vector<std::string> types;
  const std::size_t count = list.list("a list of case types", option_limit).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = list.item(i);
    const std::string* type = item.string();
    if (type == nullptr) continue;
    if (!knows_case_type(context, *type)) {
      item.error(in_quotes(*type) + " is not a case type of this form",
                 context.case_types.empty() ? "none, as the form does not know its case type"
                                            : listed(context.case_types));
    }
    types.push_back(*type);
  }
  return types;
}

std::optional<Option> read_option(const Node& item, const CrmField* crm,
                                  const FieldContext& context) {
  if (item.is_string()) return known_option(crm, *item.string());
  if (!item.object("a string, or an object with value")) return std::nullopt;
  const Node value = item.member("value");
  if (!value.exists()) item.error("has no value", "\"value\", a string");
  const std::string* word = value.string();
  if (word == nullptr) return std::nullopt;

  const bool is_status = crm != nullptr && crm->name == "status";
  const bool is_case_type = crm != nullptr && crm->name == "case-type";
  item.expect_members(Names(option_keys).first(is_status ? 4 : is_case_type ? 2 : 3));
  Option option = known_option(crm, *word);
  if (auto label = item.member("label").local_text()) option.label = std::move(*label);
  if (!is_case_type) option.case_types = read_case_types(item.member("caseTypes"), context);
  if (is_status) {
    if (const auto condition = item.member("condition").one_of(conditions)) {
      option.condition = static_cast<Condition>(*condition);
    }
  }
  return option;
}

/// False when some option was wrong: then nothing that depends on them is checked.
bool read_options(std::vector<Option>& options, const Node& list, const CrmField* crm,
                  const FieldContext& context) {
  const std::size_t errors = list.problems().errors();
  const auto count = list.list("a list of options", option_limit);
  if (count == 0u) list.error("is empty", "at least one option");
  options.clear();
  for (std::size_t i = 0; i < count.value_or(0); ++i) {
    const Node item = list.item(i);
    std::optional<Option> option = read_option(item, crm, context);
    if (!option) continue;
    if (is_blank(option->value)) {
      item.error("has an empty value", "a string with something in it");
    } else if (has_option(options, option->value)) {
      item.error("the value " + in_quotes(option->value) + " is there twice", once);
    }
    options.push_back(std::move(*option));
  }
  return list.problems().errors() == errors;
}

/// HTML's autofill detail tokens are lower-case words.
bool is_autocomplete(std::string_view words) {
  for (const char c : words) {
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != ' ') return false;
  }
  return words.size() <= 100;
}

void read_members(FieldSpec& spec, Given& given, const Node& node, const CrmField* crm,
                  const FieldContext& context) {
  node.expect_members(Names(field_keys).subspan(spec.custom ? 0 : 1));
  const Node visibility = node.member("visibility");
  given.visibility = visibility.exists();
  if (const auto index = visibility.one_of(visibilities)) {
    spec.visibility = static_cast<Visibility>(*index);
  }
  if (const auto required = node.member("required").boolean()) spec.required = *required;
  const Node value = node.member("default");
  given.value = value.exists();
  if (const std::string* words = value.string()) spec.default_value = *words;
  const Node kind = node.member("kind");
  given.kind = kind.exists();
  if (const auto index = kind.one_of(kinds)) spec.kind = static_cast<FieldKind>(*index);
  const Node options = node.member("options");
  given.options = options.exists();
  if (given.options) given.options_ok = read_options(spec.options, options, crm, context);
  if (auto words = node.member("label").local_text()) spec.label = std::move(*words);
  if (auto words = node.member("hint").local_text()) spec.hint = std::move(*words);
  if (auto words = node.member("placeholder").local_text()) spec.placeholder = std::move(*words);
  if (const auto least = node.member("minLength").whole(0, longest_text)) {
    spec.min_length = static_cast<std::size_t>(*least);
  }
  const Node most = node.member("maxLength");
  if (const auto length = most.whole(1, longest_text)) {
    spec.max_length = static_cast<std::size_t>(*length);
  }
  if (spec.min_length > spec.max_length) {
    (most.exists() ? most : node.member("minLength"))
        .error("minLength is more than maxLength", "minLength up to maxLength");
  }
  const Node autocomplete = node.member("autocomplete");
  if (const std::string* words = autocomplete.string()) {
    if (!is_autocomplete(*words)) {
      autocomplete.error("is no autofill name", "a name from HTML such as \"tel\"");
    }
    spec.autocomplete = *words;
  }
}

/// What was not said follows from what was.
void complete(FieldSpec& spec, const Given& given, const CrmField* crm) {
  if (crm != nullptr && crm->company && !given.visibility) {
    if (given.options) {
      spec.visibility = Visibility::shown;
    } else if (given.value) {
      spec.visibility = Visibility::hidden;
    }
  }
  if (given.options) {
    if (!given.kind) spec.kind = FieldKind::choice;
  } else if (crm != nullptr) {
    const bool shown = spec.visibility == Visibility::shown;
    // The widget's own options are a guess; a value that nobody chooses here may be any other.
    const bool fixed_other = !shown && !has_option(spec.options, spec.default_value);
    if (fixed_other || (given.kind && spec.kind != FieldKind::choice)) spec.options.clear();
    if (spec.options.empty() && !given.kind && spec.kind == FieldKind::choice) {
      spec.kind = FieldKind::text;
    }
  }
}

void check_default(const FieldSpec& spec, const Node& place) {
  if (spec.default_value.empty()) return;
  if (spec.kind == FieldKind::choice) {
    if (!has_option(spec.options, spec.default_value)) {
      place.error(in_quotes(spec.default_value) + " is not among the options",
                  listed_values(spec.options));
    }
  } else if (const auto fault = check_value(spec, spec.default_value, false, "")) {
    place.error(in_quotes(spec.default_value) + " breaks the field's own rule",
                fault->in(Language::en));
  }
}

/// Whatever case type is chosen, a fixed value must be offered and a required choice have options.
void check_offers(const FieldSpec& spec, const Node& node, const FieldContext& context) {
  const bool shown = spec.visibility == Visibility::shown;
  if (spec.kind != FieldKind::choice || spec.visibility == Visibility::locked) return;
  for (const std::string_view type : context.case_types) {
    if (!shown && !spec.default_value.empty()) {
      if (is_offered(spec, spec.default_value, type)) continue;
      node.error(
          in_quotes(spec.default_value) + " is not offered for the case type " + in_quotes(type),
          "an option for every case type, or \"visibility\": \"shown\"");
    } else if (shown && spec.required) {
      bool offered = false;
      for (const Option& option : spec.options) offered = offered || is_offered(option, type);
      if (offered) continue;
      node.member("options").error("has nothing for the case type " + in_quotes(type),
                                   "an option for every case type");
    }
  }
}

void check(const FieldSpec& spec, const Given& given, const Node& node, const CrmField* crm,
           const FieldContext& context) {
  const bool direct = context.mode == Mode::direct;
  if (direct && spec.visibility == Visibility::locked) {
    node.member("visibility")
        .error("without a gateway nobody writes a locked field",
               listed(Names(visibilities).first(3)));
    return;
  }
  if (given.options && given.kind && spec.kind != FieldKind::choice) {
    node.member("options").error("options are for a choice", "\"kind\": \"choice\"");
  } else if (spec.kind == FieldKind::choice && spec.options.empty() && given.options_ok) {
    node.error("a choice has no options", "\"options\", a list");
  } else if (given.options_ok) {
    check_default(spec, given.value ? node.member("default") : node);
    check_offers(spec, node, context);
  }

  const bool crm_requires = direct && crm != nullptr && crm->required;
  const bool writable = spec.visibility == Visibility::shown;
  const bool given_by_others = writable || spec.visibility == Visibility::locked;
  if ((spec.required || crm_requires) && !given_by_others && is_blank(spec.default_value)) {
    if (node.exists() && !node.is_string()) {
      node.error("is required, and nobody can give it a value",
                 "\"default\", or \"visibility\": \"shown\"");
    } else {
      node.error(node.exists() ? "is empty" : "is missing", "a string, or an object with default");
    }
  } else if (crm_requires && writable && !spec.required) {
    node.member("required").warning("the CRM rejects cases without it", "true");
  }
}

}  // namespace

FieldSpec read_crm_field(const CrmField& crm, const Node& node, const FieldContext& context,
                         std::string_view preset) {
  FieldSpec spec;
  Given given;
  spec.name = crm.name;
  spec.kind = crm.kind;
  spec.required = crm.required;
  spec.max_length = crm.max_length;
  if (crm.kind == FieldKind::email) spec.autocomplete = "email";
  for (const DefaultOption& option : crm.options) spec.options.push_back(default_option(option));
  if (crm.company) {
    spec.visibility = context.mode == Mode::direct ? Visibility::hidden : Visibility::locked;
  }
  if (node.is_string()) {
    spec.visibility = Visibility::hidden;
    spec.default_value = *node.string();
  } else {
    if (node.object("a string, or an object")) read_members(spec, given, node, &crm, context);
    const bool shown = spec.visibility == Visibility::shown;
    // A default of ours is a guess: good enough to start from where people see it, or where the
    // company has no say.
    if (!given.value && !given.options && (shown || !crm.company)) {
      spec.default_value = crm.default_value;
    }
  }
  complete(spec, given, &crm);

  if (!preset.empty() && spec.visibility != Visibility::locked) {
    FieldSpec fixed = spec;
    fixed.default_value = preset;
    fixed.visibility = Visibility::hidden;
    if (fixed.kind == FieldKind::choice) {
      fixed.options.clear();
      fixed.kind = crm.kind;
    }
    if (const auto fault = check_value(fixed, preset, true, "")) {
      node.problems().warning(fixed.name + " attribute", in_quotes(preset) + " is ignored",
                              fault->in(Language::en));
    } else {
      spec = std::move(fixed);
    }
  }
  check(spec, given, node, &crm, context);
  return spec;
}

std::vector<FieldSpec> read_custom_fields(const Node& form, const FieldContext& context) {
  std::vector<FieldSpec> fields;
  const std::size_t count =
      form.list("a list of objects with name", custom_field_limit).value_or(0);
  for (std::size_t i = 0; i < count; ++i) {
    const Node node = form.item(i);
    if (!node.object("an object with name")) continue;
    FieldSpec spec;
    Given given;
    spec.custom = true;
    spec.max_length = 2500;  // What the CRM's custom text fields hold at most.
    read_members(spec, given, node, nullptr, context);
    complete(spec, given, nullptr);
    check(spec, given, node, nullptr, context);

    const Node name = node.member("name");
    if (!name.exists()) node.error("has no name", "\"name\", the CRM's own name of the field");
    if (const std::string* word = name.string()) {
      bool clean = !is_blank(*word) && count_code_points(*word) <= custom_name_limit;
      for (const char c : *word) clean = clean && static_cast<unsigned char>(c) >= 0x20;
      if (!clean) name.error("is no name", "1 to 100 characters, none of them a control");
      for (const FieldSpec& other : fields) {
        if (other.name == *word) name.error(in_quotes(*word) + " is there twice", once);
      }
      spec.name = *word;
    }
    fields.push_back(std::move(spec));
  }
  return fields;
}

}  // namespace casement
