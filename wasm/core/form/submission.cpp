#include "core/form/submission.hpp"

namespace casement {

using State = SubmissionState;
using On = SubmissionEvent;

std::optional<SubmissionState> transition(SubmissionState state, SubmissionEvent event) noexcept {
  switch (state) {
    case State::editing:
      if (event == On::send) return State::probing;
      if (event == On::start_over) return State::editing;
      break;
    case State::probing:
      if (event == On::file_unreadable) return State::not_sent;
      if (event == On::proxy_reached) return State::sending;
      if (event == On::proxy_unreachable) return State::not_sent;
      if (event == On::cancel) return State::editing;
      break;
    case State::sending:
      if (event == On::reply_created) return State::created;
      if (event == On::reply_rejected) return State::rejected;
      if (event == On::reply_unknown) return State::unknown;
      if (event == On::cancel) return State::unknown;
      if (event == On::not_begun) return State::not_sent;
      break;
    case State::created:
      if (event == On::start_over) return State::editing;
      break;
    case State::rejected:
    case State::not_sent:
      if (event == On::send) return State::probing;
      if (event == On::edit) return State::editing;
      if (event == On::start_over) return State::editing;
      break;
    case State::unknown:
      // No `send` here: whoever goes back to the form after reading what may have happened does so
      // by `edit`, a step of its own.
      if (event == On::check) return State::checking;
      if (event == On::edit) return State::editing;
      if (event == On::start_over) return State::editing;
      break;
    case State::checking:
      if (event == On::reply_created) return State::created;
      if (event == On::reply_rejected) return State::rejected;
      if (event == On::reply_unknown) return State::unknown;
      if (event == On::check_not_found) return State::not_sent;
      if (event == On::cancel) return State::unknown;
      break;
  }
  return std::nullopt;
}

bool shows_form(SubmissionState state) noexcept {
  return state == SubmissionState::editing || state == SubmissionState::rejected ||
         state == SubmissionState::not_sent;
}

bool in_flight(SubmissionState state) noexcept {
  return state == SubmissionState::probing || state == SubmissionState::sending ||
         state == SubmissionState::checking;
}

}  // namespace casement
