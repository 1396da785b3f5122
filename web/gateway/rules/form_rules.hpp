/// @file
/// @brief What one form may send, by the same document and the same rules as the widget.
///
/// A form of the gateway is described with the keys of `case-form.json` (core/config/config.hpp).
/// What the visitor is not shown (a plain string, or the visibilities "locked", "hidden" and
/// "read-only") is written by the gateway, and a visitor's own part of that name is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fields/field.hpp"
#include "core/protocol/multipart.hpp"
#include "core/text/result.hpp"
#include "gateway/body/multipart_reader.hpp"

namespace casement::gateway {

struct FormRules {
  std::vector<FieldSpec> fields;  ///< the CRM's in the request's order, and custom ones
  FileLimits files;
  bool contact_by_token = false;  ///< the signed-in visitor's: neither a part nor a fixed value
  std::string key_field;          ///< the custom field that carries the key, or empty
  bool defaults_stand = false;    ///< where nothing is sent, as for the gateway's own fields
};

/// What the gateway knows of a request beside its body.
struct RequestIdentity {
  std::string_view contact;  ///< the signed-in visitor's, for a form whose contact comes by token
  std::string_view key;      ///< the Idempotency-Key, for a form with a key_field
};

/// The value is the gateway's to write.
[[nodiscard]] bool is_locked(const FieldSpec& spec) noexcept;

/// Names that may be in the form's bodies, for the reader.
[[nodiscard]] PartNames part_names(const FormRules& rules);

/// Bytes that a body of this form can have at most.
[[nodiscard]] std::uint64_t max_body(const FormRules& rules);

/// A text part as it was read, with CRLF.
struct TextPart {
  std::string name;
  std::string value;
};

/// The request breaks a rule of the form: nothing went to the CRM.
struct FieldRefusal {
  std::string field;     ///< on the wire; a custom field's own name
  std::string sentence;  ///< as the widget says it, in English
};

/// All texts of the case as the CRM gets them, the gateway's own included.
[[nodiscard]] Result<std::vector<Entry>, FieldRefusal> check_texts(
    const FormRules& rules, const std::vector<TextPart>& parts, const RequestIdentity& known);

/// Judges a file by its name, and by its size once `size` is known (else 1).
[[nodiscard]] Result<bool, FieldRefusal> check_file(const FormRules& rules, std::string_view name,
                                                    std::uint64_t size);

/// A form that asks for attachments got none.
[[nodiscard]] Result<bool, FieldRefusal> check_file_count(const FormRules& rules,
                                                          std::size_t count);

}  // namespace casement::gateway
