/// @file
/// @brief What every part needs to draw itself: the model, the look, where ink goes, what the
/// pointer does.
#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/form/case_form.hpp"
#include "panel/layout.hpp"
#include "panel/panel.hpp"
#include "panel/text_source.hpp"
#include "panel/theme.hpp"

namespace casement {

/// The choice whose list is open. It lives from frame to frame; the rest of a View does not.
struct OpenList {
  std::optional<std::size_t> field;
  Rect box;            ///< the closed field, in this frame
  Rect viewport;       ///< where its options show, in the last frame
  std::string shown;   ///< the chosen value that was last scrolled into view
  float scroll = 0;    ///< device px
  float furthest = 0;  ///< the largest scroll
  float wheel = 0;     ///< device px that the wheel asks for
  bool fresh = false;  ///< just opened: nothing was scrolled yet
  bool dragging = false;
  float drag_y = 0, drag_scroll = 0;  ///< where the press began

  void open(std::size_t of) {
    *this = {};
    field = of;
    fresh = true;
  }
  void close() { *this = {}; }
};

struct View {
  const CaseForm& form;
  const Theme& theme;
  TextSource& text;
  ImDrawList& list;
  PanelFrame& frame;
  OpenList& open;
  std::optional<Focus> focus;
  Scale scale;
  float rtl_width = 0;     ///< width of a card that is laid out right to left, else 0
  bool touch = false;      ///< the pointer is a finger: it does not hover
  bool drag_over = false;  ///< files are being dragged over the card
  double now = 0;          ///< seconds
};

// What the pointer does ---------------------------------------------------------------------------

struct Reaction {
  bool hovered = false;
  bool held = false;
  bool clicked = false;
};

/// Tells the frame where a part is.
void place(View& view, PartId id, const Rect& box);

/// Places a part that can be pressed, and asks ImGui about it. Inert below an open list.
Reaction react(View& view, PartId id, const Rect& box,
               ImGuiMouseCursor cursor = ImGuiMouseCursor_Hand);

/// The same without a place, for what lies in front of everything.
Reaction react_in_front(View& view, PartId id, const Rect& box, ImGuiMouseCursor cursor);

/// The part has keyboard focus.
[[nodiscard]] bool has_ring(const View& view, PartId id);

/// The look's focus ring around a box, of the colour of its line.
void draw_ring(View& view, const Rect& box, float radius, Colour colour);

// Words -------------------------------------------------------------------------------------------

/// `left` and `right` change sides on a mirrored card.
enum class Align { left, centre, right };

/// A rasterised run where it is to be seen, on a mirrored card as well: x and y of its image.
void show(View& view, const Run& run, float x, float y);

/// One line; `y` is the top of its line box.
void write(View& view, TextStyle style, Colour colour, float x, float y, std::string_view utf8);

/// Lines that were measured before they are drawn.
struct Paragraph {
  TextStyle style{};
  std::vector<std::string_view> lines;  ///< views into the text that was measured
  float height = 0;
};

[[nodiscard]] Paragraph measure(View& view, TextStyle style, std::string_view utf8, float width);
void write(View& view, const Paragraph& paragraph, Colour colour, float x, float y, float width,
           Align align = Align::left);

/// Measures, writes and moves the column below.
void write(View& view, Column& column, TextStyle style, Colour colour, std::string_view utf8,
           Align align = Align::left);

// Tokens ------------------------------------------------------------------------------------------

[[nodiscard]] inline float field_radius(const View& view) {
  return view.scale.px(view.theme.field_radius);
}

/// What hovering and pressing lay over a surface: some of the ink, so that it works in light and
/// dark.
[[nodiscard]] Colour veil(const View& view, const Reaction& reaction);

[[nodiscard]] inline std::string_view words(const View& view, Message message) {
  return casement::text(view.form.language(), message);
}

}  // namespace casement
