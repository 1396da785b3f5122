/// @file
/// @brief What the module and JavaScript must know alike beside the functions: how wide a record in
/// memory is, and what the numbers mean that stand for something.
///
/// contract.mjs makes contract.js of this header and of the few others that it names.
#pragma once

#include <cstddef>

namespace casement::host {

// Widths of records -------------------------------------------------------------------------------

inline constexpr std::size_t run_floats = 9;          ///< casement::Run
inline constexpr std::size_t placed_run_floats = 11;  ///< casement::PlacedRun
inline constexpr std::size_t box_floats = 8;     ///< of a control: box x, y, w, h, then content
inline constexpr std::size_t vertex_bytes = 20;  ///< ImDrawVert
inline constexpr std::size_t index_bytes = 2;    ///< ImDrawIdx
/// Of a command: clip x, y, w, h; texture; first index; index count.
inline constexpr std::size_t command_integers = 7;

// Bits --------------------------------------------------------------------------------------------

// Of casement_configure().
inline constexpr int settings_config_read = 1;
inline constexpr int settings_language_chosen = 2;  ///< by the element's own attribute

// Of casement_theme().
inline constexpr int theme_reduced_motion = 1;
inline constexpr int theme_coarse_pointer = 2;
inline constexpr int theme_right_to_left = 4;

// Of casement_focus().
inline constexpr int focus_ring = 1;
inline constexpr int focus_editing = 2;  ///< a text control that paints its own text

// Of a described control.
inline constexpr int control_required = 1;
inline constexpr int control_disabled = 2;
inline constexpr int control_read_only = 4;
inline constexpr int control_segmented = 8;
inline constexpr int control_hidden = 16;  ///< not on the screen that is shown

// Numbers that stand for something ----------------------------------------------------------------

/// Of host_cursor(): ImGui's own numbers, of which the panel uses these; any other is the usual
/// one.
inline constexpr int cursor_text = 1;
inline constexpr int cursor_pointer = 7;

/// Of casement_pointer().
enum class PointerKind { move, down, up, leave };

}  // namespace casement::host
