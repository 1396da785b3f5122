#include "core/config.hpp"

#include <optional>
#include <utility>

#include "core/config_fields.hpp"
#include "core/config_node.hpp"
#include "core/crm_fields.hpp"
#include "core/json_document.hpp"
#include "core/unicode.hpp"
#include "core/validation.hpp"

namespace casement {
namespace {

constexpr std::string_view top_keys[] = {
    "gateway", "proxy",    "server",      "token",  "operation", "case-type", "responsible",
    "owner",   "contact",  "description", "status", "priority",  "form",      "solution",
    "file",    "language", "title",       "intro",  "timeout",   "$schema",   "idempotencyKey"};

constexpr std::uint64_t longest_timeout = 3600;  // seconds
constexpr std::size_t token_limit = 4096;        // bytes

/// "line 3, column 14" of a byte; columns in code points.
std::string line_and_column(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  std::size_t line = 1;
  for (const char c : before) line += c == '\n' ? 1 : 0;
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0.
  return "line " + std::to_string(line) + ", column " +
         std::to_string(count_code_points(before.substr(start)) + 1);
}

std::string_view what_is_wrong(EndpointFault fault) {
  switch (fault) {
    case EndpointFault::server_missing:
    case EndpointFault::proxy_missing: return "is missing or empty";
    case EndpointFault::server_retired: return "this server was switched off in 2024";
    case EndpointFault::server_has_scheme: return "has a scheme";
    case EndpointFault::server_has_path: return "has a path";
    case EndpointFault::server_has_query:
    case EndpointFault::proxy_has_query: return "has a query";
    case EndpointFault::server_malformed: return "is no host name";
    case EndpointFault::proxy_doubled_scheme: return "has two schemes";
    case EndpointFault::proxy_not_https: return "is not https (http is for this machine alone)";
    case EndpointFault::proxy_malformed: break;
  }
  return "is no URL to send to";
}

constexpr std::string_view server_form = "a host name such as crm0001.wolkvox.com";
constexpr std::string_view proxy_form =
    "an https URL with {url} or {url:encoded}, or one to which the CRM's path is appended";
constexpr std::string_view gateway_form = "an https URL, or a path of this site";

std::optional<Endpoint> accept(Result<Endpoint, EndpointError> result, std::string_view place,
                               std::string_view form, Problems& problems) {
  if (result.ok()) return std::move(result.value());
  const EndpointError& error = result.error();
  const bool missing =
      error.fault == EndpointFault::server_missing || error.fault == EndpointFault::proxy_missing;
  problems.error(place, what_is_wrong(error.fault),
                 error.suggestion.empty() ? form : error.suggestion,
                 missing ? Message::config_no_server : Message::config_wrong_server);
  return std::nullopt;
}

void read_gateway(FormConfig& config, const Node& root, const ConfigContext& context) {
  Problems& problems = root.problems();
  config.mode = Mode::gateway;
  config.send_idempotency_key = true;
  const Node gateway = root.member("gateway");
  const std::string* base = gateway.string();
  const bool by_attribute = !context.gateway.empty();
  if (by_attribute || base != nullptr) {
    auto endpoint =
        accept(gateway_endpoint(by_attribute ? context.gateway : *base, context.document_url),
               by_attribute ? "gateway attribute" : gateway.place(), gateway_form, problems);
    if (endpoint) config.endpoint = std::move(*endpoint);
  }
  const Node token = root.member("token");
  if (token.exists()) {
    token.error("must not be in the page: the gateway keeps it", "nothing: remove it");
  }
  for (const std::string_view name : {"proxy", "server", "idempotencyKey"}) {
    const Node node = root.member(name);
    if (node.exists()) node.warning("means nothing behind a gateway", "nothing: remove it");
  }
}

/// Every fault of proxy and of server is told at once, so each is also tried beside one that is
/// right.
void read_direct_endpoint(FormConfig& config, const Node& root, const ConfigContext& context) {
  Problems& problems = root.problems();
  const Node proxy = root.member("proxy");
  const Node server = root.member("server");
  const std::size_t errors = problems.errors();
  const std::string* proxy_words = proxy.string(proxy_form);
  const std::string* server_words = server.string(server_form);
  const std::string none;
  if (proxy_words != nullptr || !proxy.exists()) {
    (void)accept(direct_endpoint(proxy_words != nullptr ? *proxy_words : none,
                                 "crm0001.wolkvox.com", context.document_url),
                 proxy.place(), proxy_form, problems);
  }
  if (server_words != nullptr || !server.exists()) {
    (void)accept(
        direct_endpoint("https://localhost/{url}", server_words != nullptr ? *server_words : none,
                        context.document_url),
        server.place(), server_form, problems);
  }
  if (problems.errors() != errors) return;
  auto endpoint = accept(direct_endpoint(*proxy_words, *server_words, context.document_url),
                         proxy.place(), proxy_form, problems);
  if (endpoint) config.endpoint = std::move(*endpoint);
}

void read_direct(FormConfig& config, const Node& root, const ConfigContext& context) {
  config.mode = Mode::direct;
  read_direct_endpoint(config, root, context);
  config.send_idempotency_key = root.member("idempotencyKey").boolean().value_or(false);
  const Node token = root.member("token");
  const std::string* words = token.string();
  if (words == nullptr || words->empty()) {
    if (words != nullptr || !token.exists()) {
      root.problems().error(token.place(), words != nullptr ? "is empty" : "is missing",
                            "the CRM's token, or a gateway that keeps it",
                            Message::config_no_token);
    }
    return;
  }
  // It travels in a header: visible ASCII only.
  bool clean = words->size() <= token_limit;
  for (const char c : *words) clean = clean && c > 0x20 && c < 0x7F;
  if (!clean) token.error("is no token", "letters, digits and signs without spaces");
  config.token = *words;
}

FieldContext case_types_of(const FieldSpec& spec, Mode mode, bool wrong) {
  FieldContext context{mode, {}, wrong};
  if (wrong) return context;
  switch (spec.visibility) {
    case Visibility::shown:
      for (const Option& option : spec.options) context.case_types.push_back(option.value);
      context.any_case_type = spec.options.empty();
      break;
    case Visibility::read_only:
    case Visibility::hidden: context.case_types.push_back(spec.default_value); break;
    case Visibility::locked: break;
  }
  return context;
}

/// A status that is there, or may be chosen, asks for a solution.
bool may_close(const FieldSpec& status) {
  if (status.visibility == Visibility::locked) return false;
  for (const Option& option : status.options) {
    const bool possible =
        status.visibility == Visibility::shown || option.value == status.default_value;
    if (possible && option.condition == Condition::closed) return true;
  }
  return false;
}

void read_fields(FormConfig& config, const Node& root, const ConfigContext& page) {
  Problems& problems = root.problems();
  const auto& known = crm_fields();
  // Options of the other fields may depend on the case type, so it is read first.
  const std::size_t errors = problems.errors();
  const std::size_t type_index = 1;
  FieldSpec case_type = read_crm_field(known[type_index], root.member(known[type_index].name),
                                       {config.mode, {}, false}, {});
  const FieldContext context = case_types_of(case_type, config.mode, problems.errors() != errors);
  bool may_be_closed = false;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const CrmField& crm = known[i];
    const Node node = root.member(crm.name);
    if (crm.name == "solution") {
      for (FieldSpec& custom : read_custom_fields(root.member("form"), context)) {
        config.fields.push_back(std::move(custom));
      }
    }
    if (i == type_index) {
      config.fields.push_back(case_type);
      continue;
    }
    config.fields.push_back(read_crm_field(
        crm, node, context, crm.name == "contact" ? std::string_view(page.contact) : ""));
    const FieldSpec& spec = config.fields.back();
    if (crm.name == "status") may_be_closed = may_close(spec);
    const bool unwritable =
        spec.visibility == Visibility::hidden || spec.visibility == Visibility::read_only;
    if (crm.name == "solution" && may_be_closed && unwritable && !spec.required &&
        trimmed(spec.default_value).empty()) {
      node.error("a closed status asks for it, and nobody can give it a value",
                 "\"default\", or \"visibility\": \"shown\"");
    }
  }
}

FormConfig read_form(const Node& root, const ConfigContext& context) {
  FormConfig config;
  root.expect_members(top_keys);
  if (!context.gateway.empty() || root.member("gateway").exists()) {
    read_gateway(config, root, context);
  } else {
    read_direct(config, root, context);
  }
  read_fields(config, root, context);
  config.files = read_file_limits(root.member("file"));
  if (auto title = root.member("title").local_text()) config.title = std::move(*title);
  if (auto intro = root.member("intro").local_text()) config.intro = std::move(*intro);
  if (const auto seconds = root.member("timeout").whole(1, longest_timeout)) {
    config.timeout_ms = static_cast<std::uint32_t>(*seconds * 1000);
  }
  const Node language = root.member("language");
  if (const std::string* tag = language.string()) {
    if (speaks(*tag)) {
      config.language = language_of(*tag);
    } else {
      language.error(in_quotes(*tag) + " is not spoken here", "en, es or pt");
    }
  }
  return config;
}

}  // namespace

