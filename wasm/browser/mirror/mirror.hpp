/// @file
/// @brief Meaning: describes the real controls that stand over the pixels (form_controls.js makes
/// them).
///
/// The description is a list of strings: language tag, heading, intro, alert title, alert body,
/// status line, the mark of required fields, progress (its title, share in thousandths or "" when
/// it is not known, what stands left and right below the bar; all "" while there is none), number
/// of receipt lines, (their label, their value)…; then for each control
///   key, kind, name, label, hint, error, counter, most code points or "", value, flags,
///   input type, inputmode, autocomplete, placeholder, number of options, (option value, option
///   label)…
/// `kind` is text, textarea, select, files, submit or button. `flags` are letters: r required,
/// d disabled, o read-only, s drawn as segments, h not on the screen that is shown, and a digit:
/// Placed::variant. Keys are stable from one description to the next ("field-3" by its field_id,
/// "send", "remove-17"), so a control keeps its caret, its undo history and its focus. What chooses
/// files says so in its placeholder, and that they may be dropped in its inputmode; what removes
/// one has the file's name as it is shown as its value, and the letters of its badge as its
/// inputmode.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/form/case_form.hpp"
#include "panel/panel.hpp"

namespace casement {

class Mirror {
 public:
  /// After each frame: tells the browser what changed in meaning or in place, and nothing else.
  void update(const CaseForm& form, const PanelFrame& frame);

  /// The part behind the control at this position of the description, and back.
  [[nodiscard]] const PartId& part(std::size_t control) const noexcept { return parts_[control]; }
  [[nodiscard]] std::size_t size() const noexcept { return parts_.size(); }
  [[nodiscard]] std::size_t find(Part part, std::size_t index) const noexcept;

 private:
  std::vector<PartId> parts_;
  std::string described_;
  std::vector<float> boxes_;
};

}  // namespace casement
