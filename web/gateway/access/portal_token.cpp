#include "gateway/access/portal_token.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cmath>
#include <memory>
#include <optional>

#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"
#include "gateway/access/digest.hpp"
#include "gateway/body/header_text.hpp"

namespace casement::gateway {
namespace {

constexpr std::size_t token_limit = 8192;

template <auto release>
struct Free {
  template <class T>
  void operator()(T* each) const {
    release(each);
  }
};

/// Without padding, as JWS has it; nothing for any other character.
std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    unsigned value = 0;
    if (c >= 'A' && c <= 'Z')
      value = static_cast<unsigned>(c - 'A');
    else if (c >= 'a' && c <= 'z')
      value = static_cast<unsigned>(c - 'a') + 26;
    else if (c >= '0' && c <= '9')
      value = static_cast<unsigned>(c - '0') + 52;
    else if (c == '-')
      value = 62;
    else if (c == '_')
      value = 63;
    else
      return std::nullopt;
    bits = (bits << 6U) | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 0xFFU);
  }
  // A lone character, or bits that say nothing, would give one token many spellings.
  if (text.size() % 4 == 1 || (bits & ((1U << count) - 1)) != 0) return std::nullopt;
  return bytes;
}

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// JWS has r and s side by side, OpenSSL wants them in DER.
std::string der_of(std::string_view signature) {
  if (signature.size() != 64) return {};
  const std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(octets(signature), 32, nullptr);
  BIGNUM* s = BN_bin2bn(octets(signature.substr(32)), 32, nullptr);
  if (pair == nullptr || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  std::string text;
  if (size > 0) text.assign(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

using PublicKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

/// Empty for a key of another kind than the algorithm's.
PublicKey public_key(const ContactToken& expected) {
  const std::unique_ptr<BIO, Free<BIO_free_all>> pem(
      BIO_new_mem_buf(expected.key.data(), static_cast<int>(expected.key.size())));
  PublicKey key(PEM_read_bio_PUBKEY(pem.get(), nullptr, nullptr, nullptr));
  if (key == nullptr) return nullptr;
  const int kind = EVP_PKEY_get_base_id(key.get());
  const int bits = EVP_PKEY_get_bits(key.get());
  const bool fits = (expected.algorithm == "RS256" && kind == EVP_PKEY_RSA && bits >= 2048) ||
                    (expected.algorithm == "ES256" && kind == EVP_PKEY_EC && bits == 256) ||
                    (expected.algorithm == "EdDSA" && kind == EVP_PKEY_ED25519);
  return fits ? std::move(key) : nullptr;
}

bool is_signed(std::string_view message, std::string signature, const ContactToken& expected) {
  const PublicKey key = public_key(expected);
  if (key == nullptr) return false;
  const EVP_MD* digest = expected.algorithm == "EdDSA" ? nullptr : EVP_sha256();
  if (expected.algorithm == "ES256") {
    signature = der_of(signature);
    if (signature.empty()) return false;
  }
  const std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(message),
                          message.size()) == 1;
}

/// A NumericDate that is a number at all.
std::optional<double> date_of(const Json& claims, std::string_view name) {
  const Json* value = member(claims, name);
  if (value == nullptr) return std::nullopt;
  if (const auto* whole = value->get_ptr<const Json::number_unsigned_t*>()) {
    return static_cast<double>(*whole);
  }
  if (const auto* real = value->get_ptr<const Json::number_float_t*>()) return *real;
  return std::nan("");
}

bool is_for(const Json* audience, const std::string& expected) {
  if (const std::string* one = text_of(audience)) return *one == expected;
  const auto* list = audience == nullptr ? nullptr : audience->get_ptr<const Json::array_t*>();
  if (list == nullptr) return false;
  for (const Json& each : *list) {
    const std::string* text = text_of(&each);
    if (text != nullptr && *text == expected) return true;
  }
  return false;
}

std::optional<Json> object_of(std::string_view part) {
  const auto bytes = from_base64url(part);
  if (!bytes) return std::nullopt;
  auto document = parse_json(*bytes);
  if (!document.ok() || !document.value().root.is_object() || !document.value().repeated.empty()) {
    return std::nullopt;
  }
  return std::move(document.value().root);
}

/// What openssl writes with -pubout.
std::string allowed_key(std::string_view algorithm) {
  const std::string begin = "a public key in PEM: ";
  if (algorithm == "RS256") return begin + "RSA of 2048 bits or more";
  return begin + (algorithm == "ES256" ? "EC on the curve P-256" : "Ed25519");
}

}  // namespace

bool has_public_key(const ContactToken& expected) { return public_key(expected) != nullptr; }

Result<std::string, TokenRefusal> contact_of_token(std::string_view authorization,
                                                   const ContactToken& expected, std::int64_t now) {
  const auto refuse = [](std::string_view why) {
    return TokenRefusal{std::string("The portal's token ").append(why)};
  };
  constexpr std::string_view scheme = "Bearer ";  // RFC 9110, 11.1: in letters of any case
  if (!same_word(authorization.substr(0, scheme.size()), scheme)) return refuse("is missing.");
  const std::string_view token = authorization.substr(scheme.size());
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first == token.npos ? first : first + 1);
  if (token.size() > token_limit || second == token.npos ||
      token.find('.', second + 1) != token.npos) {
    return refuse("is no JWT.");
  }
  const auto header = object_of(token.substr(0, first));
  const auto signature = from_base64url(token.substr(second + 1));
  if (!header || !signature) return refuse("is no JWT.");
  const std::string* algorithm = text_of(member(*header, "alg"));
  if (algorithm == nullptr || *algorithm != expected.algorithm) {
    return refuse("is signed in another way than agreed.");
  }
  if (member(*header, "crit") != nullptr) return refuse("asks for what is not understood here.");
  const std::string_view message = token.substr(0, second);
  const bool genuine = expected.algorithm == "HS256"
                           ? same_secret(hmac_sha256(expected.key, message), hex(*signature))
                           : is_signed(message, *signature, expected);
  if (!genuine) return refuse("has a wrong signature.");

  const auto claims = object_of(token.substr(first + 1, second - first - 1));
  if (!claims) return refuse("is no JWT.");
  const auto skew = static_cast<double>(expected.skew_seconds);
  const auto present = static_cast<double>(now);
  const auto expires = date_of(*claims, "exp");
  // Written so that what is no number fails, too.
  if (!expires || !(present < *expires + skew)) return refuse("has expired.");
  constexpr double in_milliseconds = 100'000'000'000;  // as seconds, in the year 5138
  if (*expires >= in_milliseconds) {
    return refuse("has its exp in milliseconds; a NumericDate (RFC 7519) is in seconds.");
  }
  for (const std::string_view name : {"nbf", "iat"}) {
    const auto date = date_of(*claims, name);
    if (date && !(present + skew >= *date)) return refuse("is not valid yet.");
  }
  const double issued = date_of(*claims, "iat").value_or(present);
  if (!(*expires - issued <= static_cast<double>(expected.max_seconds) + skew)) {
    return refuse("lives longer than this form allows (maxLifetime).");
  }
  if (!is_for(member(*claims, "aud"), expected.audience)) return refuse("is for somebody else.");
  const std::string* contact = text_of(member(*claims, expected.claim));
  if (contact == nullptr || trimmed(*contact).empty()) return refuse("names no contact.");
  return *contact;
}

