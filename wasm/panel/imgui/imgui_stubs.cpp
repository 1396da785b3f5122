/// @file
/// @brief What ImGui's core refers to, but a form never uses: its widgets and tables, and printf.
///
/// The panel makes its own widgets of ImGui's items, input and draw lists, so imgui_widgets.cpp and
/// imgui_tables.cpp are not compiled. Their entry points stand here, empty: with the real ones the
/// linker would keep them and the C library's formatting for code that is never reached (25 KB of
/// the widget, compressed).
#include <imgui.h>
#include <imgui_internal.h>

#include <cstdarg>
#include <cstring>

// Nothing of this kind was ever begun, so there is nothing to end, to show, to tidy up or to save.
ImGuiInputTextState::ImGuiInputTextState() {
  std::memset(static_cast<void*>(this), 0, sizeof *this);
}
ImGuiInputTextState::~ImGuiInputTextState() = default;
void ImGuiMenuColumns::Update(float, bool) {}

namespace ImGui {
bool Button(const char*, const ImVec2&) { return false; }
bool ButtonBehavior(const ImRect&, ImGuiID, bool*, bool*, ImGuiButtonFlags) { return false; }
bool CloseButton(ImGuiID, const ImVec2&) { return false; }
bool CollapseButton(ImGuiID, const ImVec2&) { return false; }
bool InputText(const char*, char*, std::size_t, ImGuiInputTextFlags, ImGuiInputTextCallback,
               void*) {
  return false;
}
bool Selectable(const char*, bool, ImGuiSelectableFlags, const ImVec2&) { return false; }
bool SliderInt(const char*, int*, int, int, const char*, ImGuiSliderFlags) { return false; }
ImGuiMultiSelectIO* EndMultiSelect() { return nullptr; }
void EndColumns() {}
void EndMenuBar() {}
void EndTabBar() {}
void EndTable() {}
void InputTextDeactivateHook(ImGuiID) {}
void PopColumnsBackground() {}
void PushColumnsBackground() {}
void Scrollbar(ImGuiAxis) {}
void SeparatorText(const char*) {}
void TableEndCell(ImGuiTable*) {}
void TableEndRow(ImGuiTable*) {}
void TableGcCompactSettings() {}
void TableGcCompactTransientBuffers(ImGuiTable*) {}
void TableGcCompactTransientBuffers(ImGuiTableTempData*) {}
void TablePopBackgroundChannel() {}
void TablePopColumnChannel() {}
void TablePushBackgroundChannel() {}
void TablePushColumnChannel(int) {}
void TableSettingsAddSettingsHandler() {}
void TextV(const char*, va_list) {}
void TreePop() {}
}  // namespace ImGui

/// `%s` and `%08X` (names of child windows and popups) are all that is asked of it here; any other
/// conversion is copied as it stands. Returns the length without the closing NUL.
int ImFormatStringV(char* buffer, std::size_t size, const char* format, va_list arguments) {
  std::size_t length = 0;
  const auto put = [&](char c) {
    if (length + 1 < size) buffer[length++] = c;
  };
  for (; *format != '\0'; ++format) {
    if (std::strncmp(format, "%s", 2) == 0) {
      for (const char* text = va_arg(arguments, const char*); *text != '\0'; ++text) put(*text);
      format += 1;
    } else if (std::strncmp(format, "%08X", 4) == 0) {
      const unsigned number = va_arg(arguments, unsigned);
      for (int shift = 28; shift >= 0; shift -= 4) put("0123456789ABCDEF"[(number >> shift) & 15U]);
      format += 3;
    } else {
      put(*format);
    }
  }
  if (size > 0) buffer[length] = '\0';
  return static_cast<int>(length);
}

int ImFormatString(char* buffer, std::size_t size, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const int length = ImFormatStringV(buffer, size, format, arguments);
  va_end(arguments);
  return length;
}
