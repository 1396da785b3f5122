#include "gateway/server/readiness.hpp"

#include <limits>

namespace casement::gateway {

Task<bool> Readiness::ask() {
  while (asking_) co_await told_.async_wait(as_result);
  if (Clock::now() < good_until_) co_return ready_;
  asking_ = true;
  told_.expires_at(Timer::time_point::max());
  const Count write{"readiness", std::numeric_limits<std::int64_t>::max(), 1};
  const StoreReply reply = co_await store_.ask(write);
  ready_ = !reply.failed;
  good_until_ = Clock::now() + std::chrono::seconds(1);
  asking_ = false;
  told_.cancel();
  co_return ready_;
}

}  // namespace casement::gateway
