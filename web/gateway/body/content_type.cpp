#include "body/content_type.hpp"

#include <cstddef>

namespace casement::gateway {

std::optional<std::string_view> boundary_of(std::string_view content_type) noexcept {
  constexpr std::string_view before = "multipart/form-data; boundary=";
  constexpr std::size_t shortest = 27;
  constexpr std::size_t longest = 70;
  if (!content_type.starts_with(before)) return std::nullopt;
  const std::string_view boundary = content_type.substr(before.size());
  if (boundary.size() < shortest || boundary.size() > longest) return std::nullopt;
  for (const char c : boundary) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && (c < '0' || c > '9') && c != '-') return std::nullopt;
  }
  return boundary;
}

}  // namespace casement::gateway
