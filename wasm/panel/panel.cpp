#include "panel/panel.hpp"

#include <utility>

// The queue of input events is in the internal header alone.
#include <imgui_internal.h>
#include <misc/freetype/imgui_freetype.h>

#include "panel/layout.hpp"
#include "panel/screens.hpp"
#include "panel/view.hpp"

namespace casement {
namespace {

/// ImGui's display: as wide and tall as any card can get, so that nothing is ever cut off and a
/// new size needs no frame to settle.
constexpr float extent = 65536;

/// Rounds per frame: ImGui takes one press or release at a time.
constexpr int max_rounds = 8;

constexpr ImGuiWindowFlags window_flags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse |
    ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoBringToFrontOnFocus;

/// A context of this panel's own, with everything switched off that a form does not need.
ImGuiContext* make_context() {
  ImGuiContext* context = ImGui::CreateContext();
  ImGui::SetCurrentContext(context);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;
  io.ConfigWindowsResizeFromEdges = false;
  io.ConfigFlags = ImGuiConfigFlags_NoKeyboard | ImGuiConfigFlags_NoMouseCursorChange;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  io.DisplaySize = {extent, extent};
  io.DeltaTime = 1.0F / 60;
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  style.CircleTessellationMaxError = 0.1F;

  // Shapes are solid: their texture is one white pixel, and lines are antialiased by geometry.
  ImFontAtlas& atlas = *io.Fonts;
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
  atlas.TexDesiredFormat = ImTextureFormat_Alpha8;
  atlas.TexMinWidth = 16;
  atlas.TexMinHeight = 16;
  ImFontConfig font;
  font.SizePixels = 16;
  font.FontLoader = ImGuiFreeType::GetFontLoader();  // ours: font_loader.cpp
  atlas.AddFont(&font);
  return context;
}

void begin_window() {
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({extent, extent});
  ImGui::Begin("card", nullptr, window_flags);
}

/// Mirrors what was drawn, and where it is, about the card's middle.
void turn_around(ImDrawData& drawn, std::vector<Placed>& places, float width) {
  for (ImDrawList* list : drawn.CmdLists) {
    for (ImDrawVert& vertex : list->VtxBuffer) vertex.pos.x = width - vertex.pos.x;
    for (ImDrawCmd& command : list->CmdBuffer)
      command.ClipRect = {width - command.ClipRect.z, command.ClipRect.y,
                          width - command.ClipRect.x, command.ClipRect.w};
  }
  for (Placed& placed : places)
    for (Rect* box : {&placed.box, &placed.content}) box->x = width - box->x - box->w;
}

}  // namespace

struct Panel::State {
  TextSource& text;
  ImGuiContext* context = make_context();
  PanelFrame frame = {};
  OpenList open = {};
  float line = 22;      ///< of body text, device px
  float rtl_width = 0;  ///< View::rtl_width of the last frame
  bool touch = false;
  bool drag_over = false;

  /// One ImGui frame. True when what it did shows only in the next one.
  bool round(const CaseForm& form, const Theme& theme, float width, float ratio,
             const std::optional<Focus>& focus, double now);
};

Panel::Panel(TextSource& text) : state_(new State{text}) {
  // ImGui knows what the pointer is over from the window's last frame: the first has one too.
  begin_window();
  ImGui::End();
  ImGui::Render();
}

Panel::~Panel() {
  ImGui::DestroyContext(state_->context);
  delete state_;
}

void Panel::pointer_move(float x, float y, bool touch) {
  ImGui::SetCurrentContext(state_->context);
  state_->touch = touch;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(state_->rtl_width > 0 ? state_->rtl_width - x : x, y);
}

void Panel::pointer_button(bool down) {
  ImGui::SetCurrentContext(state_->context);
  ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, down);
}

// ImGui's word for "nowhere".
void Panel::pointer_leave() { pointer_move(-FLT_MAX, -FLT_MAX, false); }

bool Panel::wheel(float lines) {
  ImGui::SetCurrentContext(state_->context);
  OpenList& open = state_->open;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Rect& port = open.viewport;
  if (!open.field || mouse.x < port.x || mouse.x >= port.x + port.w || mouse.y < port.y ||
      mouse.y >= port.y + port.h)
    return false;
  const float at = open.scroll + open.wheel;
  if (lines < 0 ? at <= 0 : at >= open.furthest) return false;
  open.wheel += lines * state_->line;
  return true;
}

void Panel::drag_over(bool over) { state_->drag_over = over; }

void Panel::open_list(std::size_t field, bool open) {
  if (open && state_->open.field != field)
    state_->open.open(field);
  else if (!open && state_->open.field == field)
    state_->open.close();
}

std::optional<std::size_t> Panel::opened_list() const { return state_->open.field; }

bool Panel::State::round(const CaseForm& form, const Theme& theme, float width, float ratio,
                         const std::optional<Focus>& focus, double now) {
  frame.height = frame.overhang = 0;
  frame.places.clear();
  frame.file_names.clear();
  frame.wants_frame = false;
  frame.cursor = ImGuiMouseCursor_Arrow;
  open.box = {};
  const auto opened = open.field;
  rtl_width = theme.right_to_left ? width : 0;

  begin_window();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  View view{.form = form,
            .theme = theme,
            .text = text,
            .list = list,
            .frame = frame,
            .open = open,
            .focus = focus,
            .scale = {ratio, theme.text_scale, theme.coarse_pointer},
            .rtl_width = rtl_width,
            .touch = touch,
            .drag_over = drag_over,
            .now = now};
  line = view.scale.line(TextStyle::body);
  const float padding = view.scale.px(space::card);
  Column column{padding, padding, width - 2 * padding};
  list.PushClipRect({0, 0}, {width, extent});
  switch (form.screen()) {
    case Screen::form: draw_form(view, column); break;
    case Screen::sending: draw_sending(view, column); break;
    case Screen::created: draw_created(view, column); break;
    case Screen::unknown: draw_unknown(view, column); break;
  }
  frame.height = column.y + padding;
  if (open.field && open.box.w <= 0) open.close();  // its field is gone, or is segments now
  if (open.field) draw_open_list(view, frame.height);
  list.PopClipRect();
  ImGui::End();
  ImGui::Render();
  if (rtl_width > 0) turn_around(*ImGui::GetDrawData(), frame.places, width);
  return open.field != opened;
}

const PanelFrame& Panel::draw(const CaseForm& form, const Theme& theme, float width, float ratio,
                              std::optional<Focus> focus, double now) {
  ImGui::SetCurrentContext(state_->context);
  PanelFrame& frame = state_->frame;
  frame.events.clear();
  for (int i = 1;; ++i) {
    const bool unsettled = state_->round(form, theme, width, ratio, focus, now);
    const bool waiting = state_->context->InputEventsQueue.Size > 0;
    if (i < max_rounds && frame.events.empty() && (unsettled || waiting)) continue;
    frame.wants_frame = frame.wants_frame || unsettled || waiting;
    return frame;
  }
}

ImDrawData* Panel::draw_data() const {
  ImGui::SetCurrentContext(state_->context);
  return ImGui::GetDrawData();
}

}  // namespace casement
