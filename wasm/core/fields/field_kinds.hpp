/// @file
/// @brief What is known of each kind of field, a row each: its control, and how a value is written.
#pragma once

#include <string_view>

#include "core/fields/field.hpp"
#include "core/messages/messages.hpp"

namespace casement {

struct FieldKindTraits {
  /// Of its control: "textarea", "select", or an input's type (WHATWG HTML §4.10.5.1). A value that
  /// the browser would not let be typed has the type "text".
  const char* control;
  const char* input_mode;  ///< WHATWG HTML §6.8.7
  /// Of a value without white space around it; nullptr: it is sent as typed, and any is right.
  bool (*is_right)(std::string_view value);
  /// What `wrong` puts into its sentence, when it is `malformed`.
  const char* example;
  Message wrong;  ///< says so
};

/// Of any kind but files, which no field is.
[[nodiscard]] const FieldKindTraits& traits_of(FieldKind kind) noexcept;

/// The words of documents in the order of the enum, each ended by NUL, the last by two; attachments
/// have a key of their own.
[[nodiscard]] const char* field_kind_words() noexcept;

}  // namespace casement
