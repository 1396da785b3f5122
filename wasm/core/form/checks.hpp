/// @file
/// @brief When a gateway is asked what became of a case: each question waits longer than the one
/// before, and after the last it is given up. Counts seconds, knows no clock.
#pragma once

#include <cstdint>

namespace casement {

class Checks {
 public:
  /// The wait for the next question begins; false when there is none: it is given up.
  [[nodiscard]] bool wait_for_next() noexcept;

  /// A second has passed; true when it is time to ask.
  [[nodiscard]] bool tick() noexcept;

  /// From now on only by hand.
  void give_up() noexcept { gave_up_ = true; }
  [[nodiscard]] bool gave_up() const noexcept { return gave_up_; }

  [[nodiscard]] std::uint32_t attempt() const noexcept { return attempt_; }  ///< from 1; 0: none
  [[nodiscard]] std::uint32_t seconds_left() const noexcept { return left_; }

  /// Of all the waiting since the outcome became unknown up to the next question, 0..1. Only while
  /// one is awaited.
  [[nodiscard]] double share() const noexcept {
    return static_cast<double>(waited_) / (waited_ + left_);
  }

 private:
  std::uint32_t attempt_ = 0;
  std::uint32_t left_ = 0;    ///< seconds until the next question
  std::uint32_t waited_ = 0;  ///< seconds since the outcome became unknown
  bool gave_up_ = false;
};

}  // namespace casement
