/// @file
/// @brief The pixels: draws the core's model with Dear ImGui and says where everything is.
///
/// One Panel per widget, with an ImGui context of its own. It knows no browser: a TextSource gives
/// it words, and whoever owns it feeds pointer input through ImGui's IO and shows the ImDrawData.
/// Coordinates are whole device pixels, origin at the card's top left.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/form/case_form.hpp"
#include "panel/text_source.hpp"
#include "panel/theme.hpp"

namespace casement {

/// Everything that has a place on the card and a real control of its own.
enum class Part : std::uint8_t {
  field,   ///< index: field; the whole box of a text field, a list or a segmented choice
  option,  ///< index: field, item: option; of a segmented choice or of an open list
  pick_files,
  remove_file,  ///< index: attachment
  send,
  cancel,
  copy_number,
  print,
  new_case,
  check_now,
  back_to_form,
  heading,
  alert,
  count_,
};

struct PartId {
  Part part{};
  std::uint32_t index = 0;
  std::uint32_t item = 0;
  bool operator==(const PartId&) const = default;
};

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;  ///< device px
  bool operator==(const Rect&) const = default;
};

/// Where a part is; for a text field also where its text goes.
struct Placed {
  PartId id;
  Rect box;
  Rect content;            ///< text fields: the text's box inside the border and the padding
  bool segmented = false;  ///< a choice drawn as segments, not as a list
  /// Which of its variants a part was drawn in, 0 being the usual one: remove_file 1 without badge;
  /// copy_number 1 the number in the title's size, 2 the number above the button, 3 both, 4 in
  /// lines; print 1 the receipt's values below their labels.
  std::uint8_t variant = 0;
};

/// Which real control has focus.
struct Focus {
  PartId id;
  bool ring = false;     ///< by keyboard (:focus-visible), or a text field
  bool editing = false;  ///< a text control that paints its own text now
};

struct PanelFrame {
  float height = 0;    ///< of the card's content, device px
  float overhang = 0;  ///< how far an open list reaches below it
  std::vector<Placed> places;
  std::vector<std::string> file_names;  ///< as their rows have room for them
  std::vector<Event> events;            ///< what the pointer did, in the core's words
  bool wants_frame = false;             ///< something moves or settles: draw again
  ImGuiMouseCursor cursor = ImGuiMouseCursor_Arrow;
};

class Panel {
 public:
  explicit Panel(TextSource& text);
  ~Panel();
  Panel(const Panel&) = delete;
  Panel& operator=(const Panel&) = delete;

  // Pointer input, device px. `touch` presses do not hover.
  void pointer_move(float x, float y, bool touch);
  void pointer_button(bool down);
  void pointer_leave();
  /// Lines of text, positive downwards. True when an open list takes it; else it is the page's.
  bool wheel(float lines);

  /// Files are being dragged over the card.
  void drag_over(bool over);

  /// A keyboard press on a real control that ImGui shows (opens a list, moves in it, …).
  void open_list(std::size_t field, bool open);
  [[nodiscard]] std::optional<std::size_t> opened_list() const;

  /// Lays out and draws one frame at this width: of the canvas, which is the card inside its
  /// border. `now` in seconds, of any epoch. All pointer input so far is dealt with, up to the
  /// first event: then the model may change, and what is left waits for the next frame.
  [[nodiscard]] const PanelFrame& draw(const CaseForm& form, const Theme& theme, float width,
                                       float ratio, std::optional<Focus> focus, double now);

  /// Of the last frame. Texture updates are in draw_data()->Textures (ImGui 1.92).
  [[nodiscard]] ImDrawData* draw_data() const;

 private:
  struct State;
  State* state_;
};

}  // namespace casement
