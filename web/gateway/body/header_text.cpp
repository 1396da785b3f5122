#include "gateway/body/header_text.hpp"

#include <algorithm>
#include <cstddef>

#include "core/text/ascii.hpp"

namespace casement::gateway {
namespace {

constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }

/// Of an unquoted value: PHP ends one at a comma, and takes `'` for a quote.
constexpr bool ends_value(char c) {
  return c <= 0x20 || c >= 0x7F || c == '"' || c == '\\' || c == ',' || c == ';';
}

template <class Predicate>
std::string_view take_while(std::string_view& text, const Predicate& belongs) {
  const auto end = std::find_if_not(text.begin(), text.end(), belongs);
  const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

}  // namespace

bool is_token_character(char c) noexcept {
  constexpr std::string_view signs = "!#$%&'*+-.^_`|~";
  return is_alphanumeric(c) || signs.find(c) != std::string_view::npos;
}

bool same_word(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_plain_word(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_token_character(c) && std::string_view("'%*").find(c) == std::string_view::npos;
  });
}

void skip_blanks(std::string_view& text) noexcept {
  (void)take_while(text, [](char c) { return c == ' ' || c == '\t'; });
}

std::string_view take_token(std::string_view& text) noexcept {
  return take_while(text, is_token_character);
}

std::optional<Parameter> take_parameter(std::string_view& text) noexcept {
  std::string_view rest = text;
  skip_blanks(rest);
  if (!rest.starts_with(';')) return std::nullopt;
  rest.remove_prefix(1);
  skip_blanks(rest);
  Parameter parameter;
  parameter.name = take_token(rest);
  if (parameter.name.empty() || !rest.starts_with('=')) return std::nullopt;
  rest.remove_prefix(1);
  parameter.quoted = rest.starts_with('"');
  if (parameter.quoted) {
    rest.remove_prefix(1);
    parameter.value = take_while(rest, [](char c) { return c != '"'; });
    if (rest.empty()) return std::nullopt;
    rest.remove_prefix(1);
  } else {
    parameter.value = take_while(rest, [](char c) { return !ends_value(c); });
    if (parameter.value.empty()) return std::nullopt;
  }
  std::string_view after = rest;
  skip_blanks(after);
  if (!after.empty() && !after.starts_with(';')) return std::nullopt;
  text = rest;
  return parameter;
}

}  // namespace casement::gateway
