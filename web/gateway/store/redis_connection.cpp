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

std::string problem_of(std::string_view error) {
  struct Known {
    std::string_view code;
    std::string_view sentence;
  };
  constexpr std::array<Known, 12> known{{
      {"READONLY", "it is a replica"},
      {"MISCONF", "it cannot write to its disk"},
      {"LOADING", "it is still reading its data"},
      {"NOREPLICAS", "too few of its replicas are there"},
      {"CLUSTERDOWN", "its cluster is down"},
      {"MOVED", "it is part of a cluster, which is not supported"},
      {"MASTERDOWN", "it is a replica that has lost its primary"},
      {"NOAUTH", "it wants a user and a password"},
      {"WRONGPASS", "it does not take this user and password"},
      {"NOPERM", "this user may not do what is needed there"},
      {"OOM", "its memory is full"},
      {"BUSY", "it is busy with another script"},
  }};
  // Before version 7 the error of a command in a script stands inside another error.
  for (const Known& each : known) {
    const std::size_t at = error.find(each.code);
    const bool begins = at == 0 || (at != error.npos && error[at - 1] == '-');
    if (begins && error.substr(at + each.code.size()).starts_with(' ')) {
      return std::string(each.sentence);
    }
  }
  return "it refuses what it is asked";
}

std::string refusal_of(const redisReply* reply) {
  if (reply == nullptr) return "it does not answer";
  return reply->type == REDIS_REPLY_ERROR ? problem_of(text_of(*reply)) : "";
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
