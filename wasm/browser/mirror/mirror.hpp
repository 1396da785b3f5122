/// @file
/// @brief Meaning: describes the real controls that stand over the pixels (form_controls.js makes
/// them).
///
/// The description is a list of strings: a record of the form as a whole (mirror.cpp: Head), the
/// number of the receipt's lines with their labels and values; then for each control its record
/// (Control), the number of its options with their values and labels. contract.js has the records'
/// names in their order, and each record begins with its width.
#pragma once

#include <cstddef>
#include <optional>
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
  /// Of the form, when the control is one's.
  [[nodiscard]] std::optional<std::size_t> field(std::size_t control) const noexcept;
  [[nodiscard]] std::size_t find(Part part, std::size_t index) const noexcept;

 private:
  std::vector<PartId> parts_;
  std::string described_;
  std::vector<float> boxes_;
};

}  // namespace casement
