/// A page that is written from right to left: the card is mirrored, its words and signs are not.
#include <cmath>

#include "support/stories.hpp"

namespace casement {
namespace {

struct MirroredStage : Stage {
  MirroredStage() { theme.right_to_left = true; }
};

TEST_CASE("every part is where its mirror image was, and as large") {
  for (const bool filled : {false, true}) {
    Stage usual;
    MirroredStage turned;
    if (filled) {
      fill(usual);
      fill(turned);
    }
    const PanelFrame& left = usual.draw();
    const PanelFrame& right = turned.draw();
    CHECK(left.height == right.height);
    REQUIRE(left.places.size() == right.places.size());
    for (std::size_t i = 0; i < left.places.size(); ++i) {
      const Rect& box = left.places[i].box;
      CHECK(right.places[i].id == left.places[i].id);
      CHECK(right.places[i].box == Rect{usual.width - box.x - box.w, box.y, box.w, box.h});
    }
  }
}

TEST_CASE("words begin at the right, and are not mirrored themselves") {
  Stage usual;
  MirroredStage turned;
  for (const char* words : {"Tipo de caso", "0 / 2500", "Media", "Enviar caso", "Archivos"}) {
    CAPTURE(words);
    const auto left = usual.line(words);
    const auto right = turned.line(words);
    REQUIRE(left.has_value());
    REQUIRE(right.has_value());
    CHECK(std::fabs(right->x - (usual.width - left->x - left->w)) <= 1);
    CHECK(right->w == left->w);
    CHECK(right->y == left->y);
  }
  // A texture's left edge belongs at the left, though the corners were turned around.
  turned.draw();
  for (const ImDrawList* list : turned.panel.draw_data()->CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer) {
      CHECK(command.ClipRect.x < command.ClipRect.z);
      CHECK(command.ClipRect.x >= 0);
    }
}

TEST_CASE("a value stays where its control lays it out") {
  MirroredStage turned;
  turned.set("description", "abc");
  const auto line = turned.line("abc");
  REQUIRE(line.has_value());
  for (const Placed& placed : turned.draw().places)
    if (placed.id ==
        PartId{Part::field, static_cast<std::uint32_t>(turned.field("description")), 0})
      CHECK(line->x == placed.content.x);
}

TEST_CASE("the pointer presses what it sees") {
  MirroredStage turned;
  const std::size_t priority = turned.field("priority");
  CHECK(turned.box(Part::option, priority, 0).x > turned.box(Part::option, priority, 2).x);
  turned.click(Part::option, priority, 2);
  CHECK(turned.only_event<event::SetValue>().value == "high");

  const std::size_t type = turned.field("case-type");
  turned.click(Part::field, type);
  CHECK(turned.panel.opened_list() == type);
  turned.click(Part::option, type, 1);
  CHECK(turned.only_event<event::SetValue>().field == type);
}

}  // namespace
}  // namespace casement
