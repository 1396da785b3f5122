/// @file
/// @brief A request's body as it comes: bytes that are there, and how many are still to come.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gateway/config/gateway_config.hpp"
#include "gateway/net/stream.hpp"
#include "gateway/net/task.hpp"

namespace casement::gateway {

class Body {
 public:
  /// `first`: what came together with the head, of this body alone. `held` counts the memory of
  /// all bodies.
  Body(Stream& stream, std::uint64_t length, std::string_view first, std::uint64_t& held);
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body() { drop(); }

  /// Bytes that are there and not consumed.
  [[nodiscard]] std::string_view unread() const noexcept {
    return {bytes_.data() + begin_, end_ - begin_};
  }
  void consume(std::size_t count) noexcept { begin_ += count; }

  /// Reads once, into room for at most `capacity` bytes in all, which grows with what comes: who
  /// only promises much gets little. False when the sender left or was too slow.
  Task<bool> more(std::size_t capacity, Timeout timeout);

  [[nodiscard]] std::uint64_t length() const noexcept { return length_; }
  /// Still to be received.
  [[nodiscard]] std::uint64_t left() const noexcept { return left_; }
  /// Gives back the memory, and whatever was not consumed.
  void drop() noexcept;

 private:
  Stream& stream_;
  std::uint64_t length_;
  std::uint64_t left_;
  std::uint64_t& held_;
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// Reads for as long as the sender keeps a minimum rate. Only the time that is spent waiting for it
/// counts, and each stretch of that for itself.
class Pace {
 public:
  explicit Pace(const Limits& limits)
      : timeout_(limits.stall_seconds), minimum_rate_(limits.minimum_rate) {}
  /// Body::more(); false also for a sender that is too slow.
  Task<bool> more(Body& body, std::size_t capacity);

 private:
  Timeout timeout_;
  std::uint64_t minimum_rate_;
  Clock::duration waited_{};
  std::uint64_t came_ = 0;
};

}  // namespace casement::gateway
