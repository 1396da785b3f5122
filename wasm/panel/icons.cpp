#include "panel/icons.hpp"

#include <cmath>

namespace casement {
namespace {

/// A thick line with round ends.
void stroke(ImDrawList& list, ImVec2 from, ImVec2 to, float width, Colour colour) {
  constexpr float half_turn = 3.14159265F;
  const float along = std::atan2(to.y - from.y, to.x - from.x);
  list.PathArcTo(from, width / 2, along + half_turn / 2, along + half_turn * 1.5F, 8);
  list.PathArcTo(to, width / 2, along - half_turn / 2, along + half_turn / 2, 8);
  list.PathFillConvex(colour);
}

struct Stroke {
  float from_x, from_y, to_x, to_y;  // CSS px from the centre
};

struct Strokes {
  Stroke strokes[2];
  float width;
};

Strokes shape(Icon icon) {
  switch (icon) {
    case Icon::chevron_down: return {{{-4, -2, 0, 2}, {0, 2, 4, -2}}, 2};
    case Icon::chevron_up: return {{{-4, 2, 0, -2}, {0, -2, 4, 2}}, 2};
    case Icon::check: return {{{-5.5F, 0, -2, 3.5F}, {-2, 3.5F, 5.5F, -4}}, 2};
    case Icon::check_large: return {{{-6.7F, 0, -2.2F, 4.5F}, {-2.2F, 4.5F, 7, -5}}, 2};
    case Icon::cross: break;
  }
  return {{{-4, -4, 4, 4}, {-4, 4, 4, -4}}, 2};
}

}  // namespace

void draw_icon(View& view, Icon icon, ImVec2 centre, float ratio, Colour colour) {
  const Strokes icon_shape = shape(icon);
  // A sign reads the same way on a mirrored card.
  const float across = view.rtl_width > 0 ? -ratio : ratio;
  const auto at = [&](float x, float y) {
    return ImVec2(centre.x + x * across, centre.y + y * ratio);
  };
  for (const Stroke& one : icon_shape.strokes)
    stroke(view.list, at(one.from_x, one.from_y), at(one.to_x, one.to_y), icon_shape.width * ratio,
           colour);
}

}  // namespace casement
