#include "core/form/case_form.hpp"

namespace casement {
namespace {

using State = SubmissionState;

constexpr std::uint32_t copied_seconds = 3;

}  // namespace

void CaseForm::on(const event::CopyNumber& /*event*/, Effects& effects) {
  if (state_ != State::created || reply_.case_number.empty()) return;
  ask(effects, effect::CopyText{reply_.case_number});
}

void CaseForm::on(const event::Copied& /*event*/, Effects& effects) {
  if (state_ != State::created) return;
  copied_for_ = copied_seconds;
  if (!ticking_) ask(effects, effect::StartTicks{});
  ticking_ = true;
  changed();
}

void CaseForm::on(const event::Print& /*event*/, Effects& effects) {
  if (state_ == State::created) ask(effects, effect::PrintReceipt{});
}

}  // namespace casement
