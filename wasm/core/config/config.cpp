#include "core/config/config.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/config/config_fields.hpp"
#include "core/config/config_node.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/text/ordered.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

constexpr std::uint64_t max_timeout = 3600;  // seconds
constexpr std::size_t token_limit = 4096;    // bytes

constexpr std::string_view server_form = "a host name such as crm0001.wolkvox.com";
constexpr std::string_view proxy_form =
    "an https URL with {url} or {url:encoded}, or one to which the CRM's path is appended";
constexpr std::string_view gateway_form = "an https URL, or a path of this site";

/// The codes stand in the order of the faults: this table is read by the compiler alone.
struct EndpointProblem {
  EndpointFault fault;
  ProblemCode code;
};

constexpr ProblemCode code_of(EndpointFault fault) {
  return static_cast<ProblemCode>(static_cast<std::size_t>(ProblemCode::server_missing) +
                                  static_cast<std::size_t>(fault));
}

constexpr EndpointProblem endpoint_problems[] = {
    {EndpointFault::server_missing, ProblemCode::server_missing},
    {EndpointFault::server_retired, ProblemCode::server_retired},
    {EndpointFault::server_has_scheme, ProblemCode::server_has_scheme},
    {EndpointFault::server_has_path, ProblemCode::server_has_path},
    {EndpointFault::server_has_query, ProblemCode::server_has_query},
    {EndpointFault::server_malformed, ProblemCode::server_malformed},
    {EndpointFault::proxy_missing, ProblemCode::proxy_missing},
    {EndpointFault::proxy_doubled_scheme, ProblemCode::proxy_doubled_scheme},
    {EndpointFault::proxy_not_https, ProblemCode::proxy_not_https},
    {EndpointFault::proxy_malformed, ProblemCode::proxy_malformed},
    {EndpointFault::proxy_has_query, ProblemCode::proxy_has_query},
};
static_assert(ordered(endpoint_problems, &EndpointProblem::fault, EndpointFault::proxy_has_query));
static_assert(std::all_of(std::begin(endpoint_problems), std::end(endpoint_problems),
                          [](const EndpointProblem& row) {
                            return code_of(row.fault) == row.code;
                          }));

void add(Problems& problems, const EndpointError& error, std::string place,
         std::string_view allowed) {
  if (!error.suggestion.empty()) allowed = error.suggestion;
  problems.add(code_of(error.fault), std::move(place), {}, allowed);
}

void accept(Endpoint& endpoint, Result<Endpoint, EndpointError> result, Problems& problems,
            std::string place, std::string_view allowed) {
  if (result.ok()) {
    endpoint = std::move(result.value());
  } else {
    add(problems, result.error(), std::move(place), allowed);
  }
}

void read_gateway(FormConfig& config, const Node& root, const ConfigContext& context) {
  const Node gateway = root[ConfigKey::gateway];
  std::string base;
  const bool by_attribute = !context.gateway.empty();
  if (gateway.read(base) || by_attribute) {
    accept(config.endpoint,
           gateway_endpoint(by_attribute ? context.gateway : base, context.document_url),
           root.problems(), by_attribute ? "gateway attribute" : gateway.place(), gateway_form);
  }
  root[ConfigKey::proof_of_work].read(config.proof_of_work);
  if (root[ConfigKey::token].exists()) root[ConfigKey::token].add(ProblemCode::token_in_page);
  for (const ConfigKey key : {ConfigKey::proxy, ConfigKey::server, ConfigKey::idempotency_key}) {
    if (root[key].exists()) root[key].add(ProblemCode::useless_behind_gateway);
  }
}

void read_token(std::string& token, const Node& node) {
  if (!node.read(token) && node.exists()) return;
  if (token.empty()) node.add(ProblemCode::token_missing);
  // It travels in a header: visible ASCII only.
  bool clean = token.size() <= token_limit;
  for (const char c : token) clean = clean && c > 0x20 && c < 0x7F;
  if (!clean) node.add(ProblemCode::token_malformed);
}

void read_direct(FormConfig& config, const Node& root, const ConfigContext& context) {
  const Node proxy = root[ConfigKey::proxy];
  const Node server = root[ConfigKey::server];
  std::string words;
  const bool may_tell = server.read(words) || !server.exists();
  const auto crm = read_server(words);
  words.clear();
  if (proxy.read(words) || !proxy.exists()) {
    // Its own faults are told beside a wrong server's.
    const CrmServer none;
    accept(config.endpoint,
           direct_endpoint(words, crm.ok() ? crm.value() : none, context.document_url),
           root.problems(), proxy.place(), proxy_form);
  }
  if (may_tell && !crm.ok()) add(root.problems(), crm.error(), server.place(), server_form);
  config.send_idempotency_key = false;
  root[ConfigKey::idempotency_key].read(config.send_idempotency_key);
  read_token(config.token, root[ConfigKey::token]);
}

void read_form(FormConfig& config, const Node& root, const ConfigContext& context) {
  root.expect(ConfigKey::gateway, ConfigKey::schema);
  if (!context.gateway.empty() || root[ConfigKey::gateway].exists()) {
    read_gateway(config, root, context);
  } else {
    config.mode = Mode::direct;
    read_direct(config, root, context);
  }
  read_case_fields(config.fields, root, config.mode, context.contact);
  read_file_limits(config.files, root[ConfigKey::file]);
  root[ConfigKey::title].read(config.title);
  root[ConfigKey::intro].read(config.intro);
  std::uint64_t seconds = config.timeout_ms / 1000;
  root[ConfigKey::timeout].read(seconds, 1, max_timeout);
  config.timeout_ms = static_cast<std::uint32_t>(seconds * 1000);
  const Node language = root[ConfigKey::language];
  std::string tag;
  if (language.read(tag)) {
    if (!speaks(tag)) {
      language.add(ProblemCode::language_unknown, tag, list_of(language_tags));
    }
    config.language = language_of(tag);
  }
}

}  // namespace

bool FormConfig::exposes_token() const noexcept { return mode == Mode::direct && token != "demo"; }

ConfigOutcome read_config(std::string_view json, const ConfigContext& context) {
  Problems problems;
  FormConfig config;
  const ConfigDocument document(json, config_limit, problems);
  const Node root = document.root();
  if (root.object(ProblemCode::no_document)) read_form(config, root, context);
  ConfigOutcome outcome;
  if (problems.errors() == 0) outcome.config = std::move(config);
  outcome.problems = problems.take();
  return outcome;
}

}  // namespace casement
