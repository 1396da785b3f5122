#include "core/form/case_form.hpp"

namespace casement {

using State = SubmissionState;
using On = SubmissionEvent;

/// Then a gateway that has never heard of it proves nothing.
bool CaseForm::key_forgotten() const { return clock_() >= key_until_; }

void CaseForm::wait_for_check(Effects& effects) {
  if (!checks_.wait_for_next()) return;
  ticking_ = true;
  ask(effects, effect::StartTicks{});
}

void CaseForm::stop_ticks(Effects& effects) {
  if (ticking_) ask(effects, effect::StopTicks{});
  ticking_ = false;
}

void CaseForm::start_check(Effects& effects) {
  if (!can_check() || !move(On::check)) return;
  stop_ticks(effects);
  ask(effects, effect::Check{config_.endpoint.url + '/' + key_});
  changed();
}

void CaseForm::on(const event::CheckNow& /*event*/, Effects& effects) { start_check(effects); }

void CaseForm::on(const event::CheckEnded& event, Effects& effects) {
  if (state_ != State::checking) return;
  if (event.key_lives > 0) key_until_ = clock_() + event.key_lives;
  if (event.http_status == 404 && !key_forgotten()) {
    (void)move(On::check_not_found);
    key_in_doubt_ = false;
    not_sent(Message::rejected_title, Message::not_found_by_key, "not-found-by-key", effects);
  } else if (event.http_status == 200) {
    settle(read_reply(event.http_status, event.body), event.local_time, effects);
  } else {
    if (event.http_status == 404) checks_.give_up();
    doubt(doubt_, effects);
  }
}

void CaseForm::on(const event::Tick& /*event*/, Effects& effects) {
  if (!ticking_) return;
  if (state_ == State::created) {
    if (copied_for_ > 0 && --copied_for_ > 0) return;
    stop_ticks(effects);
    changed();
  } else if (state_ == State::unknown) {
    if (checks_.tick()) start_check(effects);
    changed();
  }
}

}  // namespace casement
