/// @file
/// @brief The texts of a case as entries of its request: the widget writes them, and the gateway
/// writes them again.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/fields/field.hpp"
#include "core/protocol/multipart.hpp"

namespace casement {

/// In the CRM's order: its fields, with `form` (all custom fields as one JSON object of texts, `{}`
/// when there are none) before `solution`. `values` are those of `fields`, one each; a blank one is
/// left out.
[[nodiscard]] std::vector<Entry> case_entries(std::span<const FieldSpec> fields,
                                              std::span<const std::string_view> values);

}  // namespace casement
