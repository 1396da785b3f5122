#include "gateway/body/content_type.hpp"

#include <algorithm>
#include <cstddef>

#include "gateway/body/header_text.hpp"

namespace casement::gateway {
namespace {

constexpr std::size_t max_boundary = 70;

/// RFC 2046, 5.1.1.
constexpr bool is_boundary_character(char c) {
  constexpr std::string_view signs = "'()+_,-./:=? ";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         signs.find(c) != std::string_view::npos;
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= max_boundary && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), is_boundary_character);
}

}  // namespace

std::optional<std::string_view> boundary_of(std::string_view content_type) noexcept {
  constexpr std::string_view type = "multipart/form-data";
  if (!same_word(content_type.substr(0, type.size()), type)) return std::nullopt;
  content_type.remove_prefix(type.size());
  std::string_view boundary;
  bool charset = false;
  while (!content_type.empty()) {
    const auto parameter = take_parameter(content_type);
    if (!parameter) return std::nullopt;
    if (same_word(parameter->name, "boundary") && boundary.empty()) {
      if (!is_boundary(parameter->value)) return std::nullopt;
      boundary = parameter->value;
    } else if (same_word(parameter->name, "charset") && !charset) {
      charset = true;
      if (!same_word(parameter->value, "utf-8") && !same_word(parameter->value, "us-ascii")) {
        return std::nullopt;
      }
    } else {
      return std::nullopt;
    }
    if (content_type.find_first_not_of(" \t") == std::string_view::npos) break;
  }
  if (boundary.empty()) return std::nullopt;
  return boundary;
}

}  // namespace casement::gateway
