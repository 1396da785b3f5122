#include <algorithm>
#include <utility>

#include "core/fields/validation.hpp"
#include "core/form/case_form.hpp"

namespace casement {
namespace {

/// The field of this name among others; their number when there is none.
std::size_t find_spec(const std::vector<FieldSpec>& specs, const FieldSpec& like) {
  const auto same = [&](const FieldSpec& spec) {
    return spec.custom == like.custom && spec.name == like.name;
  };
  return static_cast<std::size_t>(std::find_if(specs.begin(), specs.end(), same) - specs.begin());
}

}  // namespace

/// A definite state with the form on view. A key in doubt belongs to the gateway that it went to.
bool CaseForm::may_change() const noexcept { return shows_form(state_) && !key_in_doubt_; }

Effects CaseForm::configure(FormConfig config, bool another_person) {
  Effects effects;
  // Whoever comes next must not find what the last person wrote.
  if (another_person) {
    given_.clear();
    next_is_another_ = true;
  }
  next_ = std::move(config);
  take_up(effects);
  return effects;
}

/// Takes up a configuration that waits for the end of a submission.
void CaseForm::take_up(Effects& effects) {
  if (!next_ || in_flight(state_) || !(may_change() || next_is_another_)) return;
  FormConfig config = std::move(*next_);
  next_.reset();
  if (std::exchange(next_is_another_, false))
    start_anew(std::move(config), effects);
  else
    merge(std::move(config), effects);
  prefill_again();
}

void CaseForm::start_anew(FormConfig config, Effects& effects) {
  stop_ticks(effects);
  ask(effects, effect::ReleaseFiles{});
  const std::uint64_t revision = revision_;
  auto given = std::move(given_);
  *this = CaseForm(std::move(config), language_, random_, clock_);
  given_ = std::move(given);
  revision_ = revision;
  changed();
}

/// What was written, attached or answered stays; only what has no place any more goes, and is told.
void CaseForm::merge(FormConfig config, Effects& effects) {
  const FormConfig before = std::exchange(config_, std::move(config));
  const std::vector<FieldState> old = std::exchange(fields_, {});
  // Where each of the old fields stands now, for an alert that names some of them.
  std::vector<std::size_t> now(old.size() + 1, SIZE_MAX);
  for (const FieldSpec& spec : config_.fields) {
    FieldState field = first_state(spec);
    const std::size_t from = find_spec(before.fields, spec);
    if (from < old.size()) {
      now[from] = fields_.size();
      const FieldState& was = old[from];
      if (before.fields[from].kind == spec.kind) field.id = was.id;
      field.written = was.written && spec.visibility == Visibility::shown;
      if (field.written) field.value = as_held(spec.kind, was.value);
      field.told = was.told;
    }
    fields_.push_back(std::move(field));
  }
  now.back() = fields_.size();
  // A choice that is no longer offered goes like a field that is no longer there.
  fit_choices();

  effect::Dropped dropped;
  for (std::size_t i = 0; i < old.size(); ++i) {
    const bool kept = now[i] < fields_.size() && fields_[now[i]].written;
    if (old[i].written && !kept && old[i].value != old[i].initial)
      dropped.values.emplace_back(before.fields[i].name, old[i].value);
  }

  if (!accepts_files() && !attachments_.empty()) {
    for (const Attachment& attachment : attachments_)
      dropped.values.emplace_back(before.files.part_name, attachment.name);
    attachments_.clear();
    if (said_ == Said::file) said_ = Said::nothing;
    ask(effects, effect::ReleaseFiles{});
  }
  convert_pictures(effects);
  check_attachments(config_.files, attachments_);

  if (alert_ && !alert_->wrong.empty()) {
    const bool all_missing = alert_->missing == alert_->wrong.size();
    for (std::size_t& field : alert_->wrong) field = now[field];
    std::erase(alert_->wrong, SIZE_MAX);
    const std::size_t count = alert_->wrong.size();
    alert_->missing = all_missing ? count : std::min(alert_->missing, count);
    if (count == 0) alert_.reset();
  }
  if (!dropped.values.empty()) ask(effects, std::move(dropped));
  changed();
}

}  // namespace casement
