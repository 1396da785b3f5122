/// @file
/// @brief What time it is, for how long a key has lived.
#pragma once

#include <cstdint>

namespace casement {

/// Seconds since any fixed moment, those included in which the machine slept (a wall clock; it may
/// be set).
using Clock = std::int64_t (*)();

}  // namespace casement
