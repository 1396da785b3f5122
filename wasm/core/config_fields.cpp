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

constexpr std::string_view give_a_value = "\"default\", or \"visibility\": \"shown\"";

bool is_blank(std::string_view words) { return trimmed(words).empty(); }

bool has_option(const FieldSpec& spec, std::string_view value) {
  for (const Option& option : spec.options) {
    if (option.value == value) return true;
  }
  return false;
}

/// Fills in what the widget knows of a value: its name in every language, its condition.
void recognise(Option& option, const CrmField* crm) {
  if (crm == nullptr) return;
  for (const DefaultOption& known : crm->options) {
    if (known.value != option.value) continue;
    option.condition = known.condition;
    for (std::size_t i = 0; i < language_count; ++i) {
      option.label.in[i] = text(static_cast<Language>(i), known.label);
    }
  }
}

/// One field being read: what was said of it, then what follows from that.
class FieldReader {
 public:
  FieldReader(FieldSpec& spec, const Node& node, const CrmField* crm, Mode mode,
              const CaseTypes& case_types)
      : spec_(spec), node_(node), crm_(crm), case_types_(case_types), mode_(mode) {}

  void read_members();
  void complete();
  void preset(std::string_view value);
  void check() const;

 private:
  [[nodiscard]] bool is_called(std::string_view name) const {
    return crm_ != nullptr && crm_->name == name;
  }
  void read_options(const Node& list);
  bool read_option(Option& option, const Node& item) const;
  void check_value_given() const;
  void check_offers() const;

  FieldSpec& spec_;
  const Node& node_;
  const CrmField* crm_;
  const CaseTypes& case_types_;
  Mode mode_;
  bool given_visibility_ = false;
  bool given_value_ = false;
  bool given_kind_ = false;
  bool given_options_ = false;
  bool options_ok_ = true;  ///< else nothing that depends on them is checked
};

bool FieldReader::read_option(Option& option, const Node& item) const {
  if (const std::string* word = item.string()) {
    option.value = *word;
    recognise(option, crm_);
    return true;
  }
  if (!item.object("a string, or an object with value")) return false;
  const Node value = item.member("value");
  if (!value.exists()) item.error({"has no value"}, {"\"value\", a string"});
  if (!value.read(option.value)) return false;

  const bool is_status = is_called("status");
  const bool is_case_type = is_called("case-type");
  item.expect_members(Names(option_keys).first(is_status ? 4 : is_case_type ? 2 : 3));
  recognise(option, crm_);
  item.member("label").read(option.label);
  std::size_t condition = 0;
  if (is_status && item.member("condition").read(condition, conditions)) {
    option.condition = static_cast<Condition>(condition);
  }
  if (is_case_type) return true;
  const Node types = item.member("caseTypes");
  std::size_t count = 0;
  types.list(count, option_limit, "a list of case types");
  for (std::size_t i = 0; i < count; ++i) {
    const Node each = types.item(i);
    std::string type;
    if (!each.read(type)) continue;
    if (!case_types_.has(type)) {
      std::string allowed;
      for (std::size_t k = 0; k < case_types_.size(); ++k) {
        allowed.append(k > 0 ? ", " : "").append(case_types_[k]);
      }
      each.error({"\"", shortened(type), "\" is not a case type of this form"},
                 {case_types_.size() > 0 ? allowed : "none: the form does not know its case type"});
    }
    option.case_types.push_back(std::move(type));
  }
  return true;
}

void FieldReader::read_options(const Node& list) {
  const std::size_t errors = list.problems().errors();
  std::size_t count = 0;
  spec_.options.clear();
  if (list.list(count, option_limit, "a list of options") && count == 0) {
    list.error({"is empty"}, {"at least one option"});
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = list.item(i);
    Option option;
    if (!read_option(option, item)) continue;
    if (is_blank(option.value)) {
      item.error({"has an empty value"}, {"a string with something in it"});
    } else if (has_option(spec_, option.value)) {
      item.error({"the value \"", shortened(option.value), "\" is there twice"}, {"each once"});
    }
    spec_.options.push_back(std::move(option));
  }
  options_ok_ = list.problems().errors() == errors;
}

/// HTML's autofill detail tokens are lower-case words.
bool is_autocomplete(std::string_view words) {
  return words.size() <= 100 && words.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789- ") ==
                                    std::string_view::npos;
}

