#include "server/crm_place.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace casement::gateway {

namespace asio = boost::asio;

CrmPlace::~CrmPlace() {
  if (shared_) gateway_.store.tell(GivePlace{"crm", attempt_});
  if (here_) gateway_.places.give(attachments_);
}

/// No gateway can wake another, so each asks again.
asio::awaitable<bool> CrmPlace::take_shared(const Limits& limits, std::chrono::seconds patience) {
  const auto end = Clock::now() + patience;
  asio::steady_timer timer(gateway_.io);
  for (;;) {
    const TakePlace take{"crm", attempt_, limits.simultaneous};
    const StoreReply reply = co_await gateway_.store.ask(take);
    // After a failure it may be taken all the same: then it is given back.
    shared_ = reply.done || reply.failed;
    if (reply.done) co_return true;
    if (reply.failed || Clock::now() > end) co_return false;
    timer.expires_after(std::chrono::milliseconds(50));
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<std::optional<CrmPlace::Refused>> CrmPlace::take(const Limits& limits, Wish wish) {
  attachments_ = wish.attachments;
  const auto got = co_await gateway_.places.take(wish.attachments, wish.patience);
  if (got == Places::Got::queue_full) {
    co_return Refused{"Too many cases are waiting for the CRM.", 10};
  }
  if (got != Places::Got::place) co_return Refused{"The CRM had no time for this case.", 10};
  here_ = true;
  if (gateway_.store.is_shared()) {
    const bool taken = co_await take_shared(limits, wish.patience);
    if (!taken) co_return Refused{"The CRM had no time for this case.", 10};
  }
  if (limits.daily_budget > 0) {
    const std::uint64_t kept = wish.signed_in ? 0 : limits.daily_reserve;
    const Count day{"crm-day", limits.daily_budget - kept, 86'400};
    const StoreReply reply = co_await gateway_.store.ask(day);
    if (reply.failed) co_return Refused{"The gateway's memory does not answer.", 5};
    if (!reply.done) {
      co_return Refused{"Today's cases are used up.", static_cast<unsigned>(reply.retry_after)};
    }
  }
  co_return std::nullopt;
}

}  // namespace casement::gateway
