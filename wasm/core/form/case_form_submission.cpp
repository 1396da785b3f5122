#include <algorithm>
#include <optional>
#include <utility>

#include "core/form/case_form.hpp"
#include "core/form/outcome_words.hpp"
#include "core/protocol/boundary.hpp"

namespace casement {
namespace {

using State = SubmissionState;
using On = SubmissionEvent;
using What = effect::Tell::What;

/// A gateway knows a key for that long at least, unless it says otherwise.
constexpr std::int64_t key_life_s = std::int64_t{24} * 60 * 60;

}  // namespace

/// False when the event means nothing in this state: then nothing at all may happen.
bool CaseForm::move(On event) noexcept {
  const std::optional<State> next = transition(state_, event);
  if (next) state_ = *next;
  return next.has_value();
}

void CaseForm::renew_key() {
  key_ = make_idempotency_key(random_).value_or(std::string());
  key_in_doubt_ = false;
}

void CaseForm::on(const event::Send& /*event*/, Effects& effects) {
  if (!transition(state_, On::send)) return;
  forget_unreadable(effects);
  if (refuse_wrong_fields(effects)) return;
  if (key_.empty()) renew_key();
  std::optional<std::string> boundary = make_boundary(random_);
  if (key_.empty() || !boundary) {
    not_sent(Message::canceled_title, Message::cannot_send_body, "no-random", effects);
    ask(effects, effect::FocusHeading{});
    return;
  }
  boundary_ = std::move(*boundary);
  alert_.reset();
  said_ = Said::nothing;
  (void)move(On::send);
  checking_files_ = false;
  if (attachments_.empty()) {
    ask(effects, effect::Probe{config_.endpoint.url});
  } else {
    check_files(effects);
  }
  changed();
}

/// What could not be read the last time is read anew with each try: it may be there again.
void CaseForm::forget_unreadable(Effects& effects) {
  unreadable_.clear();
  for (Attachment& attachment : attachments_) attachment.unreadable = attachment.again = false;
  convert_pictures(effects);
  check_attachments(config_.files, attachments_);
}

void CaseForm::check_files(Effects& effects) {
  checking_files_ = true;
  ask(effects, effect::CheckFiles{});
}

void CaseForm::on(const event::FilesChecked& event, Effects& effects) {
  const bool before = state_ == State::probing;
  if (!std::exchange(checking_files_, false) || !(before || state_ == State::sending)) return;
  const auto converts = [](const Attachment& attachment) { return attachment.converting; };
  // It became known only now that it must become another file: the check waits for that.
  if (before && std::any_of(attachments_.begin(), attachments_.end(), converts))
    return check_files(effects);
  for (Attachment& attachment : attachments_) {
    if (std::find(event.unreadable.begin(), event.unreadable.end(), attachment.id) ==
        event.unreadable.end()) {
      continue;
    }
    attachment.unreadable = true;
    unreadable_.push_back(attachment.name);
  }
  check_attachments(config_.files, attachments_);
  if (before) {
    // What a file holds may have become known only now.
    const bool wrong = files_fault().has_value();
    if (unreadable_.empty() && !wrong) {
      ask(effects, effect::Probe{config_.endpoint.url});
      return;
    }
    (void)move(On::file_unreadable);
    if (unreadable_.empty()) {
      (void)refuse_wrong_fields(effects);
      return;
    }
    not_sent(Message::canceled_title, Message::unreadable_body, "file-unreadable", effects);
    ask(effects, effect::FocusFiles{});
  } else if (!unreadable_.empty()) {
    // A body that was cut in a file may have been taken as it was (PHP takes the texts before it),
    // so this is no proof that nothing came of it.
    doubt(Message::unknown_file, effects);
  } else {
    lost(effects);
  }
}

/// Every wrong field speaks, the first one takes focus, and nothing is sent.
bool CaseForm::refuse_wrong_fields(Effects& effects) {
  Alert alert;
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const std::optional<Fault> found = fault(i);
    fields_[i].told = true;
    if (!found) continue;
    alert.wrong.push_back(i);
    alert.missing += is_missing(*found) ? 1u : 0u;
    if (!first && visible(i)) first = i;
  }
  files_told_ = true;
  if (const std::optional<Fault> found = files_fault()) {
    alert.wrong.push_back(fields_.size());
    alert.missing += is_missing(*found) ? 1u : 0u;
  }
  changed();
  if (alert.wrong.empty()) return false;
  if (first) {
    ask(effects, effect::FocusField{*first});
  } else if (alert.wrong.back() == fields_.size()) {
    ask(effects, effect::FocusFiles{});
  } else {
    ask(effects, effect::FocusHeading{});
  }
  alert_ = std::move(alert);
  said_ = Said::alert;
  return true;
}

void CaseForm::on(const event::Cancel& /*event*/, Effects& effects) {
  const State before = state_;
  checking_files_ = false;
  if (before == State::sending) {
    ask(effects, effect::Abort{});
    // How much of the body had arrived cannot be known from here.
    doubt(Message::unknown_canceled, effects);
  } else if (before == State::checking) {
    ask(effects, effect::Abort{});
    doubt(doubt_, effects);
  } else if (move(On::cancel)) {
    ask(effects, effect::Abort{});
    warn(Message::canceled_title, Message::canceled_body);
    changed();
  }
}

