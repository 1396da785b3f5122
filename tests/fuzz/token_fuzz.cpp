/// Nobody but OpenSSL knows how to sign with a key that is not here, so no text that comes as it is
/// may pass. Behind the signature is more code: the other half of the inputs are claims that are
/// signed rightly, and what passes then must be ours and name somebody.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "../gateway/support/signed_token.hpp"
#include "gateway/access/portal_token.hpp"
#include "gateway/access/proof_of_work.hpp"
#include "gateway/access/request_key.hpp"

using namespace casement::gateway;

namespace {

const ContactToken hmac{"HS256", "0123456789abcdef0123456789abcdef", "cases", "contact", 30};
const ContactToken no_key{"EdDSA", "no key", "cases", "contact", 30};
const ProofOfWork proof{"a secret that is not here", 50'000, 600};
constexpr std::int64_t present = 1000;

void judge_text(const std::string& text) {
  if (contact_of_token("Bearer " + text, hmac, present).ok()) __builtin_trap();
  if (contact_of_token("Bearer " + text, no_key, present).ok()) __builtin_trap();
  if (check_proof("Altcha " + text, proof, "0123456789abcdef", present).ok()) __builtin_trap();
  const auto key = key_of_header(text);
  if (key && !is_key(*key)) __builtin_trap();
}

/// The input: a header, a line feed, the claims. Without a line feed the header is a right one.
void judge_signed(std::string_view text) {
  const std::size_t end = text.find('\n');
  const bool whole = end != text.npos;
  const std::string_view header = whole ? text.substr(0, end) : R"({"alg":"HS256"})";
  const std::string_view claims = whole ? text.substr(end + 1) : text;
  const auto contact = contact_of_token(hs256(header, claims, hmac.key), hmac, present);
  if (!contact.ok()) return;
  // Its escapes aside, which can spell anything.
  if (header.find('\\') == header.npos && header.find("HS256") == header.npos) __builtin_trap();
  if (claims.find('\\') != claims.npos) return;
  for (const std::string_view needed : {"cases", "contact", "exp"}) {
    if (claims.find(needed) == claims.npos) __builtin_trap();
  }
  if (claims.find(contact.value()) == claims.npos) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] % 2 == 0)
    judge_text(text);
  else
    judge_signed(text);
  return 0;
}
