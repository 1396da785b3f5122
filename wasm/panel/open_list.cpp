#include <algorithm>
#include <cmath>

#include "panel/boxes.hpp"
#include "panel/icons.hpp"
#include "panel/screens.hpp"

namespace casement {
namespace {

/// More rows than this scroll; half a row then shows that there are more.
constexpr float max_rows = 8;
constexpr float rows_when_scrolling = 7.5F;

/// How far the list's shade reaches below it, CSS px.
constexpr float shade = 20;

struct Row {
  Paragraph label;
  float y = 0;  ///< from the top of all rows
  float h = 0;
};

struct Rows {
  std::vector<Row> rows;
  float height = 0;
};

float row_padding(const Scale& scale) { return scale.px(4); }

Rows measure_rows(View& view, const std::vector<OptionView>& options, float width) {
  const Scale& scale = view.scale;
  const float room = width - 2 * scale.inset_x() - std::floor(16 * scale.sign()) - scale.px(8);
  Rows rows;
  for (const OptionView& option : options) {
    Row row;
    row.label =
        measure(view, option.chosen ? TextStyle::body_bold : TextStyle::body, option.label, room);
    row.y = rows.height;
    row.h = std::max(scale.px(space::target), row.label.height + 2 * scale.px(11));
    rows.height += row.h;
    rows.rows.push_back(std::move(row));
  }
  return rows;
}

/// Below the field; above it when only there it stays on the card.
Rect place_list(const View& view, const Rect& field, float height, float form_height) {
  const float gap = view.scale.px(4);
  const float below = field.y + field.h + gap;
  const float above = field.y - gap - height;
  return {field.x, below + height > form_height && above >= 0 ? above : below, field.w, height};
}

bool contains(const Rect& box, ImVec2 point) {
  return point.x >= box.x && point.x < box.x + box.w && point.y >= box.y && point.y < box.y + box.h;
}

/// Wheel, a finger's or the mouse's drag, and the chosen row when it changed.
void scroll(View& view, const Rows& rows, const std::vector<OptionView>& options) {
  OpenList& open = view.open;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float room = open.viewport.h;
  open.furthest = std::max(0.0F, rows.height - room);
  open.scroll += open.wheel;
  open.wheel = 0;
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    open.dragging = false;
    open.drag_y = mouse.y;
    open.drag_scroll = open.scroll;
  } else if (ImGui::IsMouseDown(ImGuiMouseButton_Left) && open.furthest > 0) {
    if (std::fabs(mouse.y - open.drag_y) > view.scale.px(6)) open.dragging = true;
    if (open.dragging) open.scroll = open.drag_scroll - (mouse.y - open.drag_y);
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (!options[i].chosen || (!open.fresh && open.shown == options[i].value)) continue;
    const Row& row = rows.rows[i];
    if (row.y < open.scroll || row.y + row.h > open.scroll + room)
      open.scroll = std::floor(row.y - (room - row.h) / 2);
    open.shown = options[i].value;
  }
  open.fresh = false;
  open.scroll = std::clamp(std::floor(open.scroll), 0.0F, open.furthest);
}

/// True when the row was chosen.
bool draw_row(View& view, const Row& row, const OptionView& option, PartId id, const Rect& box) {
  const Scale& scale = view.scale;
  const Rect& port = view.open.viewport;
  Rect seen{box.x, std::max(box.y, port.y), box.w, 0};
  seen.h = std::min(box.y + box.h, port.y + port.h) - seen.y;
  if (seen.h <= 0) return false;
  place(view, id, seen);
  const Reaction reaction = react_in_front(view, id, seen, ImGuiMouseCursor_Hand);
  const bool ring = has_ring(view, id);
  if (option.chosen) fill_box(view.list, box, view.theme.soft, scale.px(8));
  fill_box(view.list, box, veil(view, reaction), scale.px(8));
  if (ring) outline_box(view.list, box, view.theme.accent, scale.px(8), scale.px(2));
  const float inset = scale.inset_x() - row_padding(scale);
  write(view, row.label, view.theme.ink, box.x + inset,
        box.y + std::floor((box.h - row.label.height) / 2), box.w);
  if (option.chosen)
    draw_icon(view, Icon::check,
              {box.x + box.w - inset - std::floor(8 * scale.sign()), box.y + std::floor(box.h / 2)},
              scale.sign(), view.theme.accent);
  return reaction.clicked && !view.open.dragging;
}

void draw_thumb(View& view, const Rect& list, float all) {
  OpenList& open = view.open;
  if (open.furthest <= 0) return;
  const float width = view.scale.px(4);
  const float margin = view.scale.px(3);
  const float room = open.viewport.h;
  const float height = std::max(view.scale.px(24), std::floor(room * room / all));
  fill_box(
      view.list,
      {list.x + list.w - margin - width,
       open.viewport.y + std::floor((room - height) * open.scroll / open.furthest), width, height},
      mix(view.theme.line, view.theme.muted, 0.4F), width / 2);
}

}  // namespace

void draw_open_list(View& view, float form_height) {
  OpenList& open = view.open;
  const std::size_t field = *open.field;
  const Scale& scale = view.scale;
  const std::vector<OptionView> options = view.form.options(field);
  const Rows rows = measure_rows(view, options, open.box.w);
  const float row = scale.px(space::target);
  const float padding = row_padding(scale);
  const float room =
      rows.height > max_rows * row ? std::floor(rows_when_scrolling * row) : rows.height;
  const Rect box = place_list(view, open.box, room + 2 * padding, form_height);
  open.viewport = {box.x + padding, box.y + padding, box.w - 2 * padding, room};
  if (box.y + box.h > form_height)
    view.frame.overhang = box.y + box.h + scale.px(shade) - form_height;

  scroll(view, rows, options);
  const float radius = field_radius(view);
  shade_box(view.list, box, 0xFF000000u, radius, scale.px(shade * 0.8F));
  draw_box(view.list, box, view.theme.card, view.theme.line, radius, scale.border());
  std::optional<std::size_t> chosen;
  view.list.PushClipRect({box.x, open.viewport.y}, {box.x + box.w, open.viewport.y + room}, true);
  for (std::size_t i = 0; i < options.size(); ++i) {
    const PartId id{Part::option, static_cast<std::uint32_t>(field), static_cast<std::uint32_t>(i)};
    const Rect at{open.viewport.x, open.viewport.y + rows.rows[i].y - open.scroll, open.viewport.w,
                  rows.rows[i].h};
    if (draw_row(view, rows.rows[i], options[i], id, at)) chosen = i;
  }
  view.list.PopClipRect();
  draw_thumb(view, box, rows.height);

  if (chosen) {
    if (!options[*chosen].chosen)
      view.frame.events.emplace_back(event::SetValue{field, std::string(options[*chosen].value)});
    open.close();
  } else if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
             !contains(box, ImGui::GetIO().MousePos)) {
    open.close();
  }
}

}  // namespace casement
