#include "browser/paint/canvas_text.hpp"

#include "browser/bridge/contract.hpp"
#include "browser/bridge/host.hpp"

namespace casement {

// JavaScript writes both as plain floats.
static_assert(sizeof(Run) == host::run_floats * sizeof(float));
static_assert(sizeof(PlacedRun) == host::placed_run_floats * sizeof(float));

namespace {
// A multi-line value shows 12 lines; tabs and wide scripts split them further.
constexpr std::size_t max_runs = 256;
}  // namespace

CanvasText::CanvasText() { set_sizes(false); }

void CanvasText::set_sizes(bool touch) {
  for (std::size_t style = 0; style < text_style_count; ++style) {
    const TextSize size = text_size(static_cast<TextStyle>(style), touch);
    host::host_text_style(static_cast<int>(style), size.size, size.line, size.weight);
  }
}

float CanvasText::advance(TextStyle style, std::string_view utf8) {
  return host::host_advance(static_cast<int>(style), utf8.data(), utf8.size());
}

Run CanvasText::run(TextStyle style, Colour colour, std::string_view utf8) {
  Run run;
  host::host_run(static_cast<int>(style), colour, utf8.data(), utf8.size(),
                 reinterpret_cast<float*>(&run));
  return run;
}

std::span<const PlacedRun> CanvasText::value_runs(std::uint32_t field, Colour colour,
                                                  std::string_view value) {
  placed_.resize(max_runs);
  placed_.resize(host::host_value_runs(field, colour, value.data(), value.size(),
                                       reinterpret_cast<float*>(placed_.data()), max_runs));
  return placed_;
}

float CanvasText::value_height(std::uint32_t field, std::string_view value, float content_width) {
  return host::host_value_height(field, value.data(), value.size(), content_width);
}

Run CanvasText::thumbnail(std::uint32_t file, float side) {
  Run run;
  host::host_thumbnail(file, side, reinterpret_cast<float*>(&run));
  return run;
}

}  // namespace casement
