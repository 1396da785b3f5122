#include "core/form/case_form.hpp"

#include <algorithm>
#include <utility>

#include "core/text/unicode.hpp"

namespace casement {
namespace {

/// Files beyond the limit are listed, so that people see which; so many more and no further.
constexpr std::size_t surplus_files = 10;

std::string first_value(const FieldSpec& spec) { return as_held(spec.kind, spec.default_value); }

}  // namespace

CaseForm::CaseForm(FormConfig config, Language language, SecureRandom random, Clock clock)
    : config_(std::move(config)), language_(language), random_(random), clock_(clock) {
  for (const FieldSpec& spec : config_.fields) fields_.push_back(first_state(spec));
  fit_choices();
  renew_key();
}

FieldState CaseForm::first_state(const FieldSpec& spec) {
  const std::string held = first_value(spec);
  return {.initial = held, .value = held, .id = ++last_field_id_};
}

Effects CaseForm::apply(const Event& event) {
  Effects effects;
  const Screen before = screen();
  std::visit([&](const auto& each) { on(each, effects); }, event);
  take_up(effects);
  // A wrong file takes focus itself.
  const bool focused =
      !effects.empty() && std::holds_alternative<effect::FocusFiles>(effects.back());
  if (screen() != before && !focused) ask(effects, effect::FocusHeading{});
  return effects;
}

/// Not emplace_back: one instance of that for each kind of effect costs the page 2 KB.
void CaseForm::ask(Effects& effects, Effect effect) { effects.push_back(std::move(effect)); }

void CaseForm::on(const event::SetValue& event, Effects& /*effects*/) {
  if (!shows_form(state_) || event.field >= fields_.size() || !editable(event.field)) return;
  const FieldSpec& spec = config_.fields[event.field];
  std::string held = as_held(spec.kind, event.value);
  FieldState& field = fields_[event.field];
  const bool choice = spec.kind == FieldKind::choice;
  if (choice && !held.empty() && !is_offered(spec, held, case_type())) return;
  field.written = true;
  if (held == field.value) return;
  field.value = std::move(held);
  if (choice) fit_choices();
  changed();
}

/// Options may depend on the case type: what is no longer offered gives way to what the field
/// started with.
void CaseForm::fit_choices() {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const FieldSpec& spec = config_.fields[i];
    FieldState& field = fields_[i];
    // An optional choice may have been left empty on purpose.
    if (spec.kind != FieldKind::choice || (field.value.empty() && !spec.required)) continue;
    if (is_offered(spec, field.value, case_type())) continue;
    field.value = is_offered(spec, field.initial, case_type()) ? field.initial : std::string();
    field.written = false;
  }
}

void CaseForm::on(const event::Leave& event, Effects& /*effects*/) {
  if (event.field >= fields_.size() || !visible(event.field)) return;
  FieldState& field = fields_[event.field];
  if (field.told || trimmed(field.value).empty() || !fault(event.field)) return;
  field.told = true;
  changed();
}

void CaseForm::on(const event::AddFile& event, Effects& effects) {
  const auto is_it = [&](const Attachment& each) { return each.id == event.id; };
  if (std::any_of(attachments_.begin(), attachments_.end(), is_it)) return;
  Attachment file{event.id, to_valid_utf8(event.name), event.type, event.size, {}, event.modified};
  const auto is_same = [&](const Attachment& each) {
    if ((each.chosen ? each.chosen->name : each.name) != file.name) return false;
    const std::uint64_t size = each.chosen ? each.chosen->size : each.size;
    return each.unreadable ||
           (event.modified != 0 && each.modified == event.modified && size == event.size);
  };
  const auto same = std::find_if(attachments_.begin(), attachments_.end(), is_same);
  const bool known = same != attachments_.end();
  const bool room = known || attachments_.size() < config_.files.max_files + surplus_files;
  if (!shows_form(state_) || !accepts_files() || !room) {
    ask(effects, effect::DropFile{event.id});
    return;
  }
  for (Attachment& each : attachments_) each.again = false;
  file_said_ = static_cast<std::size_t>(same - attachments_.begin());
  if (!known) {
    attachments_.push_back(std::move(file));
  } else if (same->unreadable) {
    ask(effects, effect::DropFile{same->id});
    *same = std::move(file);
  } else {
    ask(effects, effect::DropFile{event.id});
    same->again = true;
    convert_pictures(effects);
  }
  check_attachments(config_.files, attachments_);
  said_ = Said::file;
  changed();
}

