#include "core/config/config_fields.hpp"

#include <optional>
#include <string>
#include <utility>

#include "core/fields/field_kinds.hpp"
#include "core/fields/validation.hpp"
#include "core/text/ordered.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

constexpr Word<Visibility> visibility_words[] = {
    {Visibility::shown, "shown"},
    {Visibility::read_only, "read-only"},
    {Visibility::hidden, "hidden"},
    {Visibility::locked, "locked"},
};
static_assert(ordered(visibility_words, &Word<Visibility>::value, Visibility::locked));
constexpr auto visibilities = word_list<visibility_words>();
constexpr char visibilities_without_gateway[] = "shown, read-only or hidden";

constexpr Word<Condition> condition_words[] = {
    {Condition::open, "Open"},
    {Condition::closed, "Closed"},
};
static_assert(ordered(condition_words, &Word<Condition>::value, Condition::closed));
constexpr auto conditions = word_list<condition_words>();

bool is_blank(std::string_view words) { return trimmed(words).empty(); }

bool has_option(const FieldSpec& spec, std::string_view value) {
  for (const Option& option : spec.options) {
    if (option.value == value) return true;
  }
  return false;
}

void add_to_list(std::string& list, std::string_view word) {
  if (!list.empty()) list += ", ";
  list += word;
}

std::size_t case_type_count(const FieldContext& context) {
  if (context.case_type == nullptr || context.any_case_type) return 0;
  switch (context.case_type->visibility) {
    case Visibility::shown: return context.case_type->options.size();
    case Visibility::locked: return 0;
    case Visibility::read_only:
    case Visibility::hidden: break;
  }
  return 1;
}

std::string_view case_type_at(const FieldContext& context, std::size_t index) {
  const FieldSpec& spec = *context.case_type;
  return spec.visibility == Visibility::shown ? spec.options[index].value : spec.default_value;
}

/// Fills in what the widget knows of a value: its name, its condition.
void recognise(Option& option, const CrmField* crm) {
  if (crm == nullptr) return;
  for (const DefaultOption& known : crm->options) {
    if (known.value != option.value) continue;
    option.condition = known.condition;
    option.known = known.label;
  }
}

/// One field being read: what was said of it, then what follows from that.
class FieldReader {
 public:
  FieldReader(FieldSpec& spec, const Node& node, const CrmField* crm, const FieldContext& context)
      : spec_(spec), node_(node), crm_(crm), context_(context) {}

  void read();
  void preset(std::string_view value);
  void check() const;

 private:
  [[nodiscard]] bool has(ConfigKey key) const { return node_[key].exists(); }
  void read_members();
  void read_options(const Node& list);
  bool read_option(Option& option, const Node& item) const;
  void read_case_types(Option& option, const Node& list) const;
  void complete();
  void check_default() const;
  void check_offers() const;

  FieldSpec& spec_;
  const Node& node_;
  const CrmField* crm_;
  const FieldContext& context_;
  bool options_ok_ = true;  ///< else nothing that depends on them is checked
};

void FieldReader::read() {
  if (node_.string() == nullptr &&
      node_.object(crm_ != nullptr ? ProblemCode::no_field : ProblemCode::no_custom_field)) {
    read_members();
  }
  complete();
}

void FieldReader::read_members() {
  node_.expect(spec_.custom ? ConfigKey::name : ConfigKey::visibility, ConfigKey::autocomplete);
  std::size_t index = 0;
  if (node_[ConfigKey::visibility].read(index, visibilities.data())) {
    spec_.visibility = static_cast<Visibility>(index);
  }
  if (node_[ConfigKey::kind].read(index, field_kind_words()))
    spec_.kind = static_cast<FieldKind>(index);
  node_[ConfigKey::required].read(spec_.required);
  node_[ConfigKey::default_value].read(spec_.default_value);
  if (const Node options = node_[ConfigKey::options]; options.exists()) read_options(options);
  node_[ConfigKey::label].read(spec_.label);
  node_[ConfigKey::hint].read(spec_.hint);
  node_[ConfigKey::placeholder].read(spec_.placeholder);
  std::uint64_t least = 0;
  std::uint64_t most = spec_.max_length;
  node_[ConfigKey::min_length].read(least, 0, max_text_length);
  node_[ConfigKey::max_length].read(most, 1, max_text_length);
  spec_.min_length = static_cast<std::size_t>(least);
  spec_.max_length = static_cast<std::size_t>(most);
  if (least > most) node_[ConfigKey::min_length].add(ProblemCode::lengths_crossed);
  const Node autocomplete = node_[ConfigKey::autocomplete];
  autocomplete.read(spec_.autocomplete);
  // HTML's autofill detail tokens are lower-case words.
  bool clean = spec_.autocomplete.size() <= name_limit;
  for (const char c : spec_.autocomplete) clean = clean && c >= ' ' && (c < 'A' || c > 'Z');
  if (!clean) autocomplete.add(ProblemCode::autocomplete_malformed);
}

