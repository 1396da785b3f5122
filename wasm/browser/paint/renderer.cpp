#include "browser/paint/renderer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "browser/bridge/contract.hpp"
#include "browser/bridge/host.hpp"
#include "browser/paint/canvas_text.hpp"

namespace casement {

static_assert(sizeof(ImDrawVert) == host::vertex_bytes);
static_assert(sizeof(ImDrawIdx) == host::index_bytes);

namespace {

// ImGui counts textures from 0; 1 is the atlas of runs.
std::uint32_t id_of(const ImTextureData& texture) {
  return run_atlas_texture + 1 + static_cast<std::uint32_t>(texture.UniqueID);
}

void upload(ImTextureData& texture, int x, int y, int w, int h) {
  host::host_texture(id_of(texture), texture.Width, texture.Height, x, y, w, h,
                     static_cast<const std::uint8_t*>(texture.GetPixelsAt(x, y)),
                     texture.GetPitch());
}

// The backend's part of ImGui 1.92's texture protocol (docs/BACKENDS.md).
void update(ImTextureData& texture) {
  switch (texture.Status) {
    case ImTextureStatus_WantCreate:
      upload(texture, 0, 0, texture.Width, texture.Height);
      texture.SetTexID(id_of(texture));
      texture.SetStatus(ImTextureStatus_OK);
      break;
    case ImTextureStatus_WantUpdates:
      for (const ImTextureRect& part : texture.Updates)
        upload(texture, part.x, part.y, part.w, part.h);
      texture.SetStatus(ImTextureStatus_OK);
      break;
    case ImTextureStatus_WantDestroy:
      host::host_drop_texture(id_of(texture));
      texture.SetTexID(ImTextureID_Invalid);
      texture.SetStatus(ImTextureStatus_Destroyed);
      break;
    case ImTextureStatus_OK:
    case ImTextureStatus_Destroyed: break;
  }
}

}  // namespace

void show(ImDrawData& draw_data, int width, int height, int overhang) {
  if (draw_data.Textures != nullptr)
    for (ImTextureData* texture : *draw_data.Textures) update(*texture);

  host::host_begin_frame(width, height, overhang);
  std::vector<std::array<std::int32_t, host::command_integers>> commands;
  for (const ImDrawList* list : draw_data.CmdLists) {
    commands.clear();
    for (const ImDrawCmd& command : list->CmdBuffer) {
      const auto left = std::max(0, static_cast<int>(std::floor(command.ClipRect.x)));
      const auto top = std::max(0, static_cast<int>(std::floor(command.ClipRect.y)));
      const auto right = std::min(width, static_cast<int>(std::ceil(command.ClipRect.z)));
      const auto bottom =
          std::min(height + overhang, static_cast<int>(std::ceil(command.ClipRect.w)));
      if (right <= left || bottom <= top || command.ElemCount == 0) continue;
      commands.push_back({left, top, right - left, bottom - top,
                          static_cast<std::int32_t>(command.GetTexID()),
                          static_cast<std::int32_t>(command.IdxOffset),
                          static_cast<std::int32_t>(command.ElemCount)});
    }
    if (commands.empty()) continue;
    host::host_draw(list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.Size),
                    list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.Size),
                    commands.data()->data(), commands.size());
  }
}

void restore_textures(ImDrawData& draw_data) {
  if (draw_data.Textures == nullptr) return;
  for (ImTextureData* texture : *draw_data.Textures)
    if (texture->Status == ImTextureStatus_OK) texture->SetStatus(ImTextureStatus_WantCreate);
}

}  // namespace casement
