#include "gateway/access/proof_of_work.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "core/text/json_document.hpp"
#include "gateway/access/digest.hpp"

using namespace casement;
using namespace casement::gateway;

namespace {

const std::string key = "0123456789abcdef0123456789abcdef";
const ProofOfWork asked{"the secret that signs the challenges", 2000, 600, "form"};
constexpr std::int64_t now = 1'800'000'000;

Challenge challenge(std::string_view for_key = key) {
  std::array<char, challenge_randomness> random{};
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<char>(i * 37 + 5);
  return make_challenge(asked, for_key, random, now);
}

/// As a client does, by hashing.
std::string solved(const Challenge& given) {
  for (std::uint64_t number = 0; number <= given.max_number; ++number) {
    if (sha256(given.salt + std::to_string(number)) != given.challenge) continue;
    return "Altcha algorithm=SHA-256, number=" + std::to_string(number) +
           ", challenge=" + given.challenge + ", salt=" + given.salt +
           ", signature=" + given.signature;
  }
  return "";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

bool passes(const std::string& authorization, std::int64_t when = now) {
  return check_proof(authorization, asked, key, when).ok();
}

}  // namespace

TEST_CASE("a challenge has ALTCHA's members, and can be solved") {
  const Challenge given = challenge();
  const auto document = parse_json(json_of(given));
  REQUIRE(document.ok());
  CHECK(*text_of(member(document.value().root, "algorithm")) == "SHA-256");
  CHECK(*text_of(member(document.value().root, "challenge")) == given.challenge);
  CHECK(*text_of(member(document.value().root, "salt")) == given.salt);
  CHECK(given.salt.ends_with("?expires=1800000600&form=form&max=2000&key=" + key + "&"));
  CHECK(given.signature == hmac_sha256(asked.key, given.challenge));
  const std::string proof = solved(given);
  REQUIRE_FALSE(proof.empty());
  CHECK(passes(proof));
  CHECK(header_of(given).starts_with("Altcha algorithm=SHA-256, challenge="));
}

TEST_CASE("a proof is good until it expires, for its own case, and as it was asked") {
  const Challenge given = challenge();
  const std::string proof = solved(given);
  CHECK(passes(proof, now + 600));
  CHECK(passes(replaced(proof, "Altcha", "aLTCHA")));
  CHECK_FALSE(passes(replaced(proof, "Altcha ", "Altchax ")));
  CHECK_FALSE(passes(replaced(proof, "Altcha ", "Altcha")));
  CHECK_FALSE(passes(proof, now + 601));
  const std::string other = "fedcba9876543210fedcba9876543210";
  CHECK_FALSE(check_proof(proof, asked, other, now).ok());
  CHECK_FALSE(passes(solved(challenge(other))));
  const ProofOfWork harder{asked.key, 4000, 600, asked.form};
  CHECK_FALSE(check_proof(proof, harder, key, now).ok());
  const ProofOfWork elsewhere{asked.key, asked.max_number, 600, "other"};
  CHECK_FALSE(check_proof(proof, elsewhere, key, now).ok());
  CHECK_FALSE(passes(""));
  CHECK_FALSE(passes("Bearer x"));
  CHECK_FALSE(passes("Altcha "));
  CHECK_FALSE(passes(replaced(proof, "SHA-256", "SHA-512")));
  CHECK_FALSE(passes(replaced(proof, "number=", "number=1")));
  CHECK_FALSE(passes(replaced(proof, "number=", "number=-")));
  // A later end, with the signature that belonged to another salt.
  CHECK_FALSE(passes(replaced(proof, "1800000600", "1900000600"), now + 601));
  const std::string forged = hmac_sha256("another secret", given.challenge);
  CHECK_FALSE(passes(replaced(proof, given.signature, forged)));
  // Digits cannot move from the number into the salt.
  CHECK_FALSE(passes(replaced(proof, key + "&", key)));
}

TEST_CASE("a number above the limit is none, though it were the solution") {
  const Challenge given = challenge();
  const auto signed_for = [&given](std::uint64_t number) {
    const std::string made = sha256(given.salt + std::to_string(number));
    return "Altcha algorithm=SHA-256, number=" + std::to_string(number) + ", challenge=" + made +
           ", salt=" + given.salt + ", signature=" + hmac_sha256(asked.key, made);
  };
  CHECK(passes(signed_for(asked.max_number)));
  CHECK_FALSE(passes(signed_for(asked.max_number + 1)));
}
