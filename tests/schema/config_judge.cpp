/// config_judge: what the readers say of documents, for the tests of the schemas and for `./dev
/// docs`.
///
/// Each line of the input is `{"reader": …, "text": …}`: `direct` is the form's document alone,
/// `attribute` the same behind the element's attribute `gateway`, `gateway` is gateway.json. Each
/// line of the output is `{"errors": […], "warnings": […], "config": …}`: a problem is
/// `{place, what, allowed}`, and `config`, of a document that is taken, all that has a default.
///
/// `config_judge facts` writes what else the schemas are made of: the languages and the limits.
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "core/config/config.hpp"
#include "core/text/json_document.hpp"
#include "core/text/language.hpp"
#include "gateway/config/gateway_config.hpp"

using namespace casement;
using namespace casement::gateway;

namespace {

/// The smallest time zone (RFC 8536, version 2).
std::string utc() {
  using std::string_literals::operator""s;
  const std::string block =
      "TZif2"s + std::string(31, '\0') + "\0\0\0\1\0\0\0\4"s + "\0\0\0\0\0\0"s + "UTC\0"s;
  return block + block + "\nUTC0\n";
}

/// What files and variables hold, by their names; there are no others.
SecretSource secrets() {
  const auto found = [](const std::string& name) -> std::optional<std::string> {
    constexpr std::size_t enough = 32;
    if (name == "key") return std::string(enough, 'k');
    if (name == "short") return "k";
    if (name == "words") return "two words";
    if (name == "/usr/share/zoneinfo/Etc/UTC") return utc();
    return std::nullopt;
  };
  return {found, found};
}

Json json_of(const std::vector<Option>& options) {
  Json list = Json::array();
  for (const Option& option : options) list.push_back({option.value, option.label.in});
  return list;
}

Json json_of(const std::vector<FieldSpec>& fields) {
  Json list = Json::array();
  for (const FieldSpec& field : fields) {
    list.push_back({{"name", field.name},
                    {"kind", field.kind},
                    {"visibility", field.visibility},
                    {"required", field.required},
                    {"default", field.default_value},
                    {"options", json_of(field.options)},
                    {"minLength", field.min_length},
                    {"maxLength", field.max_length},
                    {"autocomplete", field.autocomplete}});
  }
  return list;
}

Json json_of(const FileLimits& files) {
  return {{"name", files.part_name},     {"extensions", files.extensions},
          {"maxFiles", files.max_files}, {"maxFileSize", files.max_file_size},
          {"required", files.required},  {"maxTotalSize", files.max_total_size}};
}

Json json_of(const FormConfig& config) {
  return {{"idempotencyKey", config.send_idempotency_key},
          {"proofOfWork", config.proof_of_work},
          {"timeout", config.timeout_ms / 1000},
          {"fields", json_of(config.fields)},
          {"files", json_of(config.files)}};
}

Json json_of(const Form& form) {
  Json json{{"path", form.path},
            {"origins", form.origins},
            {"fields", json_of(form.rules.fields)},
            {"files", json_of(form.rules.files)}};
  if (const auto& token = form.contact_token) {
    json["contactToken"] = {token->claim, token->skew_seconds, token->max_seconds};
  }
  if (const auto& proof = form.head_rules.get<ProofOfWork>())
    json["proofOfWork"] = {proof->max_number, proof->seconds};
  if (const auto& asked = form.reconcile) {
    json["reconcile"] = {asked->query_field, asked->after_seconds};
  }
  for (const Form& client : form.clients) {
    json["clients"].push_back({client.client->is_signed, client.client->requests});
  }
  return json;
}

Json json_of(const GatewayConfig& config) {
  Json json;
  for (const ListenAddress& each : config.listen)
    json["listen"].push_back({each.address, each.port});
  for (const LimitRow& row : limit_rows()) json["limits"][row.key] = config.limits.*row.member;
  for (const Form& form : config.forms) json["forms"].push_back(json_of(form));
  if (config.redis) json["replicas"] = config.redis->replicas;
  return json;
}

template <class Outcome>
Json verdict_of(const Outcome& outcome) {
  Json verdict{{"errors", Json::array()}, {"warnings", Json::array()}};
  for (const ConfigProblem& problem : outcome.problems) {
    const bool error = problem.severity == ConfigProblem::Severity::error;
    verdict[error ? "errors" : "warnings"].push_back(
        {{"place", problem.place}, {"what", problem.what}, {"allowed", problem.allowed}});
  }
  if (outcome.config) verdict["config"] = json_of(*outcome.config);
  return verdict;
}

Json judge(std::string_view reader, std::string_view text) {
  if (reader == "gateway") return verdict_of(read_gateway_config(text, secrets()));
  ConfigContext context;
  context.document_url = "https://portal.example.com/form/case-form.json";
  if (reader == "attribute") context.gateway = "https://cases.example.com";
  return verdict_of(read_config(text, context));
}

Json facts() {
  Json languages = Json::array();
  for (std::size_t i = 0; i < language_count; ++i) {
    languages.push_back(tag_of(static_cast<Language>(i)));
  }
  Json limits = Json::array();
  for (const LimitRow& row : limit_rows()) {
    limits.push_back({{"key", row.key},
                      {"default", Limits{}.*row.member},
                      {"minimum", row.min},
                      {"maximum", row.max},
                      {"meaning", row.meaning}});
  }
  return {{"languages", languages}, {"limits", limits}};
}

void write(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 1 && std::string_view(arguments[1]) == "facts") {
    write(facts());
    return 0;
  }
  for (std::string line; std::getline(std::cin, line);) {
    const auto asked = parse_json(line);
    const std::string* reader =
        asked.ok() ? text_of(member(asked.value().root, "reader")) : nullptr;
    const std::string* text = asked.ok() ? text_of(member(asked.value().root, "text")) : nullptr;
    if (reader == nullptr || text == nullptr) {
      std::cerr << "not a line of config_judge: " << line << '\n';
      return EXIT_FAILURE;
    }
    write(judge(*reader, *text));
  }
}
