/// @file
/// @brief Two functions of the C library that nlohmann/json calls, in a small form: the library's
/// own weigh 10 KB of the widget, compressed.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// 19 digits fit an uint64_t; later ones only move the point.
constexpr std::uint64_t most = (UINT64_MAX - 9) / 10;

}  // namespace

/// For a number with a fraction or an exponent. Exact for up to 15 digits and powers of ten up to
/// 22, and close beyond; no number in a form's document or a CRM's answer comes near that. Decimal
/// notation only: the JSON lexer has checked the text before. (The library's own computes with 128
/// bits, in software.)
extern "C" double strtod(const char* text, char** end) {
  const bool negative = *text == '-';
  if (negative) ++text;

  std::uint64_t digits = 0;
  int exponent = 0;
  for (bool fraction = false; is_digit(*text) || (*text == '.' && !fraction); ++text) {
    if (*text == '.') {
      fraction = true;
    } else if (digits <= most) {
      digits = digits * 10 + static_cast<std::uint64_t>(*text - '0');
      exponent -= fraction ? 1 : 0;
    } else {
      exponent += fraction ? 0 : 1;
    }
  }

  if (*text == 'e' || *text == 'E') {
    ++text;
    const bool down = *text == '-';
    if (*text == '-' || *text == '+') ++text;
    int written = 0;
    for (; is_digit(*text); ++text)
      if (written < 1000) written = written * 10 + (*text - '0');
    exponent += down ? -written : written;
  }
  if (end != nullptr) *end = const_cast<char*>(text);

  double power = 1;
  for (int step = exponent < 0 ? -exponent : exponent; step > 0; --step) power *= 10;
  const auto whole = static_cast<double>(digits);
  const double value = digits == 0 ? 0 : exponent < 0 ? whole / power : whole * power;
  return negative ? -value : value;
}

// Never called, but libc++ names them, and they would bring the library's strtod() with them.
extern "C" float strtof(const char* text, char** end) {
  return static_cast<float>(strtod(text, end));
}

extern "C" long double strtold(const char* text, char** end) { return strtod(text, end); }

/// Called for one thing: a control character in the text of an error, which is nobody's to read.
extern "C" int snprintf(char* out, std::size_t size, const char*, ...) {
  if (size > 0) *out = '\0';
  return 0;
}
