/// @file
/// @brief The CRM takes few requests at a time: who may go next.
///
/// First come, first served, with a bound on the queue and on the wait. One place is never given to
/// an upload with attachments, which can take minutes: small cases always have a way.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>

#include "gateway/net/task.hpp"

namespace casement::gateway {

class AdmissionQueue {
 public:
  struct Bounds {
    std::size_t places = 2;
    std::size_t queue = 200;
  };
  AdmissionQueue(Executor executor, Bounds bounds)
      : executor_(std::move(executor)), bounds_(bounds) {}

  enum class Admission { place, queue_full, too_late };
  Task<Admission> acquire(bool attachments, std::chrono::milliseconds timeout);
  void release(bool attachments);
  void set(Bounds bounds);

  /// One could be had without waiting.
  [[nodiscard]] bool is_free(bool attachments) const noexcept;

  [[nodiscard]] std::size_t taken() const noexcept { return taken_; }
  [[nodiscard]] std::size_t waiting() const noexcept { return queue_.size(); }

 private:
  struct Waiter {
    Timer timer;
    bool attachments;
    bool has_place = false;
  };
  void occupy(bool attachments) noexcept;
  void hand_out();

  Executor executor_;
  Bounds bounds_;
  std::size_t taken_ = 0;
  std::size_t uploads_ = 0;  ///< of them with attachments
  std::list<Waiter*> queue_;
};

}  // namespace casement::gateway
