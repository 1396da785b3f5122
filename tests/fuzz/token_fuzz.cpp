/// No input may pass: nobody but OpenSSL knows how to sign with a key that is not here.
#include <cstddef>
#include <cstdint>
#include <string>

#include "rules/portal_token.hpp"
#include "rules/request_key.hpp"

using namespace casement::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const ContactToken hmac{"HS256", "0123456789abcdef0123456789abcdef", "cases", "contact", 30};
  const ContactToken none{"EdDSA", "no key", "cases", "contact", 30};
  if (contact_of_token("Bearer " + text, hmac, 1000).ok()) __builtin_trap();
  if (contact_of_token("Bearer " + text, none, 1000).ok()) __builtin_trap();
  const auto key = key_of_header(text);
  if (key && !is_key(*key)) __builtin_trap();
  return 0;
}
