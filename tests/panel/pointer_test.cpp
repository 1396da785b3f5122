/// A person with a mouse or a finger: what they press becomes the core's events.
#include "support/stories.hpp"

namespace casement {
namespace {

TEST_CASE("the whole form can be used by the pointer alone") {
  Stage stage;
  stage.apply(event::AddFile{7, "a.pdf", "", 10});
  stage.apply(event::AddFile{9, "b.pdf", "", 10});
  const std::size_t type = stage.field("case-type");
  stage.set("description", "Llegó incompleto.");  // typed into its real control

  stage.click(Part::field, type);
  CHECK(stage.panel.opened_list() == type);
  CHECK(stage.events.empty());
  stage.click(Part::option, type, 2);
  const auto chosen = stage.only_event<event::SetValue>();
  CHECK(chosen.field == type);
  CHECK(chosen.value == "Claims");
  CHECK_FALSE(stage.panel.opened_list().has_value());

  stage.click(Part::option, stage.field("priority"), 2);
  CHECK(stage.only_event<event::SetValue>().value == "high");

  stage.click(Part::pick_files);
  stage.only_event<event::PickFiles>();
  stage.click(Part::remove_file, 1);
  CHECK(stage.only_event<event::RemoveFile>().id == 9);
  CHECK(stage.form.attachments().size() == 1);

  stage.click(Part::send);
  stage.only_event<event::Send>();
  CHECK(stage.form.state() == SubmissionState::probing);
}

TEST_CASE("sending can be canceled") {
  Stage stage;
  fill(stage);
  stage.apply(event::Send{});
  stage.click(Part::cancel);
  stage.only_event<event::Cancel>();
  CHECK(stage.form.screen() == Screen::form);
}

TEST_CASE("a created case can be copied, printed and followed by a new one") {
  Stage stage;
  create(stage, "SOP-10482");
  stage.click(Part::copy_number);
  stage.only_event<event::CopyNumber>();
  stage.click(Part::print);
  stage.only_event<event::Print>();
  stage.click(Part::new_case);
  stage.only_event<event::NewCase>();
  CHECK(stage.form.screen() == Screen::form);
}

TEST_CASE("an unknown outcome can be checked, and left after giving up") {
  Stage stage;
  lose_answer(stage);
  CHECK_FALSE(stage.find({Part::back_to_form, 0, 0}).has_value());
  stage.click(Part::check_now);
  stage.only_event<event::CheckNow>();
  CHECK(stage.form.state() == SubmissionState::checking);

  Stage given_up;
  give_up_checking(given_up);
  given_up.click(Part::back_to_form);
  given_up.only_event<event::BackToForm>();
  CHECK(given_up.form.screen() == Screen::form);
}

TEST_CASE("the chosen segment says nothing when it is pressed again") {
  Stage stage;
  stage.click(Part::option, stage.field("priority"), 1);
  CHECK(stage.events.empty());
}

TEST_CASE("a press that is released elsewhere does nothing") {
  Stage stage;
  fill(stage);
  const Rect send = stage.box(Part::send);
  const Rect drop = stage.box(Part::pick_files);
  stage.point(send);
  stage.panel.pointer_button(true);
  stage.draw();
  stage.point(drop);
  stage.panel.pointer_button(false);
  stage.draw();
  CHECK(stage.events.empty());

  stage.point(send);
  stage.panel.pointer_button(true);
  stage.draw();
  stage.panel.pointer_leave();
  stage.panel.pointer_button(false);
  stage.draw();
  CHECK(stage.events.empty());
}

TEST_CASE("a press and its release between two frames are one click") {
  Stage stage;
  const Rect drop = stage.box(Part::pick_files);
  for (const bool touch : {false, true}) {
    stage.panel.pointer_leave();
    stage.draw();
    stage.panel.pointer_move(drop.x + 5, drop.y + 5, touch);
    stage.panel.pointer_button(true);
    stage.panel.pointer_button(false);
    CHECK_FALSE(stage.draw().wants_frame);
    stage.only_event<event::PickFiles>();
  }
}

TEST_CASE("what is pressed faster than frames come waits for the model to answer") {
  Stage stage;
  const Rect drop = stage.box(Part::pick_files);
  stage.panel.pointer_move(drop.x + 5, drop.y + 5, false);
  for (int i = 0; i < 2; ++i) {
    stage.panel.pointer_button(true);
    stage.panel.pointer_button(false);
  }
  CHECK(stage.draw().wants_frame);
  stage.only_event<event::PickFiles>();
  CHECK_FALSE(stage.draw().wants_frame);
  stage.only_event<event::PickFiles>();
}

TEST_CASE("a press takes one frame to show, and one more draws the same") {
  Stage stage;
  stage.point(stage.box(Part::send));
  stage.panel.pointer_button(true);
  CHECK_FALSE(stage.draw().wants_frame);
}

TEST_CASE("the cursor tells what can be pressed and where to write") {
  Stage stage;
  const Rect heading = stage.box(Part::heading);
  const Rect description = stage.box(Part::field, stage.field("description"));
  const Rect send = stage.box(Part::send);
  CHECK(stage.point(heading).cursor == ImGuiMouseCursor_Arrow);
  CHECK(stage.point(description).cursor == ImGuiMouseCursor_TextInput);
  CHECK(stage.point(send).cursor == ImGuiMouseCursor_Hand);
  stage.panel.pointer_leave();
  CHECK(stage.draw().cursor == ImGuiMouseCursor_Arrow);
}

/// All vertices, indices and commands of the last frame.
std::string picture(const Stage& stage) {
  std::string bytes;
  const auto add = [&](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
  };
  for (const ImDrawList* list : stage.panel.draw_data()->CmdLists) {
    add(list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
    add(list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
    for (const ImDrawCmd& command : list->CmdBuffer) {
      add(&command.ClipRect, sizeof command.ClipRect);
      add(&command.ElemCount, sizeof command.ElemCount);
    }
  }
  return bytes;
}

TEST_CASE("an idle form asks for no frame, and the same input draws the same frame") {
  Stage stage;
  fill(stage);
  CHECK_FALSE(stage.draw().wants_frame);
  const std::string first = picture(stage);
  stage.now = 100;
  CHECK_FALSE(stage.draw().wants_frame);
  CHECK(picture(stage) == first);

  Stage other;
  fill(other);
  other.draw();
  CHECK(picture(other) == first);
}

TEST_CASE("hovering and pressing show, and nothing of them stays") {
  Stage stage;
  const Rect send = stage.box(Part::send);
  const std::string idle = picture(stage);
  stage.point(send);
  const std::string hovered = picture(stage);
  CHECK(hovered != idle);
  stage.panel.pointer_button(true);
  stage.draw();
  CHECK(picture(stage) != hovered);
  CHECK(picture(stage) != idle);
  stage.panel.pointer_leave();
  stage.panel.pointer_button(false);
  stage.draw();
  CHECK(picture(stage) == idle);
}

TEST_CASE("a finger leaves no hover behind") {
  Stage stage;
  const Rect drop = stage.box(Part::pick_files);
  const std::string idle = picture(stage);
  stage.panel.pointer_move(drop.x + 5, drop.y + 5, true);
  stage.panel.pointer_button(true);
  stage.draw();
  CHECK(picture(stage) != idle);
  stage.panel.pointer_button(false);
  stage.draw();
  CHECK(picture(stage) == idle);
}

TEST_CASE("files that are dragged over the card light up the drop zone") {
  Stage stage;
  stage.draw();
  const std::string idle = picture(stage);
  stage.panel.drag_over(true);
  CHECK_FALSE(stage.draw().wants_frame);
  CHECK(picture(stage) != idle);
  stage.panel.drag_over(false);
  stage.draw();
  CHECK(picture(stage) == idle);
}

TEST_CASE("keyboard focus is drawn for everything that can have it") {
  Stage stage;
  fill(stage);
  const std::vector<Placed> places = stage.draw().places;
  const std::string idle = picture(stage);
  for (const Placed& placed : places) {
    if (placed.id.part == Part::heading) continue;
    CAPTURE(static_cast<int>(placed.id.part));
    stage.focus = Focus{.id = placed.id, .ring = true, .editing = false};
    stage.draw();
    CHECK(picture(stage) != idle);
    stage.focus->ring = false;
    stage.draw();
    CHECK(picture(stage) == idle);
  }
}

TEST_CASE("only a bar without a share moves, and not under reduced motion") {
  Stage stage;
  start_sending(stage);
  CHECK(stage.draw().wants_frame);
  const std::string first = picture(stage);
  stage.now = 0.5;
  stage.draw();
  CHECK(picture(stage) != first);
  stage.theme.reduced_motion = true;
  CHECK_FALSE(stage.draw().wants_frame);
  stage.theme.reduced_motion = false;
  report_progress(stage);
  CHECK_FALSE(stage.draw().wants_frame);
}

TEST_CASE("two panels live side by side") {
  Stage one;
  Stage two;
  fill(two);
  const Rect send = one.box(Part::send);
  two.draw();
  one.click(Part::pick_files);
  one.only_event<event::PickFiles>();
  CHECK(two.events.empty());
  CHECK(one.box(Part::send) == send);
  CHECK(two.draw().cursor == ImGuiMouseCursor_Arrow);
}

}  // namespace
}  // namespace casement
