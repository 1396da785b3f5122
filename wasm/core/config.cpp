#include "core/config.hpp"

#include <iterator>
#include <utility>

#include "core/config_fields.hpp"
#include "core/config_node.hpp"
#include "core/crm_fields.hpp"
#include "core/json_document.hpp"
#include "core/unicode.hpp"

namespace casement {
namespace {

constexpr std::string_view top_keys[] = {
    "gateway", "proxy",    "server",      "token",  "operation", "case-type", "responsible",
    "owner",   "contact",  "description", "status", "priority",  "form",      "solution",
    "file",    "language", "title",       "intro",  "timeout",   "$schema",   "idempotencyKey"};

constexpr std::uint64_t longest_timeout = 3600;  // seconds
constexpr std::size_t token_limit = 4096;        // bytes

struct Place {
  std::size_t line;
  std::size_t column;  ///< in code points
};

/// Of a byte, both from 1.
Place place_of(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  std::size_t line = 1;
  for (const char c : before) line += c == '\n' ? 1u : 0u;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0.
  return {line, count_code_points(before.substr(start)) + 1};
}

/// By EndpointFault.
constexpr std::string_view endpoint_faults[] = {
    "is missing or empty",
    "was switched off in 2024",
    "has a scheme",
    "has a path",
    "has a query",
    "is no host name",
    "is missing or empty",
    "has two schemes",
    "is not https (http is for this machine alone)",
    "is no URL to send to",
    "has a query",
};
static_assert(std::size(endpoint_faults) ==
              static_cast<std::size_t>(EndpointFault::proxy_has_query) + 1);

constexpr std::string_view server_form = "a host name such as crm0001.wolkvox.com";
constexpr std::string_view proxy_form =
    "an https URL with {url} or {url:encoded}, or one to which the CRM's path is appended";
constexpr std::string_view gateway_form = "an https URL, or a path of this site";

void accept(Endpoint& endpoint, Result<Endpoint, EndpointError> result, std::string place,
            std::string_view form, Problems& problems) {
  if (result.ok()) {
    endpoint = std::move(result.value());
    return;
  }
  const EndpointError& error = result.error();
  const bool missing =
      error.fault == EndpointFault::server_missing || error.fault == EndpointFault::proxy_missing;
  problems.add(ConfigProblem::Severity::error, std::move(place),
               {endpoint_faults[static_cast<std::size_t>(error.fault)]},
               {error.suggestion.empty() ? form : error.suggestion},
               missing ? Message::config_no_server : Message::config_wrong_server);
}

void read_gateway(FormConfig& config, const Node& root, const ConfigContext& context) {
  config.mode = Mode::gateway;
  const Node gateway = root.member("gateway");
  std::string base;
  const bool by_attribute = !context.gateway.empty();
  if (gateway.read(base) || by_attribute) {
    accept(config.endpoint,
           gateway_endpoint(by_attribute ? context.gateway : base, context.document_url),
           by_attribute ? "gateway attribute" : gateway.place(), gateway_form, root.problems());
  }
  for (const std::string_view name : {"token", "proxy", "server", "idempotencyKey"}) {
    const Node node = root.member(name);
    if (!node.exists()) continue;
    if (name == "token") {
      node.error({"must not be in the page: the gateway keeps it"}, {"nothing: remove it"});
    } else {
      node.warning({"means nothing behind a gateway"}, {"nothing: remove it"});
    }
  }
}

void read_token(std::string& token, const Node& node) {
  if (!node.read(token) && node.exists()) return;
  if (token.empty()) {
    node.error({"is missing or empty"}, {"the CRM's token, or a gateway that keeps it"},
               Message::config_no_token);
  }
  // It travels in a header: visible ASCII only.
  bool clean = token.size() <= token_limit;
  for (const char c : token) clean = clean && c > 0x20 && c < 0x7F;
  if (!clean) node.error({"is no token"}, {"letters, digits and signs without spaces"});
}

void read_direct(FormConfig& config, const Node& root, const ConfigContext& context) {
  config.mode = Mode::direct;
  const Node proxy = root.member("proxy");
  const Node server = root.member("server");
  std::string proxy_words;
  std::string server_words;
  // Every fault of both is told at once, so each is first tried beside one that is right.
  const std::size_t errors = root.problems().errors();
  if (proxy.read(proxy_words, proxy_form) || !proxy.exists()) {
    accept(config.endpoint,
           direct_endpoint(proxy_words, "crm0001.wolkvox.com", context.document_url), proxy.place(),
           proxy_form, root.problems());
  }
  if (server.read(server_words, server_form) || !server.exists()) {
    accept(config.endpoint,
           direct_endpoint("https://localhost/{url}", server_words, context.document_url),
           server.place(), server_form, root.problems());
  }
  if (root.problems().errors() == errors) {
    accept(config.endpoint, direct_endpoint(proxy_words, server_words, context.document_url),
           proxy.place(), proxy_form, root.problems());
  }
  config.send_idempotency_key = false;
  root.member("idempotencyKey").read(config.send_idempotency_key);
  read_token(config.token, root.member("token"));
}

/// A status that is there, or may be chosen, asks for a solution.
bool may_close(const FieldSpec& status) {
  for (const Option& option : status.options) {
    const bool possible =
        status.visibility == Visibility::shown ||
        (status.visibility != Visibility::locked && option.value == status.default_value);
    if (possible && option.condition == Condition::closed) return true;
  }
  return false;
}

void read_fields(FormConfig& config, const Node& root, const ConfigContext& page) {
  const auto& known = crm_fields();
  const std::string_view case_type_name = "case-type";
  // Options of the other fields may depend on the case type, so it is read first.
  const std::size_t errors = root.problems().errors();
  const CrmField& case_type_field = *find_crm_field(case_type_name);
  FieldSpec case_type =
      read_crm_field(case_type_field, root.member(case_type_name), config.mode, CaseTypes{}, {});
  const CaseTypes case_types(case_type, root.problems().errors() != errors);
  bool closable = false;
  for (const CrmField& crm : known) {
    const Node node = root.member(crm.name);
    const bool is_solution = crm.name == "solution";
    if (is_solution)
      read_custom_fields(config.fields, root.member("form"), config.mode, case_types);
    FieldSpec& spec = config.fields.emplace_back();
    if (crm.name == case_type_name) continue;
    spec = read_crm_field(crm, node, config.mode, case_types,
                          crm.name == "contact" ? std::string_view(page.contact) : "");
    closable = closable || (crm.name == "status" && may_close(spec));
    if (is_solution && closable && !spec.required && spec.visibility != Visibility::shown &&
        spec.visibility != Visibility::locked && trimmed(spec.default_value).empty()) {
      node.error({"a closed status asks for it, and nobody can give it a value"},
                 {"\"default\", or \"visibility\": \"shown\""});
    }
  }
  config.fields[static_cast<std::size_t>(&case_type_field - known.data())] = std::move(case_type);
}

void read_form(FormConfig& config, const Node& root, const ConfigContext& context) {
  root.expect_members(top_keys);
  if (!context.gateway.empty() || root.member("gateway").exists()) {
    read_gateway(config, root, context);
  } else {
    read_direct(config, root, context);
  }
  read_fields(config, root, context);
  config.files = read_file_limits(root.member("file"));
  root.member("title").read(config.title);
  root.member("intro").read(config.intro);
  std::uint64_t seconds = config.timeout_ms / 1000;
  root.member("timeout").read(seconds, 1, longest_timeout);
  config.timeout_ms = static_cast<std::uint32_t>(seconds * 1000);
  const Node language = root.member("language");
  std::string tag;
  if (language.read(tag)) {
    if (!speaks(tag)) {
      language.error({"\"", shortened(tag), "\" is not spoken here"}, {"en, es or pt"});
    }
    config.language = language_of(tag);
  }
}

}  // namespace

bool FormConfig::exposes_token() const noexcept { return mode == Mode::direct && token != "demo"; }

ConfigOutcome read_config(std::string_view json, const ConfigContext& context) {
  using enum ConfigProblem::Severity;
  Problems problems;
  FormConfig config;
  if (json.size() > config_limit) {
    problems.add(error, "", {"has ", std::to_string(json.size()), " bytes"},
                 {"at most ", std::to_string(config_limit)}, Message::config_not_json);
  } else if (const auto document = parse_json(json); document.ok()) {
    for (const std::string& place : document.value().repeated) {
      problems.add(warning, place, {"is there more than once; the last one counts"},
                   {"each key once"});
    }
    const Node root(document.value().root, problems);
    if (root.object("an object")) read_form(config, root, context);
  } else if (document.error().too_deep) {
    problems.add(error, "", {"is nested too deeply"}, {std::to_string(nesting_limit), " levels"},
                 Message::config_not_json);
  } else {
    const Place place = place_of(json, document.error().position);
    problems.add(error, "",
                 {"is not JSON: see line ", std::to_string(place.line), ", column ",
                  std::to_string(place.column)},
                 {"one JSON object"}, Message::config_not_json);
  }
  ConfigOutcome outcome;
  if (problems.errors() == 0) outcome.config = std::move(config);
  outcome.problems = problems.take();
  return outcome;
}

}  // namespace casement
