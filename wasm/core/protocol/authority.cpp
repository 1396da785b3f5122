#include "core/protocol/authority.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/text/ascii.hpp"

namespace casement {

namespace {

// RFC 1035 §2.3.4.
constexpr std::size_t label_limit = 63;
constexpr std::size_t name_limit = 253;

constexpr bool is_small_letter(char c) noexcept { return c >= 'a' && c <= 'z'; }

constexpr bool all_digits(std::string_view text) noexcept {
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return !text.empty();
}

/// A decimal number up to `limit`, without sign, space or leading zero.
std::optional<std::uint32_t> parse_decimal(std::string_view text, std::uint32_t limit) noexcept {
  if (!all_digits(text) || text.size() > 5 || (text.size() > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  std::uint32_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint32_t>(c - '0');
  if (value > limit) return std::nullopt;
  return value;
}

/// What stands before the first `mark`; `rest` is left after it, and empty when there was none.
std::string_view take_until(std::string_view& rest, char mark) noexcept {
  const std::size_t at = rest.find(mark);
  const std::string_view head = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return head;
}

bool is_label(std::string_view label) noexcept {
  if (label.empty() || label.size() > label_limit) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  for (const char c : label) {
    if (!is_small_letter(c) && !is_digit(c) && c != '-' && c != '_') return false;
  }
  return true;
}

bool is_ipv4(std::string_view host) noexcept {
  for (int octet = 0; octet < 4; ++octet) {
    if ((octet == 3) != (host.find('.') == std::string_view::npos)) return false;
    if (!parse_decimal(take_until(host, '.'), 255)) return false;
  }
  return true;
}

/// WHATWG URL, "ends in a number checker": such a host is an IPv4 address or an error.
bool ends_in_number(std::string_view host) noexcept {
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (all_digits(last)) return true;
  return last.starts_with("0x") &&
         last.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos;
}

bool is_name(std::string_view host) noexcept {
  if (host.size() > name_limit || host.ends_with('.')) return false;
  if (ends_in_number(host)) return is_ipv4(host);
  if (host.empty()) return false;
  while (!host.empty()) {
    if (!is_label(take_until(host, '.'))) return false;
  }
  return true;
}

/// Reads groups of up to four hexadecimal digits into `groups`; how many, or nothing.
std::optional<std::size_t> parse_groups(std::string_view text,
                                        std::array<std::uint32_t, 8>& groups) noexcept {
  std::size_t count = 0;
  bool more = !text.empty();
  while (more) {
    more = text.find(':') != std::string_view::npos;
    const std::string_view group = take_until(text, ':');
    if (group.empty() || group.size() > 4 || count == groups.size()) return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : group) {
      if (!is_digit(c) && !(c >= 'a' && c <= 'f')) return std::nullopt;
      value = value * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    groups[count++] = value;
  }
  return count;
}

/// RFC 4291 §2.2, forms 1 and 2 (no dotted tail). `loopback`: it is ::1 in any spelling.
bool is_ipv6(std::string_view text, bool& loopback) noexcept {
  std::array<std::uint32_t, 8> head{};
  std::array<std::uint32_t, 8> tail{};
  const std::size_t gap = text.find("::");
  const auto heads = parse_groups(text.substr(0, gap), head);
  if (!heads) return false;
  if (gap == std::string_view::npos) {
    loopback = *heads == 8 && head == std::array<std::uint32_t, 8>{0, 0, 0, 0, 0, 0, 0, 1};
    return *heads == 8;
  }
  const auto tails = parse_groups(text.substr(gap + 2), tail);
  if (!tails || *heads + *tails > 7) return false;
  std::uint32_t others = 0;
  for (const std::uint32_t group : head) others |= group;
  for (std::size_t i = 0; i + 1 < *tails; ++i) others |= tail[i];
  loopback = others == 0 && *tails > 0 && tail[*tails - 1] == 1;
  return true;
}

}  // namespace

std::string Authority::text() const { return port.empty() ? host : host + ":" + port; }

std::optional<Authority> parse_authority(std::string_view text) {
  Authority authority;
  const std::string lower = ascii_lower(text);
  std::string_view rest = lower;
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    if (!is_ipv6(rest.substr(1, close - 1), authority.loopback)) return std::nullopt;
    authority.host = rest.substr(0, close + 1);
    rest.remove_prefix(close + 1);
  } else {
    authority.host = rest.substr(0, rest.find(':'));
    if (!is_name(authority.host)) return std::nullopt;
    rest.remove_prefix(authority.host.size());
    const std::string_view host = authority.host;
    authority.loopback = host == "localhost" || host.ends_with(".localhost") ||
                         (host.starts_with("127.") && is_ipv4(host));
  }
  if (rest.empty()) return authority;
  if (rest[0] != ':') return std::nullopt;
  const std::optional<std::uint32_t> port = parse_decimal(rest.substr(1), 65535);
  if (!port || *port == 0) return std::nullopt;
  authority.port = rest.substr(1);
  return authority;
}

std::string suggest_authority(std::string_view text) {
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    text.remove_prefix(at + 1);
  }
  while (text.ends_with('.') || text.ends_with(':')) text.remove_suffix(1);

  std::string ascii;
  bool foreign = false;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
      if (!foreign) ascii.erase(ascii.rfind('.') + 1).append("xn--…");
      foreign = true;
    } else {
      if (c == '.' || c == ':') foreign = false;
      if (!foreign) ascii += c;
    }
  }
  if (ascii.find("…") == std::string::npos) {
    const std::optional<Authority> authority = parse_authority(text);
    return authority ? authority->text() : std::string();
  }
  return ascii_lower(ascii);
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace casement
