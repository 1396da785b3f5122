/// ImGui cannot run without a font, and no text of ours is drawn by ImGui: words come from a
/// TextSource. So this loader gives every character the same width and no picture. With
/// IMGUI_ENABLE_FREETYPE, ImGui takes its default loader from the function of this name, which
/// upstream's misc/freetype/imgui_freetype.h declares, instead of linking stb_truetype.
#include <imgui.h>

// ImFontLoader is in the internal header alone.
#include <imgui_internal.h>
#include <misc/freetype/imgui_freetype.h>

namespace {

bool font_init(ImFontAtlas*, ImFontConfig*) { return true; }

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar) { return true; }

bool baked_init(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*) {
  baked->Ascent = baked->Size;
  baked->Descent = 0;
  return true;
}

bool load_glyph(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*, ImWchar, ImFontGlyph* glyph,
                float* advance) {
  const float width = baked->Size / 2;
  if (glyph != nullptr) {
    glyph->AdvanceX = width;
  } else {
    *advance = width;
  }
  return true;
}

ImFontLoader make_loader() {
  ImFontLoader loader;
  loader.Name = "none";
  loader.FontSrcInit = &font_init;
  loader.FontSrcContainsGlyph = &contains_glyph;
  loader.FontBakedInit = &baked_init;
  loader.FontBakedLoadGlyph = &load_glyph;
  return loader;
}

}  // namespace

const ImFontLoader* ImGuiFreeType::GetFontLoader() {
  static const ImFontLoader loader = make_loader();
  return &loader;
}
