/// @file
/// @brief Dear ImGui's compile-time switches (IMGUI_USER_CONFIG).
#pragma once

#include <stdio.h>

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS

// Never shown to a customer.
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS

// There is neither a file system nor a shell on a page.
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS

// Glyphs come from the browser (TextSource), so no font travels, and every character that Unicode has may come.
#define IMGUI_DISABLE_DEFAULT_FONT
#define IMGUI_USE_WCHAR32

// Only its name is FreeType's: it makes ImGui ask `ImGuiFreeType::GetFontLoader()`, which wasm/panel defines, instead
// of linking stb_truetype.
#define IMGUI_ENABLE_FREETYPE

// ImGui formats only names of its own windows here; imgui_stubs.cpp does that without the C library's printf.
#define IMGUI_DISABLE_DEFAULT_FORMAT_FUNCTIONS

// Reading numbers is for settings files, which there are none of. (After <stdio.h>, which declares the function.)
#define sscanf(...) 0

// Wrong calls of ImGui's functions: natively the tests stop at them; the released widget has neither the checks nor
// their sentences.
#ifdef NDEBUG
#define IM_ASSERT_USER_ERROR(EXPRESSION, SENTENCE) ((void)0)
#endif