void FieldReader::read_members() {
  node_.expect_members(Names(field_keys).subspan(spec_.custom ? 0 : 1));
  std::size_t index = 0;
  const Node visibility = node_.member("visibility");
  given_visibility_ = visibility.exists();
  if (visibility.read(index, visibilities)) spec_.visibility = static_cast<Visibility>(index);
  node_.member("required").read(spec_.required);
  const Node value = node_.member("default");
  given_value_ = value.exists();
  value.read(spec_.default_value);
  const Node kind = node_.member("kind");
  given_kind_ = kind.exists();
  if (kind.read(index, kinds)) spec_.kind = static_cast<FieldKind>(index);
  const Node options = node_.member("options");
  given_options_ = options.exists();
  if (given_options_) read_options(options);
  node_.member("label").read(spec_.label);
  node_.member("hint").read(spec_.hint);
  node_.member("placeholder").read(spec_.placeholder);
  std::uint64_t least = 0;
  std::uint64_t most = spec_.max_length;
  node_.member("minLength").read(least, 0, longest_text);
  node_.member("maxLength").read(most, 1, longest_text);
  spec_.min_length = static_cast<std::size_t>(least);
  spec_.max_length = static_cast<std::size_t>(most);
  if (least > most) {
    node_.member("minLength").error({"is more than maxLength"}, {"up to maxLength"});
  }
  const Node autocomplete = node_.member("autocomplete");
  autocomplete.read(spec_.autocomplete);
  if (!is_autocomplete(spec_.autocomplete)) {
    autocomplete.error({"is no autofill name"}, {"a name from HTML such as \"tel\""});
  }
}

/// What was not said follows from what was.
void FieldReader::complete() {
  if (const std::string* fixed = node_.string()) {
    spec_.visibility = Visibility::hidden;
    spec_.default_value = *fixed;
    given_value_ = true;
  } else if (crm_ != nullptr && crm_->company && !given_visibility_) {
    if (given_options_) {
      spec_.visibility = Visibility::shown;
    } else if (given_value_) {
      spec_.visibility = Visibility::hidden;
    }
  }
  if (given_options_) {
    if (!given_kind_) spec_.kind = FieldKind::choice;
    return;
  }
  if (crm_ == nullptr) return;
  const bool shown = spec_.visibility == Visibility::shown;
  // A default of ours is a guess: good enough to start from where people see it, or where the
  // company has no say.
  if (!given_value_ && (shown || !crm_->company)) spec_.default_value = crm_->default_value;
  // So are our options; a value that nobody chooses here may be any other.
  const bool fixed_other = !shown && !has_option(spec_, spec_.default_value);
  if (fixed_other || (given_kind_ && spec_.kind != FieldKind::choice)) spec_.options.clear();
  if (spec_.options.empty() && !given_kind_ && spec_.kind == FieldKind::choice) {
    spec_.kind = FieldKind::text;
  }
}

/// What the page knows of its visitor is not asked again.
void FieldReader::preset(std::string_view value) {
  if (spec_.visibility == Visibility::locked) return;
  FieldSpec plain;
  plain.kind = spec_.kind == FieldKind::choice ? crm_->kind : spec_.kind;
  plain.max_length = spec_.max_length;
  if (const auto fault = check_value(plain, value, true, "")) {
    node_.problems().add(ConfigProblem::Severity::warning, std::string(crm_->name) + " attribute",
                         {"\"", shortened(value), "\" is ignored"}, {fault->in(Language::en)});
    return;
  }
  spec_.kind = plain.kind;
  spec_.options.clear();
  spec_.default_value = value;
  spec_.visibility = Visibility::hidden;
}

void FieldReader::check_value_given() const {
  if (spec_.default_value.empty()) return;
  const Node value = node_.member("default");
  const Node& place = value.exists() ? value : node_;
  if (spec_.kind == FieldKind::choice) {
    if (has_option(spec_, spec_.default_value)) return;
    std::string allowed;
    for (const Option& option : spec_.options) {
      allowed.append(allowed.empty() ? "" : ", ").append(option.value);
    }
    place.error({"\"", shortened(spec_.default_value), "\" is not among the options"}, {allowed});
  } else if (const auto fault = check_value(spec_, spec_.default_value, false, "")) {
    place.error({"\"", shortened(spec_.default_value), "\" breaks the field's own rule"},
                {fault->in(Language::en)});
  }
}

/// Whatever case type is chosen, a fixed value must be offered and a required choice have options.
void FieldReader::check_offers() const {
  if (spec_.kind != FieldKind::choice || spec_.visibility == Visibility::locked) return;
  const bool shown = spec_.visibility == Visibility::shown;
  for (std::size_t i = 0; i < case_types_.size(); ++i) {
    bool offered = shown ? !spec_.required : spec_.default_value.empty();
    for (const Option& option : spec_.options) {
      const bool counts = shown || option.value == spec_.default_value;
      offered = offered || (counts && is_offered(option, case_types_[i]));
    }
    if (!offered) {
      node_.member("options").error({shown ? "nothing" : "the default",
                                     " is offered for the case type \"", case_types_[i], "\""},
                                    {"an option for every case type"});
    }
  }
}

