#include "rules/redis_config.hpp"

#include <algorithm>
#include <charconv>

#include "core/protocol/authority.hpp"
#include "core/text/json.hpp"
#include "core/text/unicode.hpp"
#include "rules/config_values.hpp"
#include "rules/gateway_config.hpp"

namespace casement::gateway {

namespace {

constexpr std::string_view allowed_url = "redis://host:port/database, or rediss:// for TLS";

bool read_number(int& number, std::string_view digits, int least, int most) {
  const char* const end = digits.data() + digits.size();
  const auto [stopped, wrong] = std::from_chars(digits.data(), end, number);
  return wrong == std::errc() && stopped == end && number >= least && number <= most;
}

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

void read_password(RedisAccess& access, const ConfigObject& object,
                   const Surroundings& surroundings) {
  if (object.find("password") != nullptr) {
    object.error("password", "a secret must not be in this document",
                 "passwordEnv or passwordFile");
  }
  const bool by_file = object.read("passwordFile", access.password_file);
  const bool by_name = object.read("passwordEnv", access.password_variable);
  if (by_file && by_name) {
    object.error("passwordFile", "is there beside passwordEnv", "one of them");
  } else if ((by_file || by_name) && !password_of(access, surroundings)) {
    object.error(by_file ? "passwordFile" : "passwordEnv", "gives no password",
                 std::string(by_file ? "a file" : "a variable") +
                     " with a password of 1 to 4096 bytes in one line");
  } else if (!access.user.empty() && !by_file && !by_name) {
    object.error("user", "has no password", "passwordFile or passwordEnv beside it");
  }
}

void read_access(RedisAccess& access, bool tls, const ConfigObject& object,
                 const Surroundings& surroundings) {
  if (object.read("user", access.user) && access.user.empty()) {
    object.error("user", "is empty", "a name, or no such key for the default user");
  }
  read_password(access, object, surroundings);
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
    } else if (!surroundings.file(*row.file)) {
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

void read_sentinel(RedisConfig& config, const ConfigObject& object,
                   const Surroundings& surroundings) {
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
  read_access(config.sentinel_access, tls, object, surroundings);
}

}  // namespace

bool is_redis(std::string_view store) {
  const std::string name = ascii_lower(store.substr(0, store.find(':')));
  const bool known = name == "redis" || name == "rediss" || name == "valkey" || name == "valkeys";
  return known && name.size() < store.size();
}

std::optional<RedisPlace> redis_place_of(std::string_view url, int default_port) {
  RedisPlace place;
  place.port = default_port;
  const std::size_t scheme = std::min(url.find("://"), url.size());
  place.tls = url.substr(0, scheme) == "rediss";
  if (!place.tls && url.substr(0, scheme) != "redis") return std::nullopt;
  if (scheme == url.size()) return std::nullopt;
  url.remove_prefix(scheme + 3);
  if (const std::size_t slash = url.find('/'); slash != url.npos) {
    constexpr int most_databases = 1'000'000;
    const std::string_view database = url.substr(slash + 1);
    if (!database.empty() && !read_number(place.database, database, 0, most_databases)) {
      return std::nullopt;
    }
    url = url.substr(0, slash);
    if (url.empty()) return place;
  }
  const auto authority = parse_authority(url);
  if (!authority) return std::nullopt;
  if (!authority->port.empty() && !read_number(place.port, authority->port, 1, 65535)) {
    return std::nullopt;
  }
  place.host = authority->host;
  if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
  return place;
}

std::optional<std::string> password_of(const RedisAccess& access,
                                       const Surroundings& surroundings) {
  const auto text = access.password_file.empty() ? surroundings.variable(access.password_variable)
                                                 : surroundings.file(access.password_file);
  constexpr std::size_t longest = 4096;
  if (!text) return std::nullopt;
  const std::string_view clean = trimmed(*text);
  if (clean.empty() || clean.size() > longest || clean.find('\n') != clean.npos) {
    return std::nullopt;
  }
  return std::string(clean);
}

void read_redis_url(RedisConfig& config, std::string_view key, const std::string& url,
                    const ConfigObject& object) {
  read_url(config.place, key, url, object, RedisPlace().port);
  if (config.place.host.empty() && redis_place_of(url)) {
    object.error(key, "names no host", "a host, or a sentinel that knows it");
  }
}

void read_redis(RedisConfig& config, const ConfigObject& object,
                std::vector<ConfigProblem>& problems, const Surroundings& surroundings) {
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
  read_access(config.access, config.place.tls, object, surroundings);
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
  read_sentinel(config, asked, surroundings);
}

}  // namespace casement::gateway