void FieldReader::read_options(const Node& list) {
  const std::size_t errors = list.problems().errors();
  std::size_t count = 0;
  spec_.options.clear();
  if (list.list(count, option_limit, ProblemCode::no_option_list) && count == 0) {
    list.add(ProblemCode::options_empty);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = list.item(i);
    Option option;
    if (!read_option(option, item)) continue;
    if (is_blank(option.value)) {
      item.add(ProblemCode::option_empty);
    } else if (has_option(spec_, option.value)) {
      item.add(ProblemCode::option_twice, option.value);
    }
    spec_.options.push_back(std::move(option));
  }
  options_ok_ = list.problems().errors() == errors;
}

bool FieldReader::read_option(Option& option, const Node& item) const {
  const bool is_object = item.string() == nullptr;
  if (is_object) {
    if (!item.object(ProblemCode::no_option)) return false;
    if (!item[ConfigKey::value].exists()) item.add(ProblemCode::option_without_value);
  }
  if (!(is_object ? item[ConfigKey::value] : item).read(option.value)) return false;
  recognise(option, crm_);
  if (!is_object) return true;
  // A case type's own options depend on nothing; only a status has a condition.
  const bool is_status = crm_ != nullptr && crm_->id == CrmFieldId::status;
  const bool is_case_type = context_.case_type == nullptr;
  item.expect(ConfigKey::value, is_status      ? ConfigKey::condition
                                : is_case_type ? ConfigKey::option_label
                                               : ConfigKey::case_types);
  item[ConfigKey::option_label].read(option.label);
  if (!is_case_type) read_case_types(option, item[ConfigKey::case_types]);
  std::size_t index = 0;
  if (is_status && item[ConfigKey::condition].read(index, conditions.data())) {
    option.condition = static_cast<Condition>(index);
  }
  return true;
}

void FieldReader::read_case_types(Option& option, const Node& list) const {
  std::size_t count = 0;
  list.list(count, option_limit, ProblemCode::no_type_list);
  // Free text may be anything.
  const std::size_t known = case_type_count(context_);
  const bool any =
      context_.any_case_type || (known == 0 && context_.case_type->visibility == Visibility::shown);
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = list.item(i);
    std::string& type = option.case_types.emplace_back();
    if (!item.read(type) || any) continue;
    bool found = false;
    for (std::size_t k = 0; k < known; ++k) found = found || case_type_at(context_, k) == type;
    if (found) continue;
    std::string allowed;
    for (std::size_t k = 0; k < known; ++k) add_to_list(allowed, case_type_at(context_, k));
    if (known == 0) allowed = "none: the form does not know its case type";
    item.add(ProblemCode::case_type_unknown, type, allowed);
  }
}

/// What was not said follows from what was.
void FieldReader::complete() {
  const bool given_kind = has(ConfigKey::kind);
  const bool given_options = has(ConfigKey::options);
  bool given_value = has(ConfigKey::default_value);
  const bool company = crm_ != nullptr && crm_->company;
  if (const std::string* fixed = node_.string()) {
    spec_.default_value = *fixed;
    spec_.visibility = Visibility::hidden;
    given_value = true;
  } else if (company && !has(ConfigKey::visibility) && (given_options || given_value)) {
    spec_.visibility = given_options ? Visibility::shown : Visibility::hidden;
  }
  if (given_options) {
    if (!given_kind) spec_.kind = FieldKind::choice;
    return;
  }
  if (crm_ == nullptr) return;
  const bool shown = spec_.visibility == Visibility::shown;
  // A default of ours is a guess: good enough to start from where people see it, or where the
  // company has no say.
  if (!given_value && (shown || !company)) spec_.default_value = crm_->default_value;
  // So are our options; a value that nobody chooses here may be any other.
  const bool fixed_other = !shown && !has_option(spec_, spec_.default_value);
  if (fixed_other || (given_kind && spec_.kind != FieldKind::choice)) spec_.options.clear();
  if (spec_.options.empty() && !given_kind && spec_.kind == FieldKind::choice) {
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
    node_.problems().add(ProblemCode::attribute_ignored, spec_.name + " attribute", value,
                         fault->in(Language::en));
    return;
  }
  spec_.kind = plain.kind;
  spec_.options.clear();
  spec_.default_value = value;
  spec_.visibility = Visibility::hidden;
}

