#include <hiredis/hiredis.h>

#include <algorithm>
#include <utility>

#include "rules/redis_place.hpp"
#include "store/store.hpp"
#include "store/unsaid.hpp"

namespace casement::gateway {
namespace {

// Every command is one Lua script, so it runs alone, by the server's own clock. A key is a hash:
// a(ttempt), s(tate), l(ease), f(ingerprint), g (the full one), c (status), b(ody), k (what it
// carries).
//
// Durability is the server's: one that says that it has not `appendonly yes`, `appendfsync always`
// and `maxmemory-policy noeviction` is not used, as keys that were sent would be fresh again after
// its restart, or when its memory is full. (Services that forbid the question are taken at their
// operator's word.)
constexpr std::string_view prelude = R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local key = KEYS[1]
local function state()
  local h = redis.call('HMGET', key, 's', 'l', 'a')
  local s, l = tonumber(h[1] or 0), tonumber(h[2] or 0)
  if s == 1 and l < now then s = 0 end
  if s == 2 and l < now then s = 3 end
  return s, l, h[3]
end
)";

constexpr std::string_view find_script = R"(
local s, l, a = state()
if s == 0 then return {0, 0, '', '', 0, ''} end
local h = redis.call('HMGET', key, 'f', 'g', 'c', 'b', 'k')
return {1, s, h[1], h[2] or '', tonumber(h[3] or 0), h[4] or '', a, math.max(0, now - l), h[5] or ''}
)";

constexpr std::string_view begin_script = R"(
local s = state()
if s ~= 0 then
  local h = redis.call('HMGET', key, 'f', 'g', 'c', 'b')
  return {0, s, h[1], h[2] or '', tonumber(h[3] or 0), h[4] or ''}
end
redis.call('DEL', key)
redis.call('HSET', key, 'a', ARGV[1], 's', ARGV[2], 'l', now + ARGV[3], 'f', ARGV[4], 'k', ARGV[5])
return {1, 0}
)";

constexpr std::string_view advance_script = R"(
local s, l, a = state()
if a ~= ARGV[1] or s ~= 1 then return {0} end
redis.call('HSET', key, 's', 2, 'l', now + ARGV[2])
return {1}
)";

constexpr std::string_view finish_script = R"(
local h = redis.call('HMGET', key, 'a', 's')
if h[1] and h[1] ~= ARGV[1] and h[2] ~= '1' then return {0} end
if h[2] == '4' then return {1} end
if not h[1] then redis.call('HSET', key, 'l', now) end
redis.call('HSET', key, 'a', ARGV[1], 's', 4, 'f', ARGV[2], 'k', ARGV[3])
redis.call('HSET', key, 'g', ARGV[4], 'c', ARGV[5], 'b', ARGV[6])
if tonumber(ARGV[7]) > 0 then redis.call('EXPIRE', key, ARGV[7]) end
return {1}
)";

constexpr std::string_view doubt_script = R"(
local h = redis.call('HMGET', key, 'a', 's')
if h[1] and h[1] ~= ARGV[1] and h[2] ~= '1' then return {0} end
if h[2] == '4' then return {0} end
if not h[1] then redis.call('HSET', key, 'l', now + ARGV[4]) end
redis.call('HSET', key, 'a', ARGV[1], 's', 3, 'f', ARGV[2], 'k', ARGV[3])
return {1}
)";

constexpr std::string_view release_script = R"(
local h = redis.call('HMGET', key, 'a', 's')
if h[1] ~= ARGV[1] or h[2] == '4' then return {0} end
return {redis.call('DEL', key)}
)";

constexpr std::string_view renew_script = R"(
local s, l, a = state()
if a and (a ~= ARGV[1] or (s ~= 1 and s ~= 2)) then return {0} end
redis.call('HSET', key, 'a', ARGV[1], 's', math.max(s, ARGV[5]), 'l', now + ARGV[2])
redis.call('HSET', key, 'f', ARGV[3], 'k', ARGV[4])
return {1}
)";

constexpr std::string_view count_script = R"(
local h = redis.call('HMGET', key, 'began', 'count')
local began, count = tonumber(h[1] or 0), tonumber(h[2] or 0)
local window = ARGV[2] * 1000
if began + window <= now then began, count = now, 0 end
if count >= tonumber(ARGV[1]) then
  return {0, 0, '', '', math.floor((began + window - now) / 1000) + 1, ''}
