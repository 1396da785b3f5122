#include "core/fields/case_rules.hpp"

#include "core/fields/crm_fields.hpp"

namespace casement {

bool is_closed(const FieldSpec& status, std::string_view value) noexcept {
  for (const Option& option : status.options) {
    if (option.value == value) return option.condition == Condition::closed;
  }
  return false;
}

bool takes_part(const FieldSpec& spec, bool closed) noexcept {
  const bool fixed = spec.visibility == Visibility::hidden || spec.visibility == Visibility::locked;
  return closed || spec.required || fixed || !is_field(spec, CrmFieldId::solution);
}

bool must_have(const FieldSpec& spec, bool closed) noexcept {
  return spec.required || (closed && is_field(spec, CrmFieldId::solution));
}

}  // namespace casement
