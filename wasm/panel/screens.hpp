/// @file
/// @brief The four pictures and the parts of the form. Each draws itself at the top of the column
/// and moves the column below itself.
#pragma once

#include <cstddef>

#include "panel/view.hpp"

namespace casement {

void draw_form(View& view, Column& column);
void draw_sending(View& view, Column& column);
void draw_created(View& view, Column& column);
void draw_unknown(View& view, Column& column);

// Parts of the form -------------------------------------------------------------------------------

/// The box of a field, without its label and notes.
void draw_text_field(View& view, Column& column, std::size_t field);
void draw_choice(View& view, Column& column, std::size_t field);

/// Attachments with label, drop zone, list and error.
void draw_files(View& view, Column& column);

/// The open list, in front of a form of this height.
void draw_open_list(View& view, float form_height);

// What fields have in common ----------------------------------------------------------------------

[[nodiscard]] PartId field_part(std::size_t field);

/// The frame of a field by its state: border, focus, error, read-only.
void draw_field_box(View& view, std::size_t field, const Rect& box, const Reaction& reaction);

/// The text's box inside a field's box.
[[nodiscard]] Rect content_of(const View& view, const Rect& box);

}  // namespace casement
