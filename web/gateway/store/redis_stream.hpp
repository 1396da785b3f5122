/// @file
/// @brief A connection to a Redis or a Sentinel, in TLS where asked, on which no step waits beyond
/// its deadline: looking up the name, connecting, the handshake, writing, reading.
#pragma once

#include <netdb.h>
#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gateway/store/redis_problem.hpp"

namespace casement::gateway {

/// Of a clock that nobody sets.
using Instant = std::chrono::steady_clock::time_point;

/// How long a Redis has for one reply, and for all of what is asked at once.
inline constexpr std::chrono::seconds reply_timeout{2};
inline constexpr std::chrono::seconds whole_timeout{5};

class RedisStream {
 public:
  RedisStream() = default;
  RedisStream(RedisStream&& other) noexcept;
  RedisStream& operator=(RedisStream&& other) noexcept;
  ~RedisStream();

  [[nodiscard]] bool connect(const std::string& host, int port, Instant end);
  /// After connect(). The other side's certificate must be valid for `name`, a host or an address.
  /// Why it cannot be trusted, or nothing.
  [[nodiscard]] RedisProblem start_tls(SSL_CTX& context, const std::string& name, Instant end);
  [[nodiscard]] bool write(std::string_view bytes, Instant end);
  /// How many bytes came, at least one; 0 when none will.
  [[nodiscard]] std::size_t read(std::span<char> into, Instant end);

 private:
  struct FreeTls {
    void operator()(SSL* tls) const { SSL_free(tls); }
  };

  bool connect_to(const addrinfo& address, Instant end);
  [[nodiscard]] bool wait(short events, Instant end) const;
  /// True when the call that gave `result` is to be made again now.
  [[nodiscard]] bool wait_for_tls(int result, Instant end) const;

  int socket_ = -1;
  std::unique_ptr<SSL, FreeTls> tls_;
};

}  // namespace casement::gateway
