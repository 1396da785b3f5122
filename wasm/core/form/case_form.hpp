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
#include <variant>
#include <vector>

#include "core/config/config.hpp"
#include "core/fields/field.hpp"
#include "core/fields/validation.hpp"
#include "core/form/clock.hpp"
#include "core/form/submission.hpp"
#include "core/messages/messages.hpp"
#include "core/protocol/multipart.hpp"
#include "core/protocol/random.hpp"
#include "core/protocol/reply.hpp"

namespace casement {

// Events: what happened -------------------------------------------------------------------------
namespace event {

struct SetValue {  ///< a field (index into fields()) was edited or an option chosen
  std::size_t field;
  std::string value;
};
struct Leave {  ///< a field lost focus: its rules speak from now on
  std::size_t field;
};
struct AddFile {
  std::uint32_t id;
  std::string name;
  std::string type;
  std::uint64_t size;
  /// When it was last modified, in the platform's unit; 0 when that is not known. A file that is
  /// there already with the same name, size and time is not added twice; one with the name of a
  /// file that could not be read takes its place.
  std::uint64_t modified = 0;
};
struct RemoveFile {
  std::uint32_t id;
};
struct PickFiles {};
struct Send {};
struct Cancel {};
struct FilesChecked {  ///< answers CheckFiles
  std::vector<std::uint32_t> unreadable;
};
struct ProbeEnded {  ///< of the no-cors probe; before sending, or after a status 0
  bool reached;
  bool online;  ///< what the platform believes
};
struct Progress {  ///< upload; may never come (a service worker that answers suppresses it)
  std::uint64_t sent;
  std::uint64_t total;
  double now_ms;
};
struct ReplyArrived {
  int http_status;
  std::string body;
  std::string local_time;  ///< of the answer, as the person writes dates
};
/// `unsent`: the browser threw before the request was on its way.
enum class Failure { network, timeout, too_long, unsent };
struct RequestFailed {  ///< status 0: no answer that we may read
  Failure failure;
};
struct CheckEnded {  ///< GET {endpoint}/{key}; status 0 when it failed
  int http_status;
  std::string body;
  std::string local_time;
  std::int32_t key_lives =
      0;  ///< for how many seconds the gateway still knows the key; 0: not said
};
struct CheckNow {};
struct Tick {  ///< one second of the countdown to the next check has passed
};
struct BackToForm {};
struct NewCase {
  bool forget = false;  ///< what the page gave by Prefill, too
};
struct CopyNumber {};
struct Copied {};
struct Print {};
struct SetLanguage {
  Language language;
};
/// From the page: a value by field name, the CRM's names first; unknown names, locked fields and
/// options that are not offered are ignored, until a configuration brings them. They also stand in
/// the next new case.
struct Prefill {
  std::string name;
  std::string value;
};

}  // namespace event

using Event =
    std::variant<event::SetValue, event::Leave, event::AddFile, event::RemoveFile, event::PickFiles,
                 event::Send, event::Cancel, event::FilesChecked, event::ProbeEnded,
                 event::Progress, event::ReplyArrived, event::RequestFailed, event::CheckEnded,
                 event::CheckNow, event::Tick, event::BackToForm, event::NewCase, event::CopyNumber,
                 event::Copied, event::Print, event::SetLanguage, event::Prefill>;

// Effects: what the platform is asked to do -----------------------------------------------------
namespace effect {

/// Is each file still there, and what it was when it was chosen? Only its ends are read, in bounded
/// time. Answered with FilesChecked.
struct CheckFiles {};
struct Probe {  ///< no-cors request: is anybody there?
  std::string url;
};
struct Post {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Content-Type included
  MultipartBody body;
  std::uint32_t timeout_ms;
  /// Of the proof of work that goes with it as `Authorization` (a gateway's: see its
  /// rules/proof_of_work.hpp), or empty.
  std::string challenge_url;
};
struct Abort {};  ///< drops the probe or the request under way
struct Check {    ///< GET, answered with CheckEnded
  std::string url;
};
struct StartTicks {};  ///< one Tick a second until StopTicks
struct StopTicks {};
struct OpenFilePicker {};
struct DropFile {  ///< the platform may drop this file
  std::uint32_t id;
};
struct ReleaseFiles {};  ///< and now all that it holds
struct CopyText {
  std::string text;
};
struct PrintReceipt {};
struct FocusField {  ///< the first wrong field after a failed send
  std::size_t field;
};
struct FocusFiles {};    ///< likewise, for the attachments
struct FocusHeading {};  ///< the screen changed: its heading, or the case number, takes focus
/// For the page: `casement-sent`, `-created`, `-rejected`, `-error`.
struct Tell {
  enum class What { sent, created, rejected, error };
  What what;
  std::string case_number;
  std::string record_id;
  std::string key;     ///< the idempotency key
  std::string reason;  ///< rejected, error: a stable English word such as "token-invalid"
  std::string answer;  ///< rejected: the CRM's own words, which are for developers, or empty
};

/// For the page: what was written, chosen or attached and has no place in the new configuration:
/// names of fields with their values; the files' part name with a file's name each.
struct Dropped {
  std::vector<std::pair<std::string, std::string>> values;
};

}  // namespace effect

using Effect =
    std::variant<effect::CheckFiles, effect::Probe, effect::Post, effect::Abort, effect::Check,
                 effect::StartTicks, effect::StopTicks, effect::OpenFilePicker, effect::DropFile,
                 effect::ReleaseFiles, effect::CopyText, effect::PrintReceipt, effect::FocusField,
                 effect::FocusFiles, effect::FocusHeading, effect::Tell, effect::Dropped>;
using Effects = std::vector<Effect>;

// What the views read ---------------------------------------------------------------------------

struct OptionView {
  std::string_view value;
  std::string_view label;
  bool chosen;
};

struct AlertView {  ///< above the form, after a try that created nothing
  std::string title;
  std::string body;
};

struct ProgressView {
  std::string title;            ///< "Sending", "Connecting", …
  std::optional<double> share;  ///< 0..1; nothing: indeterminate
  std::string left;             ///< "1.6 of 2.6 MB"
  std::string right;            ///< "about 4 s left"
  bool operator==(const ProgressView&) const = default;
};

struct ReceiptView {
  std::string number;  ///< empty: created without a number
  std::vector<std::pair<std::string, std::string>> rows;
};

/// Which of the four pictures is shown.
enum class Screen { form, sending, created, unknown };

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
  struct FieldState {
    std::string initial;  ///< the default, or what the page gave
    std::string value;
    std::uint32_t id = 0;
    bool told = false;     ///< its fault is shown
    bool written = false;  ///< by a person, be it what it was before
  };

