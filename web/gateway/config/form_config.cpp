#include "gateway/config/form_config.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/config/config_fields.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/fields/validation.hpp"
#include "core/protocol/authority.hpp"
#include "core/text/unicode.hpp"
#include "gateway/config/client_config.hpp"

namespace casement::gateway {
namespace {

using namespace std::string_literals;

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

}  // namespace

bool is_visible_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

void read_form(Form& form, const Node& object, const SecretSource& secrets) {
  std::string known("path\0origins\0fields\0contactToken\0reconcile\0clients\0"s);
  HeadRules::append_keys(known);
  object.expect(known.c_str());
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
  form.contact_token = read_contact_token(object["contactToken"], secrets);
  form.head_rules.read(object, form.path, secrets);
  form.rules.contact_by_token = form.contact_token.has_value();
  read_fields(form.rules, object);
  form.reconcile = read_reconcile(object["reconcile"], form.rules);
  form.names = part_names(form.rules);
  form.max_body = max_body(form.rules);
  form.key_space = form.path;
  read_clients(form, object, secrets);
}

}  // namespace casement::gateway
