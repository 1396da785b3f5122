#include "core/config/config_fields.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

constexpr std::size_t at(CrmFieldId id) { return static_cast<std::size_t>(id); }

/// A status that is there, or may be chosen, asks for a solution.
bool may_close(const FieldSpec& status) {
  for (const Option& option : status.options) {
    const bool possible =
        status.visibility == Visibility::shown ||
        (status.visibility != Visibility::locked && option.value == status.default_value);
    if (possible && option.condition == Condition::closed) return true;
  }
  return false;
}

}  // namespace

void read_case_fields(std::vector<FieldSpec>& fields, const Node& root, Mode mode,
                      std::string_view contact) {
  const auto known = crm_fields();
  // Nothing moves while it is pointed at.
  fields.reserve(known.size() + custom_field_limit);
  fields.resize(at(CrmFieldId::solution));
  FieldContext context{mode, nullptr, false};
  const auto read = [&](FieldSpec& spec, CrmFieldId id, std::string_view preset) {
    const CrmField& crm = known[at(id)];
    read_crm_field(spec, crm, root[crm.name], context, preset);
  };
  // Options of the other fields may depend on the case type, so it is read first.
  FieldSpec& case_type = fields[at(CrmFieldId::case_type)];
  const std::size_t errors = root.problems().errors();
  read(case_type, CrmFieldId::case_type, {});
  context.case_type = &case_type;
  context.any_case_type = root.problems().errors() != errors;
  for (const CrmField& crm : known.first<at(CrmFieldId::solution)>()) {
    if (crm.id == CrmFieldId::case_type) continue;
    read(fields[at(crm.id)], crm.id, crm.id == CrmFieldId::contact ? contact : "");
  }
  const bool closable = may_close(fields[at(CrmFieldId::status)]);
  read_custom_fields(fields, root[ConfigKey::form], context);

  // The last of all, behind the custom fields.
  FieldSpec& solution = fields.emplace_back();
  read(solution, CrmFieldId::solution, {});
  const bool fixed =
      solution.visibility == Visibility::hidden || solution.visibility == Visibility::read_only;
  if (closable && fixed && !solution.required && trimmed(solution.default_value).empty()) {
    root[ConfigKey::solution].add(ProblemCode::solution_unwritable);
  }
}

}  // namespace casement
