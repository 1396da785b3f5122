/// @file
/// @brief What the two views read of a form beside its fields, in the form's language. Plain
/// values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace casement {

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

}  // namespace casement
