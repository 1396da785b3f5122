/// @file
/// @brief From the look's CSS px to whole device pixels, and a column in which parts stack.
#pragma once

#include <algorithm>
#include <cmath>

#include "panel/text_source.hpp"

namespace casement {

/// Distances of the look, CSS px.
namespace space {
inline constexpr float card = 24;           ///< padding of the card
inline constexpr float between = 18;        ///< between fields
inline constexpr float after_heading = 20;  ///< heading to whatever follows it
inline constexpr float label = 6;           ///< label to field, field to hint
inline constexpr float column_gap = 12;     ///< between things that stand side by side
inline constexpr float target = 44;         ///< fields, buttons and touch targets at least
}  // namespace space

/// Device pixels per CSS px, and the page's text zoom on top for all that depends on text.
struct Scale {
  float ratio = 1;
  float text = 1;
  bool touch = false;  ///< sizes for fingers

  /// A length on the device grid.
  [[nodiscard]] float px(float css) const { return std::floor(css * ratio + 0.5F); }

  /// Height of a line of text on the device grid.
  [[nodiscard]] float line(TextStyle style) const {
    return px(text_size(style, touch).line * text);
  }

  /// The look's 1 px border: never thinner than a device pixel, never between two.
  [[nodiscard]] float border() const { return std::max(1.0F, px(1)); }

  /// Device px per CSS px of drawn signs: they grow with the text, but not as far.
  [[nodiscard]] float sign() const { return ratio * std::clamp(text, 1.0F, 1.5F); }

  /// From a field's edge to its text: border and padding.
  [[nodiscard]] float inset_x() const { return border() + px(12); }
  [[nodiscard]] float inset_y() const { return border() + px(10); }
};

/// Where the next part goes.
struct Column {
  float x = 0, y = 0, w = 0;
};

}  // namespace casement
