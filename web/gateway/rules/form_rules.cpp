#include "gateway/rules/form_rules.hpp"

#include <algorithm>
#include <optional>

#include "core/fields/case_entries.hpp"
#include "core/fields/case_rules.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/fields/validation.hpp"
#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"

namespace casement::gateway {
namespace {

/// Room for delimiters, heads and `form`'s braces beside the values themselves.
constexpr std::uint64_t framing_room = std::uint64_t{64} * 1024;
constexpr std::uint64_t bytes_per_code_point = 4;

const std::string* find_part(const std::vector<TextPart>& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [name](const TextPart& part) { return part.name == name; });
  return found == parts.end() ? nullptr : &found->value;
}

/// CRLF as a control holds it.
std::string with_lf(std::string_view text) {
  std::string out(text);
  if (out.find('\r') != std::string::npos) std::erase(out, '\r');
  return out;
}

/// One case being checked: the values of all fields, the visitor's and the gateway's.
class CaseCheck {
 public:
  CaseCheck(const FormRules& rules, const RequestIdentity& known)
      : rules_(rules), values_(rules.fields.size()) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const FieldSpec& spec = rules.fields[i];
      if (is_contact_by_token(spec))
        values_[i] = known.contact;
      else if (spec.custom && !rules.key_field.empty() && spec.name == rules.key_field)
        values_[i] = known.key;
      else if (is_locked(spec) || rules.defaults_stand)
        values_[i] = spec.default_value;
    }
  }

  std::optional<FieldRefusal> take(const std::vector<TextPart>& parts);
  std::optional<FieldRefusal> judge();
  [[nodiscard]] std::vector<Entry> entries() const {
    return case_entries(rules_.fields,
                        std::vector<std::string_view>(values_.begin(), values_.end()));
  }

 private:
  [[nodiscard]] bool is_contact_by_token(const FieldSpec& spec) const {
    return rules_.contact_by_token && is_field(spec, CrmFieldId::contact);
  }
  std::optional<FieldRefusal> take_custom(std::string_view form);
  std::optional<FieldRefusal> take_value(std::size_t field, std::string_view value);
  [[nodiscard]] std::string_view value_of(CrmFieldId id) const;
  [[nodiscard]] bool closed() const;

  const FormRules& rules_;
  std::vector<std::string> values_;
};

FieldRefusal refusal(const FieldSpec& spec, const Fault& fault) {
  return {spec.name, fault.in(Language::en)};
}

std::optional<FieldRefusal> CaseCheck::take_value(std::size_t field, std::string_view value) {
  const FieldSpec& spec = rules_.fields[field];
  std::string held = with_lf(value);
  if (spec.kind != FieldKind::multiline && held.find('\n') != std::string::npos) {
    return FieldRefusal{spec.name, "A line break in a field of one line."};
  }
  values_[field] = std::move(held);
  return std::nullopt;
}

std::optional<FieldRefusal> CaseCheck::take_custom(std::string_view form) {
  const auto document = parse_json(form);
  const auto* members =
      document.ok() ? document.value().root.get_ptr<const Json::object_t*>() : nullptr;
  if (members == nullptr || !document.value().repeated.empty()) {
    return FieldRefusal{"form", "Must be a JSON object with each name once."};
  }
  for (const auto& [name, value] : *members) {
    const std::string* text = text_of(&value);
    const auto known = std::find_if(
        rules_.fields.begin(), rules_.fields.end(),
        [&wanted = name](const FieldSpec& spec) { return spec.custom && spec.name == wanted; });
    if (known == rules_.fields.end()) return FieldRefusal{name, "The form has no such field."};
    if (is_locked(*known)) return FieldRefusal{name, "This field is written by the gateway."};
    if (text == nullptr) return FieldRefusal{name, "Must be a text."};
    const auto field = static_cast<std::size_t>(known - rules_.fields.begin());
    if (auto wrong = take_value(field, *text)) return wrong;
  }
  return std::nullopt;
}

