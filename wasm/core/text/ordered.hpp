/// @file
/// @brief Tables that are read by position: each row carries the value that it stands for, so that
/// a row that is missing, doubled or out of place does not compile.
#pragma once

#include <cstddef>

namespace casement {

/// The last value of an enum that ends with `count_`.
template <class Enum>
[[nodiscard]] consteval Enum before(Enum count) {
  return static_cast<Enum>(static_cast<std::size_t>(count) - 1);
}

/// Whether `rows[i].*member` is the value i throughout, up to and including `last`.
template <class Rows, class Row, class Enum>
[[nodiscard]] consteval bool ordered(const Rows& rows, Enum Row::*member, Enum last) {
  std::size_t index = 0;
  for (const Row& row : rows) {
    if (row.*member != static_cast<Enum>(index++)) return false;
  }
  return index == static_cast<std::size_t>(last) + 1;
}

}  // namespace casement
