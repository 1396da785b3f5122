#include <algorithm>
#include <cmath>

#include "panel/boxes.hpp"
#include "panel/line_breaking.hpp"
#include "panel/screens.hpp"

namespace casement {
namespace {

/// The look's smallest text area, and the lines after which it scrolls inside.
constexpr float min_area = 112;  // CSS px, border included
constexpr int min_lines = 4;
constexpr int max_area_lines = 12;

float content_height(View& view, std::size_t field, float content_width) {
  const Scale& scale = view.scale;
  const float line = scale.line(TextStyle::body);
  if (view.form.spec(field).kind != FieldKind::multiline)
    return std::max(line, scale.px(space::target) - 2 * scale.inset_y());
  const float needed = std::ceil(
      view.text.value_height(view.form.field_id(field), view.form.value(field), content_width));
  const float least = view.form.editable(field)
                          ? std::max(min_lines * line, scale.px(min_area) - 2 * scale.inset_y())
                          : line;
  return std::clamp(needed, least, std::max(least, max_area_lines * line));
}

void draw_placeholder(View& view, std::size_t field, const Rect& content) {
  const std::string_view placeholder = view.form.placeholder(field);
  if (placeholder.empty()) return;
  if (view.form.spec(field).kind == FieldKind::multiline) {
    Paragraph lines = measure(view, TextStyle::body, placeholder, content.w);
    const auto room = static_cast<std::size_t>(content.h / view.scale.line(TextStyle::body));
    if (lines.lines.size() > room) lines.lines.resize(room);
    write(view, lines, view.theme.muted, content.x, content.y, content.w);
  } else {
    write(view, TextStyle::body, view.theme.muted, content.x, content.y,
          elide_end(view.text, TextStyle::body, placeholder, content.w));
  }
}

}  // namespace

PartId field_part(std::size_t field) { return {Part::field, static_cast<std::uint32_t>(field), 0}; }

Rect content_of(const View& view, const Rect& box) {
  const float x = view.scale.inset_x();
  const float y = view.scale.inset_y();
  return {box.x + x, box.y + y, box.w - 2 * x, box.h - 2 * y};
}

void draw_field_box(View& view, std::size_t field, const Rect& box, const Reaction& reaction) {
  const Theme& theme = view.theme;
  const float radius = std::min(field_radius(view), box.h / 2);
  const bool focused = has_ring(view, field_part(field));
  const bool wrong = !view.form.error(field).empty();
  Colour line = wrong ? theme.error : theme.line;
  if (focused && !wrong) line = theme.accent;
  if (reaction.hovered && line == theme.line) line = mix(theme.line, theme.ink, 0.3F);
  if (view.form.editable(field) || wrong || focused)
    draw_box(view.list, box, view.form.editable(field) ? theme.field : 0, line, radius,
             view.scale.border());
  else
    fill_box(view.list, box, faded(theme.line, 0.35F), radius);
  if (focused) draw_ring(view, box, radius, line);
}

void draw_text_field(View& view, Column& column, std::size_t field) {
  const PartId id = field_part(field);
  const float content_width = column.w - 2 * view.scale.inset_x();
  const Rect box{column.x, column.y, column.w,
                 content_height(view, field, content_width) + 2 * view.scale.inset_y()};
  column.y += box.h;
  const Reaction reaction = react(view, id, box, ImGuiMouseCursor_TextInput);
  const Rect content = content_of(view, box);
  view.frame.places.back().content = content;
  draw_field_box(view, field, box, reaction);
  if (view.focus && view.focus->editing && view.focus->id == id) return;

  // Ink that is taller than its line reaches into the padding. Beside the content, as browsers
  // clip: a text area shows what hangs over there, an input, whose value may be longer, does not.
  const bool area = view.form.spec(field).kind == FieldKind::multiline;
  const float above = view.scale.px(10);
  const float beside = area ? view.scale.px(12) : 0;
  view.list.PushClipRect({content.x - beside, content.y - above},
                         {content.x + content.w + beside, content.y + content.h + above}, true);
  if (view.form.value(field).empty()) {
    draw_placeholder(view, field, content);
  } else {
    const float left = view.rtl_width > 0 ? view.rtl_width - content.x - content.w : content.x;
    for (const PlacedRun& placed :
         view.text.value_runs(view.form.field_id(field), view.theme.ink, view.form.value(field)))
      show(view, placed.run, left + placed.at.x + placed.run.offset.x,
           content.y + placed.at.y + placed.run.offset.y);
  }
  view.list.PopClipRect();
}

}  // namespace casement
