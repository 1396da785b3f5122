/// @file
/// @brief The parts of the configuration that say what is asked: fields, custom fields, files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"
#include "core/config/config_node.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/fields/field.hpp"

namespace casement {

inline constexpr std::size_t custom_field_limit = 100;
inline constexpr std::size_t option_limit = 200;
inline constexpr std::size_t name_limit = 100;             ///< code points
inline constexpr std::uint64_t max_text_length = 100'000;  ///< code points, of any maxLength
inline constexpr std::uint64_t max_file_count =
    20;  ///< PHP drops what is over its max_file_uploads
inline constexpr std::uint64_t max_file_bytes = 100'000'000'000;  ///< bytes, of any size limit

/// What a field's reader knows of the rest.
struct FieldContext {
  Mode mode = Mode::gateway;
  /// Options may depend on its values alone; nullptr while it is read itself.
  const FieldSpec* case_type = nullptr;
  bool any_case_type = false;  ///< it was wrong: nothing is checked against it
};

/// All text fields of a case, in the form's order, from the members of a document. `contact` is one
/// that the page knows, or empty.
void read_case_fields(std::vector<FieldSpec>& fields, const Node& document, Mode mode,
                      std::string_view contact);

/// `node` may be absent: then the defaults. `preset` is a value that the page gives, or empty.
void read_crm_field(FieldSpec& spec, const CrmField& crm, const Node& node,
                    const FieldContext& context, std::string_view preset);

/// `form`, the list of custom fields, is added to `fields`.
void read_custom_fields(std::vector<FieldSpec>& fields, const Node& form,
                        const FieldContext& context);

/// `file`: an object, or false. Without it: the formats of the CRM's page, 5 files of 20 MB.
void read_file_limits(FileLimits& limits, const Node& file);

/// A name on the wire: 1 to `name_limit` characters, none of them a control.
bool read_wire_name(std::string& name, const Node& node);

}  // namespace casement
