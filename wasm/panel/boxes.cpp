#include "panel/boxes.hpp"

#include <algorithm>
#include <cmath>

namespace casement {
namespace {

constexpr float pi = 3.14159265F;

ImVec2 low(const Rect& box) { return {box.x, box.y}; }
ImVec2 high(const Rect& box) { return {box.x + box.w, box.y + box.h}; }

Rect grown(const Rect& box, float by) {
  return {box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by};
}

/// The same number of dashes as fits in a length, and what one dash with its gap then takes.
struct Dashes {
  int count;
  float step;
};

Dashes dashes(float length, float thickness) {
  const int count = static_cast<int>(std::max(1.0F, std::floor(length / (5 * thickness) + 0.5F)));
  return {count, length / static_cast<float>(count)};
}

}  // namespace

void fill_box(ImDrawList& list, const Rect& box, Colour colour, float radius) {
  list.AddRectFilled(low(box), high(box), colour, radius);
}

// ImGui strokes along half a pixel inside the rectangle that it is given, whatever the thickness.
void outline_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float thickness) {
  const float inset = thickness / 2 - 0.5F;
  const Rect path = grown(box, -inset);
  list.AddRect(low(path), high(path), colour, std::max(0.0F, radius - thickness / 2), 0, thickness);
}

void draw_box(ImDrawList& list, const Rect& box, Colour fill, Colour line, float radius,
              float border) {
  fill_box(list, grown(box, -border / 2), fill, std::max(0.0F, radius - border / 2));
  outline_box(list, box, line, radius, border);
}

void ring_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float thickness) {
  outline_box(list, grown(box, thickness), colour, radius + thickness, thickness);
}

void dash_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float thickness) {
  const float across = box.w - 2 * radius;
  const float down = box.h - 2 * radius;
  const float right = box.x + box.w - thickness;
  const float bottom = box.y + box.h - thickness;

  const Dashes horizontal = dashes(across, thickness);
  for (int i = 0; i < horizontal.count; ++i) {
    const float x = std::floor(box.x + radius + static_cast<float>(i) * horizontal.step + 0.5F);
    fill_box(list, {x, box.y, 3 * thickness, thickness}, colour, 0);
    fill_box(list, {x, bottom, 3 * thickness, thickness}, colour, 0);
  }
  const Dashes vertical = dashes(down, thickness);
  for (int i = 0; i < vertical.count; ++i) {
    const float y = std::floor(box.y + radius + static_cast<float>(i) * vertical.step + 0.5F);
    fill_box(list, {box.x, y, thickness, 3 * thickness}, colour, 0);
    fill_box(list, {right, y, thickness, 3 * thickness}, colour, 0);
  }
  const float middle = radius - thickness / 2;
  if (middle <= 0) return;
  const Dashes corner = dashes(middle * pi / 2, thickness);
  const ImVec2 centres[] = {{box.x + radius, box.y + radius},
                            {box.x + box.w - radius, box.y + radius},
                            {box.x + box.w - radius, box.y + box.h - radius},
                            {box.x + radius, box.y + box.h - radius}};
  for (int i = 0; i < 4; ++i)
    for (int dash = 0; dash < corner.count; ++dash) {
      const float from =
          pi + static_cast<float>(i) * pi / 2 + static_cast<float>(dash) * corner.step / middle;
      list.PathArcTo(centres[i], middle, from, from + 3 * thickness / middle, 4);
      list.PathStroke(colour, 0, thickness);
    }
}

void shade_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float reach) {
  constexpr int layers = 6;
  for (int i = layers; i > 0; --i) {
    const float by = reach * static_cast<float>(i) / layers;
    Rect layer = grown(box, by);
    layer.y += reach / 4;
    fill_box(list, layer, faded(colour, 0.018F), radius + by);
  }
}

}  // namespace casement
