/// @file
/// @brief What the CRM's page says of each of its fields, and how the widget calls them.
///
/// Values of choices are only defaults: the real lists are each operation's own, so configuration.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/fields/field.hpp"
#include "core/messages/messages.hpp"

namespace casement {

/// An option that a form has until its configuration says otherwise.
struct DefaultOption {
  std::string_view value;
  Message label;
  Condition condition = Condition::open;
};

/// In the CRM's order, which is the form's and the request's.
enum class CrmFieldId : std::uint8_t {
  operation,
  case_type,
  responsible,
  owner,
  contact,
  description,
  status,
  priority,
  solution,
};
inline constexpr std::size_t crm_field_count = 9;

struct CrmField {
  std::string_view name;  ///< on the wire
  FieldKind kind;         ///< choice only while there are options
  bool required;          ///< by the CRM; a closed status also requires `solution`
  /// The company's to say, not the visitor's: locked behind a gateway, fixed in direct mode.
  bool company;
  std::uint16_t max_length;        ///< code points, until configured
  std::string_view default_value;  ///< of the default options
  std::span<const DefaultOption> options;
  Message label;    ///< above the field
  Message in_line;  ///< inside a sentence: "the description"
  Message missing;  ///< what to say when it is empty
  CrmFieldId id;
};

/// The text fields. `form` (the custom
/// fields) stands before `solution`, `file` comes last.
[[nodiscard]] std::span<const CrmField, crm_field_count> crm_fields() noexcept;

/// Nothing for a custom field, even one that is called like a field of the CRM.
[[nodiscard]] const CrmField* crm_field_of(const FieldSpec& spec) noexcept;

/// That field of the CRM, not a custom one of its name.
[[nodiscard]] bool is_field(const FieldSpec& spec, CrmFieldId id) noexcept;

/// Its index among a form's fields; their count when it is not one of them.
[[nodiscard]] std::size_t find_field(std::span<const FieldSpec> fields, CrmFieldId id) noexcept;

}  // namespace casement
