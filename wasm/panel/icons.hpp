/// @file
/// @brief The few drawn signs, as strokes with round ends around a centre.
#pragma once

#include "panel/view.hpp"

namespace casement {

enum class Icon { chevron_down, chevron_up, check, check_large, cross };

/// `ratio`: device px per CSS px.
void draw_icon(View& view, Icon icon, ImVec2 centre, float ratio, Colour colour);

}  // namespace casement
