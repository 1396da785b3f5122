#include <algorithm>
#include <cmath>

#include "panel/boxes.hpp"
#include "panel/elements.hpp"
#include "panel/screens.hpp"

namespace casement {
namespace {

void draw_alert(View& view, Column& column, const AlertView& alert) {
  const Theme& theme = view.theme;
  const float inset = view.scale.border() + view.scale.px(12);
  const float width = column.w - 2 * inset;
  const Paragraph title = measure(view, TextStyle::label, alert.title, width);
  const Paragraph body = measure(view, TextStyle::secondary, alert.body, width);
  const Rect box{column.x, column.y, column.w, title.height + body.height + 2 * inset};
  place(view, {Part::alert, 0, 0}, box);
  draw_box(view.list, box, theme.error_soft, mix(theme.error_soft, theme.error, 0.35F),
           std::min(field_radius(view), box.h / 2), view.scale.border());
  write(view, title, theme.error, box.x + inset, box.y + inset, width);
  write(view, body, theme.ink, box.x + inset, box.y + inset + title.height, width);
  column.y += box.h;
}

void draw_field(View& view, Column& column, std::size_t field) {
  const CaseForm& form = view.form;
  draw_label(view, column, form.label(field), form.required(field) && form.editable(field));
  if (form.spec(field).kind == FieldKind::choice)
    draw_choice(view, column, field);
  else
    draw_text_field(view, column, field);
  draw_notes(view, column, form.hint(field), form.error(field), form.counter(field));
}

}  // namespace

void draw_form(View& view, Column& column) {
  const CaseForm& form = view.form;
  const float between = view.scale.px(space::between);
  draw_heading(view, column);
  column.y += view.scale.px(space::after_heading);
  if (const auto alert = form.alert()) {
    draw_alert(view, column, *alert);
    column.y += between;
  }
  for (std::size_t field = 0; field < form.field_count(); ++field) {
    if (!form.visible(field)) continue;
    draw_field(view, column, field);
    column.y += between;
  }
  if (form.accepts_files()) {
    draw_files(view, column);
    column.y += between;
  }
  const Button send{Part::send, words(view, Message::send), event::Send{}, true,
                    !in_flight(form.state())};
  draw_buttons(view, column, {&send, 1});
}

}  // namespace casement
