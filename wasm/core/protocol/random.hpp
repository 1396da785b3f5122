/// @file
/// @brief Where the core gets its secret bytes from: the platform, never a generator of its own.
#pragma once

#include <cstdint>
#include <span>

namespace casement {

/// Fills the span with bytes of the platform's secure random (crypto.getRandomValues, getrandom).
/// Returns false when the platform refuses; then nothing may be sent.
using SecureRandom = bool (*)(std::span<std::uint8_t>);

}  // namespace casement
