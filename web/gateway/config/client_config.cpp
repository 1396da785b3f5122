#include "gateway/config/client_config.hpp"

#include <algorithm>

#include "core/fields/crm_fields.hpp"
#include "gateway/body/header_text.hpp"

namespace casement::gateway {
namespace {

/// The field is the client's to set; what it does not set stays as the document has it.
bool open_field(Form& form, const std::string& name) {
  const auto field = std::find_if(form.rules.fields.begin(), form.rules.fields.end(),
                                  [&](const FieldSpec& spec) { return spec.name == name; });
  if (field == form.rules.fields.end() || name == form.rules.key_field) return false;
  field->visibility = Visibility::shown;
  const bool choice = field->kind == FieldKind::choice;
  if (choice && field->options.empty()) field->kind = FieldKind::text;
  if (is_field(*field, CrmFieldId::contact)) form.rules.contact_by_token = false;
  return true;
}

void read_client(Form& form, const Node& object, const SecretSource& secrets) {
  object.expect("name\0keyFile\0keyEnv\0signed\0fields\0requests\0");
  Form client = form;
  client.clients.clear();
  client.contact_token.reset();
  client.head_rules.keep_those_of_clients();
  client.rules.defaults_stand = true;
  ClientAccess& access = client.client.emplace();
  object["name"].read(access.name);
  if (access.name.empty() || access.name.size() > 64 || !is_plain_word(access.name)) {
    object["name"].error("is no name", "letters, digits and hyphens, 64 at most");
  }
  const auto same_name = [&](const Form& other) { return other.client->name == access.name; };
  if (std::any_of(form.clients.begin(), form.clients.end(), same_name)) {
    object["name"].error("is there twice", "each name once");
  }
  access.key = read_secret(object, secrets);
  object["signed"].read(access.is_signed);
  object["requests"].read(access.requests, 0, 1'000'000);
  std::vector<std::string> fields;
  object["fields"].read(fields);
  for (const std::string& name : fields) {
    if (!open_field(client, name)) {
      object["fields"].error("\"" + name + "\" is none of the form's fields", "fields of the form");
    }
  }
  if (client.rules.contact_by_token) {
    object["fields"].error("lacks contact, which no portal's token says here", "contact");
  }
  client.key_space = form.path + "|client:" + access.name;
  client.names = part_names(client.rules);
  client.max_body = max_body(client.rules);
  form.clients.push_back(std::move(client));
}

}  // namespace

void read_clients(Form& form, const Node& object, const SecretSource& secrets) {
  const Node list = object["clients"];
  if (!list.exists()) return;
  const auto count = list.length();
  constexpr std::size_t most = 100;
  if (!count || *count > most) {
    return list.error("is no list, or too long", "a list of 100 clients at most");
  }
  for (std::size_t i = 0; i < *count; ++i) {
    const Node client = list.item(i);
    if (!client.is_object()) {
      client.error("is no object", "an object with name and keyFile");
      continue;
    }
    read_client(form, client, secrets);
  }
}

}  // namespace casement::gateway
