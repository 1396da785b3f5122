#include "gateway/store/redis_scripts.hpp"

#include <algorithm>
#include <utility>

namespace casement::gateway {
namespace {

// Every command is one Lua script, so it runs alone, by the server's own clock. A key is a hash:
// a(ttempt), s(tate), l(ease), f(ingerprint), g (the full one), c (status), b(ody), k (what it
// carries), e (when it expires).
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
local function left(e) return math.max(0, math.floor((tonumber(e or 0) - now) / 1000)) end
)";

constexpr std::string_view find_script = R"(
local s, l, a = state()
if s == 0 then return {0, 0, '', '', 0, ''} end
local h = redis.call('HMGET', key, 'f', 'g', 'c', 'b', 'k', 'e')
local quiet = math.max(0, now - l)
return {1, s, h[1], h[2] or '', tonumber(h[3] or 0), h[4] or '', a, quiet, h[5] or '', left(h[6])}
)";

constexpr std::string_view begin_script = R"(
local s = state()
if s ~= 0 then
  local h = redis.call('HMGET', key, 'f', 'g', 'c', 'b', 'e')
  return {0, s, h[1], h[2] or '', tonumber(h[3] or 0), h[4] or '', '', 0, '', left(h[5])}
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
if tonumber(ARGV[7]) > 0 then
  redis.call('EXPIRE', key, ARGV[7])
  redis.call('HSET', key, 'e', now + ARGV[7] * 1000)
end
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

std::string case_key(const std::string& key) { return "casement:case:" + key; }
std::string count_key(const std::string& name) { return "casement:count:" + name; }
std::string place_key(const std::string& name) { return "casement:place:" + name; }

ScriptCall make(std::string_view script, std::string key, std::vector<std::string> arguments) {
  return {std::string(prelude).append(script), std::move(key), std::move(arguments)};
}

ScriptCall call(const Bind& c, const std::string& lease) {
  return make(begin_script, case_key(c.key),
              {c.attempt, c.has_files ? "1" : "2", lease, c.fingerprint, c.carries});
}
ScriptCall call(const StartSending& c, const std::string& lease) {
  return make(advance_script, case_key(c.key), {c.attempt, lease});
}
ScriptCall call(const Complete& c, const std::string& /*lease*/) {
  return make(finish_script, case_key(c.key),
              {c.attempt, c.fingerprint, c.carries, c.full_fingerprint, std::to_string(c.status),
               c.body, std::to_string(c.keep_seconds)});
}
ScriptCall call(const MarkUnknown& c, const std::string& lease) {
  return make(doubt_script, case_key(c.key), {c.attempt, c.fingerprint, c.carries, lease});
}
ScriptCall call(const Release& c, const std::string& /*lease*/) {
  return make(release_script, case_key(c.key), {c.attempt});
}
ScriptCall call(const Renew& c, const std::string& lease) {
  const char* const state = c.state == KeyState::sending ? "2" : "1";
  return make(renew_script, case_key(c.key), {c.attempt, lease, c.fingerprint, c.carries, state});
}
ScriptCall call(const Find& c, const std::string& /*lease*/) {
  return make(find_script, case_key(c.key), {});
}
ScriptCall call(const Count& c, const std::string& /*lease*/) {
  return make(count_script, count_key(c.name),
              {std::to_string(c.limit), std::to_string(c.window_seconds)});
}
ScriptCall call(const TakePlace& c, const std::string& lease) {
  return make(take_script, place_key(c.name), {c.attempt, std::to_string(c.limit), lease});
}
ScriptCall call(const RenewPlace& c, const std::string& lease) {
  return make(renew_place_script, place_key(c.name), {c.attempt, lease});
}
ScriptCall call(const GivePlace& c, const std::string& /*lease*/) {
  return make(give_script, place_key(c.name), {c.attempt});
}
/// Finished keys expire by themselves.
ScriptCall call(const Sweep& /*command*/, const std::string& /*lease*/) {
  return make("return {1}", "casement:none", {});
}

}  // namespace

void ScriptCall::append_to(RedisConnection& connection) const {
  std::vector<std::string_view> words{"EVAL", script, "1", key};
  words.insert(words.end(), arguments.begin(), arguments.end());
  connection.append(words);
}

ScriptCall call_of(const Command& command, const std::string& lease) {
  return std::visit([&](const auto& each) { return call(each, lease); }, command);
}

StoreReply reply_of(const redisReply* reply) {
  StoreReply result;
  if (reply == nullptr || reply->type != REDIS_REPLY_ARRAY) {
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
  result.left_seconds = static_cast<std::uint64_t>(number_at(*reply, 9));
  return result;
}

}  // namespace casement::gateway
