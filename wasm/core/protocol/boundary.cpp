#include "core/protocol/boundary.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace casement {

namespace {

constexpr std::string_view boundary_prefix = "----CasementBoundary";
constexpr std::size_t random_bytes = 16;
static_assert(boundary_prefix.size() + 2 * random_bytes == boundary_length);

std::optional<std::string> with_random_digits(std::string_view prefix, SecureRandom random) {
  std::array<std::uint8_t, random_bytes> bytes{};
  if (!random(bytes)) return std::nullopt;
  std::string text(prefix);
  for (const std::uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4U];
    text += "0123456789abcdef"[byte & 0x0FU];
  }
  return text;
}

}  // namespace

std::optional<std::string> make_boundary(SecureRandom random) {
  return with_random_digits(boundary_prefix, random);
}

std::optional<std::string> make_idempotency_key(SecureRandom random) {
  return with_random_digits("", random);
}

}  // namespace casement
