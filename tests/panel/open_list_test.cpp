/// The list of a choice while it is open.
#include "support/stories.hpp"

namespace casement {
namespace {

/// A choice of this many options ("1", "2", …) as the only field besides the usual ones.
std::string with_options(int count) {
  std::string document = R"({"gateway": "https://gateway.example/", "file": false,
    "priority": {"options": [)";
  for (int i = 1; i <= count; ++i) {
    if (i > 1) document += ", ";
    document += '"';
    document += std::to_string(i);
    document += '"';
  }
  return document + "]}}";
}

TEST_CASE("the list opens below its field and lies on top") {
  Stage stage;
  const std::size_t type = stage.field("case-type");
  const Rect field = stage.box(Part::field, type);
  stage.click(field);
  const Rect first = stage.box(Part::option, type, 0);
  CHECK(first.y >= field.y + field.h);
  CHECK(first.h == 44);
  CHECK(stage.draw().places.back().id.part == Part::option);
  CHECK(stage.draw().overhang == 0);
  CHECK_FALSE(stage.draw().wants_frame);
}

TEST_CASE("every option is hit where it is drawn") {
  Stage stage;
  const std::size_t type = stage.field("case-type");
  const std::vector<OptionView> options = stage.form.options(type);
  REQUIRE(options.size() == 4);
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string value(stage.form.options(type)[i].value);
    stage.click(Part::field, type);
    stage.click(Part::option, type, i);
    CHECK(stage.only_event<event::SetValue>().value == value);
  }
}

TEST_CASE("the chosen option closes the list and says nothing") {
  Stage stage;
  stage.set("case-type", "Claims");
  const std::size_t type = stage.field("case-type");
  stage.click(Part::field, type);
  stage.click(Part::option, type, 2);
  CHECK(stage.events.empty());
  CHECK_FALSE(stage.panel.opened_list().has_value());
}

TEST_CASE("a press outside closes the list and presses nothing below") {
  Stage stage;
  const std::size_t type = stage.field("case-type");
  const Rect send = stage.box(Part::send);
  stage.click(Part::field, type);
  stage.click(send);
  CHECK_FALSE(stage.panel.opened_list().has_value());
  CHECK(stage.events.empty());
  stage.click(send);
  stage.only_event<event::Send>();
}

TEST_CASE("a second press on the field closes the list") {
  Stage stage;
  const std::size_t type = stage.field("case-type");
  stage.click(Part::field, type);
  stage.click(Part::field, type);
  CHECK_FALSE(stage.panel.opened_list().has_value());
  stage.click(Part::field, type);
  CHECK(stage.panel.opened_list() == type);
}

TEST_CASE("what lies under the list is neither hovered nor pressed") {
  Stage stage;
  const std::size_t type = stage.field("case-type");
  const std::size_t description = stage.field("description");
  const Rect area = stage.box(Part::field, description);
  stage.click(Part::field, type);
  CHECK(stage.point(area).cursor == ImGuiMouseCursor_Hand);
}

TEST_CASE("the keyboard opens and closes it through its real control") {
  Stage stage;
  const std::size_t type = stage.field("case-type");
  stage.panel.open_list(type, true);
  stage.panel.open_list(type, true);
  CHECK(stage.find({Part::option, static_cast<std::uint32_t>(type), 0}).has_value());
  stage.panel.open_list(stage.field("priority"), false);
  CHECK(stage.panel.opened_list() == type);
  stage.panel.open_list(type, false);
  CHECK_FALSE(stage.find({Part::option, static_cast<std::uint32_t>(type), 0}).has_value());
}

TEST_CASE("it closes when its field is gone or has become segments") {
  Stage stage;
  stage.panel.open_list(stage.field("priority"), true);  // segments already
  stage.draw();
  CHECK_FALSE(stage.panel.opened_list().has_value());
  fill(stage);
  stage.panel.open_list(stage.field("case-type"), true);
  stage.draw();
  CHECK(stage.panel.opened_list().has_value());
  stage.apply(event::Send{});
  stage.draw();
  CHECK_FALSE(stage.panel.opened_list().has_value());
}

TEST_CASE("eight options are seen whole, of nine the rest is scrolled to") {
  for (const int count : {7, 8, 9}) {
    CAPTURE(count);
    Stage stage(with_options(count));
    const std::size_t field = stage.field("priority");
    stage.panel.open_list(field, true);
    const auto last = PartId{Part::option, static_cast<std::uint32_t>(field),
                             static_cast<std::uint32_t>(count - 1)};
    CHECK(stage.find(last).has_value() == (count <= 8));
    stage.point(stage.box(Part::option, field, 0));
    CHECK(stage.panel.wheel(100) == (count > 8));
    CHECK(stage.find(last).has_value());
    CHECK(stage.box(Part::option, field, static_cast<std::size_t>(count - 1)).h == 44);
    CHECK_FALSE(stage.panel.wheel(1));  // at its end the page scrolls
    CHECK(stage.panel.wheel(-1) == (count > 8));
  }
}

TEST_CASE("the wheel is the page's elsewhere") {
  Stage stage(with_options(30));
  const std::size_t field = stage.field("priority");
  CHECK_FALSE(stage.panel.wheel(1));
  stage.panel.open_list(field, true);
  stage.point(stage.box(Part::heading));
  CHECK_FALSE(stage.panel.wheel(1));
}

TEST_CASE("a finger drags the list and chooses nothing by it") {
  Stage stage(with_options(30));
  const std::size_t field = stage.field("priority");
  stage.panel.open_list(field, true);
  const Rect third = stage.box(Part::option, field, 2);
  const auto move = [&](float y) {
    stage.panel.pointer_move(third.x + 20, y, true);
    stage.draw();
  };
  move(third.y + 20);
  stage.panel.pointer_button(true);
  stage.draw();
  move(third.y - 24);
  stage.panel.pointer_button(false);
  stage.draw();
  CHECK(stage.events.empty());
  CHECK(stage.box(Part::option, field, 2).y == third.y - 44);

  // A finger that trembles still chooses.
  const Rect fifth = stage.box(Part::option, field, 4);
  move(fifth.y + 20);
  stage.panel.pointer_button(true);
  stage.draw();
  move(fifth.y + 23);
  stage.panel.pointer_button(false);
  stage.draw();
  CHECK(stage.only_event<event::SetValue>().value == "5");
}

TEST_CASE("the chosen option is in view when the list opens and when the keyboard moves it") {
  Stage stage(with_options(30));
  const std::size_t field = stage.field("priority");
  stage.set("priority", "20");
  stage.panel.open_list(field, true);
  CHECK(stage.box(Part::option, field, 19).h == 44);
  stage.set("priority", "3");
  CHECK(stage.box(Part::option, field, 2).h == 44);
}

TEST_CASE("it opens above when only there it stays on the card") {
  Stage stage(with_options(6));
  const std::size_t field = stage.field("priority");
  stage.panel.open_list(field, true);
  const Rect box = stage.box(Part::field, field);
  CHECK(stage.box(Part::option, field, 5).y + 44 < box.y);
  CHECK(stage.draw().overhang == 0);
}

TEST_CASE("it reaches below the card when there is no room above either") {
  Stage stage(R"({"gateway": "https://gateway.example/", "file": false, "priority": "low",
                  "description": "x", "case-type": {"options": ["1", "2", "3", "4", "5", "6"]}})");
  const std::size_t type = stage.field("case-type");
  stage.panel.open_list(type, true);
  const Rect last = stage.box(Part::option, type, 5);
  const PanelFrame& frame = stage.draw();
  CHECK(frame.overhang > 0);
  CHECK(last.y + last.h <= frame.height + frame.overhang);
}

TEST_CASE("a long option takes several lines, the closed field one") {
  Stage stage(R"({"gateway": "https://gateway.example/", "case-type": {"options": ["1", "2", "3",
    {"value": "4", "label": "Un caso que no es ninguno de los otros y del que hay mucho que decir"}
    ]}})");
  const std::size_t type = stage.field("case-type");
  stage.set("case-type", "4");
  CHECK(stage.box(Part::field, type).h == 44);
  stage.panel.open_list(type, true);
  CHECK(stage.box(Part::option, type, 3).h == 2 * 22 + 22);
}

TEST_CASE("options never leave the card's sides, at any zoom") {
  for (const float zoom : {1.0F, 2.0F})
    for (const float ratio : {1.0F, 1.5F, 3.0F}) {
      Stage stage(look_form, 300, ratio, zoom);
      const std::size_t type = stage.field("case-type");
      stage.panel.open_list(type, true);
      for (const Placed& placed : stage.draw().places) {
        CHECK(placed.box.x >= 0);
        CHECK(placed.box.x + placed.box.w <= stage.width);
      }
      for (const DrawnLine& line : stage.lines())
        CHECK(line.box.x + line.box.w <= stage.width - 23 * ratio);
    }
}

}  // namespace
}  // namespace casement
