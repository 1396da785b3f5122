#include "rules/redis_place.hpp"

#include <charconv>

#include "core/authority.hpp"

namespace casement::gateway {

namespace {

constexpr std::string_view scheme = "redis://";

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

std::optional<RedisPlace> redis_place_of(std::string_view store) {
  if (!store.starts_with(scheme)) return std::nullopt;
  store.remove_prefix(scheme.size());
  RedisPlace place;
  if (const std::size_t slash = store.find('/'); slash != store.npos) {
    constexpr int most_databases = 1'000'000;
    const std::string_view database = store.substr(slash + 1);
    if (!database.empty() && !read_number(place.database, database, 0, most_databases)) {
      return std::nullopt;
    }
    store = store.substr(0, slash);
  }
  const auto authority = parse_authority(store);
  if (!authority) return std::nullopt;
  if (!authority->port.empty() && !read_number(place.port, authority->port, 1, 65535)) {
    return std::nullopt;
  }
  place.host = authority->host;
  if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
  return place;
}

}  // namespace casement::gateway
