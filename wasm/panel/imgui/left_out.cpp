/// @file
/// @brief What ImGui's core refers to, but a form never uses: tables, columns, printf. Without these
/// the linker would keep all of imgui_tables.cpp and of the C library's formatting for code that is
/// never reached (17 KB of the widget, compressed).
#include <imgui.h>
#include <imgui_internal.h>

#include <cstdarg>
#include <cstring>

// There are no tables (imgui_tables.cpp is not compiled): nothing to end, to tidy up or to save.
namespace ImGui {
void EndColumns() {}
void EndTable() {}
void PopColumnsBackground() {}
void PushColumnsBackground() {}
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
