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

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/config/config_node.hpp"
#include "core/text/result.hpp"
#include "gateway/access/case_head.hpp"
#include "gateway/access/secret_source.hpp"

namespace casement::gateway {

namespace refused {
inline constexpr Refusal proof{"proof", 401, false, 0, "The proof of work is not taken."};
inline constexpr Refusal no_proof_asked{"no-proof-asked", 404, false, 0,
                                        "This form asks for no proof of work."};
}  // namespace refused

/// A moment of computing that an anonymous form asks for: `proofOfWork` of a form (head_rules.hpp).
struct ProofOfWork {
  static constexpr std::string_view setting = "proofOfWork";
  static constexpr bool binds_clients = false;
  static constexpr bool only_new_cases = false;
  static constexpr std::array refusals{refused::proof, refused::no_proof_asked};
  [[nodiscard]] static ProofOfWork read(const Node& settings, std::string_view path,
                                        const SecretSource& secrets);
  /// Refuses with a fresh challenge.
  [[nodiscard]] std::optional<HeadRefusal> judge(const CaseHead& head) const;

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
/// With fresh randomness.
[[nodiscard]] Challenge make_challenge(const ProofOfWork& asked, std::string_view request_key,
                                       RandomBytes& random, std::int64_t now);

/// As JSON, and as the value of WWW-Authenticate.
[[nodiscard]] std::string json_of(const Challenge& challenge);
[[nodiscard]] std::string header_of(const Challenge& challenge);

/// Right, or the sentence that says what is wrong. `authorization` is at most a head long.
[[nodiscard]] Result<bool, std::string_view> check_proof(std::string_view authorization,
                                                         const ProofOfWork& asked,
                                                         std::string_view request_key,
                                                         std::int64_t now);

}  // namespace casement::gateway
