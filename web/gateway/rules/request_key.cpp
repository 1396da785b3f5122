#include "rules/request_key.hpp"

#include <algorithm>

namespace casement::gateway {

bool is_key(std::string_view key) noexcept {
  if (key.size() < 16 || key.size() > 128) return false;
  for (const char c : key) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') return false;
  }
  return true;
}

std::optional<std::string_view> key_of_header(std::string_view header) noexcept {
  if (header.size() < 2 || header.front() != '"' || header.back() != '"') return std::nullopt;
  const std::string_view key = header.substr(1, header.size() - 2);
  if (!is_key(key)) return std::nullopt;
  return key;
}

Fingerprint::Fingerprint(std::uint64_t length) {
  constexpr std::uint64_t common = 4096;
  bytes_.reserve(static_cast<std::size_t>(std::min(length, common)));
  append(std::to_string(length));
}

/// Each text with its length, so that no two lists have the same bytes.
void Fingerprint::append(std::string_view text) {
  bytes_ += std::to_string(text.size());
  bytes_ += ':';
  bytes_ += text;
}

void Fingerprint::add(std::string_view name, std::string_view value) {
  bytes_ += 't';
  append(name);
  append(value);
}

void Fingerprint::add_file(std::string_view name, std::string_view file_name,
                           std::string_view type) {
  bytes_ += 'f';
  append(name);
  append(file_name);
  append(type);
}

}  // namespace casement::gateway
