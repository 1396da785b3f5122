/// @file
/// @brief A deadline for every wait, without a timer for every wait.
///
/// One timer looks at all deadlines ten times a second; setting one is a store to memory. A wait
/// that lasts too long is ended by what was agreed when the deadline was made: cancelling or
/// closing what it waits on.
#pragma once

#include <chrono>
#include <functional>
#include <list>

#include "gateway/net/task.hpp"

namespace casement::gateway {

using Clock = std::chrono::steady_clock;

class Deadlines;

/// One wait at a time. Lives as long as what `end` ends.
class Deadline {
 public:
  Deadline(Deadlines& all, std::function<void()> end);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();

  void set(std::chrono::seconds timeout);
  void clear() noexcept;
  /// Since it was set.
  [[nodiscard]] bool passed() const noexcept { return passed_; }

 private:
  friend class Deadlines;
  Deadlines& all_;
  std::function<void()> end_;
  Clock::time_point at_ = Clock::time_point::max();
  bool passed_ = false;
  std::list<Deadline*>::iterator place_;
};

class Deadlines {
 public:
  /// Looks at them until the context stops.
  Task<void> watch();
  /// The time of the last look: good enough for deadlines, and free.
  [[nodiscard]] Clock::time_point now() const noexcept { return now_; }

 private:
  friend class Deadline;
  std::list<Deadline*> all_;
  Clock::time_point now_ = Clock::now();
};

}  // namespace casement::gateway