void FieldReader::check_default() const {
  const std::string& value = spec_.default_value;
  ProblemCode wrong = ProblemCode::default_breaks_rule;
  std::string allowed;
  if (spec_.kind == FieldKind::choice) {
    if (value.empty() || has_option(spec_, value)) return;
    wrong = ProblemCode::default_not_an_option;
    for (const Option& option : spec_.options) add_to_list(allowed, option.value);
  } else if (const auto fault = check_value(spec_, value, false, "")) {
    allowed = fault->in(Language::en);
  } else {
    return;
  }
  const Node given = node_[ConfigKey::default_value];
  (given.exists() ? given : node_).add(wrong, value, allowed);
}

/// Whatever case type is chosen, a fixed value must be offered and a required choice have options.
void FieldReader::check_offers() const {
  const bool shown = spec_.visibility == Visibility::shown;
  for (std::size_t i = 0; i < case_type_count(context_); ++i) {
    const std::string_view type = case_type_at(context_, i);
    bool offered = shown ? !spec_.required : spec_.default_value.empty();
    for (const Option& option : spec_.options) {
      const bool counts = shown || option.value == spec_.default_value;
      offered = offered || (counts && is_offered(option, type));
    }
    if (offered) continue;
    node_[ConfigKey::options].add(
        shown ? ProblemCode::options_not_offered : ProblemCode::default_not_offered, type);
  }
}

void FieldReader::check() const {
  const bool direct = context_.mode == Mode::direct;
  const bool choice = spec_.kind == FieldKind::choice;
  const bool shown = spec_.visibility == Visibility::shown;
  if (spec_.visibility == Visibility::locked) {
    if (direct) {
      node_[ConfigKey::visibility].add(ProblemCode::locked_without_gateway, {},
                                       visibilities_without_gateway);
    }
    return;
  }
  if (!choice && !spec_.options.empty()) {
    node_[ConfigKey::options].add(ProblemCode::options_without_choice);
  } else if (choice && spec_.options.empty()) {
    if (options_ok_) node_.add(ProblemCode::choice_without_options);
  } else if (options_ok_) {
    check_default();
    if (choice) check_offers();
  }

  const bool crm_requires = direct && crm_ != nullptr && crm_->required;
  if (shown) {
    if (crm_requires && !spec_.required)
      node_[ConfigKey::required].add(ProblemCode::optional_for_crm);
  } else if ((spec_.required || crm_requires) && is_blank(spec_.default_value)) {
    node_.add(!node_.exists()             ? ProblemCode::field_missing
              : node_.string() != nullptr ? ProblemCode::field_empty
                                          : ProblemCode::field_unwritable);
  }
}

}  // namespace

void read_crm_field(FieldSpec& spec, const CrmField& crm, const Node& node,
                    const FieldContext& context, std::string_view preset) {
  spec.name = crm.name;
  spec.kind = crm.kind;
  spec.required = crm.required;
  spec.max_length = crm.max_length;
  if (crm.kind == FieldKind::email) spec.autocomplete = "email";
  if (crm.company) {
    spec.visibility = context.mode == Mode::direct ? Visibility::hidden : Visibility::locked;
  }
  for (const DefaultOption& known : crm.options) {
    Option option;
    option.value = known.value;
    recognise(option, &crm);
    spec.options.push_back(std::move(option));
  }
  FieldReader reader(spec, node, &crm, context);
  reader.read();
  if (!preset.empty()) reader.preset(preset);
  reader.check();
}

bool read_wire_name(std::string& name, const Node& node) {
  if (!node.read(name)) return false;
  bool clean = !is_blank(name) && count_code_points(name) <= name_limit;
  for (const char c : name) clean = clean && static_cast<unsigned char>(c) >= 0x20;
  if (!clean) node.add(ProblemCode::name_malformed);
  return clean;
}

void read_custom_fields(std::vector<FieldSpec>& fields, const Node& form,
                        const FieldContext& context) {
  std::size_t count = 0;
  form.list(count, custom_field_limit, ProblemCode::no_form);
  for (std::size_t i = 0; i < count; ++i) {
    const Node node = form.item(i);
    FieldSpec spec;
    spec.custom = true;
    spec.max_length = 2500;  // What the CRM's custom text fields hold at most.
    if (node.string() != nullptr) {
      (void)node.object(ProblemCode::no_custom_field);
      continue;
    }
    FieldReader reader(spec, node, nullptr, context);
    reader.read();
    reader.check();
    const Node name = node[ConfigKey::name];
    if (!name.exists()) node.add(ProblemCode::custom_without_name);
    if (read_wire_name(spec.name, name)) {
      for (const FieldSpec& other : fields) {
        if (other.custom && other.name == spec.name) name.add(ProblemCode::name_twice, spec.name);
      }
    }
    fields.push_back(std::move(spec));
  }
}

}  // namespace casement
