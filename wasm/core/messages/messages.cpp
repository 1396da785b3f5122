#include "core/messages/messages.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

#include "core/messages/messages_table.hpp"

namespace casement {
namespace {

/// How a language writes numbers and sizes.
struct Notation {
  char decimal_mark;
  char byte;
};

constexpr Notation notations[] = {
#define CASEMENT_ROW(tag, mark, byte) {mark, byte},
    CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW
};

const Notation& notation(Language language) {
  return notations[static_cast<std::size_t>(language)];
}

/// Whole, or with one decimal when it has one (`always`: also ".0").
std::string decimal(Language language, double value, bool always) {
  const auto tenths = static_cast<std::uint64_t>(value * 10 + 0.5);
  std::string digits = std::to_string(tenths / 10);
  if (always || tenths % 10 != 0) {
    digits += notation(language).decimal_mark;
    digits += static_cast<char>('0' + tenths % 10);
  }
  return digits;
}

struct Unit {
  double bytes;
  std::string_view name;
};

/// Each is followed by the language's letter for a byte.
constexpr Unit units[] = {{1, " "}, {1e3, " K"}, {1e6, " M"}, {1e9, " G"}};

std::string unit_name(Language language, const Unit& unit) {
  return std::string(unit.name) + notation(language).byte;
}

/// The unit in which a size reads best; 999,950 bytes would read "1000 KB", so they are 1 MB.
const Unit& unit_of(double bytes) {
  if (bytes < 1e3) return units[0];
  if (bytes < 999'500) return units[1];
  if (bytes < 999'950'000) return units[2];
  return units[3];
}

/// Sizes beyond any file; also keeps the conversion to an integer defined.
double bounded(double bytes) {
  if (!(bytes > 0)) return 0;
  return bytes < 1e18 ? bytes : 1e18;
}

/// RAE: "y" becomes "e" before the sound i: i-, hi- but not hie-.
bool sounds_like_i(std::string_view word) {
  if (word.starts_with("\u201c")) word.remove_prefix(3);
  if (word.empty()) return false;
  if ((word[0] | 0x20) == 'i') return true;
  if (word.starts_with("\u00ed") || word.starts_with("\u00cd")) return true;
  return word.size() > 2 && (word[0] | 0x20) == 'h' && (word[1] | 0x20) == 'i' &&
         (word[2] | 0x20) != 'e';
}

/// One message after the other, each ended by NUL; the program's own are not among these.
constinit const char* given[language_count] = {};

/// Null where there are none.
const char* words_of(Language language) noexcept {
  const auto index = static_cast<std::size_t>(language);
  if (given[index] != nullptr) return given[index];
#ifdef CASEMENT_WORDS_APART
  return language == Language::en ? packed_en() : nullptr;
#else
  constexpr const char* (*packed[])() noexcept = {
#define CASEMENT_ROW(tag, mark, byte) packed_##tag,
      CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW
  };
  return packed[index]();
#endif
}

/// Of as many lines as there are messages, none of them empty; each ends with LF.
bool is_list(std::string_view lines) {
  std::size_t count = 0;
  while (!lines.empty()) {
    const std::size_t end = lines.find_first_of(std::string_view("\n\0", 2));
    if (end == 0 || end == lines.npos || lines[end] != '\n') return false;
    lines.remove_prefix(end + 1);
    ++count;
  }
  return count == message_count;
}

}  // namespace

bool has_words(Language language) noexcept { return words_of(language) != nullptr; }

bool take_words(Language language, std::string_view file) {
  constexpr std::size_t digits = 8;
  if (file.size() <= digits + 1 || file.size() > words_limit || file[digits] != '\n') return false;
  std::uint32_t stamp = 0;
  const auto [end, wrong] = std::from_chars(file.data(), file.data() + digits, stamp, 16);
  if (wrong != std::errc() || end != file.data() + digits || stamp != words_stamp()) return false;
  const std::string_view lines = file.substr(digits + 1);
  if (!is_list(lines)) return false;
  const char*& words = given[static_cast<std::size_t>(language)];
  if (words != nullptr) return true;  // somebody may be reading those
  auto list = std::make_unique<char[]>(lines.size());
  std::replace_copy(lines.begin(), lines.end(), list.get(), '\n', '\0');
  words = list.release();
  return true;
}

std::string_view text(Language language, Message message) noexcept {
  const char* words = words_of(language);
  if (words == nullptr) words = packed_en();
  for (auto skip = static_cast<std::size_t>(message); skip > 0; --skip) {
    words += std::strlen(words) + 1;
  }
  return words;
}

std::string format(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
  std::string result;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}') {
      const auto index = static_cast<std::size_t>(pattern[i + 1] - '0');
      if (index < arguments.size()) {
        result += arguments.begin()[index];
        i += 2;
        continue;
      }
    }
    result += pattern[i];
  }
  return result;
}

std::string file_size(Language language, double bytes) {
  bytes = bounded(bytes);
  const Unit& unit = unit_of(bytes);
  const double value = bytes / unit.bytes;
  // Kilobytes are whole: nobody needs a tenth of one.
  const bool whole = unit.bytes < 1e6;
  return decimal(language,
                 whole ? static_cast<double>(static_cast<std::uint64_t>(value + 0.5)) : value,
                 false)
      .append(unit_name(language, unit));
}

std::string size_of_total(Language language, double bytes, double total) {
  bytes = bounded(bytes);
  total = bounded(total);
  const Unit& unit = unit_of(total);
  const bool decimals = unit.bytes >= 1e6;
  const auto in_unit = [&](double size) {
    const double value = size / unit.bytes;
    return decimals ? decimal(language, value, true)
                    : std::to_string(static_cast<std::uint64_t>(value + 0.5));
  };
  return format(text(language, Message::sent_of_total),
                {in_unit(bytes), in_unit(total).append(unit_name(language, unit))});
}

void add_to_list(Language language, std::string& list, std::string_view name, bool last) {
  if (!list.empty()) {
    std::string_view link = ", ";
    if (last) link = text(language, Message::list_and);
    if (last && language == Language::es && sounds_like_i(name)) link = " e ";
    list += link;
  }
  list += name;
}

}  // namespace casement
