/// @file
/// @brief What the page decides about the look: colours, radius, sizes. Geometry is in CSS px here;
/// the panel multiplies by the device pixel ratio and snaps to whole device pixels.
#pragma once

#include <cstdint>

namespace casement {

/// 0xAABBGGRR, straight alpha: ImGui's ImU32.
using Colour = std::uint32_t;

/// Filled by the browser side from the `--casement-*` custom properties, in this order.
struct Theme {
  Colour ink, muted, line, card, field;
  Colour accent, on_accent, soft;
  Colour error, error_soft, success, success_soft;
  float field_radius = 10;  ///< fields and buttons
  float text_scale = 1;     ///< the page's text zoom: root font size / 16 px
  bool reduced_motion = false;
  bool coarse_pointer = false;
  bool right_to_left = false;  ///< the whole layout is mirrored
};

/// `share` (0..1) of the way from one colour to another, opacity included.
[[nodiscard]] constexpr Colour mix(Colour from, Colour to, float share) noexcept {
  Colour mixed = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const auto a = static_cast<float>((from >> shift) & 0xFFu);
    const auto b = static_cast<float>((to >> shift) & 0xFFu);
    mixed |= static_cast<Colour>(a + (b - a) * share + 0.5F) << shift;
  }
  return mixed;
}

/// The colour at a share (0..1) of its own opacity.
[[nodiscard]] constexpr Colour faded(Colour colour, float share) noexcept {
  return mix(colour & 0x00FFFFFFu, colour, share);
}

}  // namespace casement
