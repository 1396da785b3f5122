/// @file
/// @brief Whether the store takes a write now: the one thing that a load balancer's probe is to
/// know.
///
/// Probes share what was found out within the last second, so that however many there are, the
/// store is asked once a second.
#pragma once

#include "gateway/net/deadlines.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/store_thread.hpp"

namespace casement::gateway {

class Readiness {
 public:
  Readiness(const Executor& executor, StoreThread& store) : told_(executor), store_(store) {}
  Task<bool> ask();

 private:
  Timer told_;  ///< expires, for all who wait for it, with the store's reply
  StoreThread& store_;
  bool ready_ = false;
  bool asking_ = false;
  Clock::time_point good_until_;
};

}  // namespace casement::gateway