std::optional<FieldRefusal> CaseCheck::take(const std::vector<TextPart>& parts) {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const FieldSpec& spec = rules_.fields[i];
    if (spec.custom || is_locked(spec) || is_contact_by_token(spec)) continue;
    const std::string* value = find_part(parts, spec.name);
    if (value == nullptr) continue;
    if (auto wrong = take_value(i, *value)) return wrong;
  }
  const std::string* form = find_part(parts, "form");
  return form == nullptr ? std::nullopt : take_custom(*form);
}

std::string_view CaseCheck::value_of(CrmFieldId id) const {
  const std::size_t field = find_field(rules_.fields, id);
  return field < values_.size() ? std::string_view(values_[field]) : std::string_view();
}

bool CaseCheck::closed() const {
  const std::size_t field = find_field(rules_.fields, CrmFieldId::status);
  return field < values_.size() && is_closed(rules_.fields[field], values_[field]);
}

/// As the widget does, what is no part of the case is neither judged nor sent.
std::optional<FieldRefusal> CaseCheck::judge() {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const FieldSpec& spec = rules_.fields[i];
    if (!takes_part(spec, closed())) {
      values_[i].clear();
    } else if (const auto fault = check_value(spec, values_[i], must_have(spec, closed()),
                                              value_of(CrmFieldId::case_type))) {
      return refusal(spec, *fault);
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_locked(const FieldSpec& spec) noexcept { return spec.visibility != Visibility::shown; }

PartNames part_names(const FormRules& rules) {
  PartNames names;
  for (const FieldSpec& spec : rules.fields) {
    if (spec.custom) continue;
    const bool by_token = rules.contact_by_token && is_field(spec, CrmFieldId::contact);
    (is_locked(spec) || by_token ? names.locked : names.texts).push_back(spec.name);
  }
  names.texts.emplace_back("form");
  names.file = rules.files.part_name;
  names.max_files = rules.files.max_files;
  // `file` is what everybody calls the one file; PHP makes a list of `file[]` alone.
  constexpr std::string_view list = "[]";
  if (names.file.ends_with(list)) {
    const std::string one = names.file.substr(0, names.file.size() - list.size());
    if (std::count(names.texts.begin(), names.texts.end(), one) == 0 &&
        std::count(names.locked.begin(), names.locked.end(), one) == 0) {
      names.one_file = one;
    }
  }
  std::uint64_t room = framing_room;
  for (const FieldSpec& spec : rules.fields) room += bytes_per_code_point * spec.max_length;
  names.max_text = static_cast<std::size_t>(room);
  return names;
}

std::uint64_t max_body(const FormRules& rules) {
  constexpr std::uint64_t max_head = 3200;
  // For each file there may be an input without one.
  return part_names(rules).max_text + framing_room + rules.files.max_total_size +
         max_head * 2 * rules.files.max_files;
}

Result<std::vector<Entry>, FieldRefusal> check_texts(const FormRules& rules,
                                                     const std::vector<TextPart>& parts,
                                                     const RequestIdentity& known) {
  CaseCheck check(rules, known);
  if (auto wrong = check.take(parts)) return *std::move(wrong);
  if (auto wrong = check.judge()) return *std::move(wrong);
  return check.entries();
}

Result<bool, FieldRefusal> check_file(const FormRules& rules, std::string_view name,
                                      std::uint64_t size) {
  Attachment attachment;
  attachment.name = name;
  attachment.size = size;
  check_attachments(rules.files, {&attachment, 1});
  if (attachment.fault) {
    return FieldRefusal{rules.files.part_name,
                        std::string(name).append(": ").append(attachment.fault->in(Language::en))};
  }
  return true;
}

Result<bool, FieldRefusal> check_file_count(const FormRules& rules, std::size_t count) {
  if (rules.files.required && count == 0) {
    return FieldRefusal{rules.files.part_name, "An attachment is required."};
  }
  return true;
}

}  // namespace casement::gateway
