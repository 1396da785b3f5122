/// @file
/// @brief What one field of a case makes of another: the widget asks by these rules, the gateway
/// judges by them.
///
/// CRM page ("Cases Insert"): a case whose status is a closed one needs a solution.
#pragma once

#include <span>
#include <string_view>

#include "core/fields/field.hpp"

namespace casement {

/// The status is a closed one. A value that is none of its options is not.
[[nodiscard]] bool is_closed(const FieldSpec& status, std::string_view value) noexcept;

/// Whether the case has this field at all: a solution belongs to closed cases, unless it is
/// required of every case or its value is nobody's to choose.
[[nodiscard]] bool takes_part(const FieldSpec& spec, bool closed) noexcept;

/// Whether the case must have a value of this field.
[[nodiscard]] bool must_have(const FieldSpec& spec, bool closed) noexcept;

}  // namespace casement
