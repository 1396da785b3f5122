#include "gateway/store/redis_primary.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

#include "gateway/access/secret_source.hpp"
#include "gateway/store/redis_tls.hpp"

namespace casement::gateway {
namespace {

using std::chrono::steady_clock;

Instant soon(Instant end) { return std::min(end, steady_clock::now() + reply_timeout); }

FoundPrimary cannot(RedisProblem problem) { return {std::nullopt, std::move(problem)}; }

/// Connected, secured and logged in.
FoundPrimary log_in(const RedisPlace& place, const RedisAccess& access, Instant end) {
  RedisStream stream;
  if (!stream.connect(place.host, place.port, end)) return cannot(RedisFault::unreachable);
  if (place.tls) {
    RedisProblem problem;
    const TlsContext context = make_tls_context(access, problem);
    if (context == nullptr) return cannot(std::move(problem));
    const std::string& name = access.server_name.empty() ? place.host : access.server_name;
    problem = stream.start_tls(*context, name, end);
    if (problem.exists()) return cannot(std::move(problem));
  }
  FoundPrimary found{RedisConnection(std::move(stream)), {}};
  if (access.has_password()) {
    const auto password = password_of(access, own_secrets());
    if (!password) return cannot(RedisFault::password_file);
    const RedisReply reply = access.user.empty()
                                 ? found.redis->ask({"AUTH", *password}, end)
                                 : found.redis->ask({"AUTH", access.user, *password}, end);
    found.problem = refusal_of(reply.get());
  }
  if (found.problem.exists()) found.redis.reset();
  return found;
}

// Durability is the server's: one that says that it has not these is not used, as keys that were
// sent would be fresh again after its restart, or when its memory is full. (Services that forbid
// the question are taken at their operator's word.)
RedisProblem ask_durability(RedisConnection& redis, Instant end) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> settings{
      {{"appendonly", "yes"}, {"appendfsync", "always"}, {"maxmemory-policy", "noeviction"}}};
  for (const auto& [name, wanted] : settings) {
    const RedisReply reply = redis.ask({"CONFIG", "GET", name}, end);
    if (reply == nullptr) return refusal_of(nullptr);
    const bool told = reply->type == REDIS_REPLY_ARRAY && reply->elements == 2;
    if (told && text_at(*reply, 1) != wanted) return RedisFault::forgetful;
  }
  return {};
}

FoundPrimary open(const RedisPlace& place, const RedisAccess& access, Instant end) {
  FoundPrimary found = log_in(place, access, end);
  if (!found.redis) return found;
  const std::string database = std::to_string(place.database);
  RedisProblem problem = refusal_of(found.redis->ask({"SELECT", database}, end).get());
  if (problem.exists()) return cannot(std::move(problem));
  problem = ask_role(*found.redis, end);
  if (!problem.exists()) problem = ask_durability(*found.redis, end);
  if (problem.exists()) return cannot(std::move(problem));
  return found;
}

RedisProblem ask_one(const RedisConfig& config, const RedisPlace& sentinel, RedisPlace& place,
                     Instant end) {
  FoundPrimary asked = log_in(sentinel, config.sentinel_access, end);
  if (!asked.redis) return asked.problem;
  const RedisReply reply =
      asked.redis->ask({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", config.sentinel_name}, end);
  if (RedisProblem problem = refusal_of(reply.get()); problem.exists()) return problem;
  const std::string_view port = text_at(*reply, 1);
  place.host = text_at(*reply, 0);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), place.port);
  if (place.host.empty() || read.ec != std::errc()) {
    return {RedisFault::unknown_to_sentinel, '"' + config.sentinel_name + '"'};
  }
  return {};
}

/// The primary that this sentinel knows, into `place`. Why it knows none, or nothing.
RedisProblem ask_sentinel(const RedisConfig& config, const RedisPlace& sentinel, RedisPlace& place,
                          Instant end) {
  RedisProblem problem = ask_one(config, sentinel, place, end);
  if (!problem.exists()) return problem;
  const std::string name = sentinel.host + ":" + std::to_string(sentinel.port);
  problem.sentence.insert(0, "the sentinel " + name + ": ");
  return problem;
}

}  // namespace

RedisProblem ask_role(RedisConnection& redis, Instant end) {
  const RedisReply reply = redis.ask({"ROLE"}, end);
  if (reply == nullptr) return RedisFault::silent;
  const bool tells = reply->type == REDIS_REPLY_ARRAY;
  return tells && text_at(*reply, 0) == "slave" ? RedisFault::replica : RedisFault::none;
}

FoundPrimary find_primary(const RedisConfig& config) {
  const Instant end = steady_clock::now() + whole_timeout;
  if (config.sentinels.empty()) return open(config.place, config.access, soon(end));
  FoundPrimary found;
  // One that is behind the others may still name the old primary: the next one is asked then.
  for (const RedisPlace& sentinel : config.sentinels) {
    RedisPlace place = config.place;
    RedisProblem problem = ask_sentinel(config, sentinel, place, soon(end));
    if (problem.exists()) {
      if (!found.problem.exists()) found.problem = std::move(problem);
      continue;
    }
    found = open(place, config.access, soon(end));
    if (found.redis) break;
  }
  return found;
}

std::vector<RedisProblem> find_sentinel_problems(const RedisConfig& config) {
  std::vector<RedisProblem> problems;
  for (const RedisPlace& sentinel : config.sentinels) {
    RedisPlace primary;
    const Instant end = steady_clock::now() + reply_timeout;
    RedisProblem problem = ask_sentinel(config, sentinel, primary, end);
    if (problem.exists()) problems.push_back(std::move(problem));
  }
  return problems;
}

}  // namespace casement::gateway
