#include "gateway/access/request_key.hpp"

#include <algorithm>

namespace casement::gateway {

namespace {

bool is_hex_digit(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Hyphens where RFC 9562 has them, whatever the version.
bool is_shaped_as_uuid(std::string_view key) noexcept {
  return key.size() == 36 && key[8] == '-' && key[13] == '-' && key[18] == '-' && key[23] == '-' &&
         std::count(key.begin(), key.end(), '-') == 4;
}

/// The version that is random, and the variant of the RFC.
bool is_random_uuid(std::string_view key) noexcept {
  constexpr std::string_view variant = "89abAB";
  return key[14] == '4' && variant.find(key[19]) != variant.npos;
}

}  // namespace

bool is_key(std::string_view key) noexcept {
  if (key.size() < 22 || key.size() > 128) return false;
  std::ptrdiff_t hex_digits = 0;
  bool only_hex = true;
  for (const char c : key) {
    const bool separator = c == '-' || c == '_';
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && !separator && (c < '0' || c > '9')) return false;
    if (separator) continue;
    if (is_hex_digit(c))
      ++hex_digits;
    else
      only_hex = false;
  }
  if (!only_hex) return true;
  return hex_digits >= 32 && (!is_shaped_as_uuid(key) || is_random_uuid(key));
}

std::optional<std::string_view> unquoted(std::string_view header) noexcept {
  if (header.size() < 2 || header.front() != '"' || header.back() != '"') return std::nullopt;
  return header.substr(1, header.size() - 2);
}

std::optional<std::string_view> key_of_header(std::string_view header) noexcept {
  const auto key = unquoted(header);
  return key && is_key(*key) ? key : std::nullopt;
}

std::string owner_mark(std::string_view key, std::string_view contact) {
  if (contact.empty()) return {};
  constexpr std::size_t enough = 32;
  return sha256(std::string(key).append("\n").append(contact)).substr(0, enough);
}

std::string bound_fingerprint(std::string_view owner, std::string_view fingerprint) {
  if (owner.empty()) return std::string(fingerprint);
  return std::string(owner).append(".").append(fingerprint);
}

bool is_owned_by(std::string_view bound, std::string_view owner) noexcept {
  return owner.empty() || bound.substr(0, bound.find('.')) == owner;
}

bool is_same_request(std::string_view bound, std::string_view early_fingerprint) noexcept {
  return !bound.empty() && (bound == early_fingerprint ||
                            bound == early_fingerprint.substr(early_fingerprint.find('.') + 1));
}

Fingerprint::Fingerprint(std::uint64_t length) {
  constexpr std::uint64_t common = 4096;
  bytes_.reserve(static_cast<std::size_t>(std::min(length, common)));
  append_counted(bytes_, std::to_string(length));
}

void Fingerprint::add(std::string_view name, std::string_view value) {
  bytes_ += 't';
  append_counted(bytes_, name);
  append_counted(bytes_, value);
}

void Fingerprint::add_file(std::string_view name, std::string_view file_name,
                           std::string_view type) {
  bytes_ += 'f';
  append_counted(bytes_, name);
  append_counted(bytes_, file_name);
  append_counted(bytes_, type);
}

}  // namespace casement::gateway
