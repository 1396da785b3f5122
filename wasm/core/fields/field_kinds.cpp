#include "core/fields/field_kinds.hpp"

#include "core/text/ascii.hpp"
#include "core/text/ordered.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

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

/// WHATWG HTML, "valid time string" without fractions of a second.
bool is_time(std::string_view value) {
  if (value.size() != 5 && value.size() != 8) return false;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i % 3 == 2 ? value[i] != ':' : !is_digit(value[i])) return false;
  }
  return value < "24" && value[3] < '6' && (value.size() == 5 || value[6] < '6');
}

using enum Message;

// Numbers and dates are text for the browser: its own number and date controls drop what they do
// not understand, and nothing typed is ever lost here.
struct Row {
  FieldKind kind;
  std::string_view word;  ///< in documents
  FieldKindTraits traits;
};

constexpr Row rows[] = {
    {FieldKind::text, "text", {"text", "text", nullptr, "", {}}},
    {FieldKind::multiline, "multiline", {"textarea", "", nullptr, "", {}}},
    {FieldKind::email, "email", {"email", "email", is_email, "", bad_email}},
    {FieldKind::phone, "phone", {"tel", "tel", is_phone, "", bad_phone}},
    {FieldKind::number, "number", {"text", "decimal", is_number, "", bad_number}},
    {FieldKind::date, "date", {"text", "numeric", is_date, "", bad_date}},
    {FieldKind::time, "time", {"time", "numeric", is_time, "14:30", malformed}},
    {FieldKind::choice, "choice", {"select", "", nullptr, "", {}}},
};
static_assert(ordered(rows, &Row::kind, before(FieldKind::files)));
constexpr auto traits = column<rows, &Row::traits>();
constexpr auto words = word_list<rows>();

}  // namespace

const FieldKindTraits& traits_of(FieldKind kind) noexcept {
  return traits[static_cast<std::size_t>(kind)];
}

const char* field_kind_words() noexcept { return words.data(); }

}  // namespace casement
