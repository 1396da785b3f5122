/// @file
/// @brief The one model: fields with their values, attachments, the submission.
///
/// Events go in, effects come out, both plain values; the two views (pixels and real controls) read
/// the same accessors. Whatever a customer reads comes from here, in the form's language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/config/config.hpp"
#include "core/fields/field.hpp"
#include "core/fields/validation.hpp"
#include "core/form/checks.hpp"
#include "core/form/clock.hpp"
#include "core/form/effects.hpp"
#include "core/form/events.hpp"
#include "core/form/form_state.hpp"
#include "core/form/submission.hpp"
#include "core/form/transfer.hpp"
#include "core/form/views.hpp"
#include "core/messages/messages.hpp"
#include "core/protocol/random.hpp"
#include "core/protocol/reply.hpp"

namespace casement {

class CaseForm {
 public:
  CaseForm(FormConfig config, Language language, SecureRandom random, Clock clock);

  /// Whatever happens comes in here. Returns what the platform shall do, in order.
  [[nodiscard]] Effects apply(const Event& event);

  /// The page gave another configuration: it is merged into the living form. What was written,
  /// attached or answered stays; what has no place any more is told (effect::Dropped). It waits
  /// while a case is being sent, while an answer is on view, and while an outcome is unknown, whose
  /// key only its own gateway can answer. `another_person`: everything starts anew once a
  /// submission under way has been told.
  [[nodiscard]] Effects configure(FormConfig config, bool another_person = false);

  [[nodiscard]] const FormConfig& config() const noexcept;
  [[nodiscard]] Language language() const noexcept;
  [[nodiscard]] SubmissionState state() const noexcept;
  [[nodiscard]] Screen screen() const noexcept;
  /// Grows by one with every change that a view may have to show.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  // Fields, by index, in the order of the form.
  [[nodiscard]] std::size_t field_count() const noexcept;
  [[nodiscard]] const FieldSpec& spec(std::size_t field) const noexcept;
  [[nodiscard]] const std::string& value(std::size_t field) const noexcept;
  /// Stays the same through configure() as long as it is the same kind of field; never used twice.
  [[nodiscard]] std::uint32_t field_id(std::size_t field) const noexcept;
  [[nodiscard]] bool visible(std::size_t field) const noexcept;  ///< shown or read-only
  [[nodiscard]] bool editable(std::size_t field) const noexcept;
  /// As things are now. Not of a choice that starts with an option: it cannot be left empty.
  [[nodiscard]] bool required(std::size_t field) const noexcept;
  [[nodiscard]] std::string_view label(std::size_t field) const;
  [[nodiscard]] std::string_view hint(std::size_t field) const;
  [[nodiscard]] std::string_view placeholder(std::size_t field) const;
  [[nodiscard]] std::string error(std::size_t field) const;    ///< "" while there is none to tell
  [[nodiscard]] std::string counter(std::size_t field) const;  ///< "88 / 2500" or ""
  [[nodiscard]] std::vector<OptionView> options(std::size_t field) const;  ///< of a choice, now

  // Attachments.
  [[nodiscard]] bool accepts_files() const noexcept;
  [[nodiscard]] bool accepts_more_files() const noexcept;
  [[nodiscard]] std::span<const Attachment> attachments() const noexcept;
  [[nodiscard]] std::string attachment_note(std::size_t attachment) const;  ///< size, or the fault
  [[nodiscard]] std::string files_note() const;        ///< what is accepted, above the list
  [[nodiscard]] std::string files_error() const;       ///< of the whole list, or ""
  [[nodiscard]] std::string accept_attribute() const;  ///< ".pdf,.png,…"

  // Headline, alert, progress, receipt, advice: of the current screen.
  [[nodiscard]] std::string heading() const;
  [[nodiscard]] std::string intro() const;
  [[nodiscard]] std::optional<AlertView> alert() const;
  [[nodiscard]] ProgressView progress() const;
  [[nodiscard]] ReceiptView receipt() const;
  [[nodiscard]] bool copied() const noexcept;     ///< the copy button says so for a while
  [[nodiscard]] bool can_check() const noexcept;  ///< unknown: a gateway can be asked by key
  /// What a `role=status` region says now; changes only when there is something to say.
  [[nodiscard]] std::string status_line() const;

 private:
  // case_form.cpp: what a person or the page does to the form
  void on(const event::SetValue& event, Effects& effects);
  void on(const event::Leave& event, Effects& effects);
  void on(const event::AddFile& event, Effects& effects);
  void on(const event::FileLooked& event, Effects& effects);
  void on(const event::FileConverted& event, Effects& effects);
  void on(const event::RemoveFile& event, Effects& effects);
  void on(const event::PickFiles& event, Effects& effects);
  void on(const event::NewCase& event, Effects& effects);
  void on(const event::SetLanguage& event, Effects& effects);
  void on(const event::Prefill& event, Effects& effects);
  void convert_pictures(Effects& effects);
  [[nodiscard]] FieldState first_state(const FieldSpec& spec);
  void prefill(const std::string& name, const std::string& value, bool again);
  void prefill_again();
  void fit_choices();
  void changed() noexcept { ++revision_; }
  static void ask(Effects& effects, Effect effect);

