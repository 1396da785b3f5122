#include "core/config/config.hpp"

#include <utility>

#include "core/config/config_fields.hpp"
#include "core/config/config_node.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

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

constexpr std::string_view server_form = "a host name such as crm0001.wolkvox.com";
constexpr std::string_view proxy_form =
    "an https URL with {url} or {url:encoded}, or one to which the CRM's path is appended";
constexpr std::string_view gateway_form = "an https URL, or a path of this site";

static_assert(static_cast<std::size_t>(Wrong::proxy_has_query) -
                  static_cast<std::size_t>(Wrong::server_missing) ==
              static_cast<std::size_t>(EndpointFault::proxy_has_query));

void accept(Endpoint& endpoint, Result<Endpoint, EndpointError> result, Problems& problems,
            std::string place, std::string_view form) {
  if (result.ok()) {
    endpoint = std::move(result.value());
    return;
  }
  const EndpointError& error = result.error();
  const auto wrong = static_cast<Wrong>(static_cast<std::size_t>(Wrong::server_missing) +
                                        static_cast<std::size_t>(error.fault));
  if (!error.suggestion.empty()) form = error.suggestion;
  problems.add(wrong, std::move(place), {}, form);
}

void read_gateway(FormConfig& config, const Node& root, const ConfigContext& context) {
  const Node gateway = root[Key::gateway];
  std::string base;
  const bool by_attribute = !context.gateway.empty();
  if (gateway.read(base) || by_attribute) {
    accept(config.endpoint,
           gateway_endpoint(by_attribute ? context.gateway : base, context.document_url),
           root.problems(), by_attribute ? "gateway attribute" : gateway.place(), gateway_form);
  }
  root[Key::proof_of_work].read(config.proof_of_work);
  if (root[Key::token].exists()) root[Key::token].add(Wrong::token_in_page);
  for (const Key key : {Key::proxy, Key::server, Key::idempotency_key}) {
    if (root[key].exists()) root[key].add(Wrong::useless_behind_gateway);
  }
}

void read_token(std::string& token, const Node& node) {
  if (!node.read(token) && node.exists()) return;
  if (token.empty()) node.add(Wrong::token_missing);
  // It travels in a header: visible ASCII only.
  bool clean = token.size() <= token_limit;
  for (const char c : token) clean = clean && c > 0x20 && c < 0x7F;
  if (!clean) node.add(Wrong::token_malformed);
}

void read_direct(FormConfig& config, const Node& root, const ConfigContext& context) {
  const Node proxy = root[Key::proxy];
  const Node server = root[Key::server];
  std::string proxy_words;
  std::string server_words;
  const std::size_t errors = root.problems().errors();
  const auto try_both = [&](const Node& node, std::string_view proxy_text,
                            std::string_view server_text, std::string_view form) {
    accept(config.endpoint, direct_endpoint(proxy_text, server_text, context.document_url),
           root.problems(), node.place(), form);
  };
  // Every fault of both is told at once, so each is first tried beside one that is right.
  if (proxy.read(proxy_words) || !proxy.exists()) {
    try_both(proxy, proxy_words, "crm0001.wolkvox.com", proxy_form);
  }
  if (server.read(server_words) || !server.exists()) {
    try_both(server, "https://localhost/{url}", server_words, server_form);
  }
  if (root.problems().errors() == errors) try_both(proxy, proxy_words, server_words, proxy_form);
  config.send_idempotency_key = false;
  root[Key::idempotency_key].read(config.send_idempotency_key);
  read_token(config.token, root[Key::token]);
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
  const auto known = crm_fields();
  // Nothing moves while it is pointed at.
  config.fields.reserve(known.size() + custom_field_limit);
  config.fields.resize(known.size() - 1);
  FieldContext context{config.mode, nullptr, false};
  const auto read = [&](FieldSpec& spec, std::size_t index, std::string_view preset) {
    // The document's keys are the fields' names, with `form` before the last.
    const auto key = static_cast<Key>(static_cast<std::size_t>(Key::operation) + index +
                                      (index + 1 == known.size() ? 1 : 0));
    read_crm_field(spec, known[index], root[key], context, preset);
  };
  // Options of the other fields may depend on the case type, so it is read first.
  constexpr auto case_type =
      static_cast<std::size_t>(Key::case_type) - static_cast<std::size_t>(Key::operation);
  constexpr auto contact =
      static_cast<std::size_t>(Key::contact) - static_cast<std::size_t>(Key::operation);
  constexpr auto status =
      static_cast<std::size_t>(Key::status) - static_cast<std::size_t>(Key::operation);
  const std::size_t errors = root.problems().errors();
  read(config.fields[case_type], case_type, {});
  context.case_type = &config.fields[case_type];
  context.any_case_type = root.problems().errors() != errors;
  for (std::size_t i = 0; i < config.fields.size(); ++i) {
    if (i == case_type) continue;
    read(config.fields[i], i, i == contact ? std::string_view(page.contact) : "");
  }
  const bool closable = may_close(config.fields[status]);
  read_custom_fields(config.fields, root[Key::form], context);

  FieldSpec& solution = config.fields.emplace_back();
  read(solution, known.size() - 1, {});
  const bool fixed =
      solution.visibility == Visibility::hidden || solution.visibility == Visibility::read_only;
  if (closable && fixed && !solution.required && trimmed(solution.default_value).empty()) {
    root[Key::solution].add(Wrong::solution_unwritable);
  }
}

void read_form(FormConfig& config, const Node& root, const ConfigContext& context) {
  root.expect(Key::gateway, Key::schema);
  if (!context.gateway.empty() || root[Key::gateway].exists()) {
    read_gateway(config, root, context);
  } else {
    config.mode = Mode::direct;
    read_direct(config, root, context);
  }
  read_fields(config, root, context);
  read_file_limits(config.files, root[Key::file]);
  root[Key::title].read(config.title);
  root[Key::intro].read(config.intro);
  std::uint64_t seconds = config.timeout_ms / 1000;
  root[Key::timeout].read(seconds, 1, longest_timeout);
  config.timeout_ms = static_cast<std::uint32_t>(seconds * 1000);
  const Node language = root[Key::language];
  std::string tag;
  if (language.read(tag)) {
    if (!speaks(tag)) language.add(Wrong::language_unknown, tag);
    config.language = language_of(tag);
  }
}

}  // namespace

bool FormConfig::exposes_token() const noexcept { return mode == Mode::direct && token != "demo"; }

ConfigOutcome read_config(std::string_view json, const ConfigContext& context) {
  Problems problems;
  FormConfig config;
  if (json.size() > config_limit) {
    problems.add(Wrong::too_large, "", std::to_string(json.size()), std::to_string(config_limit));
  } else if (const auto document = parse_json(json); document.ok()) {
    for (const std::string& place : document.value().repeated) {
      problems.add(Wrong::key_repeated, place);
    }
    const Node root(document.value().root, problems);
    if (root.object(Wrong::no_document)) read_form(config, root, context);
  } else if (document.error().too_deep) {
    problems.add(Wrong::too_deep, "", std::to_string(nesting_limit));
  } else {
    const Place place = place_of(json, document.error().position);
    problems.add(Wrong::not_json, "", std::to_string(place.line), std::to_string(place.column));
  }
  ConfigOutcome outcome;
  if (problems.errors() == 0) outcome.config = std::move(config);
  outcome.problems = problems.take();
  return outcome;
}

}  // namespace casement
