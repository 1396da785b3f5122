#include "gateway/config/gateway_config.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/protocol/endpoint.hpp"
#include "core/text/json_document.hpp"
#include "core/text/unicode.hpp"
#include "gateway/config/config_values.hpp"
#include "gateway/config/form_config.hpp"
#include "gateway/config/redis_config.hpp"

namespace casement::gateway {
namespace {

using Problems = std::vector<ConfigProblem>;

void read_listen(std::vector<ListenAddress>& listen, std::string_view key,
                 std::vector<std::string> places, const ConfigObject& root) {
  root.read(key, places);
  if (places.empty() && root.find(key) != nullptr) {
    root.error(key, "is an empty list", "at least one address");
  }
  for (const std::string& place : places) {
    const std::size_t colon = place.rfind(':');
    std::string address = place.substr(0, std::min(colon, place.size()));
    const std::string port = colon == std::string::npos ? "" : place.substr(colon + 1);
    if (address.starts_with('[') && address.ends_with(']')) {
      address = address.substr(1, address.size() - 2);
    }
    const bool digits =
        !port.empty() && port.size() <= 5 &&
        std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    const unsigned long number = digits ? std::strtoul(port.c_str(), nullptr, 10) : 65536;
    if (!ip_address_of(address) || number > 65535) {
      root.error(key, R"(")" + place + R"(" is no address with a port)",
                 R"("127.0.0.1:8090", "[::]:8090")");
      continue;
    }
    listen.push_back({address, static_cast<std::uint16_t>(number)});
  }
}

void read_proxies(GatewayConfig& config, const ConfigObject& root) {
  std::vector<std::string> places;
  root.read("trustedProxies", places);
  for (const std::string& place : places) {
    if (const auto network = network_of(place)) {
      config.trusted_proxies.push_back(*network);
    } else {
      root.error("trustedProxies", "\"" + place + "\" is no address and no network",
                 R"("127.0.0.1", "10.0.0.0/8", "fd00::/8")");
    }
  }
}

void read_server(GatewayConfig& config, const ConfigObject& root) {
  std::string server;
  if (!root.read("server", server) && root.find("server") != nullptr) return;
  // Judged as the form's document judges it: retired hosts and schemes have sentences of their own.
  const auto endpoint = direct_endpoint("https://localhost/{url}", server, "https://localhost/");
  const auto authority = parse_authority(server);
  if (!endpoint.ok() || !authority) {
    const std::string near = endpoint.ok() ? "" : endpoint.error().suggestion;
    root.error("server", server.empty() ? "is missing or empty" : "is no host to send to",
               near.empty() ? "a host name such as crm0001.wolkvox.com" : near);
    return;
  }
  config.server = *authority;
  config.tls = endpoint.value().url.starts_with("https://localhost/https://");
}

void read_token(GatewayConfig& config, const ConfigObject& root, const SecretSource& secrets) {
  if (root.find("token") != nullptr) {
    root.error("token", "a secret must not be in this document", "tokenEnv or tokenFile");
  }
  std::string name;
  std::optional<std::string> token;
  std::string_view key = "tokenEnv";
  const bool by_file = root.find("tokenFile") != nullptr;
  if (by_file) key = "tokenFile";
  if (by_file && root.find("tokenEnv") != nullptr) {
    root.error("tokenFile", "is there beside tokenEnv", "one of them");
    return;
  }
  if (!root.read(key, name)) {
    if (root.find(key) == nullptr) {
      root.error(key, "is missing", "the name of an environment variable, or tokenFile");
    }
    return;
  }
  token = by_file ? secrets.file(name) : secrets.variable(name);
  if (!token) {
    root.error(key, by_file ? "this file cannot be read" : "this variable is not set",
               by_file ? "a file with the CRM's token" : "a variable with the CRM's token");
    return;
  }
  const std::string_view clean = trimmed(*token);
  if (clean.empty() || clean.size() > 4096 || !is_visible_ascii(clean)) {
    root.error(key, "holds no token", "letters, digits and signs without spaces");
    return;
  }
  config.token = clean;
}

void read_store(GatewayConfig& config, const ConfigObject& root, Problems& problems,
                const SecretSource& secrets) {
  constexpr const char* allowed =
      "a file's path, redis://host:port/database, or an object with url";
  const Json* value = root.find("store");
  if (value != nullptr && value->is_object()) {
    const ConfigObject object(*value, root.place_of("store"), problems);
    read_redis(config.redis.emplace(), object, problems, secrets);
    object.read("url", config.store);
    return;
  }
  root.read("store", config.store);
  if (config.store.empty()) {
    root.error("store", "is missing or empty", allowed);
  } else if (is_redis(config.store)) {
    read_redis_url(config.redis.emplace(), "store", config.store, root);
  }
}

void read_forms(GatewayConfig& config, const ConfigObject& root, Problems& problems,
                const SecretSource& secrets) {
  const Json* value = root.find("forms");
  const auto* list = value == nullptr ? nullptr : value->get_ptr<const Json::array_t*>();
  if (list == nullptr || list->empty() || list->size() > 1000) {
    return root.error("forms",
                      list == nullptr ? "is missing or no list" : "has no or too many items",
                      "a list of 1 to 1000 forms");
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const ConfigObject object((*list)[i], pointer_to("/forms", i), problems);
    if (!(*list)[i].is_object()) {
      object.error("", "is no object", "an object with origins and fields");
      continue;
    }
    Form form;
    read_form(form, object, problems, secrets);
    for (const Form& other : config.forms) {
      if (other.path == form.path) object.error("path", "is there twice", "each path once");
    }
    config.forms.push_back(std::move(form));
  }
}

void read_limits(Limits& limits, const ConfigObject& root, Problems& problems) {
  const Json* value = root.find("limits");
  if (value == nullptr) return;
  const ConfigObject object(*value, root.place_of("limits"), problems);
  if (!value->is_object()) return object.error("", "is no object", "an object");
  constexpr std::uint64_t hour = 3600;
  const struct {
    std::string_view key;
    std::uint64_t* number;
    std::uint64_t least;
    std::uint64_t most;
  } rows[] = {
      {"simultaneous", &limits.simultaneous, 1, 1024},
      {"queue", &limits.queue, 0, 100'000},
      {"queueSeconds", &limits.queue_seconds, 1, hour},
      {"connections", &limits.connections, 1, 1'000'000},
      {"addressConnections", &limits.address_connections, 1, 1'000'000},
      {"headSeconds", &limits.head_seconds, 1, hour},
      {"idleSeconds", &limits.idle_seconds, 1, hour},
      {"stallSeconds", &limits.stall_seconds, 1, hour},
      {"bodySeconds", &limits.body_seconds, 1, hour},
      {"bodyMemory", &limits.body_memory, 1'000'000, 1'000'000'000'000},
      {"minimumRate", &limits.minimum_rate, 0, 1'000'000'000},
      {"connectSeconds", &limits.connect_seconds, 1, hour},
      {"answerSeconds", &limits.answer_seconds, 1, hour},
      {"drainSeconds", &limits.drain_seconds, 0, hour},
      {"drainBytes", &limits.drain_bytes, 0, 10'000'000'000},
      {"waitSeconds", &limits.wait_seconds, 0, hour},
      {"keepHours", &limits.keep_hours, 1, 8760},
      {"stopSeconds", &limits.stop_seconds, 0, hour},
      {"dailyBudget", &limits.daily_budget, 0, 1'000'000'000},
      {"dailyReserve", &limits.daily_reserve, 0, 1'000'000'000},
      {"addressRequests", &limits.address_requests, 0, 1'000'000},
      {"contactRequests", &limits.contact_requests, 0, 1'000'000},
  };
  for (const auto& row : rows) object.read(row.key, *row.number, row.least, row.most);
  object.expect({"simultaneous",      "queue",           "queueSeconds",
                 "connections",       "headSeconds",     "idleSeconds",
                 "stallSeconds",      "bodySeconds",     "bodyMemory",
                 "minimumRate",       "connectSeconds",  "answerSeconds",
                 "drainSeconds",      "drainBytes",      "keepHours",
                 "stopSeconds",       "dailyBudget",     "dailyReserve",
                 "addressRequests",   "contactRequests", "waitSeconds",
                 "addressConnections"});
  if (limits.daily_reserve > 0 && limits.daily_budget == 0) {
    object.error("dailyReserve", "is part of no budget", "a dailyBudget beside it");
  } else if (limits.daily_budget > 0 && limits.daily_reserve >= limits.daily_budget) {
    object.error("dailyReserve", "leaves nothing to visitors who are not signed in",
                 "less than dailyBudget");
  }
}

/// Who believes too early that there is no case can make a second one.
void check_reconcile(const GatewayConfig& config, Problems& problems) {
  for (std::size_t i = 0; i < config.forms.size(); ++i) {
    const auto& asked = config.forms[i].reconcile;
    if (!asked || asked->after_seconds >= config.limits.answer_seconds) continue;
    problems.push_back({ConfigProblem::Severity::warning,
                        pointer_to("/forms", i) + "/reconcile/after",
                        "is over before the CRM's answer has had its time",
                        "at least answerSeconds, " + std::to_string(config.limits.answer_seconds)});
  }
}

}  // namespace

GatewayConfigOutcome read_gateway_config(std::string_view json, const SecretSource& secrets) {
  GatewayConfigOutcome outcome;
  Problems& problems = outcome.problems;
  GatewayConfig config;
  const Json nothing = Json::object();
  const ConfigObject whole(nothing, "", problems);
  const auto document = parse_json(json);
  if (json.size() > file_limit) {
    whole.error("", "is too large", "at most " + std::to_string(file_limit) + " bytes");
  } else if (!document.ok()) {
    const std::string_view before = json.substr(0, document.error().position);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    whole.error("",
                document.error().too_deep ? "is nested too deeply"
                                          : "is not JSON: see line " + std::to_string(line),
                "one JSON object");
  } else if (!document.value().root.is_object()) {
    whole.error("", "is no object", "an object");
  } else {
    for (const std::string& place : document.value().repeated) {
      problems.push_back({ConfigProblem::Severity::warning, place,
                          "is there more than once; the last one counts", "each key once"});
    }
    const ConfigObject root(document.value().root, "", problems);
    root.expect({"listen", "adminListen", "server", "token", "tokenEnv", "tokenFile", "caFile",
                 "store", "forms", "trustedProxies", "limits", "$schema"});
    read_listen(config.listen, "listen", {"127.0.0.1:8090"}, root);
    read_listen(config.admin_listen, "adminListen", {}, root);
    read_server(config, root);
    read_token(config, root, secrets);
    if (root.read("caFile", config.ca_file)) config.tls = true;
    read_store(config, root, problems, secrets);
    read_proxies(config, root);
    read_forms(config, root, problems, secrets);
    read_limits(config.limits, root, problems);
    check_reconcile(config, problems);
  }
  const bool wrong = std::any_of(problems.begin(), problems.end(), [](const ConfigProblem& each) {
    return each.severity == ConfigProblem::Severity::error;
  });
  if (!wrong) outcome.config = std::move(config);
  return outcome;
}

}  // namespace casement::gateway