void FieldReader::check() const {
  const bool direct = mode_ == Mode::direct;
  const bool shown = spec_.visibility == Visibility::shown;
  const bool locked = spec_.visibility == Visibility::locked;
  if (direct && locked) {
    node_.member("visibility")
        .error({"without a gateway nobody writes a locked field"}, Names(visibilities).first(3));
    return;
  }
  if (given_options_ && spec_.kind != FieldKind::choice) {
    node_.member("options").error({"options are for a choice"}, {"\"kind\": \"choice\""});
  } else if (options_ok_ && spec_.kind == FieldKind::choice && spec_.options.empty()) {
    node_.error({"a choice has no options"}, {"\"options\", a list"});
  } else if (options_ok_) {
    check_value_given();
    check_offers();
  }

  const bool crm_requires = direct && crm_ != nullptr && crm_->required;
  if ((spec_.required || crm_requires) && !shown && !locked && is_blank(spec_.default_value)) {
    if (node_.exists() && node_.string() == nullptr) {
      node_.error({"is required, and nobody can give it a value"}, {give_a_value});
    } else {
      node_.error({node_.exists() ? "is empty" : "is missing"},
                  {"a string, or an object with default"});
    }
  } else if (crm_requires && shown && !spec_.required) {
    node_.member("required").warning({"the CRM rejects cases without it"}, {"true"});
  }
}

}  // namespace

CaseTypes::CaseTypes(const FieldSpec& spec, bool wrong) : spec_(&spec), any_(wrong) {
  if (wrong || spec.visibility == Visibility::locked) return;
  const bool shown = spec.visibility == Visibility::shown;
  size_ = shown ? spec.options.size() : 1;
  any_ = size_ == 0;
}

std::string_view CaseTypes::operator[](std::size_t index) const noexcept {
  return spec_->visibility == Visibility::shown ? spec_->options[index].value
                                                : spec_->default_value;
}

bool CaseTypes::has(std::string_view type) const noexcept {
  bool found = any_;
  for (std::size_t i = 0; i < size_; ++i) found = found || (*this)[i] == type;
  return found;
}

FieldSpec read_crm_field(const CrmField& crm, const Node& node, Mode mode,
                         const CaseTypes& case_types, std::string_view preset) {
  FieldSpec spec;
  spec.name = crm.name;
  spec.kind = crm.kind;
  spec.required = crm.required;
  spec.max_length = crm.max_length;
  if (crm.kind == FieldKind::email) spec.autocomplete = "email";
  if (crm.company) spec.visibility = mode == Mode::direct ? Visibility::hidden : Visibility::locked;
  for (const DefaultOption& known : crm.options) {
    Option& option = spec.options.emplace_back();
    option.value = known.value;
    recognise(option, &crm);
  }
  FieldReader reader(spec, node, &crm, mode, case_types);
  if (node.string() == nullptr && node.object("a string, or an object")) reader.read_members();
  reader.complete();
  if (!preset.empty()) reader.preset(preset);
  reader.check();
  return spec;
}

bool read_wire_name(std::string& name, const Node& node) {
  if (!node.read(name)) return false;
  bool clean = !is_blank(name) && count_code_points(name) <= custom_name_limit;
  for (const char c : name) clean = clean && static_cast<unsigned char>(c) >= 0x20;
  if (!clean) node.error({"is no name"}, {"1 to 100 characters, none of them a control"});
  return clean;
}

void read_custom_fields(std::vector<FieldSpec>& fields, const Node& form, Mode mode,
                        const CaseTypes& case_types) {
  std::size_t count = 0;
  form.list(count, custom_field_limit, "a list of objects with name");
  for (std::size_t i = 0; i < count; ++i) {
    const Node node = form.item(i);
    if (!node.object("an object with name")) continue;
    FieldSpec spec;
    spec.custom = true;
    spec.max_length = 2500;  // What the CRM's custom text fields hold at most.
    FieldReader reader(spec, node, nullptr, mode, case_types);
    reader.read_members();
    reader.complete();
    reader.check();

    const Node name = node.member("name");
    if (!name.exists()) node.error({"has no name"}, {"\"name\", the CRM's own name of the field"});
    if (read_wire_name(spec.name, name)) {
      for (const FieldSpec& other : fields) {
        if (!other.custom || other.name != spec.name) continue;
        name.error({"\"", shortened(spec.name), "\" is there twice"}, {"each once"});
      }
    }
    fields.push_back(std::move(spec));
  }
}

}  // namespace casement
