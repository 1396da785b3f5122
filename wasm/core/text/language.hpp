/// @file
/// @brief The widget's languages and texts that come in several of them.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace casement {

/// A row for each language: its BCP 47 subtag of two letters (ISO 639-1), the mark between a number
/// and its decimals, the letter that stands for a byte. Whatever depends on the list is made of it.
// clang-format off
#define CASEMENT_LANGUAGES(row) \
  row(en, '.', 'B') \
  row(es, '.', 'B') \
  row(pt, ',', 'B') \
  row(fr, ',', 'o') \
  row(de, ',', 'B')
// clang-format on

enum class Language {
#define CASEMENT_ROW(tag, mark, byte) tag,
  CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW
};

/// The tags in the order of the enum, each ended by NUL.
#define CASEMENT_ROW(tag, mark, byte) #tag "\0"
inline constexpr char language_tags[] = CASEMENT_LANGUAGES(CASEMENT_ROW);
#undef CASEMENT_ROW

inline constexpr std::size_t language_count = sizeof(language_tags) / 3;
inline constexpr Language languages[] = {
#define CASEMENT_ROW(tag, mark, byte) Language::tag,
    CASEMENT_LANGUAGES(CASEMENT_ROW)
#undef CASEMENT_ROW
};
static_assert(sizeof(language_tags) == 3 * language_count + 1, "a tag has two letters");

/// The language of a BCP 47 tag ("es-CO", "pt_BR", "EN"), by its primary subtag; English otherwise.
[[nodiscard]] Language language_of(std::string_view tag) noexcept;

/// True when the tag's primary subtag is one of ours.
[[nodiscard]] bool speaks(std::string_view tag) noexcept;

/// "en", "es" …
[[nodiscard]] std::string_view tag_of(Language language) noexcept;

/// A configured text: one for all languages or one each. A missing one falls back to any that is
/// there, English first.
struct LocalText {
  std::array<std::string, language_count> in{};

  [[nodiscard]] bool empty() const noexcept;
  [[nodiscard]] std::string_view get(Language language) const noexcept;

  /// The same words in every language.
  [[nodiscard]] static LocalText same(std::string_view words);
};

}  // namespace casement
