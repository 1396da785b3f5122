/// @file
/// @brief Tokens as a portal signs them (JWS, RFC 7515), written apart from the code that reads
/// them.
#pragma once

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <string>
#include <string_view>

/// Without padding.
inline std::string base64url(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += letters[(bits >> (count - 6)) & 63U];
  }
  if (count > 0) text += letters[(bits << (6 - count)) & 63U];
  return text;
}

/// The Authorization header with an HS256 token.
inline std::string hs256(std::string_view header, std::string_view claims, std::string_view key) {
  const std::string message = base64url(header) + "." + base64url(claims);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac.data(), &size);
  return "Bearer " + message + "." + base64url({reinterpret_cast<const char*>(mac.data()), size});
}
