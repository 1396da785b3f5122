/// @file
/// @brief How messages_en.cpp and its like hold their texts, a file for each language.
///
/// Each writes a table of (message, words); the program carries the words alone, one after the
/// other, each ended by NUL: a third of a table of string_view compressed away.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/messages/messages.hpp"

namespace casement {

struct Words {
  Message message;
  std::string_view words;
};

using WordsTable = std::array<Words, message_count>;

/// Every message is there, in the order of the enum, and says something.
consteval bool is_complete(const WordsTable& table) {
  for (std::size_t i = 0; i < message_count; ++i) {
    if (table[i].message != static_cast<Message>(i) || table[i].words.empty()) return false;
  }
  return true;
}

consteval std::size_t packed_size(const WordsTable& table) {
  std::size_t size = 0;
  for (const Words& entry : table) size += entry.words.size() + 1;
  return size;
}

template <std::size_t size>
consteval std::array<char, size> packed(const WordsTable& table) {
  std::array<char, size> bytes{};
  std::size_t at = 0;
  for (const Words& entry : table) {
    for (const char c : entry.words) bytes[at++] = c;
    bytes[at++] = '\0';
  }
  return bytes;
}

#define CASEMENT_ROW(tag, mark, byte) [[nodiscard]] const char* packed_##tag() noexcept;
CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW

}  // namespace casement
