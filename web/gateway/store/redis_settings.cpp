#include "gateway/store/redis_settings.hpp"

#include <charconv>

#include "core/protocol/authority.hpp"
#include "core/text/unicode.hpp"
#include "gateway/access/secret_source.hpp"

namespace casement::gateway {

namespace {

bool read_number(int& number, std::string_view digits, int least, int most) {
  const char* const end = digits.data() + digits.size();
  const auto [stopped, wrong] = std::from_chars(digits.data(), end, number);
  return wrong == std::errc() && stopped == end && number >= least && number <= most;
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
    constexpr int max_databases = 1'000'000;
    const std::string_view database = url.substr(slash + 1);
    if (!database.empty() && !read_number(place.database, database, 0, max_databases)) {
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

std::optional<std::string> password_of(const RedisAccess& access, const SecretSource& secrets) {
  const auto text = access.password_file.empty() ? secrets.variable(access.password_variable)
                                                 : secrets.file(access.password_file);
  constexpr std::size_t longest = 4096;
  if (!text) return std::nullopt;
  const std::string_view clean = trimmed(*text);
  if (clean.empty() || clean.size() > longest || clean.find('\n') != clean.npos) {
    return std::nullopt;
  }
  return std::string(clean);
}

}  // namespace casement::gateway