bool FormConfig::exposes_token() const noexcept { return mode == Mode::direct && token != "demo"; }

ConfigOutcome read_config(std::string_view json, const ConfigContext& context) {
  Problems problems;
  ConfigOutcome outcome;
  if (json.size() > config_limit) {
    problems.error("", "has " + std::to_string(json.size()) + " bytes",
                   "at most " + std::to_string(config_limit), Message::config_not_json);
    outcome.problems = problems.take();
    return outcome;
  }
  auto document = parse_json(json);
  if (!document.ok()) {
    const JsonFault& fault = document.error();
    if (fault.too_deep) {
      problems.error("", "is nested too deeply", std::to_string(nesting_limit) + " levels",
                     Message::config_not_json);
    } else {
      problems.error("", "is not JSON: see " + line_and_column(json, fault.position),
                     "one JSON object", Message::config_not_json);
    }
    outcome.problems = problems.take();
    return outcome;
  }
  for (const std::string& place : document.value().repeated) {
    problems.warning(place, "is there more than once; the last one counts", "each key once");
  }
  const Node root(&document.value().root, "", problems);
  FormConfig config;
  if (root.object("an object")) config = read_form(root, context);
  if (problems.errors() == 0) outcome.config = std::move(config);
  outcome.problems = problems.take();
  return outcome;
}

}  // namespace casement