  /// Why the form is shown (again), kept apart from any language.
  struct Alert {
    Message title{};
    Message body{};
    std::vector<std::size_t> wrong;  ///< fields to look at; field_count() stands for the files
    std::size_t missing = 0;         ///< how many of them are only empty
  };

  /// The upload, as far as the platform tells.
  struct Transfer {
    std::uint64_t sent = 0;
    std::uint64_t total = 0;  ///< 0: nothing was told yet
    double first_ms = 0;
    double last_ms = 0;
    std::uint64_t last_sent = 0;  ///< at last_ms
    double rate = 0;              ///< bytes a millisecond, smoothed
  };

  /// Asking the gateway by key.
  struct Checks {
    std::uint32_t attempt = 0;  ///< the next one, from 1; 0: none
    std::uint32_t left = 0;     ///< seconds until then
    std::uint32_t waited = 0;   ///< seconds since the outcome became unknown
    bool gave_up = false;       ///< only by hand from now on
  };

  /// What the status line speaks of while the form is shown.
  enum class Said { nothing, alert, file };

  // case_form.cpp: what a person or the page does to the form
  void on(const event::SetValue& event, Effects& effects);
  void on(const event::Leave& event, Effects& effects);
  void on(const event::AddFile& event, Effects& effects);
  void on(const event::RemoveFile& event, Effects& effects);
  void on(const event::PickFiles& event, Effects& effects);
  void on(const event::NewCase& event, Effects& effects);
  void on(const event::SetLanguage& event, Effects& effects);
  void on(const event::Prefill& event, Effects& effects);
  [[nodiscard]] FieldState first_state(const FieldSpec& spec);
  void prefill(const std::string& name, const std::string& value, bool again);
  void prefill_again();
  void fit_choices();
  void changed() noexcept { ++revision_; }
  /// Not emplace_back: one instance of that for each kind of effect costs the page 2 KB.
  static void ask(Effects& effects, Effect effect);

  // form/case_form_configure.cpp: the page changes its mind
  [[nodiscard]] bool may_change() const noexcept;
  void take_up(Effects& effects);
  void start_anew(FormConfig config, Effects& effects);
  void merge(FormConfig config, Effects& effects);
  [[nodiscard]] static std::size_t find_spec(const std::vector<FieldSpec>& specs,
                                             const FieldSpec& like);

  // case_form_submission.cpp: sending and what comes of it
  void on(const event::Send& event, Effects& effects);
  void on(const event::Cancel& event, Effects& effects);
  void on(const event::FilesChecked& event, Effects& effects);
  void on(const event::ProbeEnded& event, Effects& effects);
  void on(const event::Progress& event, Effects& effects);
  void on(const event::ReplyArrived& event, Effects& effects);
  void on(const event::RequestFailed& event, Effects& effects);
  void on(const event::CheckEnded& event, Effects& effects);
  void on(const event::CheckNow& event, Effects& effects);
  void on(const event::Tick& event, Effects& effects);
  void on(const event::BackToForm& event, Effects& effects);
  void on(const event::CopyNumber& event, Effects& effects);
  void on(const event::Copied& event, Effects& effects);
  void on(const event::Print& event, Effects& effects);
  [[nodiscard]] bool move(SubmissionEvent event) noexcept;
  void renew_key();
  [[nodiscard]] bool key_forgotten() const;
  void forget_unreadable();
  [[nodiscard]] bool refuse_wrong_fields(Effects& effects);
  void check_files(Effects& effects);
  void warn(Message title, Message body);
  void not_sent(Message title, Message body, std::string_view reason, Effects& effects);
  void lost(Effects& effects);
  void settle(Reply reply, std::string_view local_time, Effects& effects);
  void doubt(Message reason, Effects& effects);
  void wait_for_check(Effects& effects);
  void start_check(Effects& effects);
  void stop_ticks(Effects& effects);
  void tell(effect::Tell::What what, std::string_view reason, Effects& effects) const;

  // case_form_request.cpp: what is sent
  [[nodiscard]] effect::Post request() const;

  // case_form_views.cpp, case_form_screens.cpp: what follows from the state
  [[nodiscard]] std::string_view case_type() const noexcept;
  [[nodiscard]] bool closed() const noexcept;
  [[nodiscard]] bool takes_part(std::size_t field) const noexcept;
  [[nodiscard]] bool must_have(std::size_t field) const noexcept;
  [[nodiscard]] bool is_sent(std::size_t field) const noexcept;
  [[nodiscard]] std::optional<Fault> fault(std::size_t field) const;
  [[nodiscard]] std::optional<Fault> files_fault() const;
  [[nodiscard]] std::string in_line(const std::vector<std::string>& names) const;
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
  /// Of all Prefills, for fields and options that are still to come, too.
  std::vector<std::pair<std::string, std::string>> given_;
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
