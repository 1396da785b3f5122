#include "gateway/access/client.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/access/digest.hpp"
#include "gateway/access/form.hpp"
#include "gateway/access/request_key.hpp"
#include "gateway/body/header_text.hpp"

namespace casement::gateway {
namespace {

constexpr std::int64_t good_for = 300;

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

/// `client=…, time=…, signature=…`, in this order.
std::optional<std::array<std::string_view, 3>> read_claim(std::string_view text) {
  std::array<std::string_view, 3> values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    constexpr std::array<std::string_view, 3> names{"client=", "time=", "signature="};
    if (i > 0 && !take(text, ",")) return std::nullopt;
    skip_blanks(text);
    if (!take(text, names[i])) return std::nullopt;
    values[i] = take_token(text);
    if (values[i].empty()) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return values;
}

}  // namespace

Result<ClientClaim, std::string_view> client_of(const Form& form, std::string_view authorization,
                                                std::int64_t now) {
  const std::string_view scheme = take_token(authorization);
  skip_blanks(authorization);
  if (same_word(scheme, "Bearer")) {
    ClientClaim claim;
    for (const Form& client : form.clients) {
      const ClientAccess& access = *client.client;
      if (!access.is_signed && same_secret(access.key, authorization)) claim.form = &client;
    }
    return claim;
  }
  if (!same_word(scheme, "Casement-HMAC-SHA256")) return ClientClaim{};
  const auto values = read_claim(authorization);
  if (!values) return std::string_view("Authorization: must be client=, time= and signature=.");
  const auto& [name, time, signature] = *values;
  std::int64_t seconds = 0;
  const auto [stop, error] = std::from_chars(time.data(), time.data() + time.size(), seconds);
  if (error != std::errc() || stop != time.data() + time.size() || seconds < 0) {
    return std::string_view("Authorization: time must be seconds since 1970.");
  }
  if (seconds < now - good_for || seconds > now + good_for) {
    return std::string_view("Authorization: the signature's time is not now: set the clock.");
  }
  for (const Form& client : form.clients) {
    const ClientAccess& access = *client.client;
    if (access.is_signed && access.name == name) return ClientClaim{&client, time, signature};
  }
  return std::string_view("Authorization: no client of this name signs for this form.");
}

std::string signed_text(std::string_view method, std::string_view path, std::string_view time,
                        std::string_view key, const std::vector<TextPart>& texts) {
  std::string listed;
  for (const TextPart& text : texts) {
    append_counted(listed, text.name);
    append_counted(listed, text.value);
  }
  std::string all;
  for (const std::string_view each : {method, path, time, key}) all.append(each).append("\n");
  return all.append(sha256(listed));
}

bool is_signed_by(const ClientClaim& claim, std::string_view text) {
  return same_secret(claim.signature, hmac_sha256(claim.form->client->key, text));
}

bool is_client_key(std::string_view key) noexcept {
  if (key.size() < 16 || key.size() > 128) return false;
  return std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::optional<std::string_view> client_key_of_header(std::string_view header) noexcept {
  const auto key = unquoted(header);
  return key && is_client_key(*key) ? key : std::nullopt;
}

}  // namespace casement::gateway
