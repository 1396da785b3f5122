#include "core/fields/case_entries.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "core/fields/crm_fields.hpp"
#include "core/fields/validation.hpp"
#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"

namespace casement {

std::vector<Entry> case_entries(std::span<const FieldSpec> fields,
                                std::span<const std::string_view> values) {
  std::vector<Entry> entries;
  std::string form = "{";
  std::size_t form_at = fields.size();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const FieldSpec& spec = fields[i];
    if (is_field(spec, CrmFieldId::solution)) form_at = entries.size();
    if (trimmed(values[i]).empty()) continue;
    const std::string value = as_sent(spec.kind, values[i]);
    if (!spec.custom) {
      entries.push_back({spec.name, value});
      continue;
    }
    if (form.size() > 1) form += ',';
    form += json_string(spec.name);
    form += ':';
    form += json_string(value);
  }
  form += '}';
  form_at = std::min(form_at, entries.size());
  entries.insert(entries.begin() + static_cast<std::ptrdiff_t>(form_at), {"form", std::move(form)});
  return entries;
}

}  // namespace casement