end
redis.call('HSET', key, 'began', began, 'count', count + 1)
redis.call('PEXPIRE', key, window)
return {1}
)";

constexpr std::string_view take_script = R"(
redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. now)
if redis.call('ZCARD', key) >= tonumber(ARGV[2]) then return {0} end
redis.call('ZADD', key, now + ARGV[3], ARGV[1])
redis.call('PEXPIRE', key, ARGV[3] * 2)
return {1}
)";

constexpr std::string_view renew_place_script = R"(
if not redis.call('ZSCORE', key, ARGV[1]) then return {0} end
redis.call('ZADD', key, now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', key, ARGV[2] * 2)
return {1}
)";

constexpr std::string_view give_script = "return {redis.call('ZREM', key, ARGV[1])}";

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using ReplyPointer = std::unique_ptr<redisReply, FreeReply>;

/// A script and its words.
struct Call {
  std::string_view script;
  std::string key;
  std::vector<std::string> arguments;
};

std::string case_key(const std::string& key) { return "casement:case:" + key; }
std::string count_key(const std::string& name) { return "casement:count:" + name; }
std::string place_key(const std::string& name) { return "casement:place:" + name; }

class RedisStore final : public Store {
 public:
  RedisStore(std::string host, int port, int database, std::uint64_t lease)
      : host_(std::move(host)), port_(port), database_(database), lease_(std::to_string(lease)) {}

  std::vector<StoreReply> run(std::span<const Command> commands) override;
  [[nodiscard]] bool is_shared() const noexcept override { return true; }
  /// Why it cannot be used, or nothing.
  std::string connect();

 private:
  [[nodiscard]] Call call(const Begin& c) const {
    return {begin_script,
            case_key(c.key),
            {c.attempt, c.has_files ? "1" : "2", lease_, c.fingerprint, c.carries}};
  }
  [[nodiscard]] Call call(const Advance& c) const {
    return {advance_script, case_key(c.key), {c.attempt, lease_}};
  }
  [[nodiscard]] Call call(const Finish& c) const {
    return {finish_script,
            case_key(c.key),
            {c.attempt, c.fingerprint, c.carries, c.full_fingerprint, std::to_string(c.status),
             c.body, std::to_string(c.keep_seconds)}};
  }
  [[nodiscard]] Call call(const Doubt& c) const {
    return {doubt_script, case_key(c.key), {c.attempt, c.fingerprint, c.carries, lease_}};
  }
  [[nodiscard]] Call call(const Release& c) const {
    return {release_script, case_key(c.key), {c.attempt}};
  }
  [[nodiscard]] Call call(const Renew& c) const {
    return {
        renew_script,
        case_key(c.key),
        {c.attempt, lease_, c.fingerprint, c.carries, c.state == KeyState::sending ? "2" : "1"}};
  }
  [[nodiscard]] Call call(const Find& c) const { return {find_script, case_key(c.key), {}}; }
  [[nodiscard]] Call call(const Count& c) const {
    return {count_script,
            count_key(c.name),
            {std::to_string(c.limit), std::to_string(c.window_seconds)}};
  }
  [[nodiscard]] Call call(const TakePlace& c) const {
    return {take_script, place_key(c.name), {c.attempt, std::to_string(c.limit), lease_}};
  }
  [[nodiscard]] Call call(const RenewPlace& c) const {
    return {renew_place_script, place_key(c.name), {c.attempt, lease_}};
  }
  [[nodiscard]] Call call(const GivePlace& c) const {
    return {give_script, place_key(c.name), {c.attempt}};
  }
  [[nodiscard]] Call call(const Sweep& /*command*/) const {
    return {"return {1}", "casement:none", {}};
  }

  [[nodiscard]] bool forgets() const;
  [[nodiscard]] bool has_setting(const char* name, std::string_view wanted) const;
  bool append(const Call& call);
  StoreReply receive();
  bool say_again();

  std::string host_;
  int port_;
  int database_;
  std::string lease_;
  std::unique_ptr<redisContext, FreeContext> context_;
  Unsaid unsaid_;
};

