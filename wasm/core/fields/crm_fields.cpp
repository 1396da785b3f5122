#include "core/fields/crm_fields.hpp"

#include "core/text/ordered.hpp"

namespace casement {
namespace {

using enum Message;

constexpr DefaultOption case_types[] = {
    {.value = "Request", .label = option_request},
    {.value = "Complaints", .label = option_complaints},
    {.value = "Claims", .label = option_claims},
    {.value = "Suggestions", .label = option_suggestions},
};

constexpr DefaultOption statuses[] = {
    {.value = "open", .label = option_open},
    {.value = "closed", .label = option_closed, .condition = Condition::closed},
};

constexpr DefaultOption priorities[] = {
    {.value = "low", .label = option_low},
    {.value = "medium", .label = option_medium},
    {.value = "high", .label = option_high},
};

// The CRM's page names only "low" and "open", so they are the ones most likely to exist. It gives
// no lengths: 254 is the longest e-mail (RFC 5321), 2,500 what its text fields are known to hold.
constexpr CrmField fields[] = {
    {
        .name = "operation",
        .kind = FieldKind::text,
        .required = true,
        .company = true,
        .max_length = 2500,
        .default_value = "",
        .options = {},
        .label = label_operation,
        .in_line = name_operation,
        .missing = missing_text,
        .id = CrmFieldId::operation,
    },
    {
        .name = "case-type",
        .kind = FieldKind::choice,
        .required = true,
        .company = false,
        .max_length = 2500,
        .default_value = "",
        .options = case_types,
        .label = label_case_type,
        .in_line = name_case_type,
        .missing = missing_case_type,
        .id = CrmFieldId::case_type,
    },
    {
        .name = "responsible",
        .kind = FieldKind::text,
        .required = true,
        .company = true,
        .max_length = 2500,
        .default_value = "",
        .options = {},
        .label = label_responsible,
        .in_line = name_responsible,
        .missing = missing_text,
        .id = CrmFieldId::responsible,
    },
    {
        .name = "owner",
        .kind = FieldKind::text,
        .required = true,
        .company = true,
        .max_length = 2500,
        .default_value = "",
        .options = {},
        .label = label_owner,
        .in_line = name_owner,
        .missing = missing_text,
        .id = CrmFieldId::owner,
    },
    {
        .name = "contact",
        .kind = FieldKind::email,
        .required = true,
        .company = false,
        .max_length = 254,
        .default_value = "",
        .options = {},
        .label = label_contact,
        .in_line = name_contact,
        .missing = missing_contact,
        .id = CrmFieldId::contact,
    },
    {
        .name = "description",
        .kind = FieldKind::multiline,
        .required = true,
        .company = false,
        .max_length = 2500,
        .default_value = "",
        .options = {},
        .label = label_description,
        .in_line = name_description,
        .missing = missing_description,
        .id = CrmFieldId::description,
    },
    {
        .name = "status",
        .kind = FieldKind::choice,
        .required = true,
        .company = true,
        .max_length = 2500,
        .default_value = "open",
        .options = statuses,
        .label = label_status,
        .in_line = name_status,
        .missing = missing_choice,
        .id = CrmFieldId::status,
    },
    {
        .name = "priority",
        .kind = FieldKind::choice,
        .required = true,
        .company = false,
        .max_length = 2500,
        .default_value = "low",
        .options = priorities,
        .label = label_priority,
        .in_line = name_priority,
        .missing = missing_choice,
        .id = CrmFieldId::priority,
    },
    {
        .name = "solution",
        .kind = FieldKind::multiline,
        .required = false,
        .company = false,
        .max_length = 2500,
        .default_value = "",
        .options = {},
        .label = label_solution,
        .in_line = name_solution,
        .missing = missing_solution,
        .id = CrmFieldId::solution,
    },
};

static_assert(ordered(fields, &CrmField::id, CrmFieldId::solution));

}  // namespace

std::span<const CrmField, crm_field_count> crm_fields() noexcept { return fields; }

const CrmField* crm_field_of(const FieldSpec& spec) noexcept {
  if (spec.custom) return nullptr;
  for (const CrmField& field : fields) {
    if (field.name == spec.name) return &field;
  }
  return nullptr;
}

bool is_field(const FieldSpec& spec, CrmFieldId id) noexcept {
  return !spec.custom && spec.name == fields[static_cast<std::size_t>(id)].name;
}

std::size_t find_field(std::span<const FieldSpec> specs, CrmFieldId id) noexcept {
  std::size_t i = 0;
  while (i < specs.size() && !is_field(specs[i], id)) ++i;
  return i;
}

}  // namespace casement
