#include "core/fields/field.hpp"

namespace casement {

std::string_view Option::name(Language language) const noexcept {
  if (!label.empty()) return label.get(language);
  return known == Message::count_ ? std::string_view(value) : text(language, known);
}

}  // namespace casement
