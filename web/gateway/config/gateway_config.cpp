#include "gateway/config/gateway_config.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/config/config_node.hpp"
#include "core/protocol/endpoint.hpp"
#include "core/text/unicode.hpp"
#include "gateway/config/form_config.hpp"
#include "gateway/config/redis_config.hpp"

namespace casement::gateway {
namespace {

void read_listen(std::vector<ListenAddress>& listen, const Node& node,
                 std::vector<std::string> places) {
  node.read(places);
  if (places.empty() && node.exists()) node.error("is an empty list", "at least one address");
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
      node.error(R"(")" + place + R"(" is not an address with a port)",
                 R"("127.0.0.1:8090", "[::]:8090")");
      continue;
    }
    listen.push_back({address, static_cast<std::uint16_t>(number)});
  }
}

void read_proxies(GatewayConfig& config, const Node& root) {
  std::vector<std::string> places;
  root["trustedProxies"].read(places);
  for (const std::string& place : places) {
    if (const auto network = network_of(place)) {
      config.trusted_proxies.push_back(*network);
    } else {
      root["trustedProxies"].error("\"" + place + "\" is not an address and not a network",
                                   R"("127.0.0.1", "10.0.0.0/8", "fd00::/8")");
    }
  }
}

/// Judged as the form's document judges it: retired hosts and schemes have sentences of their own.
void read_crm(GatewayConfig& config, const Node& node) {
  std::string server;
  if (!node.read(server) && node.exists()) return;
  const auto crm = read_server(server);
  if (!crm.ok()) {
    const std::string& near = crm.error().suggestion;
    return node.error(server.empty() ? "is missing or empty" : "is no host to send to",
                      near.empty() ? "a host name such as crm0001.wolkvox.com" : near);
  }
  config.server = crm.value().authority;
  config.tls = crm.value().tls;
}

void read_token(GatewayConfig& config, const Node& root, const SecretSource& secrets) {
  if (root["token"].exists()) {
    root["token"].error("a secret must not be in this document", "tokenEnv or tokenFile");
  }
  std::string name;
  std::optional<std::string> token;
  std::string_view key = "tokenEnv";
  const bool by_file = root["tokenFile"].exists();
  if (by_file) key = "tokenFile";
  if (by_file && root["tokenEnv"].exists()) {
    root["tokenFile"].error("is there beside tokenEnv", "one of them");
    return;
  }
  if (!root[key].read(name)) {
    if (!root[key].exists()) {
      root[key].error("is missing", "the name of an environment variable, or tokenFile");
    }
    return;
  }
  token = by_file ? secrets.file(name) : secrets.variable(name);
  if (!token) {
    root[key].error(by_file ? "this file cannot be read" : "this variable is not set",
                    by_file ? "a file with the CRM's token" : "a variable with the CRM's token");
    return;
  }
  const std::string_view clean = trimmed(*token);
  if (clean.empty() || clean.size() > 4096 || !is_visible_ascii(clean)) {
    root[key].error("holds no token", "letters, digits and signs without spaces");
    return;
  }
  config.token = clean;
}

void read_store(GatewayConfig& config, const Node& node, const SecretSource& secrets) {
  if (node.is_object()) {
    read_redis(config.redis.emplace(), node, secrets);
    node["url"].read(config.store);
    return;
  }
  node.read(config.store);
  if (config.store.empty()) {
    node.error("is missing or empty",
               "a file's path, redis://host:port/database, or an object with url");
  } else if (is_redis(config.store)) {
    read_redis_url(config.redis.emplace(), node, config.store);
  }
}

void read_forms(GatewayConfig& config, const Node& list, const SecretSource& secrets) {
  const auto count = list.length();
  if (!count || *count == 0 || *count > 1000) {
    return list.error(!count ? "is missing or no list" : "has no or too many items",
                      "a list of 1 to 1000 forms");
  }
  for (std::size_t i = 0; i < *count; ++i) {
    const Node object = list.item(i);
    if (!object.is_object()) {
      object.error("is no object", "an object with origins and fields");
      continue;
    }
    Form form;
    read_form(form, object, secrets);
    for (const Form& other : config.forms) {
      if (other.path == form.path) object["path"].error("is there twice", "each path once");
    }
    config.forms.push_back(std::move(form));
  }
}

/// Who believes too early that there is no case can make a second one.
void check_reconcile(const GatewayConfig& config, const Node& root) {
  for (std::size_t i = 0; i < config.forms.size(); ++i) {
    const auto& asked = config.forms[i].reconcile;
    if (!asked || asked->after_seconds >= config.limits.answer_seconds) continue;
    const Node list = root["forms"];
    const Node form = list.item(i);
    const Node reconcile = form["reconcile"];
    reconcile["after"].warn(
        "is over before the CRM's answer has had its time",
        "at least answerSeconds, " + std::to_string(config.limits.answer_seconds));
  }
}

void read_document(GatewayConfig& config, const Node& root, const SecretSource& secrets) {
  root.expect(
      "listen\0adminListen\0server\0token\0tokenEnv\0tokenFile\0caFile\0store\0forms\0"
      "trustedProxies\0limits\0$schema\0");
  read_listen(config.listen, root["listen"], {"127.0.0.1:8090"});
  read_listen(config.admin_listen, root["adminListen"], {});
  read_crm(config, root["server"]);
  read_token(config, root, secrets);
  if (root["caFile"].read(config.ca_file)) config.tls = true;
  read_store(config, root["store"], secrets);
  read_proxies(config, root);
  read_forms(config, root["forms"], secrets);
  read_limits(config.limits, root["limits"]);
  // Some of the forms may be missing, and then the others are not where they were.
  if (root.problems().errors() == 0) check_reconcile(config, root);
}

}  // namespace

GatewayConfigOutcome read_gateway_config(std::string_view json, const SecretSource& secrets) {
  Problems problems;
  GatewayConfig config;
  const ConfigDocument document(json, file_limit, problems);
  const Node root = document.root();
  if (root.object(ProblemCode::no_document)) read_document(config, root, secrets);
  GatewayConfigOutcome outcome;
  if (problems.errors() == 0) outcome.config = std::move(config);
  outcome.problems = problems.take();
  return outcome;
}

}  // namespace casement::gateway
