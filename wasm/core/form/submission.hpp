/// @file
/// @brief The life of one submission: one set of states, one transition function.
#pragma once

#include <optional>

namespace casement {

enum class SubmissionState {
  editing,   ///< the form is shown; it may carry an alert about the last try
  probing,   ///< is the proxy there at all? Nothing has been sent yet
  sending,   ///< the body is on its way or the answer is awaited
  created,   ///< the CRM created the case (the number may be missing)
  rejected,  ///< a definite no; the form is shown again with everything in it
  not_sent,  ///< nothing left this device; safe to try again
  unknown,   ///< the case may exist; never resent blindly
  checking,  ///< asking the gateway by key whether it exists
};

enum class SubmissionEvent {
  send,             ///< the person pressed send and the form is valid
  file_unreadable,  ///< a file changed or went away since it was chosen
  proxy_reached,
  proxy_unreachable,
  not_begun,  ///< the browser threw in place of sending
  cancel,     ///< while probing: back to the form. While sending: the case may exist
  reply_created,
  reply_rejected,
  reply_unknown,    ///< an answer that says neither, or none after the body was sent
  check,            ///< ask the gateway by key
  check_not_found,  ///< the gateway knows: no such case; safe to try again
  edit,             ///< back to the form with everything in it
  start_over,       ///< a new case
};

/// The next state, or nothing when the event means nothing in this state (a second send while one
/// runs, a late progress report): then nothing happens at all.
[[nodiscard]] std::optional<SubmissionState> transition(SubmissionState state,
                                                        SubmissionEvent event) noexcept;

/// The form's fields are on view (and may be edited) in this state.
[[nodiscard]] bool shows_form(SubmissionState state) noexcept;

/// A request is under way in this state.
[[nodiscard]] bool in_flight(SubmissionState state) noexcept;

}  // namespace casement
