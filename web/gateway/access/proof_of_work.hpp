/// @file
/// @brief A form for everybody can ask each sender for a moment of computing: a challenge of ALTCHA
/// v1 (altcha.org: algorithm, challenge, salt, signature, maxnumber).
///
///     challenge = SHA-256(salt + number), signature = HMAC-SHA-256(challenge)
///
/// Whoever finds the number sends it back as machines do by ALTCHA's documentation:
///
///     Authorization: Altcha algorithm=SHA-256, number=8412, challenge=…, salt=…, signature=…
///
/// or in `Proof-Of-Work: Altcha …` where Authorization carries the portal's token. The salt names
/// the form, its difficulty and the Idempotency-Key (`?expires=…&form=…&max=…&key=…&`), so a proof
/// is good for one case and for its retries; no list of used proofs is kept.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/text/result.hpp"

namespace casement::gateway {

/// A moment of computing that an anonymous form asks for.
struct ProofOfWork {
  std::string key;  ///< the secret that signs challenges
  std::uint64_t max_number = 50'000;
  std::uint64_t seconds = 1200;  ///< a challenge's life: a large upload begins late
  std::string form = {};         ///< of its path; no character that a header or a query reads
};

struct Challenge {
  std::string challenge;
  std::string salt;
  std::string signature;
  std::uint64_t max_number = 0;
};

/// Random bytes that a challenge takes.
inline constexpr std::size_t challenge_randomness = 20;

/// `now` in seconds since 1970.
[[nodiscard]] Challenge make_challenge(const ProofOfWork& asked, std::string_view request_key,
                                       std::span<const char, challenge_randomness> random,
                                       std::int64_t now);

/// As JSON, and as the value of WWW-Authenticate.
[[nodiscard]] std::string json_of(const Challenge& challenge);
[[nodiscard]] std::string header_of(const Challenge& challenge);

/// Right, or the sentence that says what is wrong. `authorization` is at most a head long.
[[nodiscard]] Result<bool, std::string_view> check_proof(std::string_view authorization,
                                                         const ProofOfWork& asked,
                                                         std::string_view request_key,
                                                         std::int64_t now);

}  // namespace casement::gateway
