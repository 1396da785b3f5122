#include "gateway/store/redis_connection.hpp"

#include <array>
#include <vector>

namespace casement::gateway {

std::string_view text_of(const redisReply& reply) {
  if (reply.str == nullptr) return {};
  return {reply.str, static_cast<std::size_t>(reply.len)};
}

std::string_view text_at(const redisReply& reply, std::size_t index) {
  return index < reply.elements ? text_of(*reply.element[index]) : std::string_view();
}

long long number_at(const redisReply& reply, std::size_t index) {
  return index < reply.elements ? reply.element[index]->integer : 0;
}

RedisProblem problem_of(std::string_view error) {
  struct Known {
    std::string_view code;
    RedisFault fault;
  };
  constexpr std::array<Known, 12> known{{
      {"READONLY", RedisFault::replica},
      {"MISCONF", RedisFault::disk},
      {"LOADING", RedisFault::loading},
      {"NOREPLICAS", RedisFault::few_replicas},
      {"CLUSTERDOWN", RedisFault::cluster_down},
      {"MOVED", RedisFault::cluster},
      {"MASTERDOWN", RedisFault::orphaned_replica},
      {"NOAUTH", RedisFault::no_login},
      {"WRONGPASS", RedisFault::wrong_login},
      {"NOPERM", RedisFault::no_permission},
      {"OOM", RedisFault::memory},
      {"BUSY", RedisFault::busy},
  }};
  // Before version 7 the error of a command in a script stands inside another error.
  for (const Known& each : known) {
    const std::size_t at = error.find(each.code);
    const bool begins = at == 0 || (at != error.npos && error[at - 1] == '-');
    if (begins && error.substr(at + each.code.size()).starts_with(' ')) return each.fault;
  }
  return RedisFault::refusal;
}

RedisProblem refusal_of(const redisReply* reply) {
  if (reply == nullptr) return RedisFault::silent;
  return reply->type == REDIS_REPLY_ERROR ? problem_of(text_of(*reply)) : RedisProblem();
}

void RedisConnection::append(std::span<const std::string_view> words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string_view word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* formatted = nullptr;
  const auto size = redisFormatCommandArgv(&formatted, static_cast<int>(words.size()), texts.data(),
                                           sizes.data());
  if (size > 0) unsent_.append(formatted, static_cast<std::size_t>(size));
  redisFreeCommand(formatted);
}

RedisReply RedisConnection::receive(Instant end) {
  // The reply that did not come in time would be taken for the next command's.
  if (broken_) return nullptr;
  RedisReply reply = read(end);
  broken_ = reply == nullptr;
  return reply;
}

RedisReply RedisConnection::read(Instant end) {
  if (!stream_.write(unsent_, end)) return nullptr;
  unsent_.clear();
  // A kept answer is 1 MiB at most, written six times as long.
  constexpr std::size_t max_reply = 16 << 20;
  std::size_t received = 0;
  std::array<char, 16'384> bytes{};
  for (;;) {
    void* whole = nullptr;
    if (redisReaderGetReply(reader_.get(), &whole) != REDIS_OK) return nullptr;
    if (whole != nullptr) return RedisReply(static_cast<redisReply*>(whole));
    const std::size_t size = stream_.read(bytes, end);
    received += size;
    if (size == 0 || received > max_reply ||
        redisReaderFeed(reader_.get(), bytes.data(), size) != REDIS_OK) {
      return nullptr;
    }
  }
}

}  // namespace casement::gateway
