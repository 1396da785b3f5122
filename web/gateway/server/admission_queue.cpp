#include "gateway/server/admission_queue.hpp"

#include <algorithm>

#include "gateway/net/task.hpp"

namespace casement::gateway {

bool AdmissionQueue::is_free(bool attachments) const noexcept {
  if (taken_ >= bounds_.places) return false;
  // A company that has only one place must still be able to get attachments.
  return !attachments || bounds_.places == 1 || uploads_ + 1 < bounds_.places;
}

void AdmissionQueue::occupy(bool attachments) noexcept {
  ++taken_;
  if (attachments) ++uploads_;
}

Task<AdmissionQueue::Admission> AdmissionQueue::acquire(bool attachments,
                                                        std::chrono::milliseconds timeout) {
  // Whoever waits already is before us, if this place is of any use to it.
  const bool before_us = std::any_of(queue_.begin(), queue_.end(), [&](const Waiter* waiter) {
    return is_free(waiter->attachments);
  });
  if (is_free(attachments) && !before_us) {
    occupy(attachments);
    co_return Admission::place;
  }
  if (queue_.size() >= bounds_.queue) co_return Admission::queue_full;
  Waiter waiter{Timer(executor_, timeout), attachments};
  const auto place = queue_.insert(queue_.end(), &waiter);
  co_await waiter.timer.async_wait(as_result);
  if (waiter.has_place) co_return Admission::place;
  queue_.erase(place);
  co_return Admission::too_late;
}

void AdmissionQueue::release(bool attachments) {
  --taken_;
  if (attachments) --uploads_;
  hand_out();
}

void AdmissionQueue::set(Bounds bounds) {
  bounds_ = bounds;
  hand_out();
}

void AdmissionQueue::hand_out() {
  for (auto each = queue_.begin(); each != queue_.end();) {
    Waiter* waiter = *each;
    if (!is_free(waiter->attachments)) {
      ++each;
      continue;
    }
    occupy(waiter->attachments);
    waiter->has_place = true;
    waiter->timer.cancel();
    each = queue_.erase(each);
  }
}

}  // namespace casement::gateway
