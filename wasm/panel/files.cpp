#include <algorithm>
#include <cmath>
#include <utility>

#include "core/text/unicode.hpp"
#include "panel/boxes.hpp"
#include "panel/elements.hpp"
#include "panel/icons.hpp"
#include "panel/line_breaking.hpp"
#include "panel/screens.hpp"

namespace casement {
namespace {

/// Lines of the drop zone are set on the body's 22 CSS px and a note's first below a file name on
/// 23, as in the look.
constexpr float zone_line = 22;
constexpr float note_line = 23;

/// The least width of a file's name beside its badge, CSS px of text.
constexpr float min_name = 100;

/// "Choose files or drop them here": the bold part and the muted one, on one line when they fit.
struct Call {
  Paragraph choose, drop;
  float gap = 0;  ///< between them on one line
  bool one_line = false;
};

Call measure_call(View& view, float width) {
  Call call;
  call.choose = measure(view, TextStyle::label, words(view, Message::choose_files), width);
  // A finger cannot drop anything.
  if (!view.theme.coarse_pointer)
    call.drop = measure(view, TextStyle::secondary, words(view, Message::drop_here), width);
  if (call.choose.lines.size() != 1 || call.drop.lines.size() != 1) return call;
  call.gap = view.text.advance(TextStyle::secondary, " ");
  call.one_line = view.text.advance(TextStyle::label, call.choose.lines[0]) + call.gap +
                      view.text.advance(TextStyle::secondary, call.drop.lines[0]) <=
                  width;
  return call;
}

/// Draws lines centred at the zone's pitch and returns the y below them.
float write_zone_lines(View& view, const Paragraph& paragraph, Colour colour, float x, float y,
                       float width) {
  const float pitch = view.scale.px(zone_line * view.scale.text);
  const float lead = std::floor((pitch - view.scale.line(paragraph.style)) / 2);
  for (const std::string_view line : paragraph.lines) {
    const float indent = (width - view.text.advance(paragraph.style, line)) / 2;
    write(view, paragraph.style, colour, x + indent, y + lead, line);
    y += pitch;
  }
  return y;
}

void draw_drop_zone(View& view, Column& column) {
  const Theme& theme = view.theme;
  const Scale& scale = view.scale;
  const std::string note = view.form.files_note();
  const float padding = scale.px(12) + scale.border();
  const float width = column.w - 2 * padding;
  const Call call = measure_call(view, width);
  const Paragraph note_lines = measure(view, TextStyle::secondary, note, width);
  const std::size_t lines =
      (call.one_line ? 1 : call.choose.lines.size() + call.drop.lines.size()) +
      note_lines.lines.size();
  const float pitch = scale.px(zone_line * scale.text);
  const float above = scale.px(14) + scale.border();
  const Rect box{column.x, column.y, column.w, static_cast<float>(lines) * pitch + 2 * above};
  column.y += box.h;

  const PartId id{Part::pick_files, 0, 0};
  const Reaction reaction = react(view, id, box);
  const bool ring = has_ring(view, id);
  const float radius = std::min(field_radius(view), box.h / 2);
  Colour line = theme.line;
  if (reaction.hovered) line = mix(theme.line, theme.ink, 0.3F);
  if (!view.form.files_error().empty()) line = theme.error;
  if (ring || view.drag_over) line = theme.accent;
  fill_box(view.list, box, view.drag_over ? theme.soft : veil(view, reaction), radius);
  dash_box(view.list, box, line, radius, scale.border());
  if (ring) draw_ring(view, box, radius, view.theme.accent);

  const float x = box.x + padding;
  float y = box.y + above;
  if (call.one_line) {
    const float lead = std::floor((pitch - scale.line(TextStyle::label)) / 2);
    const float choose = view.text.advance(TextStyle::label, call.choose.lines[0]) + call.gap;
    const float drop = view.text.advance(TextStyle::secondary, call.drop.lines[0]);
    const float left = x + (width - choose - drop) / 2;
    write(view, TextStyle::label, theme.accent, left, y + lead, call.choose.lines[0]);
    write(view, TextStyle::secondary, theme.muted, left + choose, y + lead, call.drop.lines[0]);
    y += pitch;
  } else {
    y = write_zone_lines(view, call.choose, theme.accent, x, y, width);
    y = write_zone_lines(view, call.drop, theme.muted, x, y, width);
  }
  write_zone_lines(view, note_lines, theme.muted, x, y, width);
  if (reaction.clicked) view.frame.events.emplace_back(event::PickFiles{});
}

/// The file's picture, or its extension on a soft square.
void draw_badge(View& view, const Attachment& file, const Rect& box) {
  const float radius = view.scale.px(8);
  Run picture = view.text.thumbnail(file.id, box.w);
  if (picture.size.x > 0) {
    if (view.rtl_width > 0) std::swap(picture.uv0.x, picture.uv1.x);
    view.list.AddImageRounded(view.text.texture(), {box.x, box.y}, {box.x + box.w, box.y + box.h},
                              picture.uv0, picture.uv1, IM_COL32_WHITE, radius);
    return;
  }
  fill_box(view.list, box, view.theme.soft, radius);
  std::string label(first_code_points(extension_of(file.name), 4));
  for (char& letter : label)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  std::size_t letters = count_code_points(label);
  while (letters > 1 && view.text.advance(TextStyle::badge, label) > box.w - view.scale.px(4))
    label.resize(first_code_points(label, --letters).size());
  write(view, TextStyle::badge, view.theme.accent,
        box.x + (box.w - view.text.advance(TextStyle::badge, label)) / 2,
        box.y + std::floor((box.h - view.scale.line(TextStyle::badge)) / 2), label);
}

void draw_remove(View& view, std::uint32_t index, const Attachment& file, ImVec2 centre) {
  const Scale& scale = view.scale;
  const float side = std::max(scale.px(space::target), std::floor(32 * scale.sign()));
  const PartId id{Part::remove_file, index, 0};
  const Reaction reaction = react(
      view, id, {std::floor(centre.x - side / 2), std::floor(centre.y - side / 2), side, side});
  const float half = std::floor(16 * scale.sign());
  const Rect square{centre.x - half, centre.y - half, 2 * half, 2 * half};
  const float radius = scale.px(8);
  fill_box(view.list, square, veil(view, reaction), radius);
  if (has_ring(view, id)) {
    outline_box(view.list, square, view.theme.accent, radius, scale.border());
    draw_ring(view, square, radius, view.theme.accent);
  }
  draw_icon(view, Icon::cross, centre, scale.sign(),
            reaction.hovered || reaction.held ? view.theme.ink : view.theme.muted);
  if (reaction.clicked) view.frame.events.emplace_back(event::RemoveFile{file.id});
}

void draw_file(View& view, Column& column, std::uint32_t index, const Attachment& file, bool last) {
  const Scale& scale = view.scale;
  const float gap = scale.px(space::column_gap);
  const float button = 2 * std::floor(16 * scale.sign());
  const float room = column.w - button - gap;
  // Narrow and enlarged, the name needs the badge's room more.
  const float side = std::floor(36 * scale.sign() + 0.5F);
  const bool with_badge = room - side - gap >= scale.px(min_name * scale.text);
  const float badge = with_badge ? side : 0;
  const float x = column.x + (with_badge ? side + gap : 0);
  const float width = column.x + room - x;
  const std::string note_text = view.form.attachment_note(index);
  const Paragraph note = measure(view, TextStyle::small, note_text, width);
  const float name_line = scale.line(TextStyle::body);
  const float pitch = scale.px(note_line * scale.text);
  const float padding = scale.px(10);
  // A note's further lines follow as closely as in any other note.
  const float note_pitch = scale.line(TextStyle::small);
  const float more_lines = static_cast<float>(note.lines.size()) - 1;
  const float inner = name_line + (note.lines.empty() ? 0 : pitch + more_lines * note_pitch);
  const float height = std::max(inner, badge) + 2 * padding;

  // Half a pixel down, as the look rounds.
  const float badge_y = column.y + std::ceil((height - badge) / 2);
  if (with_badge) draw_badge(view, file, {column.x, badge_y, badge, badge});
  float y = column.y + std::floor((height - inner) / 2);
  std::string name = elide_middle(view.text, TextStyle::body, file.name, width);
  write(view, TextStyle::body, view.theme.ink, x, y, name);
  y += name_line;
  const float lead = std::floor((pitch - note_pitch) / 2);
  for (const std::string_view line : note.lines) {
    write(view, TextStyle::small, file.fault ? view.theme.error : view.theme.muted, x, y + lead,
          line);
    y += note_pitch;
  }
  draw_remove(view, index, file,
              {column.x + column.w - button / 2, column.y + std::ceil(height / 2)});
  view.frame.places.back().variant = with_badge ? 0 : 1;
  view.frame.file_names.push_back(std::move(name));
  column.y += height;
  if (last) return;
  fill_box(view.list, {column.x, column.y, column.w, scale.border()}, view.theme.line, 0);
  column.y += scale.border();
}

}  // namespace

void draw_files(View& view, Column& column) {
  draw_label(view, column, words(view, Message::label_file), view.form.config().files.required);
  if (view.form.accepts_more_files()) draw_drop_zone(view, column);
  const auto files = view.form.attachments();
  for (std::uint32_t i = 0; i < files.size(); ++i)
    draw_file(view, column, i, files[i], i + 1 == files.size());
  draw_notes(view, column, {}, view.form.files_error(), {});
}

}  // namespace casement
