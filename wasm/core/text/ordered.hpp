/// @file
/// @brief Tables that are read by position: each row carries the value that it stands for, so that
/// a row that is missing, doubled or out of place does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>

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

/// One member of all rows: what the program reads of a checked table, without what only the check
/// reads.
template <const auto& rows, auto member>
[[nodiscard]] consteval auto column() {
  std::array<std::remove_cvref_t<decltype(rows[0].*member)>, std::size(rows)> values{};
  std::size_t index = 0;
  for (const auto& row : rows) values[index++] = row.*member;
  return values;
}

/// A word of the document and what it stands for: a row of a table that `ordered` checks.
template <class Value>
struct Word {
  Value value;
  std::string_view word;
};

/// The words of such a table, as the bytes of a WordList.
template <const auto& rows>
[[nodiscard]] consteval auto word_list() {
  constexpr std::size_t size = [] {
    std::size_t bytes = 1;
    for (const auto& row : rows) bytes += row.word.size() + 1;
    return bytes;
  }();
  std::array<char, size> list{};
  std::size_t at = 0;
  for (const auto& row : rows) {
    for (const char c : row.word) list[at++] = c;
    ++at;
  }
  return list;
}

}  // namespace casement
