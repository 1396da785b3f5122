#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "gateway/store/absence.hpp"
#include "gateway/store/held_keys.hpp"
#include "gateway/store/pending_outcomes.hpp"
#include "gateway/store/redis_connection.hpp"
#include "gateway/store/redis_primary.hpp"
#include "gateway/store/redis_problem.hpp"
#include "gateway/store/redis_scripts.hpp"
#include "gateway/store/redis_settings.hpp"
#include "gateway/store/store.hpp"

namespace casement::gateway {
namespace {

/// For replicas to have what they must have.
constexpr std::string_view replica_patience = "1000";  // ms

/// Between one attempt to connect and the next.
constexpr std::chrono::milliseconds pause{100};

using std::chrono::steady_clock;

/// What it does proves that new keys are taken: reading and deleting goes on in many that take
/// none.
bool grows(const Command& command) {
  return std::holds_alternative<Bind>(command) || std::holds_alternative<TakePlace>(command) ||
         std::holds_alternative<Count>(command);
}

class RedisStore final : public Store {
 public:
  RedisStore(RedisConfig config, std::uint64_t lease)
      : config_(std::move(config)),
        lease_(std::to_string(lease)),
        held_(std::chrono::milliseconds(lease)) {}

  std::vector<StoreReply> run(std::span<const Command> commands) override;
  void watch() override;
  [[nodiscard]] bool is_shared() const noexcept override { return true; }
  [[nodiscard]] std::vector<StoreNews> take_news() override { return absence_.take_news(); }
  /// For the first time.
  void open() {
    problem_ = find();
    absence_ = Absence(problem_.sentence);
  }
  /// Why it serves nothing, or nothing.
  [[nodiscard]] const RedisProblem& problem() const noexcept { return problem_; }

 private:
  // Each returns why it cannot be used, or nothing.
  RedisProblem find();
  RedisProblem hold_again();
  RedisProblem say_again();
  RedisProblem wait_for_replicas();
  StoreReply receive(RedisProblem& problem, Instant end);
  void leave(RedisProblem problem);

  RedisConfig config_;
  std::string lease_;
  std::optional<RedisConnection> redis_;
  bool is_new_ = false;  ///< the connection, which has not heard what is held
  steady_clock::time_point tried_;
  RedisProblem problem_;
  Absence absence_;  ///< of the same
  HeldKeys held_;
  PendingOutcomes unsaid_;
};

RedisProblem RedisStore::find() {
  if (redis_) return {};
  if (steady_clock::now() < tried_ + pause) return problem_;
  FoundPrimary found = find_primary(config_);
  tried_ = steady_clock::now();
  if (found.redis) redis_.emplace(*std::move(found.redis));
  is_new_ = redis_.has_value();
  return found.problem;
}

/// Whatever it lacks, another may be the primary by now, and this one may be well again later: it
/// is looked for anew before the next commands.
void RedisStore::leave(RedisProblem problem) {
  redis_.reset();
  problem_ = std::move(problem);
  absence_.begin(problem_.sentence);
}

StoreReply RedisStore::receive(RedisProblem& problem, Instant end) {
  const RedisReply reply = redis_->receive(std::min(end, steady_clock::now() + reply_timeout));
  StoreReply result = reply_of(reply.get());
  if (result.failed && !problem.exists()) problem = refusal_of(reply.get());
  // Those behind it could be taken for each other's.
  if (reply == nullptr) redis_.reset();
  return result;
}

/// Whoever answers now may lack what the one before it had: it hears which keys are in flight
/// before anybody can ask it for them.
RedisProblem RedisStore::hold_again() {
  if (!is_new_) return {};
  RedisProblem problem;
  const auto asked = steady_clock::now();
  const std::vector<Command> renewals = held_.renewals(asked);
  for (const Command& each : renewals) call_of(each, lease_).append_to(*redis_);
  for (const Command& each : renewals) {
    if (redis_) held_.note(each, receive(problem, asked + whole_timeout), asked);
  }
  is_new_ = problem.exists();
  return problem;
}

RedisProblem RedisStore::say_again() {
  RedisProblem problem = hold_again();
  while (!problem.exists() && !unsaid_.empty()) {
    call_of(unsaid_.front(), lease_).append_to(*redis_);
    if (!receive(problem, Instant::max()).failed) unsaid_.pop_front();
  }
  return problem;
}

/// Without them it may be one that others have taken over from, and what it has been told is lost.
RedisProblem RedisStore::wait_for_replicas() {
  if (config_.replicas == 0) return {};
  const RedisReply reply = redis_->receive(steady_clock::now() + reply_timeout);
  if (reply == nullptr || reply->type != REDIS_REPLY_INTEGER) return refusal_of(reply.get());
  const bool enough = reply->integer >= static_cast<long long>(config_.replicas);
  return enough ? RedisFault::none : RedisFault::few_replicas;
}

/// Another may be the primary, before anybody has asked for anything: it then hears which keys are
/// in flight, and the log who went.
void RedisStore::watch() {
  RedisProblem problem;
  if (redis_) problem = ask_role(*redis_, steady_clock::now() + reply_timeout);
  if (problem.exists()) leave(std::move(problem));
  (void)run({});
}

std::vector<StoreReply> RedisStore::run(std::span<const Command> commands) {
  StoreReply failed;
  failed.failed = true;
  std::vector<StoreReply> replies;
  replies.reserve(commands.size());
  for (const Command& command : commands) held_.note(command);
  RedisProblem problem = find();
  if (!problem.exists()) problem = say_again();
  const bool heard = !problem.exists();
  const auto asked = steady_clock::now();
  if (heard) {
    for (const Command& command : commands) call_of(command, lease_).append_to(*redis_);
    const std::string replicas = std::to_string(config_.replicas);
    if (config_.replicas > 0) redis_->append({{"WAIT", replicas, replica_patience}});
  }
  while (heard && redis_ && replies.size() < commands.size())
    replies.push_back(receive(problem, asked + whole_timeout));
  if (!problem.exists()) problem = wait_for_replicas();
  // What one that is left has said is worth nothing: the next one may not know it.
  if (problem.exists()) replies.assign(commands.size(), failed);
  bool grew = false;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    held_.note(commands[i], replies[i], asked);
    if (replies[i].failed) keep_unsaid(unsaid_, commands[i]);
    grew = grew || (replies[i].done && grows(commands[i]));
  }
  if (problem.exists()) {
    leave(std::move(problem));
  } else if (grew) {
    problem_ = {};
    absence_.end();
  }
  return replies;
}

}  // namespace

OpenedStore open_redis(RedisConfig config, std::uint64_t lease) {
  auto store = std::make_unique<RedisStore>(std::move(config), lease);
  // One that is down now may be up when the first case comes; until then cases are refused.
  store->open();
  std::string problem = store->problem().sentence;
  return {std::move(store), std::move(problem)};
}

OpenedStore open_redis(const std::string& url, std::uint64_t lease) {
  auto place = redis_place_of(url);
  if (!place || place->host.empty()) return {nullptr, "no redis://host:port/database"};
  RedisConfig config;
  config.place = *std::move(place);
  return open_redis(std::move(config), lease);
}

RedisProblem find_problem(const RedisConfig& config) {
  RedisStore store(config, lease_ms);
  store.open();
  if (store.problem().exists()) return store.problem();
  const Command write = Count{"readiness", 1'000'000, 1};
  const bool failed = store.run({&write, 1})[0].failed;
  return failed && !store.problem().exists() ? RedisFault::silent : store.problem();
}

}  // namespace casement::gateway
