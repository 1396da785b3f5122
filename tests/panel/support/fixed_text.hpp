/// @file
/// @brief Words without a browser: every character has the same width, and runs remember where they
/// were cut, so that a test can find each drawn line in the draw data.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/form/case_form.hpp"
#include "core/text/unicode.hpp"
#include "panel/line_breaking.hpp"
#include "panel/text_source.hpp"

namespace casement {

inline constexpr ImTextureID words_texture = 77;

/// Narrow enough that all lines break where the look's drawings (in Inter) break them.
inline constexpr float character_width = 0.475F;  // em

class FixedText final : public TextSource {
 public:
  explicit FixedText(const CaseForm& form, float ratio, float zoom)
      : form_(form), scale_(ratio * zoom) {}

  float advance(TextStyle style, std::string_view utf8) override {
    return static_cast<float>(count_code_points(utf8)) * text_size(style).size * character_width *
           scale_;
  }

  Run run(TextStyle style, Colour /*colour*/, std::string_view utf8) override {
    Run run;
    run.advance = advance(style, utf8);
    run.size = {std::ceil(run.advance), std::floor(text_size(style).line * scale_)};
    run.uv0 = {static_cast<float>(drawn.size()), 0};
    run.uv1 = run.uv0;
    drawn.emplace_back(utf8);
    return run;
  }

  std::span<const PlacedRun> value_runs(std::uint32_t field, Colour colour,
                                        std::string_view value) override {
    value_.clear();
    float y = 0;
    for (const std::string_view line : lines(field, value, value_width_)) {
      value_.push_back({{0, y}, run(TextStyle::body, colour, line)});
      y += text_size(TextStyle::body).line * scale_;
    }
    return value_;
  }

  float value_height(std::uint32_t field, std::string_view value, float content_width) override {
    value_width_ = content_width;
    return static_cast<float>(lines(field, value, content_width).size()) *
           text_size(TextStyle::body).line * scale_;
  }

  Run thumbnail(std::uint32_t file, float side) override {
    Run run;
    if (file == pictured_file) run.size = {side, side};
    return run;
  }

  ImTextureID texture() const override { return words_texture; }

  std::vector<std::string> drawn;  ///< all runs so far; a run's u coordinate is its index
  std::uint32_t pictured_file = 0xFFFFFFFF;

 private:
  std::vector<std::string_view> lines(std::uint32_t id, std::string_view value, float width) {
    for (std::size_t field = 0; field < form_.field_count(); ++field) {
      if (form_.field_id(field) == id && form_.spec(field).kind == FieldKind::multiline)
        return wrap(*this, TextStyle::body, value, width);
    }
    return {value};
  }

  const CaseForm& form_;
  float scale_;
  float value_width_ = 0;
  std::vector<PlacedRun> value_;
};

}  // namespace casement
