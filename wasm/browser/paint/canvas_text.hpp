/// @file
/// @brief Words by the browser's own text engine, rasterised into an atlas (runs.js).
#pragma once

#include <vector>

#include "panel/text_source.hpp"

namespace casement {

/// The atlas of runs as the renderer knows it; ImGui's own textures count from 2.
inline constexpr std::uint32_t run_atlas_texture = 1;

class CanvasText final : public TextSource {
 public:
  CanvasText();

  /// Names the sizes of all styles, for a mouse or for fingers.
  static void set_sizes(bool touch);

  [[nodiscard]] float advance(TextStyle style, std::string_view utf8) override;
  [[nodiscard]] Run run(TextStyle style, Colour colour, std::string_view utf8) override;
  [[nodiscard]] std::span<const PlacedRun> value_runs(std::uint32_t field, Colour colour,
                                                      std::string_view value) override;
  [[nodiscard]] float value_height(std::uint32_t field, std::string_view value,
                                   float content_width) override;
  [[nodiscard]] Run thumbnail(std::uint32_t file, float side) override;
  [[nodiscard]] ImTextureID texture() const override { return run_atlas_texture; }

 private:
  std::vector<PlacedRun> placed_;
};

}  // namespace casement
