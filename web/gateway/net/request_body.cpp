#include "gateway/net/request_body.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "gateway/net/task.hpp"

namespace casement::gateway {

Body::Body(Stream& stream, std::uint64_t length, std::string_view first, std::uint64_t& held)
    : stream_(stream),
      length_(length),
      left_(length - first.size()),
      held_(held),
      bytes_(first.begin(), first.end()),
      end_(first.size()) {
  held_ += bytes_.size();
}

Task<bool> Body::more(std::size_t capacity, Timeout timeout) {
  const bool filled = end_ == bytes_.size();  // As much came as there was room for.
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  constexpr std::size_t least = 16'384;
  if (filled && bytes_.size() < capacity) {
    held_ -= bytes_.size();
    bytes_.resize(std::min(capacity, std::max(least, 2 * bytes_.size())));
    held_ += bytes_.size();
  }
  const std::size_t room = std::min<std::uint64_t>(bytes_.size() - end_, left_);
  if (room == 0) co_return false;
  const std::size_t size = co_await stream_.read({bytes_.data() + end_, room}, timeout);
  end_ += size;
  left_ -= size;
  co_return size > 0;
}

void Body::drop() noexcept {
  held_ -= bytes_.size();
  bytes_ = {};
  begin_ = 0;
  end_ = 0;
}

Task<bool> Pace::more(Body& body, std::size_t capacity) {
  constexpr std::chrono::seconds stretch{10};
  if (waited_ >= stretch) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(waited_).count();
    if (came_ < minimum_rate_ * static_cast<std::uint64_t>(seconds)) co_return false;
    waited_ = {};
    came_ = 0;
  }
  const std::uint64_t left = body.left();
  const auto asked = Clock::now();
  const bool came = co_await body.more(capacity, std::min(timeout_, stretch));
  waited_ += Clock::now() - asked;
  came_ += left - body.left();
  co_return came;
}

}  // namespace casement::gateway
