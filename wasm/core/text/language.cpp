#include "core/text/language.hpp"

namespace casement {
namespace {

/// Its index, or language_count.
std::size_t find_tag(std::string_view tag) noexcept {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary.size() != 2) return language_count;
  for (std::size_t i = 0; i < language_count; ++i) {
    const std::string_view known = tag_of(static_cast<Language>(i));
    // ASCII letters differ from their lower case by 0x20 alone.
    if ((primary[0] | 0x20) == known[0] && (primary[1] | 0x20) == known[1]) return i;
  }
  return language_count;
}

}  // namespace

Language language_of(std::string_view tag) noexcept {
  const std::size_t found = find_tag(tag);
  return found == language_count ? Language::en : static_cast<Language>(found);
}

bool speaks(std::string_view tag) noexcept { return find_tag(tag) != language_count; }

std::string_view tag_of(Language language) noexcept {
  return {language_tags + 3 * static_cast<std::size_t>(language), 2};
}

bool LocalText::empty() const noexcept {
  for (const std::string& words : in) {
    if (!words.empty()) return false;
  }
  return true;
}

std::string_view LocalText::get(Language language) const noexcept {
  const std::string& own = in[static_cast<std::size_t>(language)];
  if (!own.empty()) return own;
  for (const std::string& words : in) {
    if (!words.empty()) return words;
  }
  return {};
}

LocalText LocalText::same(std::string_view words) {
  LocalText text;
  for (std::string& each : text.in) each = words;
  return text;
}

}  // namespace casement
