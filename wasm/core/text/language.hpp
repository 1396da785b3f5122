/// @file
/// @brief The widget's languages and texts that come in several of them.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace casement {

enum class Language { en, es, pt };
inline constexpr std::size_t language_count = 3;

/// The language of a BCP 47 tag ("es-CO", "pt_BR", "EN"), by its primary subtag; English otherwise.
[[nodiscard]] Language language_of(std::string_view tag) noexcept;

/// True when the tag's primary subtag is one of ours.
[[nodiscard]] bool speaks(std::string_view tag) noexcept;

/// "en", "es", "pt".
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
