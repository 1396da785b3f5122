/// @file
/// @brief How messages_en.cpp and its like hold their texts, a file for each language.
///
/// Each writes a table of (message, words); the program carries the words alone, one after the
/// other, each ended by NUL: a third of a table of string_view compressed away.
#pragma once

#include <array>

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

#define CASEMENT_ROW(tag, mark, byte) [[nodiscard]] const char* packed_##tag() noexcept;
CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW

}  // namespace casement
