/// @file
/// @brief Redis' protocol on a stream: commands out, replies in, with hiredis' formatter and
/// reader, which do no input and output of their own.
#pragma once

#include <hiredis/hiredis.h>

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gateway/store/redis_problem.hpp"
#include "gateway/store/redis_stream.hpp"

namespace casement::gateway {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using RedisReply = std::unique_ptr<redisReply, FreeReply>;

/// A reply's text, or that of one of its elements; empty for all that is no text.
[[nodiscard]] std::string_view text_of(const redisReply& reply);
[[nodiscard]] std::string_view text_at(const redisReply& reply, std::size_t index);
[[nodiscard]] long long number_at(const redisReply& reply, std::size_t index);

/// Why a server that gives this error is of no use. Never the error's own words: some repeat what
/// was sent, passwords included.
[[nodiscard]] RedisProblem problem_of(std::string_view error);

/// The same of a reply that should be none, or nothing.
[[nodiscard]] RedisProblem refusal_of(const redisReply* reply);

class RedisConnection {
 public:
  explicit RedisConnection(RedisStream stream)
      : stream_(std::move(stream)), reader_(redisReaderCreate()) {}

  /// Sent with the next receive().
  void append(std::span<const std::string_view> words);
  /// The next reply, in the order of the commands; null when it did not come in time, and from then
  /// on for good.
  RedisReply receive(Instant end);
  RedisReply ask(std::initializer_list<std::string_view> words, Instant end) {
    append(words);
    return receive(end);
  }

 private:
  struct FreeReader {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
  };

  RedisReply read(Instant end);

  RedisStream stream_;
  bool broken_ = false;
  std::unique_ptr<redisReader, FreeReader> reader_;
  std::string unsent_;
};

}  // namespace casement::gateway
