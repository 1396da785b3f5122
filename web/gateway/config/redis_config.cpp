#include "gateway/config/redis_config.hpp"

#include <algorithm>

#include "core/config/config_node.hpp"
#include "core/text/json.hpp"

namespace casement::gateway {

namespace {

constexpr std::string_view allowed_url = "redis://host:port/database, or rediss:// for TLS";

void read_url(RedisPlace& place, const Node& node, const std::string& url, int default_port) {
  if (auto found = redis_place_of(url, default_port)) {
    place = *std::move(found);
  } else if (url.find('@') != url.npos) {
    // The words of the url are not repeated: there may be a password in them.
    node.error("a secret must not be in this document",
               "a url without a name and a password; user and passwordFile or passwordEnv");
  } else {
    node.error("is no url of a Redis that is understood", std::string(allowed_url));
  }
}

void read_password(RedisAccess& access, const Node& object, const SecretSource& secrets) {
  if (object["password"].exists()) {
    object["password"].error("a secret must not be in this document",
                             "passwordEnv or passwordFile");
  }
  const bool by_file = object["passwordFile"].read(access.password_file);
  const bool by_name = object["passwordEnv"].read(access.password_variable);
  if (by_file && by_name) {
    object["passwordFile"].error("is there beside passwordEnv", "one of them");
  } else if ((by_file || by_name) && !password_of(access, secrets)) {
    object[by_file ? "passwordFile" : "passwordEnv"].error(
        "gives no password", std::string(by_file ? "a file" : "a variable") +
                                 " with a password of 1 to 4096 bytes in one line");
  } else if (!access.user.empty() && !by_file && !by_name) {
    object["user"].error("has no password", "passwordFile or passwordEnv beside it");
  }
}

void read_access(RedisAccess& access, bool tls, const Node& object, const SecretSource& secrets) {
  if (object["user"].read(access.user) && access.user.empty()) {
    object["user"].error("is empty", "a name, or no such key for the default user");
  }
  read_password(access, object, secrets);
  const struct {
    std::string_view key;
    std::string* file;
  } files[] = {
      {"caFile", &access.ca_file},
      {"certFile", &access.cert_file},
      {"keyFile", &access.key_file},
  };
  for (const auto& row : files) {
    if (!object[row.key].read(*row.file)) continue;
    if (!tls) {
      object[row.key].error("is for TLS, which this url does not ask for", "rediss://");
    } else if (!secrets.file(*row.file)) {
      object[row.key].error("this file cannot be read", "a file in PEM");
    }
  }
  if (object["serverName"].read(access.server_name) && !tls) {
    object["serverName"].error("is for TLS, which this url does not ask for", "rediss://");
  }
  if (access.cert_file.empty() != access.key_file.empty()) {
    const bool lone = access.key_file.empty();
    object[lone ? "certFile" : "keyFile"].error("is there alone",
                                                lone ? "keyFile beside it" : "certFile beside it");
  }
}

/// Sentinel's own rule for names.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

void read_sentinel(RedisConfig& config, const Node& object, const SecretSource& secrets) {
  object.expect(
      "name\0urls\0user\0password\0passwordEnv\0passwordFile\0caFile\0certFile\0keyFile\0serverName"
      "\0");
  object["name"].read(config.sentinel_name);
  if (!is_name(config.sentinel_name)) {
    object["name"].error(
        config.sentinel_name.empty() ? "is missing or empty" : "is no such name",
        R"(what the sentinels call the primary: letters, digits, ".", "-" and "_")");
  }
  std::vector<std::string> urls;
  object["urls"].read(urls);
  constexpr std::size_t most = 16;
  if (urls.empty() || urls.size() > most) {
    object["urls"].error(urls.empty() ? "is missing or empty" : "has too many items",
                         "a list of 1 to 16 urls such as redis://sentinel1.example.com:26379");
  }
  for (const std::string& url : urls) {
    RedisPlace place;
    constexpr int sentinel_port = 26379;
    read_url(place, object["urls"], url, sentinel_port);
    if (place.host.empty() && redis_place_of(url)) object["urls"].error("one names no host", url);
    config.sentinels.push_back(std::move(place));
  }
  const bool tls = std::any_of(config.sentinels.begin(), config.sentinels.end(),
                               [](const RedisPlace& each) { return each.tls; });
  read_access(config.sentinel_access, tls, object, secrets);
}

}  // namespace

void read_redis_url(RedisConfig& config, const Node& node, const std::string& url) {
  read_url(config.place, node, url, RedisPlace().port);
  if (config.place.host.empty() && redis_place_of(url)) {
    node.error("names no host", "a host, or a sentinel that knows it");
  }
}

void read_redis(RedisConfig& config, const Node& object, const SecretSource& secrets) {
  object.expect(
      "url\0user\0password\0passwordEnv\0passwordFile\0caFile\0certFile\0keyFile\0serverName\0"
      "replicas\0sentinel\0");
  const Node given = object["url"];
  const Node sentinel = object["sentinel"];
  std::string url;
  if (!given.read(url)) {
    if (!given.exists()) given.error("is missing", std::string(allowed_url));
    return;
  }
  if (sentinel.exists()) {
    read_url(config.place, given, url, RedisPlace().port);
  } else {
    read_redis_url(config, given, url);
  }
  read_access(config.access, config.place.tls, object, secrets);
  constexpr std::uint64_t max_replicas = 100;
  object["replicas"].read(config.replicas, 0, max_replicas);
  if (!sentinel.exists()) return;
  if (!config.place.host.empty()) {
    given.error("names a host beside sentinel, which knows it",
                "redis:///database or rediss:///database");
  }
  if (!sentinel.is_object()) return sentinel.error("is no object", "an object with name and urls");
  read_sentinel(config, sentinel, secrets);
}

}  // namespace casement::gateway
