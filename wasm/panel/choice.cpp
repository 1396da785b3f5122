#include <algorithm>
#include <cmath>

#include "panel/boxes.hpp"
#include "panel/icons.hpp"
#include "panel/line_breaking.hpp"
#include "panel/screens.hpp"

namespace casement {
namespace {

constexpr std::size_t max_segments = 4;

/// Segments of equal width; their edges stay on the device grid.
struct Segments {
  float x, w, gap;
  std::size_t count;

  [[nodiscard]] float left(std::size_t i) const {
    return x + std::floor((w + gap) * static_cast<float>(i) / static_cast<float>(count) + 0.5F);
  }
  [[nodiscard]] float width(std::size_t i) const { return left(i + 1) - gap - left(i); }
};

bool fit(View& view, const Segments& segments, const std::vector<OptionView>& options) {
  if (options.size() < 2 || options.size() > max_segments) return false;
  const float room = segments.width(0) - 2 * view.scale.px(8);
  return std::all_of(options.begin(), options.end(), [&](const OptionView& option) {
    return view.text.advance(TextStyle::body_bold, option.label) <= room;
  });
}

/// The segment that shows the focus of the whole choice: the chosen one, else the first.
std::size_t focused_segment(const std::vector<OptionView>& options) {
  for (std::size_t i = 0; i < options.size(); ++i)
    if (options[i].chosen) return i;
  return 0;
}

void draw_segment(View& view, std::size_t field, std::size_t index, const OptionView& option,
                  const Rect& box, bool ring) {
  const Theme& theme = view.theme;
  const Scale& scale = view.scale;
  const PartId id{Part::option, static_cast<std::uint32_t>(field),
                  static_cast<std::uint32_t>(index)};
  Reaction reaction;
  if (view.form.editable(field))
    reaction = react(view, id, box);
  else
    place(view, id, box);
  ring = ring || has_ring(view, id);
  Colour fill = veil(view, reaction);
  Colour line = theme.line;
  if (!view.form.error(field).empty()) line = theme.error;
  if (option.chosen) {
    fill = reaction.held ? mix(theme.soft, theme.accent, 0.15F) : theme.soft;
    line = theme.accent;
  }
  const float radius = std::min(field_radius(view), box.h / 2);
  draw_box(view.list, box, fill, ring ? theme.accent : line, radius, scale.border());
  if (ring) draw_ring(view, box, radius, view.theme.accent);
  const TextStyle style = option.chosen ? TextStyle::body_bold : TextStyle::body;
  write(view, style, view.form.editable(field) ? theme.ink : theme.muted,
        box.x + (box.w - view.text.advance(style, option.label)) / 2,
        box.y + std::floor((box.h - scale.line(style)) / 2), option.label);
  if (reaction.clicked && !option.chosen)
    view.frame.events.emplace_back(event::SetValue{field, std::string(option.value)});
}

void draw_segments(View& view, std::size_t field, const std::vector<OptionView>& options,
                   const Segments& segments, const Rect& box) {
  view.frame.places.push_back(
      {.id = field_part(field), .box = box, .content = {}, .segmented = true});
  const bool ring = has_ring(view, field_part(field));
  const std::size_t focused = focused_segment(options);
  for (std::size_t i = 0; i < options.size(); ++i)
    draw_segment(view, field, i, options[i], {segments.left(i), box.y, segments.width(i), box.h},
                 ring && i == focused);
}

void draw_closed_list(View& view, std::size_t field, const std::vector<OptionView>& options,
                      const Rect& box) {
  const Theme& theme = view.theme;
  const Scale& scale = view.scale;
  const PartId id = field_part(field);
  const bool editable = view.form.editable(field);
  Reaction reaction;
  if (editable)
    reaction = react(view, id, box);
  else
    place(view, id, box);
  const bool opened = view.open.field == field;
  if (opened) view.open.box = box;
  draw_field_box(view, field, box, reaction);
  const Rect content = content_of(view, box);
  const float icon = 2 * std::floor(8 * scale.sign());
  const auto chosen = std::find_if(options.begin(), options.end(),
                                   [](const OptionView& option) { return option.chosen; });
  std::string_view label = view.form.value(field);
  if (chosen != options.end()) label = chosen->label;
  const bool empty = label.empty();
  if (empty) label = view.form.placeholder(field);
  if (label.empty()) label = words(view, Message::choose_option);
  if (!empty || editable)
    write(view, TextStyle::body, empty ? theme.muted : theme.ink, content.x, content.y,
          elide_end(view.text, TextStyle::body, label,
                    content.w - icon - scale.px(space::column_gap)));
  if (!editable) return;
  draw_icon(view, opened ? Icon::chevron_up : Icon::chevron_down,
            {content.x + content.w - icon / 2, content.y + std::floor(content.h / 2)}, scale.sign(),
            theme.ink);
  if (reaction.clicked) {
    view.open.open(field);
    view.open.box = box;
  }
}

}  // namespace

void draw_choice(View& view, Column& column, std::size_t field) {
  const Scale& scale = view.scale;
  const std::vector<OptionView> options = view.form.options(field);
  const float height =
      std::max(scale.px(space::target), scale.line(TextStyle::body) + 2 * scale.inset_y());
  const Rect box{column.x, column.y, column.w, height};
  column.y += height;
  const Segments segments{box.x, box.w, scale.px(8), std::max<std::size_t>(options.size(), 1)};
  if (fit(view, segments, options))
    draw_segments(view, field, options, segments, box);
  else
    draw_closed_list(view, field, options, box);
}

}  // namespace casement
