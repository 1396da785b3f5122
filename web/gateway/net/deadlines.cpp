#include "gateway/net/deadlines.hpp"

#include <boost/asio/this_coro.hpp>
#include <utility>
#include <vector>

#include "gateway/net/task.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

Deadline::Deadline(Deadlines& all, std::function<void()> end) : all_(all), end_(std::move(end)) {
  place_ = all_.all_.insert(all_.all_.end(), this);
}

Deadline::~Deadline() { all_.all_.erase(place_); }

void Deadline::set(std::chrono::seconds timeout) {
  passed_ = false;
  at_ = all_.now() + timeout;
}

void Deadline::clear() noexcept { at_ = Clock::time_point::max(); }

Task<void> Deadlines::watch() {
  Timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(use_task);
    now_ = Clock::now();
    std::vector<Deadline*> late;
    for (Deadline* each : all_) {
      if (each->at_ <= now_) late.push_back(each);
    }
    for (Deadline* each : late) {
      each->passed_ = true;
      each->clear();
      each->end_();  // Closes a socket: what waits on it goes on later, from the context.
    }
  }
}

}  // namespace casement::gateway
