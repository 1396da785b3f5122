/// @file
/// @brief The CRM's fields: what each is (spec) and what it holds (value).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/messages/messages.hpp"
#include "core/text/language.hpp"

namespace casement {

enum class FieldKind { text, multiline, email, phone, number, date, time, choice, files };

/// Who sees a field and who writes it.
enum class Visibility {
  shown,
  read_only,  ///< seen, not changed
  hidden,     ///< not seen, sent with its default
  locked,     ///< neither seen nor sent: the gateway writes it
};

/// A status is "Open" or "Closed" for the CRM; a closed one asks for a solution.
enum class Condition { open, closed };

struct Option {
  std::string value;  ///< as the CRM knows it
  LocalText label;    ///< as the configuration has people read it
  Condition condition = Condition::open;
  std::vector<std::string> case_types;  ///< only for these case types; empty: for all
  Message known = Message::count_;      ///< the widget's own word for it, where it has one

  /// As people read it: what the configuration says, else the widget's own word, else the value.
  [[nodiscard]] std::string_view name(Language language) const noexcept;
};

struct FieldSpec {
  std::string name;     ///< the CRM's name on the wire; a custom field's own key, exactly
  bool custom = false;  ///< travels inside `form`
  FieldKind kind = FieldKind::text;
  bool required = false;
  Visibility visibility = Visibility::shown;
  std::string default_value;
  std::vector<Option> options;  ///< of a choice
  std::size_t min_length = 0;   ///< code points, of a value that is not empty
  std::size_t max_length = 0;   ///< code points; 0: no limit
  LocalText label;
  LocalText hint;
  LocalText placeholder;
  std::string autocomplete;  ///< HTML autofill field name, or empty
};

/// Limits of the attachments (CRM page: formats; PHP: sizes and counts).
struct FileLimits {
  std::string part_name;                ///< "file" for one, "file[]" for several
  std::vector<std::string> extensions;  ///< lower case, without the dot
  std::uint64_t max_file_size = 0;      ///< bytes
  std::uint64_t max_total_size = 0;     ///< bytes, of all files together
  std::uint32_t max_files = 0;          ///< 0: no attachments at all
  bool required = false;
};

}  // namespace casement
