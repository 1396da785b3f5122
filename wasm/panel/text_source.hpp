/// @file
/// @brief Text as runs: who measures and rasterises words. In a browser its own text engine does;
/// natively a fixed-width stand-in does.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "panel/theme.hpp"

namespace casement {

/// Size/line height in CSS px (before the page's text zoom) and weight of each kind of text. On
/// touch the body is 16/24: phones zoom in on a field whose text is smaller.
enum class TextStyle : std::uint8_t {
  body,       ///< 15/22, 400: values, options
  body_bold,  ///< 15/22, 600: buttons, the chosen option
  label,      ///< 14/20, 600
  secondary,  ///< 14/20, 400
  link,       ///< 14/20, 600: copy
  small,      ///< 13/18, 400: hints, errors, counters
  title,      ///< 20/28, 650
  number,     ///< 24/30, 700
  badge,      ///< 11/14, 700
  caption,    ///< 12/18, 400: the line under the progress
};
inline constexpr std::size_t text_style_count = 10;

struct TextSize {
  float size, line;
  int weight;
};
[[nodiscard]] constexpr TextSize text_size(TextStyle style, bool touch = false) noexcept {
  constexpr TextSize sizes[text_style_count] = {
      {15, 22, 400}, {15, 22, 600}, {14, 20, 600}, {14, 20, 400}, {14, 20, 600},
      {13, 18, 400}, {20, 28, 650}, {24, 30, 700}, {11, 14, 700}, {12, 18, 400}};
  const TextSize size = sizes[static_cast<std::size_t>(style)];
  return touch && style <= TextStyle::body_bold ? TextSize{16, 24, size.weight} : size;
}

/// One rasterised run in the atlas. All lengths are device pixels. The quad's place is relative to
/// the top left of the run's line box (as high as the style's line height), so nobody else needs
/// to know ascents.
struct Run {
  ImVec2 offset{};
  ImVec2 size{};
  ImVec2 uv0{};
  ImVec2 uv1{};
  float advance = 0;
};

/// A run placed relative to the top left of a text control's content box.
struct PlacedRun {
  ImVec2 at{};
  Run run;
};

class TextSource {
 public:
  virtual ~TextSource() = default;

  /// Advance width in device pixels.
  [[nodiscard]] virtual float advance(TextStyle style, std::string_view utf8) = 0;

  /// The run, drawn in this colour (emoji keep their own): its quad is tinted with white.
  [[nodiscard]] virtual Run run(TextStyle style, Colour colour, std::string_view utf8) = 0;

  /// The value that a text field holds, as its real control lays it out (line breaks, tabs,
  /// scroll), at most until the next call. `field` is its CaseForm::field_id.
  [[nodiscard]] virtual std::span<const PlacedRun> value_runs(std::uint32_t field, Colour colour,
                                                              std::string_view value) = 0;

  /// Height in device px that the value of a multi-line field needs at the content width given.
  [[nodiscard]] virtual float value_height(std::uint32_t field, std::string_view value,
                                           float content_width) = 0;

  /// A small picture of an attached image in the atlas, or a Run of size 0 when there is none
  /// (yet).
  [[nodiscard]] virtual Run thumbnail(std::uint32_t file, float side) = 0;

  [[nodiscard]] virtual ImTextureID texture() const = 0;
};

}  // namespace casement
