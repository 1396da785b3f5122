#include "gateway/config/redis_config.hpp"

#include <algorithm>

#include "core/text/json.hpp"
#include "gateway/config/config_values.hpp"

namespace casement::gateway {

namespace {

constexpr std::string_view allowed_url = "redis://host:port/database, or rediss:// for TLS";

void read_url(RedisPlace& place, std::string_view key, const std::string& url,
              const ConfigObject& object, int default_port) {
  if (auto found = redis_place_of(url, default_port)) {
    place = *std::move(found);
  } else if (url.find('@') != url.npos) {
    // The words of the url are not repeated: there may be a password in them.
    object.error(key, "a secret must not be in this document",
                 "a url without a name and a password; user and passwordFile or passwordEnv");
  } else {
    object.error(key, "is no url of a Redis that is understood", std::string(allowed_url));
  }
}

void read_password(RedisAccess& access, const ConfigObject& object, const SecretSource& secrets) {
  if (object.find("password") != nullptr) {
    object.error("password", "a secret must not be in this document",
                 "passwordEnv or passwordFile");
  }
  const bool by_file = object.read("passwordFile", access.password_file);
  const bool by_name = object.read("passwordEnv", access.password_variable);
  if (by_file && by_name) {
    object.error("passwordFile", "is there beside passwordEnv", "one of them");
  } else if ((by_file || by_name) && !password_of(access, secrets)) {
    object.error(by_file ? "passwordFile" : "passwordEnv", "gives no password",
                 std::string(by_file ? "a file" : "a variable") +
                     " with a password of 1 to 4096 bytes in one line");
  } else if (!access.user.empty() && !by_file && !by_name) {
    object.error("user", "has no password", "passwordFile or passwordEnv beside it");
  }
}

void read_access(RedisAccess& access, bool tls, const ConfigObject& object,
                 const SecretSource& secrets) {
  if (object.read("user", access.user) && access.user.empty()) {
    object.error("user", "is empty", "a name, or no such key for the default user");
  }
  read_password(access, object, secrets);
  const struct {
    std::string_view key;
    std::string* file;
  } rows[] = {
      {"caFile", &access.ca_file},
      {"certFile", &access.cert_file},
      {"keyFile", &access.key_file},
  };
  for (const auto& row : rows) {
    if (!object.read(row.key, *row.file)) continue;
    if (!tls) {
      object.error(row.key, "is for TLS, which this url does not ask for", "rediss://");
    } else if (!secrets.file(*row.file)) {
      object.error(row.key, "this file cannot be read", "a file in PEM");
    }
  }
  if (object.read("serverName", access.server_name) && !tls) {
    object.error("serverName", "is for TLS, which this url does not ask for", "rediss://");
  }
  if (access.cert_file.empty() != access.key_file.empty()) {
    const bool lone = access.key_file.empty();
    object.error(lone ? "certFile" : "keyFile", "is there alone",
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

void read_sentinel(RedisConfig& config, const ConfigObject& object, const SecretSource& secrets) {
  object.expect({"name", "urls", "user", "password", "passwordEnv", "passwordFile", "caFile",
                 "certFile", "keyFile", "serverName"});
  object.read("name", config.sentinel_name);
  if (!is_name(config.sentinel_name)) {
    object.error("name", config.sentinel_name.empty() ? "is missing or empty" : "is no such name",
                 R"(what the sentinels call the primary: letters, digits, ".", "-" and "_")");
  }
  std::vector<std::string> urls;
  object.read("urls", urls);
  constexpr std::size_t most = 16;
  if (urls.empty() || urls.size() > most) {
    object.error("urls", urls.empty() ? "is missing or empty" : "has too many items",
                 "a list of 1 to 16 urls such as redis://sentinel1.example.com:26379");
  }
  for (const std::string& url : urls) {
    RedisPlace place;
    constexpr int sentinel_port = 26379;
    read_url(place, "urls", url, object, sentinel_port);
    if (place.host.empty() && redis_place_of(url)) object.error("urls", "one names no host", url);
    config.sentinels.push_back(std::move(place));
  }
  const bool tls = std::any_of(config.sentinels.begin(), config.sentinels.end(),
                               [](const RedisPlace& each) { return each.tls; });
  read_access(config.sentinel_access, tls, object, secrets);
}

}  // namespace

void read_redis_url(RedisConfig& config, std::string_view key, const std::string& url,
                    const ConfigObject& object) {
  read_url(config.place, key, url, object, RedisPlace().port);
  if (config.place.host.empty() && redis_place_of(url)) {
    object.error(key, "names no host", "a host, or a sentinel that knows it");
  }
}

void read_redis(RedisConfig& config, const ConfigObject& object,
                std::vector<ConfigProblem>& problems, const SecretSource& secrets) {
  object.expect({"url", "user", "password", "passwordEnv", "passwordFile", "caFile", "certFile",
                 "keyFile", "serverName", "replicas", "sentinel"});
  std::string url;
  if (!object.read("url", url)) {
    if (object.find("url") == nullptr) {
      object.error("url", "is missing", std::string(allowed_url));
    }
    return;
  }
  const Json* sentinel = object.find("sentinel");
  if (sentinel == nullptr) {
    read_redis_url(config, "url", url, object);
  } else {
    read_url(config.place, "url", url, object, RedisPlace().port);
  }
  read_access(config.access, config.place.tls, object, secrets);
  constexpr std::uint64_t most_replicas = 100;
  object.read("replicas", config.replicas, 0, most_replicas);
  if (sentinel == nullptr) return;
  if (!config.place.host.empty()) {
    object.error("url", "names a host beside sentinel, which knows it",
                 "redis:///database or rediss:///database");
  }
  const ConfigObject asked(*sentinel, object.place_of("sentinel"), problems);
  if (!sentinel->is_object())
    return asked.error("", "is no object", "an object with name and urls");
  read_sentinel(config, asked, secrets);
}

}  // namespace casement::gateway
