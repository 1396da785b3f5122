/// @file
/// @brief How messages_en.cpp and its like hold their texts, a file for each language.
///
/// Each writes a table of (message, words); the program carries the words alone, one after the
/// other, each ended by NUL: a third of a table of string_view compressed away.
#pragma once

#include <array>
#include <cstdint>

#include "core/messages/messages.hpp"
#include "core/text/ordered.hpp"

namespace casement {

using WordsTable = std::array<Word<Message>, message_count>;

/// Every message is there, in the order of the enum, and says something.
consteval bool is_complete(const WordsTable& table) {
  for (const Word<Message>& row : table) {
    if (row.word.empty()) return false;
  }
  return ordered(table, &Word<Message>::value, before(Message::count_));
}

/// FNV-1a of 32 bits. A table's last NUL ends the list, and is not of it.
template <std::size_t size>
consteval std::uint32_t stamp_of(const std::array<char, size>& words) {
  std::uint32_t hash = 2'166'136'261;
  for (std::size_t i = 0; i + 1 < size; ++i) {
    hash = (hash ^ static_cast<unsigned char>(words[i])) * 16'777'619;
  }
  return hash;
}

#define CASEMENT_ROW(tag, mark, byte) [[nodiscard]] const char* packed_##tag() noexcept;
CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW

}  // namespace casement