  // case_form_configure.cpp: the page changes its mind
  [[nodiscard]] bool may_change() const noexcept;
  void take_up(Effects& effects);
  void start_anew(FormConfig config, Effects& effects);
  void merge(FormConfig config, Effects& effects);

  // case_form_submission.cpp: sending and what comes of it
  void on(const event::Send& event, Effects& effects);
  void on(const event::Cancel& event, Effects& effects);
  void on(const event::FilesChecked& event, Effects& effects);
  void on(const event::ProbeEnded& event, Effects& effects);
  void on(const event::Progress& event, Effects& effects);
  void on(const event::ReplyArrived& event, Effects& effects);
  void on(const event::RequestFailed& event, Effects& effects);
  void on(const event::BackToForm& event, Effects& effects);
  [[nodiscard]] bool move(SubmissionEvent event) noexcept;
  void renew_key();
  void forget_unreadable(Effects& effects);
  [[nodiscard]] bool refuse_wrong_fields(Effects& effects);
  void check_files(Effects& effects);
  void warn(Message title, Message body);
  void not_sent(Message title, Message body, std::string_view reason, Effects& effects);
  void lost(Effects& effects);
  void settle(Reply reply, std::string_view local_time, Effects& effects);
  void doubt(Message reason, Effects& effects);
  void tell(effect::Tell::What what, std::string_view reason, Effects& effects) const;

  // case_form_checks.cpp: asking a gateway what became of it, and the seconds until then
  void on(const event::CheckEnded& event, Effects& effects);
  void on(const event::CheckNow& event, Effects& effects);
  void on(const event::Tick& event, Effects& effects);
  [[nodiscard]] bool key_forgotten() const;
  void wait_for_check(Effects& effects);
  void start_check(Effects& effects);
  void stop_ticks(Effects& effects);

  // case_form_receipt.cpp: what a person does with it; case_form_request.cpp: what is sent
  void on(const event::CopyNumber& event, Effects& effects);
  void on(const event::Copied& event, Effects& effects);
  void on(const event::Print& event, Effects& effects);
  [[nodiscard]] effect::Post request() const;

  // case_form_views.cpp, case_form_screens.cpp: what follows from the state
  [[nodiscard]] std::string_view case_type() const noexcept;
  [[nodiscard]] bool closed() const noexcept;
  [[nodiscard]] bool takes_part(std::size_t field) const noexcept;
  [[nodiscard]] bool must_have(std::size_t field) const noexcept;
  [[nodiscard]] bool is_sent(std::size_t field) const noexcept;
  [[nodiscard]] std::optional<Fault> fault(std::size_t field) const;
  [[nodiscard]] std::optional<Fault> files_fault() const;
  [[nodiscard]] std::string unreadable_in_line() const;
  [[nodiscard]] std::string_view say(Message message) const noexcept;
  [[nodiscard]] std::string size_text(std::uint64_t bytes) const;
  [[nodiscard]] std::string name_in_line(std::size_t field) const;
  [[nodiscard]] std::string time_left() const;

  FormConfig config_;
  Language language_;
  SecureRandom random_;
  Clock clock_;
  std::uint64_t revision_ = 0;
  std::optional<FormConfig> next_;  ///< given while it could not be taken up
  std::vector<FieldState> fields_;
  std::vector<std::pair<std::string, std::string>> given_;  ///< of all Prefills, for later fields
  std::vector<Attachment> attachments_;
  std::size_t file_said_ = 0;            ///< the attachment that Said::file speaks of
  std::vector<std::string> unreadable_;  ///< names of those that the last check found
  std::optional<Alert> alert_;
  std::string key_;       ///< idempotency key without its quotes; empty: the platform has no random
  std::string boundary_;  ///< of the body that is sent now
  std::int64_t key_until_ = 0;  ///< until when a gateway that once saw the key still knows it
  Transfer transfer_;
  Reply reply_;
  std::string local_time_;  ///< of the answer
  Checks checks_;
  SubmissionState state_ = SubmissionState::editing;
  Said said_ = Said::nothing;
  Message doubt_{};  ///< why the outcome is unknown
  std::uint32_t last_field_id_ = 0;
  std::uint32_t copied_for_ = 0;  ///< seconds that the copy button still says so
  bool next_is_another_ = false;  ///< `next_` is for another person
  bool files_told_ = false;
  bool key_in_doubt_ = false;    ///< a case with this key may exist
  bool checking_files_ = false;  ///< before the probe, or after the request failed
  bool timed_out_ = false;       ///< how the request failed
  bool probing_again_ = false;   ///< after a status 0: was anybody there?
  bool ticking_ = false;
};

}  // namespace casement