std::string RedisStore::connect() {
  const timeval patience{2, 0};
  context_.reset(redisConnectWithTimeout(host_.c_str(), port_, patience));
  if (context_ == nullptr || context_->err != 0) {
    context_.reset();
    return "it cannot be reached";
  }
  redisSetTimeout(context_.get(), patience);
  const ReplyPointer reply(
      static_cast<redisReply*>(redisCommand(context_.get(), "SELECT %d", database_)));
  std::string problem;
  if (reply == nullptr) {
    problem = "it does not answer";
  } else if (reply->type == REDIS_REPLY_ERROR) {
    problem = "it refuses: " + std::string(reply->str, static_cast<std::size_t>(reply->len));
  } else if (forgets()) {
    problem =
        "it could forget: appendonly yes, appendfsync always and maxmemory-policy "
        "noeviction are needed";
  }
  if (!problem.empty()) context_.reset();
  return problem;
}

/// True also when it may not be asked.
bool RedisStore::has_setting(const char* name, std::string_view wanted) const {
  const ReplyPointer reply(
      static_cast<redisReply*>(redisCommand(context_.get(), "CONFIG GET %s", name)));
  if (reply == nullptr || reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return true;
  return std::string_view(reply->element[1]->str,
                          static_cast<std::size_t>(reply->element[1]->len)) == wanted;
}

bool RedisStore::forgets() const {
  return !has_setting("appendonly", "yes") || !has_setting("appendfsync", "always") ||
         !has_setting("maxmemory-policy", "noeviction");
}

bool RedisStore::append(const Call& call) {
  std::string script(prelude);
  script += call.script;
  std::vector<const char*> words{"EVAL", script.c_str(), "1", call.key.c_str()};
  std::vector<std::size_t> sizes{4, script.size(), 1, call.key.size()};
  for (const std::string& argument : call.arguments) {
    words.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  return redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), words.data(),
                                sizes.data()) == REDIS_OK;
}

std::string text_at(const redisReply& reply, std::size_t index) {
  if (index >= reply.elements || reply.element[index]->str == nullptr) return {};
  return {reply.element[index]->str, static_cast<std::size_t>(reply.element[index]->len)};
}

long long number_at(const redisReply& reply, std::size_t index) {
  return index < reply.elements ? reply.element[index]->integer : 0;
}

StoreReply RedisStore::receive() {
  StoreReply result;
  void* raw = nullptr;
  const bool came = redisGetReply(context_.get(), &raw) == REDIS_OK;
  const ReplyPointer reply(static_cast<redisReply*>(raw));
  if (!came || reply == nullptr || reply->type != REDIS_REPLY_ARRAY) {
    result.failed = true;
    return result;
  }
  result.done = number_at(*reply, 0) != 0;
  result.state = static_cast<KeyState>(number_at(*reply, 1));
  result.fingerprint = text_at(*reply, 2);
  result.full_fingerprint = text_at(*reply, 3);
  result.status = static_cast<int>(number_at(*reply, 4));
  result.retry_after = static_cast<std::uint64_t>(std::max(0LL, number_at(*reply, 4)));
  result.body = text_at(*reply, 5);
  result.attempt = text_at(*reply, 6);
  result.quiet_ms = static_cast<std::uint64_t>(number_at(*reply, 7));
  result.carries = text_at(*reply, 8);
  return result;
}

bool RedisStore::say_again() {
  while (!unsaid_.empty()) {
    const Call said = std::visit([this](const auto& each) { return call(each); }, unsaid_.front());
    if (!append(said) || receive().failed) {
      context_.reset();
      return false;
    }
    unsaid_.pop_front();
  }
  return true;
}

std::vector<StoreReply> RedisStore::run(std::span<const Command> commands) {
  StoreReply failed;
  failed.failed = true;
  std::vector<StoreReply> replies;
  bool alive = (context_ != nullptr || connect().empty()) && say_again();
  if (alive) {
    for (const Command& command : commands) {
      alive = alive && append(std::visit([this](const auto& each) { return call(each); }, command));
    }
  }
  for (const Command& command : commands) {
    replies.push_back(alive ? receive() : failed);
    if (!replies.back().failed) continue;
    // After one reply is missing, those behind it could be taken for each other's.
    if (context_ == nullptr || context_->err != 0) alive = false;
    keep_unsaid(unsaid_, command);
  }
  if (!alive) context_.reset();
  return replies;
}

}  // namespace

OpenedStore open_redis(const std::string& text, std::uint64_t lease) {
  const auto place = redis_place_of(text);
  if (!place) return {nullptr, "no redis://host:port/database"};
  auto store = std::make_unique<RedisStore>(place->host, place->port, place->database, lease);
  // One that is down now may be up when the first case comes; until then cases are refused.
  std::string problem = store->connect();
  return {std::move(store), std::move(problem)};
}

}  // namespace casement::gateway
