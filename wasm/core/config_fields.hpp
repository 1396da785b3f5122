/// @file
/// @brief The parts of the configuration that say what is asked: fields, custom fields, files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/config.hpp"
#include "core/config_node.hpp"
#include "core/crm_fields.hpp"
#include "core/field.hpp"

namespace casement {

inline constexpr std::size_t custom_field_limit = 100;
inline constexpr std::size_t option_limit = 200;
inline constexpr std::size_t custom_name_limit = 100;           ///< code points
inline constexpr std::uint64_t longest_text = 100'000;          ///< code points, of any maxLength
inline constexpr std::uint64_t most_files = 100;                ///< of any maxFiles
inline constexpr std::uint64_t largest_file = 100'000'000'000;  ///< bytes, of any size limit

/// The case types that may be chosen; options may depend on these alone.
class CaseTypes {
 public:
  CaseTypes() = default;
  /// `wrong`: nothing can be checked against it.
  CaseTypes(const FieldSpec& spec, bool wrong);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept;
  [[nodiscard]] bool has(std::string_view type) const noexcept;

 private:
  const FieldSpec* spec_ = nullptr;
  std::size_t size_ = 0;
  bool any_ = false;  ///< free text, or wrong
};

/// `node` may be absent: then the defaults. `preset` is a value that the page gives, or empty.
[[nodiscard]] FieldSpec read_crm_field(const CrmField& crm, const Node& node, Mode mode,
                                       const CaseTypes& case_types, std::string_view preset);

/// `form`, the list of custom fields, is added to `fields`.
void read_custom_fields(std::vector<FieldSpec>& fields, const Node& form, Mode mode,
                        const CaseTypes& case_types);

/// `file`: an object, or false. Without it: the formats of the CRM's page, 5 files of 20 MB.
[[nodiscard]] FileLimits read_file_limits(const Node& file);

/// A name on the wire: 1 to `custom_name_limit` characters, none of them a control.
[[nodiscard]] bool read_wire_name(std::string& name, const Node& node);

}  // namespace casement
