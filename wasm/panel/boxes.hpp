/// @file
/// @brief Boxes on the device grid: fills, borders, rings, dashes, and the shadow of what floats.
///
/// Each border lies inside its rectangle and is drawn along the middle of its pixels, so that all
/// its edges fall on pixel edges.
#pragma once

#include <imgui.h>

#include "panel/panel.hpp"
#include "panel/theme.hpp"

namespace casement {

void fill_box(ImDrawList& list, const Rect& box, Colour colour, float radius);

void outline_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float thickness);

/// Fill and border of one box, without a seam between them.
void draw_box(ImDrawList& list, const Rect& box, Colour fill, Colour line, float radius,
              float border);

/// A band of this thickness around the outside of a box.
void ring_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float thickness);

/// A dashed border: dashes of three times its thickness, two times between them.
void dash_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float thickness);

/// Soft shade around and below a box, `reach` device px wide.
void shade_box(ImDrawList& list, const Rect& box, Colour colour, float radius, float reach);

}  // namespace casement
