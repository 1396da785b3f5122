#include <algorithm>
#include <optional>

#include "core/fields/crm_fields.hpp"
#include "core/form/case_form.hpp"

namespace casement {
namespace {

using State = SubmissionState;

/// A sentence names so many fields or files; the rest are counted.
constexpr std::size_t named_in_line = 4;

void add_sentence(std::string& text, std::string_view sentence) {
  if (!text.empty() && !sentence.empty()) text += ' ';
  text += sentence;
}

/// "a, b and c", or "a, b, c, d and 3 more".
std::string in_line(Language language, const std::vector<std::string>& names) {
  std::string list;
  const std::size_t count = names.size();
  // Rather all than "and 1 more".
  const std::size_t named = count > named_in_line + 1 ? named_in_line : count;
  for (std::size_t i = 0; i < named; ++i) add_to_list(language, list, names[i], i + 1 == count);
  if (named < count) {
    add_to_list(language, list,
                format(text(language, Message::list_more), {std::to_string(count - named)}), true);
  }
  return list;
}

}  // namespace

Screen CaseForm::screen() const noexcept {
  switch (state_) {
    case SubmissionState::probing:
    case SubmissionState::sending: return Screen::sending;
    case SubmissionState::created: return Screen::created;
    case SubmissionState::unknown:
    case SubmissionState::checking: return Screen::unknown;
    case SubmissionState::editing:
    case SubmissionState::rejected:
    case SubmissionState::not_sent: break;
  }
  return Screen::form;
}

std::string CaseForm::heading() const {
  switch (screen()) {
    case Screen::created: return std::string(say(Message::created_title));
    case Screen::unknown: return std::string(say(Message::unknown_title));
    case Screen::form:
    case Screen::sending: break;
  }
  const LocalText& own = config_.title;
  return std::string(own.empty() ? say(Message::title) : own.get(language_));
}

std::string CaseForm::intro() const {
  switch (screen()) {
    case Screen::created:
      return std::string(say(reply_.case_number.empty() ? Message::created_without_number
                                                        : Message::created_intro));
    case Screen::unknown: {
      std::string words = format(say(doubt_), {unreadable_in_line()});
      if (can_check() && !checks_.gave_up()) {
        add_sentence(words, say(Message::checking_body));
      } else {
        if (checks_.gave_up()) add_sentence(words, say(Message::check_gave_up));
        add_sentence(words, say(Message::unknown_advice));
      }
      return words;
    }
    case Screen::form:
    case Screen::sending: break;
  }
  const LocalText& own = config_.intro;
  return std::string(own.empty() ? say(Message::intro) : own.get(language_));
}

std::string CaseForm::unreadable_in_line() const {
  std::vector<std::string> names;
  for (const std::string& name : unreadable_) names.push_back(format(say(Message::quoted), {name}));
  return in_line(language_, names);
}

/// "the description"; what has a name of its own is quoted.
std::string CaseForm::name_in_line(std::size_t field) const {
  if (field == fields_.size()) return std::string(say(Message::name_file));
  const CrmField* crm = crm_field_of(config_.fields[field]);
  if (crm != nullptr && config_.fields[field].label.empty()) return std::string(say(crm->in_line));
  return format(say(Message::quoted), {label(field)});
}

std::optional<AlertView> CaseForm::alert() const {
  if (!alert_ || !shows_form(state_)) return std::nullopt;
  AlertView view;
  const std::size_t count = alert_->wrong.size();
  if (count == 0) {
    view.title = say(alert_->title);
    view.body = format(say(alert_->body), {unreadable_in_line()});
    add_sentence(view.body, say(Message::nothing_lost));
    return view;
  }
  const bool missing = alert_->missing == count;
  const Message one = missing ? Message::one_missing : Message::one_wrong;
  const Message several = missing ? Message::several_missing : Message::several_wrong;
  view.title = format(say(count == 1 ? one : several), {std::to_string(count)});
  std::vector<std::string> names;
  for (const std::size_t field : alert_->wrong) names.push_back(name_in_line(field));
  view.body = format(say(Message::review), {in_line(language_, names)});
  return view;
}

/// "about 4 s left"; nothing while it cannot be told.
std::string CaseForm::time_left() const {
  const std::optional<double> seconds = transfer_.seconds_left();
  if (!seconds) return {};
  const auto rounded = static_cast<std::uint32_t>(*seconds + 0.999);
  // Two at least: "unos 1 s" is no Spanish.
  const bool minutes = rounded > 90;
  const std::uint32_t count = minutes ? (rounded + 59) / 60 : std::max(rounded, 2u);
  return format(say(minutes ? Message::minutes_left : Message::seconds_left),
                {std::to_string(count)});
}

ProgressView CaseForm::progress() const {
  ProgressView view;
  const auto words = [&](Message message) { return std::string(say(message)); };
  switch (state_) {
    case State::probing: view.title = words(Message::connecting); break;
    case State::sending:
      if (transfer_.is_complete()) {
        view.title = words(Message::waiting_for_answer);
        break;
      }
      view.title = words(Message::sending_title);
      if (transfer_.total() == 0) break;
      view.share = transfer_.share();
      view.left = size_of_total(language_, static_cast<double>(transfer_.sent()),
                                static_cast<double>(transfer_.total()));
      view.right = time_left();
      break;
    case State::unknown:
      if (!can_check() || checks_.gave_up()) break;
      view.share = checks_.share();
      view.left = format(say(Message::attempt_in), {std::to_string(checks_.attempt()),
                                                    std::to_string(checks_.seconds_left())});
      break;
    case State::checking:
      view.left = format(say(Message::attempt_now), {std::to_string(checks_.attempt())});
      break;
    case State::editing:
    case State::created:
    case State::rejected:
    case State::not_sent: break;
  }
  return view;
}

ReceiptView CaseForm::receipt() const {
  ReceiptView view;
  if (state_ != State::created) return view;
  view.number = reply_.case_number;
  const auto add = [&](Message name, std::string_view value) {
    if (!value.empty()) view.rows.emplace_back(say(name), value);
  };
  add(Message::receipt_date, local_time_);
  const std::size_t type = find_field(config_.fields, CrmFieldId::case_type);
  if (type < fields_.size() && visible(type)) {
    std::string_view name = fields_[type].value;
    for (const OptionView& option : options(type)) {
      if (option.chosen) name = option.label;
    }
    add(Message::receipt_type, name);
  }
  if (!attachments_.empty()) {
    std::uint64_t sum = 0;
    for (const Attachment& file : attachments_) sum += file.size;
    add(Message::label_file, std::to_string(attachments_.size()) + " (" + size_text(sum) + ")");
  }
  return view;
}

bool CaseForm::copied() const noexcept { return copied_for_ > 0; }

bool CaseForm::can_check() const noexcept {
  return config_.mode == Mode::gateway && screen() == Screen::unknown;
}

std::string CaseForm::status_line() const {
  std::string line;
  switch (screen()) {
    case Screen::form:
      if (said_ == Said::file) {
        line = attachments_[file_said_].name + ": " + attachment_note(file_said_);
      } else if (const auto view = alert(); view && said_ == Said::alert) {
        line = view->title + ". " + view->body;
      }
      break;
    case Screen::sending: {
      const ProgressView view = progress();
      line = view.title;
      // Each quarter once: a voice that counts every percent says nothing else.
      if (const int quarters = static_cast<int>(view.share.value_or(0) * 4); quarters > 0) {
        line += ", " + std::to_string(quarters * 25) + " %";
      }
      break;
    }
    case Screen::created:
      if (copied()) {
        line = say(Message::copied);
      } else {
        line = heading() + ". " +
               (reply_.case_number.empty() ? intro() : std::string(reply_.case_number));
      }
      break;
    case Screen::unknown: line = heading() + ". " + intro(); break;
  }
  return line;
}

}  // namespace casement
