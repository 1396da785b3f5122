#include "gateway/config/form_config.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/config/config_fields.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/fields/validation.hpp"
#include "core/protocol/authority.hpp"
#include "core/text/unicode.hpp"
#include "gateway/access/digest.hpp"
#include "gateway/access/portal_token.hpp"
#include "gateway/config/client_config.hpp"

namespace casement::gateway {
namespace {

/// What the gateway writes must be there and right, as nobody else gives it.
void check_locked(const FormRules& rules, const Node& form) {
  for (const FieldSpec& spec : rules.fields) {
    const bool by_token = rules.contact_by_token && is_field(spec, CrmFieldId::contact);
    if (!is_locked(spec) || by_token) continue;
    const CrmField* crm = crm_field_of(spec);
    const bool required = spec.required || (crm != nullptr && crm->required);
    const auto fault = check_value(spec, spec.default_value, required, "");
    if (!fault) continue;
    const bool missing = trimmed(spec.default_value).empty();
    form["fields"].error("\"" + spec.name + "\" is written by the gateway, but " +
                             (missing ? "has no value" : "breaks its own rule"),
                         missing ? "a string, an object with default, or the visibility \"shown\""
                                 : fault->in(Language::en));
  }
}

void read_fields(FormRules& rules, const Node& form) {
  const Node fields = form["fields"];
  const std::size_t errors = form.problems().errors();
  if (fields.exists() && !fields.is_object()) {
    return fields.error("is no object", "the keys of case-form.json that say what is asked");
  }
  fields.expect(ConfigKey::operation, ConfigKey::schema);
  if (fields["token"].exists()) {
    fields["token"].error("a secret must not be in this document", "tokenEnv or tokenFile");
  }
  read_case_fields(rules.fields, fields, Mode::gateway, "");
  read_file_limits(rules.files, fields[ConfigKey::file]);
  if (form.problems().errors() == errors) check_locked(rules, form);
}

/// As browsers write it: a scheme, a host in lower case, a port that is not the scheme's own.
bool is_origin(std::string_view origin) {
  for (const auto& [scheme, port] :
       {std::pair<std::string_view, std::string_view>{"https://", "443"}, {"http://", "80"}}) {
    if (!origin.starts_with(scheme)) continue;
    const auto authority = parse_authority(origin.substr(scheme.size()));
    return authority && authority->port != port &&
           authority->text() == origin.substr(scheme.size());
  }
  return false;
}

/// A secret or a public key that the document points at.
void read_key(std::string& key, const Node& object, const SecretSource& secrets) {
  std::string name;
  std::optional<std::string> found;
  if (object["keyFile"].read(name))
    found = secrets.file(name);
  else if (object["keyEnv"].read(name))
    found = secrets.variable(name);
  if (found && !trimmed(*found).empty()) {
    key = *found;
    return;
  }
  object[name.empty() || object["keyFile"].exists() ? "keyFile" : "keyEnv"].error(
      "gives no key", "a file or a variable with the secret or the public key (PEM)");
}

void read_proof_of_work(Form& form, const Node& object, const SecretSource& secrets) {
  const Node asked = object["proofOfWork"];
  if (!asked.exists()) return;
  if (!asked.is_object()) return asked.error("is no object", "an object with keyFile");
  asked.expect("keyFile\0keyEnv\0maxNumber\0seconds\0");
  ProofOfWork& proof = form.proof_of_work.emplace();
  constexpr std::size_t enough = 16;
  proof.form = sha256(form.path).substr(0, enough);
  proof.key = read_secret(asked, secrets);
  asked["maxNumber"].read(proof.max_number, 1000, 10'000'000);
  asked["seconds"].read(proof.seconds, 60, 86'400);
}

/// What openssl writes with -pubout.
std::string allowed_key(std::string_view algorithm) {
  const std::string begin = "a public key in PEM: ";
  if (algorithm == "RS256") return begin + "RSA of 2048 bits or more";
  return begin + (algorithm == "ES256" ? "EC on the curve P-256" : "Ed25519");
}

void read_contact_token(Form& form, const Node& object, const SecretSource& secrets) {
  const Node token = object["contactToken"];
  if (!token.exists()) return;
  if (!token.is_object()) return token.error("is no object", "an object with algorithm");
  token.expect("algorithm\0keyFile\0keyEnv\0audience\0claim\0skew\0maxLifetime\0");
  ContactToken& contact = form.contact_token.emplace();
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
    read_key(contact.key, token, secrets);
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
}

/// The custom field becomes one of the form's, written by the gateway.
void read_reconcile(Form& form, const Node& object) {
  const Node asked = object["reconcile"];
  if (!asked.exists()) return;
  if (!asked.is_object()) return asked.error("is no object", "an object with customField");
  asked.expect("customField\0queryField\0after\0");
  Reconcile& reconcile = form.reconcile.emplace();
  asked["customField"].read(reconcile.custom_field);
  if (reconcile.custom_field.empty()) {
    asked["customField"].error("is missing or empty", "the operation's own field for the key");
  }
  for (const FieldSpec& spec : form.rules.fields) {
    if (!spec.custom || spec.name != reconcile.custom_field) continue;
    asked["customField"].error("is one of the form's fields", "a field that nobody else writes");
  }
  reconcile.query_field = reconcile.custom_field;
  asked["queryField"].read(reconcile.query_field);
  asked["after"].read(reconcile.after_seconds, 10, 86'400);
  FieldSpec key;
  key.name = form.rules.key_field = reconcile.custom_field;
  key.custom = true;
  key.visibility = Visibility::locked;
  form.rules.fields.push_back(std::move(key));
}

}  // namespace

std::string read_secret(const Node& object, const SecretSource& secrets) {
  std::string secret;
  read_key(secret, object, secrets);
  secret = trimmed(secret);
  if (!secret.empty() && secret.size() < 32) {
    object.error("the secret is short enough to be guessed", "at least 32 bytes");
  }
  return secret;
}

bool is_visible_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

void read_form(Form& form, const Node& object, const SecretSource& secrets) {
  object.expect("path\0origins\0fields\0contactToken\0reconcile\0proofOfWork\0clients\0");
  object["path"].read(form.path);
  const bool plain =
      is_visible_ascii(form.path) && form.path.find_first_of("?#%") == std::string::npos;
  if (!form.path.empty() && (!plain || form.path.front() != '/' || form.path.back() == '/')) {
    object["path"].error("is not a valid path",
                         "\"\", or one that begins with a slash and ends without");
  }
  object["origins"].read(form.origins);
  if (form.origins.empty() && !object["clients"].exists()) {
    object["origins"].error("is missing or empty",
                            "the pages' origins, such as https://portal.example.com");
  }
  for (const std::string& origin : form.origins) {
    if (is_origin(origin)) continue;
    object["origins"].error(
        "\"" + origin + "\" is no origin",
        "a scheme and a host as the browser writes them, such as https://portal.example.com");
  }
  read_contact_token(form, object, secrets);
  read_proof_of_work(form, object, secrets);
  form.rules.contact_by_token = form.contact_token.has_value();
  read_fields(form.rules, object);
  read_reconcile(form, object);
  form.names = part_names(form.rules);
  form.max_body = max_body(form.rules);
  form.key_space = form.path;
  read_clients(form, object, secrets);
}

}  // namespace casement::gateway
