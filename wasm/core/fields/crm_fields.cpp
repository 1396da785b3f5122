#include "core/fields/crm_fields.hpp"

namespace casement {
namespace {

using enum Message;

constexpr DefaultOption case_types[] = {
    {"Request", option_request},
    {"Complaints", option_complaints},
    {"Claims", option_claims},
    {"Suggestions", option_suggestions},
};

constexpr DefaultOption statuses[] = {
    {"open", option_open},
    {"closed", option_closed, Condition::closed},
};

constexpr DefaultOption priorities[] = {
    {"low", option_low},
    {"medium", option_medium},
    {"high", option_high},
};

// The CRM's page names only "low" and "open", so they are the ones most likely to exist. It gives
// no lengths: 254 is the longest e-mail (RFC 5321), 2,500 what its text fields are known to hold.
constexpr CrmField fields[crm_field_count] = {
    {"operation",
     FieldKind::text,
     true,
     true,
     2500,
     "",
     {},
     label_operation,
     name_operation,
     missing_text},
    {"case-type", FieldKind::choice, true, false, 2500, "", case_types, label_case_type,
     name_case_type, missing_case_type},
    {"responsible",
     FieldKind::text,
     true,
     true,
     2500,
     "",
     {},
     label_responsible,
     name_responsible,
     missing_text},
    {"owner", FieldKind::text, true, true, 2500, "", {}, label_owner, name_owner, missing_text},
    {"contact",
     FieldKind::email,
     true,
     false,
     254,
     "",
     {},
     label_contact,
     name_contact,
     missing_contact},
    {"description",
     FieldKind::multiline,
     true,
     false,
     2500,
     "",
     {},
     label_description,
     name_description,
     missing_description},
    {"status", FieldKind::choice, true, true, 2500, "open", statuses, label_status, name_status,
     missing_choice},
    {"priority", FieldKind::choice, true, false, 2500, "low", priorities, label_priority,
     name_priority, missing_choice},
    {"solution",
     FieldKind::multiline,
     false,
     false,
     2500,
     "",
     {},
     label_solution,
     name_solution,
     missing_solution},
};

}  // namespace

std::span<const CrmField, crm_field_count> crm_fields() noexcept { return fields; }

const CrmField* find_crm_field(std::string_view name) noexcept {
  for (const CrmField& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

const CrmField* crm_field_of(const FieldSpec& spec) noexcept {
  return spec.custom ? nullptr : find_crm_field(spec.name);
}

}  // namespace casement
