#include "browser/widget.hpp"

#include <algorithm>
#include <ctime>
#include <utility>
#include <variant>

#include "browser/bridge/host.hpp"
#include "browser/bridge/strings.hpp"
#include "browser/paint/renderer.hpp"

namespace casement {

namespace {

bool platform_random(std::span<std::uint8_t> bytes) {
  return host::host_random(bytes.data(), bytes.size()) != 0;
}

std::int64_t wall_clock() { return std::time(nullptr); }

std::string local_time(Language language) {
  char text[64];
  const std::string_view tag = tag_of(language);
  const std::size_t length = host::host_local_time(tag.data(), tag.size(), text, sizeof text);
  return {text, length};
}

static_assert(host::cursor_text == ImGuiMouseCursor_TextInput);
static_assert(host::cursor_pointer == ImGuiMouseCursor_Hand);

bool contains(const Rect& box, float x, float y) {
  return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

}  // namespace

void Widget::configure(const Settings& settings) {
  ConfigOutcome outcome;
  if (settings.config_read) outcome = read_config(settings.config, settings.context);
  const bool refused = !outcome.config;
  if (outcome.config) {
    Language language = language_of(settings.language);
    if (outcome.config->language && !settings.language_chosen) language = *outcome.config->language;
    if (language != wanted_) wordless_.reset();  // whoever asks for others tries again
    wanted_ = language;
    if (await_words() && !form_) return;
    if (!has_words(language)) language = form_ ? form_->language() : Language::en;
    if (outcome.config->exposes_token()) host::host_token_exposed();
    const std::string& contact = settings.context.contact;
    if (form_) {
      const bool another = !contact_.empty() && contact != contact_;
      for (const Effect& effect : form_->configure(std::move(*outcome.config), another))
        run(effect);
      dispatch(event::SetLanguage{language});
      host::host_request_frame();
    } else {
      form_.emplace(std::move(*outcome.config), language, &platform_random, &wall_clock);
    }
    contact_ = contact;
    outcome.config.reset();
  }
  tell_problems(outcome, refused);
}

/// Whether the words of the wanted language are on their way.
bool Widget::await_words() {
  if (has_words(wanted_) || wordless_ == wanted_) return false;
  const std::string_view tag = tag_of(wanted_);
  host::host_words(tag.data(), tag.size());
  return true;
}

bool Widget::take_words(Language language, std::string_view file) {
  if (file.empty()) wordless_ = language;
  if (!casement::take_words(language, file)) return false;
  if (form_ && language == wanted_) {
    dispatch(event::SetLanguage{language});
    host::host_request_frame();
  }
  return true;
}

void Widget::tell_problems(const ConfigOutcome& outcome, bool refused) {
  Strings strings;
  for (const ConfigProblem& problem : outcome.problems) strings.add(problem.sentence());
  if (refused || !outcome.problems.empty())
    host::host_config_problems(refused ? 1 : 0, strings.bytes().data(), strings.bytes().size());
}

void Widget::dispatch(const Event& event) {
  if (!form_) return;
  const std::uint64_t before = form_->revision();
  for (const Effect& effect : form_->apply(event)) run(effect);
  if (form_->revision() != before) host::host_request_frame();
  const bool busy = in_flight(form_->state()) && form_->state() != SubmissionState::checking;
  if (busy != busy_) host::host_busy(busy_ = busy);
}

void Widget::replied(int http_status, std::string body) {
  dispatch(event::ReplyArrived{http_status, std::move(body), local_time(form_->language())});
}

void Widget::check_ended(int http_status, std::string body, int key_lives) {
  if (form_)
    dispatch(
        event::CheckEnded{http_status, std::move(body), local_time(form_->language()), key_lives});
}

void Widget::failed(event::Failure failure) { dispatch(event::RequestFailed{failure}); }

void Widget::run(const Effect& effect) {
  std::visit([this](const auto& each) { perform(each); }, effect);
}

void Widget::perform(const effect::CheckFiles& /*effect*/) { host::host_check_files(); }

void Widget::perform(const effect::ConvertFile& effect) {
  host::host_convert_file(effect.id, static_cast<double>(effect.limit));
}

void Widget::perform(const effect::Probe& effect) {
  host::host_probe(effect.url.data(), effect.url.size());
}

void Widget::perform(const effect::Post& effect) { transport_.post(effect); }

void Widget::perform(const effect::Abort& /*effect*/) { transport_.abort(); }

void Widget::perform(const effect::Check& effect) {
  host::host_check(effect.url.data(), effect.url.size());
}

void Widget::perform(const effect::StartTicks& /*effect*/) { host::host_ticks(1); }

void Widget::perform(const effect::StopTicks& /*effect*/) { host::host_ticks(0); }

void Widget::perform(const effect::OpenFilePicker& /*effect*/) { host::host_pick_files(); }

void Widget::perform(const effect::DropFile& effect) { host::host_drop_file(effect.id); }

void Widget::perform(const effect::ReleaseFiles& /*effect*/) { host::host_release_files(); }

void Widget::perform(const effect::CopyText& effect) {
  host::host_copy(effect.text.data(), effect.text.size());
}

void Widget::perform(const effect::PrintReceipt& /*effect*/) { host::host_print(); }

void Widget::perform(const effect::FocusField& effect) {
  focus_soon({Part::field, static_cast<std::uint32_t>(effect.field), 0});
}

void Widget::perform(const effect::FocusFiles& /*effect*/) { focus_soon({Part::pick_files, 0, 0}); }

void Widget::perform(const effect::FocusHeading& /*effect*/) { focus_soon({Part::heading, 0, 0}); }

void Widget::perform(const effect::Tell& tell) {
  Strings strings;
  strings.add_record({tell.case_number, tell.record_id, tell.key, tell.reason, tell.answer});
  host::host_tell(static_cast<int>(tell.what), strings.bytes().data(), strings.bytes().size());
}

void Widget::perform(const effect::Dropped& effect) {
  Strings strings;
  for (const auto& [name, value] : effect.values) {
    strings.add(name);
    strings.add(value);
  }
  host::host_dropped(strings.bytes().data(), strings.bytes().size());
}

void Widget::focus_soon(PartId part) {
  focus_next_.push_back(part);
  host::host_request_frame();
}

void Widget::set_theme(const Theme& theme) {
  if (theme.coarse_pointer != theme_.coarse_pointer) CanvasText::set_sizes(theme.coarse_pointer);
  theme_ = theme;
  host::host_request_frame();
}

void Widget::set_focus(std::optional<std::size_t> control, bool ring, bool editing) {
  focus_.reset();
  if (control && *control < mirror_.size()) focus_ = Focus{mirror_.part(*control), ring, editing};
  host::host_request_frame();
}

void Widget::press(std::size_t control) {
  if (!form_ || control >= mirror_.size()) return;
  const PartId id = mirror_.part(control);
  switch (id.part) {
    case Part::pick_files: dispatch(event::PickFiles{}); break;
    case Part::remove_file:
      if (id.index < form_->attachments().size())
        dispatch(event::RemoveFile{form_->attachments()[id.index].id});
      break;
    case Part::send: dispatch(event::Send{}); break;
    case Part::cancel: dispatch(event::Cancel{}); break;
    case Part::copy_number: dispatch(event::CopyNumber{}); break;
    case Part::print: dispatch(event::Print{}); break;
    case Part::new_case: dispatch(event::NewCase{}); break;
    case Part::check_now: dispatch(event::CheckNow{}); break;
    case Part::back_to_form: dispatch(event::BackToForm{}); break;
    case Part::field:
    case Part::option:
    case Part::heading:
    case Part::alert:
    case Part::count_: break;
  }
}

// A pointer that moves within one part changes no pixel, so it asks for no frame.
void Widget::pointer(host::PointerKind kind, float x, float y, bool touch) {
  using enum host::PointerKind;
  std::optional<PartId> under;
  if (kind != leave && frame_ != nullptr)
    for (const Placed& placed : frame_->places)
      if (contains(placed.box, x, y)) under = placed.id;  // the last drawn lies on top
  if (kind == leave)
    panel_.pointer_leave();
  else
    panel_.pointer_move(x, y, touch);
  // Where a finger's press became the page's scrolling, no release will follow.
  if (kind == leave && std::exchange(pressed_, false)) panel_.pointer_button(false);
  if (kind == down || kind == up) {
    pressed_ = kind == down;
    panel_.pointer_button(pressed_);
  }
  if (kind != move || pressed_ || under != hovered_) host::host_request_frame();
  hovered_ = under;
}

bool Widget::wheel(float lines) {
  if (!panel_.wheel(lines)) return false;
  host::host_request_frame();
  return true;
}

void Widget::close_list() {
  const auto opened = panel_.opened_list();
  if (!opened) return;
  panel_.open_list(*opened, false);
  host::host_request_frame();
}

void Widget::drag_over(bool over) {
  panel_.drag_over(over);
  host::host_request_frame();
}

void Widget::restore_context() {
  if (panel_.draw_data() != nullptr) restore_textures(*panel_.draw_data());
  host::host_request_frame();
}

std::size_t Widget::first_wrong_file() const {
  const auto attachments = form_->attachments();
  for (std::size_t index = 0; index < attachments.size(); ++index)
    if (attachments[index].fault) return mirror_.find(Part::remove_file, index);
  return mirror_.find(Part::pick_files, 0);
}

void Widget::draw(int width, float ratio, double now_s) {
  // Running out of room empties the atlas, which voids what this frame has drawn so far; the second
  // round finds the room that the first one asked for.
  for (int round = 0; round < 3; ++round) {
    const std::uint32_t generation = host::host_atlas_generation();
    frame_ = &panel_.draw(*form_, theme_, static_cast<float>(width), ratio, focus_, now_s);
    if (!frame_->events.empty() || host::host_atlas_generation() == generation) return;
  }
}

void Widget::frame(int width, float ratio, double now_s) {
  if (!form_) return;
  draw(width, ratio, now_s);
  if (!frame_->events.empty()) {
    const std::vector<Event> events = frame_->events;
    for (const Event& event : events) dispatch(event);
    draw(width, ratio, now_s);  // one frame shows the press and what came of it
  }
  show(*panel_.draw_data(), width, static_cast<int>(frame_->height),
       static_cast<int>(frame_->overhang));
  mirror_.update(*form_, *frame_);
  if (frame_->cursor != cursor_) host::host_cursor(cursor_ = frame_->cursor);
  if (frame_->wants_frame) host::host_request_frame();

  // What has no control of its own is the heading, for the browser's side.
  for (const PartId& id : std::exchange(focus_next_, {}))
    host::host_focus(id.part == Part::pick_files ? first_wrong_file()
                                                 : mirror_.find(id.part, id.index));
}

}  // namespace casement
