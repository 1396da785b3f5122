/// @file
/// @brief The parts of the configuration that say what is asked: fields, custom fields, files.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/config.hpp"
#include "core/config_node.hpp"
#include "core/crm_fields.hpp"
#include "core/field.hpp"

namespace casement {

inline constexpr std::size_t custom_field_limit = 100;
inline constexpr std::size_t option_limit = 200;
inline constexpr std::uint64_t longest_text = 100'000;          ///< code points, of any maxLength
inline constexpr std::size_t custom_name_limit = 100;           ///< code points
inline constexpr std::uint32_t most_files = 100;                ///< of any maxFiles
inline constexpr std::uint64_t largest_file = 100'000'000'000;  ///< bytes, of any size limit

/// What a field's reader must know of the rest.
struct FieldContext {
  Mode mode = Mode::gateway;
  /// The case types that may be chosen; options may depend on these alone.
  std::vector<std::string_view> case_types;
  bool any_case_type = false;  ///< free text, or its options are wrong: nothing can be checked
};

/// `node` may be absent: then the defaults. `preset` is a value that the page gives, or empty.
[[nodiscard]] FieldSpec read_crm_field(const CrmField& crm, const Node& node,
                                       const FieldContext& context, std::string_view preset);

/// `form`, the list of custom fields.
[[nodiscard]] std::vector<FieldSpec> read_custom_fields(const Node& form,
                                                        const FieldContext& context);

/// `file`: an object, or false. Without it: the formats of the CRM's page, 5 files of 20 MB.
[[nodiscard]] FileLimits read_file_limits(const Node& file);

}  // namespace casement
