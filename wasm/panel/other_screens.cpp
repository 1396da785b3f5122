#include <algorithm>
#include <cmath>

#include "panel/boxes.hpp"
#include "panel/elements.hpp"
#include "panel/icons.hpp"
#include "panel/screens.hpp"

namespace casement {
namespace {

/// The least width of a receipt's values beside their labels, CSS px of text.
constexpr float min_values = 120;

/// What was sent at the left, the time that is left at the right; below each other when they would
/// meet.
void draw_progress_words(View& view, Column& column, const ProgressView& progress) {
  if (progress.left.empty() && progress.right.empty()) return;
  const Colour ink = view.theme.muted;
  const float left = view.text.advance(TextStyle::small, progress.left);
  const float right = view.text.advance(TextStyle::small, progress.right);
  column.y += view.scale.px(8);
  if (left + view.scale.px(space::column_gap) + right <= column.w) {
    write(view, TextStyle::small, ink, column.x, column.y, progress.left);
    write(view, TextStyle::small, ink, column.x + column.w - right, column.y, progress.right);
    column.y += view.scale.line(TextStyle::small);
  } else {
    write(view, column, TextStyle::small, ink, progress.left);
    write(view, column, TextStyle::small, ink, progress.right);
  }
}

/// The word at the right end of the number's box; its target is larger than it looks.
void draw_copy(View& view, std::string_view word, float right, float middle) {
  const Scale& scale = view.scale;
  const float width = std::ceil(view.text.advance(TextStyle::link, word));
  const float side = scale.px(space::target);
  const float target = std::max(side, width + 2 * scale.px(10));
  const float x = right - width;
  const Rect box{std::floor(x + width / 2 - target / 2), std::floor(middle - side / 2), target,
                 std::max(side, scale.line(TextStyle::link))};
  const PartId id{Part::copy_number, 0, 0};
  const Reaction reaction = react(view, id, box);
  const float line = scale.line(TextStyle::link);
  const Rect pill{box.x, std::floor(middle - line / 2) - scale.px(6), box.w,
                  line + 2 * scale.px(6)};
  fill_box(view.list, pill, veil(view, reaction), scale.px(8));
  if (has_ring(view, id)) {
    outline_box(view.list, pill, view.theme.accent, scale.px(8), scale.border());
    draw_ring(view, pill, scale.px(8), view.theme.accent);
  }
  write(view, TextStyle::link, view.form.copied() ? view.theme.success : view.theme.accent, x,
        std::floor(middle - line / 2), word);
  if (reaction.clicked) view.frame.events.emplace_back(event::CopyNumber{});
}

/// The case number in its box: smaller when it is long, then above the copy button, and in lines
/// when it is longer still.
void draw_number(View& view, Column& column, const std::string& number) {
  const Scale& scale = view.scale;
  const float inset = scale.border() + scale.px(16);
  const float width = column.w - 2 * inset;
  const std::string_view word = words(view, view.form.copied() ? Message::copied : Message::copy);
  // The number does not move when the word changes.
  const float taken = std::max(view.text.advance(TextStyle::link, words(view, Message::copy)),
                               view.text.advance(TextStyle::link, words(view, Message::copied)));
  const float beside = width - taken - scale.px(space::column_gap);

  const auto fits = [&](TextStyle tried, float room) {
    return view.text.advance(tried, number) <= room;
  };
  TextStyle style = TextStyle::body_bold;
  bool below = true;
  std::uint8_t variant = 4;
  for (const bool under : {true, false})
    for (const TextStyle tried : {TextStyle::title, TextStyle::number})
      if (fits(tried, under ? width : beside)) {
        style = tried;
        below = under;
        variant = static_cast<std::uint8_t>((under ? 2 : 0) + (tried == TextStyle::title ? 1 : 0));
      }
  const Paragraph lines = measure(view, style, number, below ? width : beside);
  const float target = scale.px(space::target);
  const float copy = below ? std::max(target, scale.line(TextStyle::link)) : 0;
  const float above = scale.px(14) + scale.border();
  const Rect box{column.x, column.y, column.w,
                 std::max(scale.px(60), lines.height + 2 * above + copy)};
  draw_box(view.list, box, 0, view.theme.line, std::min(field_radius(view), box.h / 2),
           scale.border());
  write(view, lines, view.theme.ink, box.x + inset,
        box.y + std::floor((box.h - copy - lines.height) / 2), width);
  const float middle = below ? box.y + box.h - above / 2 - copy / 2 : box.y + box.h / 2;
  draw_copy(view, word, box.x + box.w - inset, middle);
  view.frame.places.back().variant = variant;
  column.y += box.h;
}

/// Labels in one column, values in the other; true when each value stands below its label.
bool draw_receipt(View& view, Column& column, const ReceiptView& receipt) {
  const Scale& scale = view.scale;
  const float gap = scale.px(space::column_gap);
  float labels = scale.px(110) - gap;
  for (const auto& [label, value] : receipt.rows)
    labels = std::max(labels, std::ceil(view.text.advance(TextStyle::secondary, label)));
  const float values = column.w - labels - gap;
  // Narrow and enlarged, each value stands below its label.
  const bool stacked = values < scale.px(min_values * scale.text);
  bool first = true;
  for (const auto& [label, value] : receipt.rows) {
    if (!first) column.y += scale.px(8);
    first = false;
    if (stacked) {
      write(view, column, TextStyle::secondary, view.theme.muted, label);
      write(view, column, TextStyle::secondary, view.theme.ink, value);
      continue;
    }
    const Paragraph name = measure(view, TextStyle::secondary, label, labels);
    const Paragraph content = measure(view, TextStyle::secondary, value, values);
    write(view, name, view.theme.muted, column.x, column.y, labels);
    write(view, content, view.theme.ink, column.x + labels + gap, column.y, values);
    column.y += std::max(name.height, content.height);
  }
  return stacked;
}

}  // namespace

void draw_sending(View& view, Column& column) {
  const Scale& scale = view.scale;
  const ProgressView progress = view.form.progress();
  draw_heading(view, column);
  column.y += scale.px(space::after_heading);
  write(view, column, TextStyle::label, view.theme.ink, progress.title);
  column.y += scale.px(10);
  draw_bar(view, column, progress.share);
  draw_progress_words(view, column, progress);
  column.y += scale.px(space::between);
  const Button cancel{Part::cancel, words(view, Message::cancel), event::Cancel{}};
  draw_buttons(view, column, {&cancel, 1});
  column.y += scale.px(space::column_gap);
  write(view, column, TextStyle::caption, view.theme.muted, words(view, Message::keep_open),
        Align::centre);
}

void draw_created(View& view, Column& column) {
  const Scale& scale = view.scale;
  const ReceiptView receipt = view.form.receipt();
  const float side = scale.px(48);
  fill_box(view.list, {column.x, column.y, side, side}, view.theme.success_soft, side / 2);
  draw_icon(view, Icon::check_large, {column.x + side / 2, column.y + side / 2}, scale.ratio,
            view.theme.success);
  column.y += side + scale.px(14);
  draw_heading(view, column);
  column.y += scale.px(16);
  if (!receipt.number.empty()) {
    draw_number(view, column, receipt.number);
    column.y += scale.px(16);
  }
  bool stacked = false;
  if (!receipt.rows.empty()) {
    stacked = draw_receipt(view, column, receipt);
    column.y += scale.px(space::between);
  }
  const Button buttons[] = {{Part::print, words(view, Message::print), event::Print{}},
                            {Part::new_case, words(view, Message::new_case), event::NewCase{}}};
  const std::size_t print = view.frame.places.size();
  draw_buttons(view, column, buttons);
  view.frame.places[print].variant = stacked ? 1 : 0;
}

void draw_unknown(View& view, Column& column) {
  const Scale& scale = view.scale;
  draw_heading(view, column);
  const ProgressView progress = view.form.progress();
  const Button check{Part::check_now, words(view, Message::check_now), event::CheckNow{}};
  const Button back{Part::back_to_form, words(view, Message::back_to_form), event::BackToForm{}};
  column.y += scale.px(space::after_heading);
  if (!view.form.can_check()) {
    draw_buttons(view, column, {&back, 1});
  } else if (progress.left.empty()) {  // no further check is planned: it gave up
    const Button both[] = {check, back};
    draw_buttons(view, column, both);
  } else {
    draw_bar(view, column, progress.share);
    draw_progress_words(view, column, progress);
    column.y += scale.px(16);
    draw_buttons(view, column, {&check, 1});
  }
}

}  // namespace casement