std::optional<ContactToken> read_contact_token(const Node& token, const SecretSource& secrets) {
  if (!token.exists()) return std::nullopt;
  if (!token.is_object()) {
    token.error("is no object", "an object with algorithm");
    return std::nullopt;
  }
  ContactToken contact;
  token.expect("algorithm\0keyFile\0keyEnv\0audience\0claim\0skew\0maxLifetime\0");
  token["algorithm"].read(contact.algorithm);
  const std::string& algorithm = contact.algorithm;
  const bool known =
      algorithm == "HS256" || algorithm == "RS256" || algorithm == "ES256" || algorithm == "EdDSA";
  if (!known) {
    token["algorithm"].error("is not supported", "HS256, RS256, ES256 or EdDSA");
  }
  if (algorithm == "HS256") {
    contact.key = read_secret(token, secrets);
  } else {
    contact.key = read_key(token, secrets);
    if (known && !contact.key.empty() && !has_public_key(contact)) {
      token.error("the key is none of " + algorithm, allowed_key(algorithm));
    }
  }
  token["audience"].read(contact.audience);
  if (contact.audience.empty()) {
    token["audience"].error("is missing or empty", "the audience that the portal puts into aud");
  }
  token["claim"].read(contact.claim);
  if (contact.claim.empty()) token["claim"].error("is empty", "the claim that names the contact");
  token["skew"].read(contact.skew_seconds, 0, 300);
  token["maxLifetime"].read(contact.max_seconds, 60, 31'536'000);
  return contact;
}

}  // namespace casement::gateway
