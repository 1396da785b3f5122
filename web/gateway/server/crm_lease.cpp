#include "gateway/server/crm_lease.hpp"

#include <chrono>
#include <exception>

#include "gateway/net/task.hpp"

namespace casement::gateway {

CrmLease::~CrmLease() {
  gateway_.attempts.erase(attempt_);
  try {
    if (here_) gateway_.admission.release(attachments_);
    for (const std::string_view name : shared_) {
      gateway_.store.tell(GivePlace{std::string(name), attempt_});
    }
  } catch (const std::exception&) {
    // No memory for the word: a place of the store's is given to others once nobody renews it.
  }
}

/// No gateway can wake another, so each asks again.
Task<std::optional<Refusal>> CrmLease::acquire_shared(std::string_view name, std::uint64_t places,
                                                      Clock::time_point end) {
  Timer timer(gateway_.io);
  // After a failure it may be taken all the same: then it is given back.
  shared_.push_back(name);
  for (;;) {
    const TakePlace take{std::string(name), attempt_, places};
    const StoreReply reply = co_await gateway_.store.ask(take);
    if (reply.done) co_return std::nullopt;
    if (reply.failed) co_return refused::store_away;
    if (Clock::now() > end) co_return refused::no_turn;
    timer.expires_after(std::chrono::milliseconds(50));
    co_await timer.async_wait(as_result);
  }
}

Task<std::optional<Refusal>> CrmLease::acquire(const Limits& limits, bool attachments,
                                               std::chrono::seconds timeout) {
  const auto end = Clock::now() + timeout;
  attachments_ = attachments;
  const auto got = co_await gateway_.admission.acquire(attachments, timeout);
  if (got == AdmissionQueue::Admission::queue_full) {
    co_return refused::queue_full;
  }
  if (got != AdmissionQueue::Admission::place) co_return refused::no_turn;
  here_ = true;
  gateway_.attempts.try_emplace(attempt_);
  if (!gateway_.store.is_shared()) co_return std::nullopt;
  if (attachments && limits.simultaneous > 1) {
    auto refused = co_await acquire_shared(shared_uploads, limits.simultaneous - 1, end);
    if (refused) co_return refused;
  }
  auto refused = co_await acquire_shared(shared_places, limits.simultaneous, end);
  co_return refused;
}

Task<std::optional<Refusal>> spend_request(Gateway& gateway, const Limits& limits, bool signed_in) {
  if (limits.daily_budget == 0) co_return std::nullopt;
  const std::uint64_t kept = signed_in ? 0 : limits.daily_reserve;
  const Count day{"crm-day", limits.daily_budget - kept, 86'400};
  const StoreReply reply = co_await gateway.store.ask(day);
  if (reply.failed) co_return refused::store_away;
  if (reply.done) co_return std::nullopt;
  co_return after(refused::budget, static_cast<unsigned>(reply.retry_after));
}

}  // namespace casement::gateway
