/// @file
/// @brief A small form as a Dear ImGui page usually is: its own OpenGL backend, its built-in font,
/// a frame for every refresh of the screen. Started by importing bare_imgui.mjs in a page that has
/// a `#canvas`.
#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <cstring>

namespace {

constexpr const char* canvas = "#canvas";

/// The fields of the demo's form.
struct Form {
  int type = 0;
  int priority = 1;
  char contact[128] = "lucia.rojas@example.com";
  char description[2500] = {};
  char order[32] = {};
  char phone[32] = {};
  bool sent = false;
};

void draw(Form& form) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("Open a case", nullptr,
               ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse);
  ImGui::TextWrapped("Tell us what happened. You get the number when you send.");
  ImGui::Combo("Case type", &form.type, "Request\0Complaint\0Claim\0Suggestion\0Warranty\0");
  ImGui::InputText("E-mail", form.contact, sizeof form.contact);
  ImGui::InputTextMultiline("Description", form.description, sizeof form.description, {0, 110});
  ImGui::Combo("Priority", &form.priority, "Low\0Medium\0High\0");
  ImGui::InputTextWithHint("Order number", "TA-48213", form.order, sizeof form.order);
  ImGui::InputText("Phone", form.phone, sizeof form.phone);
  ImGui::Button("Choose files");
  if (ImGui::Button("Send case")) form.sent = true;
  if (form.sent) ImGui::TextUnformatted("Sent.");
  ImGui::End();
}

bool frame(double now_ms, void* form) {
  static double before_ms = now_ms - 16;
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = now_ms > before_ms ? static_cast<float>((now_ms - before_ms) / 1000) : 0.001F;
  before_ms = now_ms;

  double width = 0;
  double height = 0;
  emscripten_get_element_css_size(canvas, &width, &height);
  const auto ratio = static_cast<float>(emscripten_get_device_pixel_ratio());
  const auto pixels_across = static_cast<int>(width * ratio);
  const auto pixels_down = static_cast<int>(height * ratio);
  int across = 0;
  int down = 0;
  emscripten_get_canvas_element_size(canvas, &across, &down);
  if (across != pixels_across || down != pixels_down)
    emscripten_set_canvas_element_size(canvas, pixels_across, pixels_down);
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DisplayFramebufferScale = {ratio, ratio};

  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw(*static_cast<Form*>(form));
  ImGui::Render();
  glViewport(0, 0, pixels_across, pixels_down);
  glClearColor(1, 1, 1, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  return true;
}

bool on_mouse(int type, const EmscriptenMouseEvent* event, void*) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(static_cast<float>(event->targetX), static_cast<float>(event->targetY));
  if (type != EMSCRIPTEN_EVENT_MOUSEMOVE)
    io.AddMouseButtonEvent(event->button, type == EMSCRIPTEN_EVENT_MOUSEDOWN);
  return true;
}

bool on_key(int, const EmscriptenKeyboardEvent* event, void*) {
  ImGuiIO& io = ImGui::GetIO();
  const bool printable = std::strlen(event->key) == 1;
  if (printable) io.AddInputCharactersUTF8(event->key);
  return printable && io.WantTextInput;
}

}  // namespace

int main() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.antialias = false;
  attributes.depth = false;
  emscripten_webgl_make_context_current(emscripten_webgl_create_context(canvas, &attributes));

  ImGui::CreateContext();
  ImGui::StyleColorsLight();
  ImGui_ImplOpenGL3_Init("#version 300 es");
  emscripten_set_mousemove_callback(canvas, nullptr, false, on_mouse);
  emscripten_set_mousedown_callback(canvas, nullptr, false, on_mouse);
  emscripten_set_mouseup_callback(canvas, nullptr, false, on_mouse);
  emscripten_set_keydown_callback(EMSCRIPTEN_EVENT_TARGET_WINDOW, nullptr, false, on_key);
  emscripten_request_animation_frame_loop(frame, new Form);
}
