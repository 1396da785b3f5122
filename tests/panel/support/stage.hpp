/// @file
/// @brief A panel with a form, a hand that points and presses, and eyes that read the draw data.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/form/case_form.hpp"
#include "panel/panel.hpp"
#include "support/fixed_text.hpp"

namespace casement {

inline std::int64_t no_time() { return 0; }

inline bool fixed_random(std::span<std::uint8_t> bytes) {
  std::fill(bytes.begin(), bytes.end(), std::uint8_t{7});
  return true;
}

inline Theme light_theme(float zoom = 1) {
  Theme theme{.ink = 0xFF261A14,
              .muted = 0xFF77655A,
              .line = 0xFFE6DBD5,
              .card = 0xFFFFFFFF,
              .field = 0xFFFFFFFF,
              .accent = 0xFFFE5A3D,
              .on_accent = 0xFFFFFFFF,
              .soft = 0xFFFFF1EE,
              .error = 0xFF3828C6,
              .error_soft = 0xFFF1F0FD,
              .success = 0xFF4C7916,
              .success_soft = 0xFFEFF6E9};
  theme.text_scale = zoom;
  return theme;
}

inline CaseForm form_of(std::string_view document, Language language = Language::es) {
  ConfigOutcome outcome = read_config(document, {.document_url = "https://page.example/form.json",
                                                 .gateway = {},
                                                 .contact = "ana@client.example"});
  for (const ConfigProblem& problem : outcome.problems) {
    const std::string sentence = problem.sentence();
    CAPTURE(sentence);
    REQUIRE(problem.severity == ConfigProblem::Severity::warning);
  }
  REQUIRE(outcome.config.has_value());
  return CaseForm(std::move(*outcome.config), language, &fixed_random, &no_time);
}

/// The form of the look's drawings: a list, a text area, segments, attachments.
inline constexpr std::string_view look_form = R"({"gateway": "https://gateway.example/",
  "priority": {"options": [{"value": "low", "label": "Baja"}, {"value": "medium", "label": "Media"},
                           {"value": "high", "label": "Alta"}], "default": "medium"}})";

/// A line of words as it was drawn, within its clip rectangle.
struct DrawnLine {
  std::string words;
  Rect box;
};

class Stage {
 public:
  explicit Stage(std::string_view document = look_form, float css_width = 398,
                 float device_ratio = 1, float zoom = 1, Language language = Language::es)
      : form(form_of(document, language)),
        text(form, device_ratio, zoom),
        panel(text),
        theme(light_theme(zoom)),
        width(std::floor(css_width * device_ratio + 0.5F)),
        ratio(device_ratio) {}

  /// Draws once, applies what the pointer did, and keeps it in `events`.
  const PanelFrame& draw() {
    text.drawn.clear();
    const PanelFrame& frame = panel.draw(form, theme, width, ratio, focus, now);
    for (const Event& event : frame.events) {
      events.push_back(event);
      effects = form.apply(event);
    }
    return frame;
  }

  std::optional<Rect> find(PartId id) {
    const PanelFrame& frame = draw();
    for (const Placed& placed : frame.places)
      if (placed.id == id) return placed.box;
    return std::nullopt;
  }

  Rect box(Part part, std::size_t index = 0, std::size_t item = 0) {
    const PartId id{part, static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(item)};
    const std::optional<Rect> found = find(id);
    CAPTURE(static_cast<int>(part));
    CAPTURE(index);
    CAPTURE(item);
    REQUIRE(found.has_value());
    return *found;
  }

  const PanelFrame& point(const Rect& at) {
    panel.pointer_move(at.x + at.w / 2, at.y + at.h / 2, false);
    return draw();
  }

  void click(const Rect& at) {
    point(at);
    panel.pointer_button(true);
    draw();
    panel.pointer_button(false);
    draw();
  }

  void click(Part part, std::size_t index = 0, std::size_t item = 0) {
    click(box(part, index, item));
  }

  void apply(const Event& event) { effects = form.apply(event); }

  void set(std::string_view name, std::string value) {
    apply(event::SetValue{field(name), std::move(value)});
  }

  std::size_t field(std::string_view name) const {
    for (std::size_t i = 0; i < form.field_count(); ++i)
      if (form.spec(i).name == name) return i;
    FAIL("no such field");
    return 0;
  }

  /// The only event since the last call, as a T.
  template <class T>
  T only_event() {
    REQUIRE(events.size() == 1);
    REQUIRE(std::holds_alternative<T>(events.front()));
    T event = std::get<T>(events.front());
    events.clear();
    return event;
  }

  /// All lines of the last frame.
  std::vector<DrawnLine> lines() const {
    std::vector<DrawnLine> found;
    for (const ImDrawList* list : panel.draw_data()->CmdLists)
      for (const ImDrawCmd& command : list->CmdBuffer) {
        if (command.TexRef._TexData != nullptr || command.GetTexID() != words_texture) continue;
        for (unsigned i = 0; i + 5 < command.ElemCount; i += 6) {
          const auto vertex = [&](unsigned corner) {
            const int index = list->IdxBuffer[static_cast<int>(command.IdxOffset + i + corner)];
            return list->VtxBuffer[index];
          };
          const ImDrawVert low = vertex(0);
          const ImDrawVert high = vertex(2);
          // A mirrored card turns its corners around too.
          const float x = std::max(std::min(low.pos.x, high.pos.x), command.ClipRect.x);
          const float right = std::min(std::max(low.pos.x, high.pos.x), command.ClipRect.z);
          const float y = std::max(low.pos.y, command.ClipRect.y);
          found.push_back({text.drawn[static_cast<std::size_t>(low.uv.x)],
                           {x, y, right - x, std::min(high.pos.y, command.ClipRect.w) - y}});
        }
      }
    return found;
  }

  std::optional<Rect> line(std::string_view words) {
    draw();
    for (const DrawnLine& drawn : lines())
      if (drawn.words == words) return drawn.box;
    return std::nullopt;
  }

  CaseForm form;
  FixedText text;
  Panel panel;
  Theme theme;
  float width;
  float ratio;
  std::optional<Focus> focus;
  double now = 0;
  std::vector<Event> events;  ///< all that the pointer did since they were last cleared
  Effects effects;            ///< of the last event
};

// Stories up to each screen -----------------------------------------------------------------------

}  // namespace casement