void CaseForm::on(const event::FileLooked& event, Effects& effects) {
  for (Attachment& each : attachments_) {
    if (each.id != event.id || each.content == event.content || each.chosen) continue;
    each.content = event.content;
    convert_pictures(effects);
    check_attachments(config_.files, attachments_);
    changed();
  }
}

/// Those that must be JPEG and are not, also when that failed before: what it needs may be there
/// now.
void CaseForm::convert_pictures(Effects& effects) {
  for (Attachment& each : attachments_) {
    if (each.converting || !each.content || !wants_jpeg(config_.files, each)) continue;
    each.converting = true;
    ask(effects, effect::ConvertFile{each.id, config_.files.max_file_size});
  }
}

void CaseForm::on(const event::FileConverted& event, Effects& /*effects*/) {
  for (Attachment& each : attachments_) {
    if (each.id != event.id || !std::exchange(each.converting, false)) continue;
    if (event.size != 0) {
      std::string name = jpeg_name(config_.files, attachments_, each);
      each.chosen = {std::exchange(each.name, std::move(name)), each.size};
      each.type = "image/jpeg";
      each.size = event.size;
      each.content = Content::jpeg;
    }
    check_attachments(config_.files, attachments_);
    changed();
  }
}

void CaseForm::on(const event::RemoveFile& event, Effects& effects) {
  if (!shows_form(state_)) return;
  const auto is_it = [&](const Attachment& attachment) { return attachment.id == event.id; };
  const auto found = std::find_if(attachments_.begin(), attachments_.end(), is_it);
  if (found == attachments_.end()) return;
  attachments_.erase(found);
  ask(effects, effect::DropFile{event.id});
  check_attachments(config_.files, attachments_);
  if (said_ == Said::file) said_ = Said::nothing;
  changed();
}

void CaseForm::on(const event::PickFiles& /*event*/, Effects& effects) {
  if (shows_form(state_) && accepts_more_files()) ask(effects, effect::OpenFilePicker{});
}

void CaseForm::on(const event::NewCase& event, Effects& effects) {
  if (!move(SubmissionEvent::start_over)) return;
  if (event.forget) given_.clear();
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    FieldState& field = fields_[i];
    if (event.forget) field.initial = first_value(config_.fields[i]);
    field.value = field.initial;
    field.told = field.written = false;
  }
  fit_choices();
  attachments_.clear();
  files_told_ = false;
  alert_.reset();
  said_ = Said::nothing;
  reply_ = {};
  checks_ = {};
  copied_for_ = 0;
  stop_ticks(effects);
  renew_key();
  ask(effects, effect::ReleaseFiles{});
  changed();
}

void CaseForm::on(const event::SetLanguage& event, Effects& /*effects*/) {
  if (event.language == language_) return;
  language_ = event.language;
  changed();
}

void CaseForm::on(const event::Prefill& event, Effects& /*effects*/) {
  std::size_t i = 0;
  while (i < given_.size() && given_[i].first != event.name) ++i;
  if (i == given_.size()) given_.emplace_back(event.name, event.value);
  given_[i].second = event.value;
  prefill(event.name, event.value, false);
  prefill_again();
}

/// What was written since stays. Twice: what is offered may depend on a case type that came after.
void CaseForm::prefill_again() {
  for (std::size_t i = 0; i < 2 * given_.size(); ++i) {
    const auto& [name, value] = given_[i % given_.size()];
    prefill(name, value, true);
  }
}

void CaseForm::prefill(const std::string& name, const std::string& value, bool again) {
  // The CRM's own fields come first, if one of the company's has the same name.
  std::size_t index = 0;
  while (index < fields_.size() && config_.fields[index].name != name) ++index;
  if (index == fields_.size()) return;
  const FieldSpec& spec = config_.fields[index];
  if (spec.visibility == Visibility::locked) return;
  FieldState& field = fields_[index];
  std::string held = as_held(spec.kind, value);
  // What people cannot change must be right; a choice must be one.
  const bool must_be_right = spec.visibility != Visibility::shown || spec.kind == FieldKind::choice;
  if (must_be_right && check_value(spec, held, spec.required, case_type())) return;
  field.initial = std::move(held);
  // While a case is being sent, or its outcome is unknown, it stays as it was sent.
  if (!shows_form(state_) || (again && field.written)) return;
  field.written = false;
  if (field.value == field.initial) return;
  field.value = field.initial;
  if (spec.kind == FieldKind::choice) fit_choices();
  changed();
}

}  // namespace casement
