/// @file
/// @brief The clock of the wall, which jumps: for what outlives the program, or is dated by others,
/// and for no interval.
#pragma once

#include <chrono>
#include <cstdint>

namespace casement::gateway {

/// Milliseconds since 1970.
inline std::int64_t wall_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// Seconds since 1970.
inline std::int64_t wall_seconds() { return wall_ms() / 1000; }

}  // namespace casement::gateway
