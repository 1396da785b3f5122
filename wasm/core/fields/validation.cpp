#include "core/fields/validation.hpp"

#include "core/fields/crm_fields.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

/// WHATWG HTML, "valid e-mail address": one label of the domain.
bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  for (const char c : label) {
    if (!is_letter(c) && !is_digit(c) && c != '-') return false;
  }
  return true;
}

/// WHATWG HTML, "valid e-mail address".
bool is_email(std::string_view value) {
  const std::size_t at = value.find('@');
  if (at == 0 || at == std::string_view::npos) return false;
  for (const char c : value.substr(0, at)) {
    if (!is_letter(c) && !is_digit(c) && !is_one_of(c, ".!#$%&'*+/=?^_`{|}~-")) return false;
  }
  std::string_view domain = value.substr(at + 1);
  for (;;) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

/// People write phones in many ways; 5 to 20 digits (ITU E.164 has 15, then an extension), a plus
/// only in front.
bool is_phone(std::string_view value) {
  if (value.starts_with('+')) value.remove_prefix(1);
  std::size_t digits = 0;
  for (const char c : value) {
    if (is_digit(c)) {
      ++digits;
    } else if (!is_one_of(c, " ()-./#")) {
      return false;
    }
  }
  return digits >= 5 && digits <= 20;
}

/// A sign, digits, and a decimal part after a point or a comma (some phones have only one of them).
bool is_number(std::string_view value) {
  if (value.starts_with('-') || value.starts_with('+')) value.remove_prefix(1);
  bool digit = false;
  bool mark = false;
  for (const char c : value) {
    if (is_digit(c)) {
      digit = true;
    } else if (digit && !mark && is_one_of(c, ".,")) {
      mark = true;
      digit = false;
    } else {
      return false;
    }
  }
  return digit;
}

/// WHATWG HTML, "valid date string", with a year of four digits.
bool is_date(std::string_view value) {
  if (value.size() != 10 || value[4] != '-' || value[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t count) {
    int result = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (!is_digit(value[i])) return -1;
      result = result * 10 + (value[i] - '0');
    }
    return result;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  if (month == 2) {
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= (leap ? 29 : 28);
  }
  // The long months are odd up to July and even from August on.
  const bool is_long = (month % 2 == 1) == (month <= 7);
  return day <= (is_long ? 31 : 30);
}

Message missing_message(const FieldSpec& spec) {
  if (const CrmField* crm = crm_field_of(spec)) {
    // A status or a priority may have been made a text, and the others a choice.
    const bool generic =
        crm->missing == Message::missing_text || crm->missing == Message::missing_choice;
    if (!generic) return crm->missing;
  }
  return spec.kind == FieldKind::choice ? Message::missing_choice : Message::missing_text;
}

bool accepts(const FileLimits& limits, std::string_view extension) {
  for (const std::string& each : limits.extensions) {
    if (each == extension) return true;
  }
  return false;
}

std::optional<Fault> check_attachment(const FileLimits& limits, const Attachment& attachment) {
  if (!accepts(limits, extension_of(attachment.name))) {
    return Fault{accepts(limits, "zip") ? Message::file_type_or_zip : Message::file_type};
  }
  if (attachment.size == 0) return Fault{Message::file_empty};
  if (attachment.size > limits.max_file_size) {
    return Fault{Message::file_too_large, {limits.max_file_size}};
  }
  if (attachment.unreadable) return Fault{Message::file_unreadable};
  return std::nullopt;
}

}  // namespace

std::string Fault::in(Language language) const {
  const bool bytes = message == Message::file_too_large || message == Message::files_too_large;
  return format(
      text(language, message),
      {bytes ? file_size(language, static_cast<double>(numbers[0])) : std::to_string(numbers[0]),
       std::to_string(numbers[1])});
}

bool is_missing(const Fault& fault) noexcept {
  return fault.message >= Message::missing_text && fault.message <= Message::missing_contact;
}

std::string_view as_sent(FieldKind kind, std::string_view value) noexcept {
  const bool as_typed =
      kind == FieldKind::text || kind == FieldKind::multiline || kind == FieldKind::choice;
  return as_typed ? value : trimmed(value);
}

std::string as_held(FieldKind kind, std::string_view value) {
  std::string valid = to_valid_utf8(value);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    char c = valid[i];
    if (c == '\r' || c == '\n') {
      if (kind != FieldKind::multiline) continue;
      if (c == '\r' && i + 1 < valid.size() && valid[i + 1] == '\n') continue;
      c = '\n';
    }
    valid[kept++] = c;
  }
  valid.resize(kept);
  return valid;
}

bool is_offered(const Option& option, std::string_view case_type) {
  if (option.case_types.empty()) return true;
  for (const std::string& each : option.case_types) {
    if (each == case_type) return true;
  }
  return false;
}

bool is_offered(const FieldSpec& spec, std::string_view value, std::string_view case_type) {
  for (const Option& option : spec.options) {
    if (option.value == value) return is_offered(option, case_type);
  }
  return false;
}

std::optional<Fault> check_value(const FieldSpec& spec, std::string_view value, bool required,
                                 std::string_view case_type) {
  if (trimmed(value).empty()) {
    if (required) return Fault{missing_message(spec)};
    return std::nullopt;
  }
  if (spec.kind == FieldKind::choice) {
    if (!is_offered(spec, value, case_type)) return Fault{Message::bad_choice};
    return std::nullopt;
  }
  value = as_sent(spec.kind, value);
  const std::size_t length = count_code_points(value);
  if (spec.max_length != 0 && length > spec.max_length) {
    return Fault{Message::too_long, {spec.max_length, length}};
  }
  if (length < spec.min_length) return Fault{Message::too_short, {spec.min_length}};
  switch (spec.kind) {
    case FieldKind::email:
      if (!is_email(value)) return Fault{Message::bad_email};
      break;
    case FieldKind::phone:
      if (!is_phone(value)) return Fault{Message::bad_phone};
      break;
    case FieldKind::number:
      if (!is_number(value)) return Fault{Message::bad_number};
      break;
    case FieldKind::date:
      if (!is_date(value)) return Fault{Message::bad_date};
      break;
    case FieldKind::text:
    case FieldKind::multiline:
    case FieldKind::choice:
    case FieldKind::files: break;
  }
  return std::nullopt;
}

std::string extension_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(file_name.substr(dot + 1));
  for (char& c : extension) c = lower(c);
  return extension;
}

void check_attachments(const FileLimits& limits, std::span<Attachment> attachments) {
  std::uint64_t sum = 0;
  std::uint32_t count = 0;
  for (Attachment& attachment : attachments) {
    attachment.fault = check_attachment(limits, attachment);
    if (attachment.fault) continue;
    if (count >= limits.max_files) {
      attachment.fault = Fault{Message::too_many_files, {limits.max_files}};
    } else if (attachment.size > limits.max_total_size - sum) {
      attachment.fault = Fault{Message::files_too_large, {limits.max_total_size}};
    } else {
      ++count;
      sum += attachment.size;
    }
  }
}

}  // namespace casement
