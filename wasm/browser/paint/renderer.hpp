/// @file
/// @brief Shows an ImDrawData: hands textures, vertices and commands to WebGL2 (canvas.js).
///
/// Implements: ImGui 1.92 dynamic textures (alpha only), premultiplied blending in shaders/, clip
/// rectangles, context loss (restore_textures). Does not implement: user callbacks, vertex offsets
/// (a form stays far below 65,536 vertices), several viewports.
#pragma once

#include <imgui.h>

namespace casement {

/// Uploads what changed, then draws onto a canvas of width × height (+ overhang) device px.
void show(ImDrawData& draw_data, int width, int height, int overhang);

/// After a restored context: every texture is uploaded whole again with the next show().
void restore_textures(ImDrawData& draw_data);

}  // namespace casement
