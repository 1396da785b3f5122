/// @file
/// @brief The pieces that all screens share: heading, label, notes, buttons, progress.
///
/// Each draws itself at the top of the column and moves the column below itself.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "panel/view.hpp"

namespace casement {

/// Heading and intro of the current screen.
void draw_heading(View& view, Column& column);

/// A field's name, with the mark of what must be filled in.
void draw_label(View& view, Column& column, std::string_view label, bool required);

/// Under a field: its error, else its hint, and at the right its counter. Nothing takes no room.
void draw_notes(View& view, Column& column, std::string_view hint, std::string_view error,
                std::string_view counter);

struct Button {
  Part part{};
  std::string_view label;
  Event press;
  bool primary = false;
  bool enabled = true;
};

/// One button, or two side by side (below each other when a label would not fit). A press becomes
/// the button's event.
void draw_buttons(View& view, Column& column, std::span<const Button> buttons);

/// A progress bar; without a share it only shows that something is under way.
void draw_bar(View& view, Column& column, std::optional<double> share);

}  // namespace casement
