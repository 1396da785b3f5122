#include "panel/elements.hpp"

#include <algorithm>
#include <cmath>

#include "panel/boxes.hpp"

namespace casement {
namespace {

/// The least width of a note beside a counter, CSS px of text.
constexpr float min_note = 150;

void draw_button(View& view, const Rect& box, const Button& button, const Paragraph& label) {
  const Theme& theme = view.theme;
  const PartId id{button.part, 0, 0};
  Reaction reaction;
  if (button.enabled)
    reaction = react(view, id, box);
  else
    place(view, id, box);
  const bool ring = has_ring(view, id);
  const float radius = std::min(field_radius(view), box.h / 2);
  Colour ink = theme.ink;
  if (button.primary) {
    ink = button.enabled ? theme.on_accent : faded(theme.on_accent, 0.7F);
    const float darker = reaction.held ? 0.24F : reaction.hovered ? 0.12F : 0;
    fill_box(view.list, box,
             button.enabled ? mix(theme.accent, theme.ink, darker) : faded(theme.accent, 0.5F),
             radius);
    // On its own colour the ring alone would hardly show.
    const float gap = view.scale.px(2);
    if (ring)
      outline_box(view.list, {box.x + gap, box.y + gap, box.w - 2 * gap, box.h - 2 * gap}, ink,
                  std::max(0.0F, radius - gap), gap);
  } else {
    if (!button.enabled) ink = faded(ink, 0.5F);
    draw_box(view.list, box, veil(view, reaction), ring ? theme.accent : theme.line, radius,
             view.scale.border());
  }
  if (ring) draw_ring(view, box, radius, view.theme.accent);
  write(view, label, ink, box.x, box.y + std::floor((box.h - label.height) / 2), box.w,
        Align::centre);
  if (reaction.clicked) view.frame.events.push_back(button.press);
}

/// Height of a button around its label.
float button_height(const View& view, const Paragraph& label) {
  return std::max(view.scale.px(space::target), label.height + 2 * view.scale.px(12));
}

}  // namespace

void draw_heading(View& view, Column& column) {
  const std::string heading = view.form.heading();
  const std::string intro = view.form.intro();
  const float top = column.y;
  write(view, column, TextStyle::title, view.theme.ink, heading);
  place(view, {Part::heading, 0, 0}, {column.x, top, column.w, column.y - top});
  if (intro.empty()) return;
  column.y += view.scale.px(2);
  write(view, column, TextStyle::secondary, view.theme.muted, intro);
}

void draw_label(View& view, Column& column, std::string_view label, bool required) {
  const Paragraph name = measure(view, TextStyle::label, label, column.w);
  write(view, name, view.theme.ink, column.x, column.y, column.w);
  column.y += name.height;
  if (required) {
    const std::string_view mark = words(view, Message::required_mark);
    float x = 0;
    if (!name.lines.empty())
      x = view.text.advance(TextStyle::label, name.lines.back()) +
          view.text.advance(TextStyle::secondary, " ");
    if (x > 0 && x + view.text.advance(TextStyle::secondary, mark) <= column.w)
      write(view, TextStyle::secondary, view.theme.muted, column.x + x,
            column.y - view.scale.line(TextStyle::label), mark);
    else
      write(view, column, TextStyle::secondary, view.theme.muted, mark);
  }
  column.y += view.scale.px(space::label);
}

void draw_notes(View& view, Column& column, std::string_view hint, std::string_view error,
                std::string_view counter) {
  const std::string_view note = error.empty() ? hint : error;
  if (note.empty() && counter.empty()) return;
  column.y += view.scale.px(space::label);
  const float line = view.scale.line(TextStyle::small);
  const float taken = view.text.advance(TextStyle::small, counter);
  float width = column.w;
  if (!counter.empty()) width -= taken + view.scale.px(space::column_gap);
  // Narrow and enlarged, the counter gets a line of its own.
  const bool below =
      !counter.empty() && !note.empty() && width < view.scale.px(min_note * view.scale.text);
  if (below) width = column.w;
  const Paragraph lines = measure(view, TextStyle::small, note, width);
  write(view, lines, error.empty() ? view.theme.muted : view.theme.error, column.x, column.y,
        width);
  if (below) column.y += lines.height;
  write(view, TextStyle::small, view.theme.muted, column.x + column.w - taken, column.y, counter);
  column.y += below ? line : std::max(lines.height, line);
}

void draw_buttons(View& view, Column& column, std::span<const Button> buttons) {
  const float gap = view.scale.px(10);
  const float padding = 2 * view.scale.px(12);
  float half = column.w;
  if (buttons.size() == 2) half = std::floor((column.w - gap) / 2);
  bool stacked = false;
  for (const Button& button : buttons)
    if (view.text.advance(TextStyle::body_bold, button.label) > half - padding) stacked = true;
  float x = column.x;
  float lowest = column.y;
  for (const Button& button : buttons) {
    const bool last = &button == &buttons.back();
    const float right = stacked || last ? column.x + column.w : x + half;
    const Paragraph label = measure(view, TextStyle::body_bold, button.label, right - x - padding);
    const Rect box{x, column.y, right - x, button_height(view, label)};
    draw_button(view, box, button, label);
    lowest = std::max(lowest, box.y + box.h);
    if (!stacked)
      x = right + gap;
    else if (!last)
      column.y = lowest + gap;
  }
  column.y = lowest;
}

void draw_bar(View& view, Column& column, std::optional<double> share) {
  const Scale& scale = view.scale;
  const Rect track{column.x, column.y, column.w, scale.px(8)};
  const float radius = scale.px(4);
  column.y += track.h;
  fill_box(view.list, track, view.theme.line, radius);
  if (share) {
    const auto part = static_cast<float>(std::clamp(*share, 0.0, 1.0));
    if (part <= 0) return;
    const float width = std::max(track.h, std::floor(track.w * part + 0.5F));
    fill_box(view.list, {track.x, track.y, width, track.h}, view.theme.accent, radius);
  } else if (view.theme.reduced_motion) {
    fill_box(view.list, track, faded(view.theme.accent, 0.5F), radius);
  } else {
    constexpr double round_trip = 1.6;  // seconds from one end to the other
    const auto phase = static_cast<float>(std::fmod(view.now, round_trip) / round_trip);
    const float length = track.w * 0.3F;
    const float from = track.x - length + (track.w + length) * phase;
    const float left = std::max(track.x, from);
    const float right = std::min(track.x + track.w, from + length);
    if (right > left)
      fill_box(view.list, {left, track.y, right - left, track.h}, view.theme.accent, radius);
    view.frame.wants_frame = true;
  }
}

}  // namespace casement