void CaseForm::on(const event::ProbeEnded& event, Effects& effects) {
  if (state_ == State::sending && probing_again_) {
    doubt(event.reached ? Message::unknown_unreadable : Message::unknown_cut, effects);
  } else if (checking_files_) {
    return;  // of an earlier try
  } else if (state_ == State::probing && event.reached) {
    (void)move(On::proxy_reached);
    transfer_ = {};
    probing_again_ = false;
    key_until_ = clock_() + key_life_s;
    ask(effects, request());
    tell(What::sent, "", effects);
    changed();
  } else if (state_ == State::probing) {
    (void)move(On::proxy_unreachable);
    if (event.online) {
      not_sent(Message::unreachable_title, Message::unreachable_body, "unreachable", effects);
    } else {
      not_sent(Message::offline_title, Message::offline_body, "offline", effects);
    }
  }
}

void CaseForm::not_sent(Message title, Message body, std::string_view reason, Effects& effects) {
  warn(title, body);
  tell(What::error, reason, effects);
  changed();
}

void CaseForm::warn(Message title, Message body) {
  alert_ = Alert{title, body, {}, 0};
  said_ = Said::alert;
}

void CaseForm::on(const event::Progress& event, Effects& /*effects*/) {
  if (state_ != State::sending || probing_again_) return;
  const ProgressView before = progress();
  transfer_.advance(event);
  if (progress() != before) changed();
}

void CaseForm::on(const event::ReplyArrived& event, Effects& effects) {
  if (state_ != State::sending) return;
  settle(read_reply(event.http_status, event.body), event.local_time, effects);
}

void CaseForm::on(const event::RequestFailed& event, Effects& effects) {
  if (state_ != State::sending || probing_again_ || checking_files_) return;
  timed_out_ = event.failure == event::Failure::timeout;
  switch (event.failure) {
    case event::Failure::network:
    case event::Failure::timeout:
      // Some browsers break off when a file cannot be read, others wait for ever; none says why.
      if (attachments_.empty()) {
        lost(effects);
      } else {
        check_files(effects);
      }
      break;
    case event::Failure::too_long: doubt(Message::unknown_too_long, effects); break;
    case event::Failure::unsent:
      (void)move(On::not_begun);
      not_sent(Message::canceled_title, Message::cannot_send_body, "unsent", effects);
      break;
  }
}

/// No answer came, and the files are not the reason.
void CaseForm::lost(Effects& effects) {
  if (timed_out_) {
    doubt(Message::unknown_timeout, effects);
    return;
  }
  // Status 0 says nothing; whether anybody is there at least tells two sentences apart.
  probing_again_ = true;
  ask(effects, effect::Probe{config_.endpoint.url});
  changed();
}

/// An answer to the request itself or to a question by key.
void CaseForm::settle(Reply reply, std::string_view local_time, Effects& effects) {
  if (reply.outcome == Outcome::unknown) {
    doubt(words_of(reply.doubt), effects);
    return;
  }
  const bool rejected = reply.outcome == Outcome::rejected;
  if (!move(rejected ? On::reply_rejected : On::reply_created)) return;
  stop_ticks(effects);
  reply_ = std::move(reply);
  local_time_ = local_time;
  if (rejected) {
    const RejectionWords& words = words_of(reply_.rejection);
    warn(Message::rejected_title, words.body);
    tell(What::rejected, words.reason, effects);
  } else {
    copied_for_ = 0;
    ask(effects, effect::ReleaseFiles{});
    tell(What::created, "", effects);
  }
  // A definite answer: the key has done its work.
  renew_key();
  changed();
}

/// The case may exist.
void CaseForm::doubt(Message reason, Effects& effects) {
  const bool checked = state_ == State::checking;
  const bool canceled = reason == Message::unknown_canceled;
  if (!move(canceled && !checked ? On::cancel : On::reply_unknown)) return;
  key_in_doubt_ = true;
  probing_again_ = false;
  changed();
  if (checked) {
    // The first reason stays: a question that failed adds nothing to it.
    wait_for_check(effects);
    return;
  }
  doubt_ = reason;
  checks_ = {};
  tell(What::error, reason_of(reason), effects);
  if (can_check()) wait_for_check(effects);
}

void CaseForm::on(const event::BackToForm& /*event*/, Effects& effects) {
  const bool unknown = state_ == State::unknown;
  if (!move(On::edit)) return;
  stop_ticks(effects);
  alert_.reset();
  said_ = Said::nothing;
  if (unknown) {
    // A gateway sees the same key again; without one, or once it has forgotten the key, nothing
    // prevents a second case.
    const bool again = config_.mode == Mode::direct || key_forgotten();
    const Message body = again ? Message::may_exist : Message::unknown_advice;
    warn(Message::unknown_title, body);
  }
  changed();
}

void CaseForm::tell(What what, std::string_view reason, Effects& effects) const {
  effect::Tell told{what, {}, {}, key_, std::string(reason), {}};
  if (what == What::rejected) told.answer = reply_.detail;
  if (what == What::created) {
    told.case_number = reply_.case_number;
    told.record_id = reply_.record_id;
  }
  ask(effects, std::move(told));
}

}  // namespace casement
