/// @file
/// @brief A clock that nobody sets and that goes on while the machine sleeps: by it a lease that
/// others may take for over is over here, too.
#pragma once

#include <chrono>
#include <ctime>

namespace casement::gateway {

struct BootClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<BootClock>;
  static constexpr bool is_steady = true;

  static time_point now() noexcept {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return time_point(std::chrono::seconds(time.tv_sec) + duration(time.tv_nsec));
  }
};

}  // namespace casement::gateway
