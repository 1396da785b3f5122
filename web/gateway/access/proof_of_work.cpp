#include "gateway/access/proof_of_work.hpp"

#include <charconv>
#include <cstring>

#include "gateway/access/digest.hpp"
#include "gateway/body/header_text.hpp"

namespace casement::gateway {
namespace {

constexpr std::string_view algorithm = "SHA-256";

/// `name=value` among values that commas separate; none of ours holds one.
std::string_view parameter(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    std::string_view each = list.substr(0, comma);
    list = comma == list.npos ? std::string_view() : list.substr(comma + 1);
    while (each.starts_with(' ')) each.remove_prefix(1);
    if (!each.starts_with(name) || each.substr(name.size(), 1) != "=") continue;
    each.remove_prefix(name.size() + 1);
    if (each.size() >= 2 && each.front() == '"' && each.back() == '"') {
      each = each.substr(1, each.size() - 2);
    }
    return each;
  }
  return {};
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stopped, wrong] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || wrong != std::errc() || stopped != end) return std::nullopt;
  return number;
}

/// All that a proof is good for, so that an easy form's is none for a hard one.
std::string salt_end(const ProofOfWork& asked, std::string_view expires,
                     std::string_view request_key) {
  std::string text = "?expires=";
  text.append(expires).append("&form=").append(asked.form);
  text.append("&max=").append(std::to_string(asked.max_number));
  // The last & keeps digits of the number from being taken for the key's.
  return text.append("&key=").append(request_key).append("&");
}

}  // namespace

ProofOfWork ProofOfWork::read(const Node& settings, std::string_view path,
                              const SecretSource& secrets) {
  ProofOfWork proof;
  if (!settings.is_object()) {
    settings.error("is no object", "an object with keyFile");
    return proof;
  }
  settings.expect("keyFile\0keyEnv\0maxNumber\0seconds\0");
  constexpr std::size_t enough = 16;
  proof.form = sha256(path).substr(0, enough);
  proof.key = read_secret(settings, secrets);
  settings["maxNumber"].read(proof.max_number, 1000, 10'000'000);
  settings["seconds"].read(proof.seconds, 60, 86'400);
  return proof;
}

std::optional<HeadRefusal> ProofOfWork::judge(const CaseHead& head) const {
  const std::string_view given = head.proof.empty() ? head.authorization : head.proof;
  const auto proof = check_proof(given, *this, head.request_key, head.now);
  if (proof.ok()) return std::nullopt;
  const Challenge challenge = make_challenge(*this, head.request_key, head.random, head.now);
  return HeadRefusal{saying(refused::proof, proof.error()),
                     "{\"altcha\":" + json_of(challenge) + "}", header_of(challenge)};
}

Challenge make_challenge(const ProofOfWork& asked, std::string_view request_key,
                         std::span<const char, challenge_randomness> random, std::int64_t now) {
  std::uint64_t number = 0;
  std::memcpy(&number, random.data(), sizeof number);
  number %= asked.max_number + 1;
  const auto rest = random.subspan<sizeof number>();
  Challenge made;
  made.salt = hex({rest.data(), rest.size()});
  const std::int64_t expires = now + static_cast<std::int64_t>(asked.seconds);
  made.salt += salt_end(asked, std::to_string(expires), request_key);
  made.challenge = sha256(made.salt + std::to_string(number));
  made.signature = hmac_sha256(asked.key, made.challenge);
  made.max_number = asked.max_number;
  return made;
}

Challenge make_challenge(const ProofOfWork& asked, std::string_view request_key,
                         RandomBytes& random, std::int64_t now) {
  std::array<char, challenge_randomness> bytes{};
  // Without randomness a challenge is easier, and still a challenge.
  (void)random.fill(bytes);
  return make_challenge(asked, request_key, bytes, now);
}

std::string json_of(const Challenge& challenge) {
  // Hexadecimal digits, and a salt of which nothing needs an escape.
  return R"({"algorithm":")" + std::string(algorithm) + R"(","challenge":")" + challenge.challenge +
         R"(","maxnumber":)" + std::to_string(challenge.max_number) + R"(,"salt":")" +
         challenge.salt + R"(","signature":")" + challenge.signature + "\"}";
}

std::string header_of(const Challenge& challenge) {
  return "Altcha algorithm=" + std::string(algorithm) + ", challenge=" + challenge.challenge +
         ", maxnumber=" + std::to_string(challenge.max_number) + ", salt=" + challenge.salt +
         ", signature=" + challenge.signature;
}

Result<bool, std::string_view> check_proof(std::string_view authorization, const ProofOfWork& asked,
                                           std::string_view request_key, std::int64_t now) {
  std::string_view list = authorization;
  // RFC 9110, 11.1: a scheme is one in any case.
  if (!same_word(take_token(list), "Altcha") || !list.starts_with(' ')) {
    return std::string_view("This form asks for a proof of work first.");
  }
  const std::string_view salt = parameter(list, "salt");
  const std::string_view challenge = parameter(list, "challenge");
  const std::string_view digits = parameter(list, "number");
  const auto number = number_of(digits);
  const bool genuine = parameter(list, "algorithm") == algorithm &&
                       same_secret(hmac_sha256(asked.key, challenge), parameter(list, "signature"));
  if (!genuine) return std::string_view("The proof of work was not asked for here.");
  if (!number || *number > asked.max_number ||
      sha256(std::string(salt).append(std::to_string(*number))) != challenge) {
    return std::string_view("The proof of work is wrong.");
  }
  // What is signed is the challenge, and with it the salt that it was made of.
  const std::size_t question = salt.find("?expires=");
  const std::size_t ampersand = salt.find('&');
  if (question == salt.npos || ampersand == salt.npos || ampersand < question) {
    return std::string_view("The proof of work is wrong.");
  }
  const std::size_t begin = question + std::string_view("?expires=").size();
  const std::string_view expires = salt.substr(begin, ampersand - begin);
  const auto end = number_of(expires);
  if (!end || now > static_cast<std::int64_t>(*end)) {
    return std::string_view("The proof of work has expired.");
  }
  if (salt.substr(question) != salt_end(asked, expires, request_key)) {
    return std::string_view("The proof of work is for another case or form.");
  }
  return true;
}

}  // namespace casement::gateway
