#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "rules/redis_place.hpp"
#include "store/redis_connection.hpp"
#include "store/redis_scripts.hpp"
#include "store/store.hpp"
#include "store/unsaid.hpp"

namespace casement::gateway {
namespace {

constexpr std::chrono::seconds patience{2};

/// Between one attempt to connect and the next.
constexpr std::chrono::milliseconds pause{100};

Instant soon() { return std::chrono::steady_clock::now() + patience; }

/// Why the answer to a command that says nothing but OK is none, or nothing.
std::string refusal_of(const redisReply* reply) {
  if (reply == nullptr) return "it does not answer";
  return reply->type == REDIS_REPLY_ERROR ? problem_of(text_of(*reply)) : "";
}

/// True also when it may not be asked.
bool has_setting(RedisConnection& redis, std::string_view name, std::string_view wanted) {
  const RedisReply reply = redis.ask({"CONFIG", "GET", name}, soon());
  if (reply == nullptr || reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return true;
  return text_at(*reply, 1) == wanted;
}

// Durability is the server's: one that says that it has not `appendonly yes`, `appendfsync always`
// and `maxmemory-policy noeviction` is not used, as keys that were sent would be fresh again after
// its restart, or when its memory is full. (Services that forbid the question are taken at their
// operator's word.)
bool forgets(RedisConnection& redis) {
  return !has_setting(redis, "appendonly", "yes") || !has_setting(redis, "appendfsync", "always") ||
         !has_setting(redis, "maxmemory-policy", "noeviction");
}

/// Likewise taken at its operator's word.
bool is_replica(RedisConnection& redis) {
  const RedisReply reply = redis.ask({"ROLE"}, soon());
  return reply != nullptr && reply->type == REDIS_REPLY_ARRAY && text_at(*reply, 0) == "slave";
}

/// What it does proves that new keys are taken: reading and deleting goes on in many that take
/// none.
bool grows(const Command& command) {
  return std::holds_alternative<Begin>(command) || std::holds_alternative<TakePlace>(command) ||
         std::holds_alternative<Count>(command);
}

class RedisStore final : public Store {
 public:
  RedisStore(RedisPlace place, std::uint64_t lease)
      : place_(std::move(place)), lease_(std::to_string(lease)) {}

  std::vector<StoreReply> run(std::span<const Command> commands) override;
  [[nodiscard]] bool is_shared() const noexcept override { return true; }
  [[nodiscard]] std::vector<StoreNews> take_news() override { return std::exchange(news_, {}); }
  /// For the first time. Why it cannot be used, or nothing.
  std::string open() { return away_ = connect(); }

 private:
  // Each returns why it cannot be used, or nothing.
  std::string connect();
  std::string find();
  std::string say_again();
  StoreReply receive(std::string& problem);
  void leave(std::string problem);
  void come_back();

  RedisPlace place_;
  std::string lease_;
  std::optional<RedisConnection> redis_;
  std::chrono::steady_clock::time_point tried_;
  std::string away_;  ///< why, as it was told
  Unsaid unsaid_;
  std::vector<StoreNews> news_;
};

std::string RedisStore::connect() {
  RedisStream stream;
  if (!stream.connect(place_.host, place_.port, soon())) return "it cannot be reached";
  RedisConnection redis(std::move(stream));
  const std::string database = std::to_string(place_.database);
  const RedisReply selected = redis.ask({"SELECT", database}, soon());
  std::string problem = refusal_of(selected.get());
  if (!problem.empty()) return problem;
  if (is_replica(redis)) return "it is a replica";
  if (forgets(redis)) {
    return "it could forget: appendonly yes, appendfsync always and maxmemory-policy noeviction "
           "are needed";
  }
  redis_.emplace(std::move(redis));
  return "";
}

std::string RedisStore::find() {
  if (redis_) return "";
  if (std::chrono::steady_clock::now() < tried_ + pause) return away_;
  std::string problem = connect();
  tried_ = std::chrono::steady_clock::now();
  return problem;
}

/// Whatever it lacks, another may be the primary by now, and this one may be well again later: it
/// is looked for anew before the next commands.
void RedisStore::leave(std::string problem) {
  redis_.reset();
  if (problem == away_) return;
  away_ = std::move(problem);
  news_.push_back({"warning", away_ + "; until it changes cases are refused"});
}

void RedisStore::come_back() {
  if (std::exchange(away_, "").empty()) return;
  news_.push_back({"info", "it is there again"});
}

StoreReply RedisStore::receive(std::string& problem) {
  const RedisReply reply = redis_->receive(soon());
  StoreReply result = reply_of(reply.get());
  if (result.failed && problem.empty()) problem = refusal_of(reply.get());
  // Those behind it could be taken for each other's.
  if (reply == nullptr) redis_.reset();
  return result;
}

std::string RedisStore::say_again() {
  std::string problem;
  while (!unsaid_.empty()) {
    call_of(unsaid_.front(), lease_).append_to(*redis_);
    if (receive(problem).failed) break;
    unsaid_.pop_front();
  }
  return problem;
}

std::vector<StoreReply> RedisStore::run(std::span<const Command> commands) {
  StoreReply failed;
  failed.failed = true;
  std::vector<StoreReply> replies;
  replies.reserve(commands.size());
  std::string problem = find();
  if (problem.empty()) problem = say_again();
  const bool heard = problem.empty();
  if (heard) {
    for (const Command& command : commands) call_of(command, lease_).append_to(*redis_);
  }
  bool grew = false;
  for (const Command& command : commands) {
    replies.push_back(heard && redis_ ? receive(problem) : failed);
    if (replies.back().failed) keep_unsaid(unsaid_, command);
    grew = grew || (replies.back().done && grows(command));
  }
  if (!problem.empty()) {
    leave(std::move(problem));
  } else if (grew) {
    come_back();
  }
  return replies;
}

}  // namespace

OpenedStore open_redis(const std::string& text, std::uint64_t lease) {
  auto place = redis_place_of(text);
  if (!place) return {nullptr, "no redis://host:port/database"};
  auto store = std::make_unique<RedisStore>(*std::move(place), lease);
  // One that is down now may be up when the first case comes; until then cases are refused.
  std::string problem = store->open();
  return {std::move(store), std::move(problem)};
}

}  // namespace casement::gateway
