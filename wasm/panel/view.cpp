#include "panel/view.hpp"

#include <cmath>
#include <utility>

// The item functions that every ImGui widget is made of are in its internal header alone.
#include <imgui_internal.h>

#include "panel/boxes.hpp"
#include "panel/line_breaking.hpp"

namespace casement {
namespace {

ImGuiID imgui_id(PartId id) {
  const std::uint32_t words[] = {static_cast<std::uint32_t>(id.part), id.index, id.item};
  return ImHashData(words, sizeof words, 1);
}

}  // namespace

void place(View& view, PartId id, const Rect& box) {
  view.frame.places.push_back({.id = id, .box = box, .content = {}, .segmented = false});
}

Reaction react_in_front(View& view, PartId id, const Rect& box, ImGuiMouseCursor cursor) {
  const ImRect area(box.x, box.y, box.x + box.w, box.y + box.h);
  const ImGuiID key = imgui_id(id);
  Reaction reaction;
  if (!ImGui::ItemAdd(area, key)) return reaction;
  // As ImGui's own buttons behave: pressed here and released here.
  reaction.hovered = ImGui::ItemHoverable(area, key, ImGuiItemFlags_None);
  if (reaction.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
    ImGui::SetActiveID(key, ImGui::GetCurrentWindow());
  if (ImGui::GetActiveID() == key) {
    reaction.held = reaction.hovered && ImGui::IsMouseDown(ImGuiMouseButton_Left);
    if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
      reaction.clicked = reaction.hovered;
      ImGui::ClearActiveID();
    }
  }
  if (reaction.hovered) view.frame.cursor = cursor;
  if (view.touch) reaction.hovered = reaction.held;
  return reaction;
}

Reaction react(View& view, PartId id, const Rect& box, ImGuiMouseCursor cursor) {
  place(view, id, box);
  return view.open.field ? Reaction{} : react_in_front(view, id, box, cursor);
}

bool has_ring(const View& view, PartId id) {
  return view.focus && view.focus->ring && view.focus->id == id;
}

void draw_ring(View& view, const Rect& box, float radius, Colour colour) {
  ring_box(view.list, box, faded(colour, 0.25F), radius, view.scale.px(3));
}

void show(View& view, const Run& run, float x, float y) {
  if (run.size.x <= 0 || run.size.y <= 0) return;
  ImVec2 low = run.uv0;
  ImVec2 high = run.uv1;
  if (view.rtl_width > 0) {  // turned around here, so that turning the card brings it back
    x = view.rtl_width - x - run.size.x;
    std::swap(low.x, high.x);
  }
  view.list.AddImage(view.text.texture(), {x, y}, {x + run.size.x, y + run.size.y}, low, high);
}

void write(View& view, TextStyle style, Colour colour, float x, float y, std::string_view utf8) {
  if (utf8.empty()) return;
  const Run run = view.text.run(style, colour, utf8);
  if (view.rtl_width > 0) x = view.rtl_width - x - run.advance;
  show(view, run, std::floor(x + 0.5F) + run.offset.x, std::floor(y + 0.5F) + run.offset.y);
}

Paragraph measure(View& view, TextStyle style, std::string_view utf8, float width) {
  Paragraph paragraph{style, wrap(view.text, style, utf8, width), 0};
  paragraph.height = static_cast<float>(paragraph.lines.size()) * view.scale.line(style);
  return paragraph;
}

void write(View& view, const Paragraph& paragraph, Colour colour, float x, float y, float width,
           Align align) {
  for (const std::string_view line : paragraph.lines) {
    float indent = 0;
    if (align != Align::left) {
      indent = width - view.text.advance(paragraph.style, line);
      if (align == Align::centre) indent /= 2;
    }
    write(view, paragraph.style, colour, x + indent, y, line);
    y += view.scale.line(paragraph.style);
  }
}

void write(View& view, Column& column, TextStyle style, Colour colour, std::string_view utf8,
           Align align) {
  const Paragraph paragraph = measure(view, style, utf8, column.w);
  write(view, paragraph, colour, column.x, column.y, column.w, align);
  column.y += paragraph.height;
}

Colour veil(const View& view, const Reaction& reaction) {
  if (reaction.held) return faded(view.theme.ink, 0.1F);
  return reaction.hovered ? faded(view.theme.ink, 0.05F) : 0;
}

}  // namespace casement
