/// @file
/// @brief An upload as far as the platform tells of it: how much has left, and how long it will
/// take.
#pragma once

#include <cstdint>
#include <optional>

#include "core/form/events.hpp"

namespace casement {

class Transfer {
 public:
  /// Takes one report. They may come late, stand still or go back; one without a total says
  /// nothing.
  void advance(const event::Progress& report) noexcept;

  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }    ///< bytes, at most total()
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }  ///< 0: nothing was told

  /// All of it has left: what is awaited now is the answer.
  [[nodiscard]] bool is_complete() const noexcept { return total_ != 0 && sent_ >= total_; }

  /// Of the whole, 0..1. Only once something was told.
  [[nodiscard]] double share() const noexcept {
    return static_cast<double>(sent_) / static_cast<double>(total_);
  }

  /// Until it is complete; nothing while the speed says too little, or when it would take longer
  /// than anybody believes.
  [[nodiscard]] std::optional<double> seconds_left() const noexcept;

 private:
  std::uint64_t sent_ = 0;
  std::uint64_t total_ = 0;
  double first_ms_ = 0;
  double last_ms_ = 0;
  std::uint64_t last_sent_ = 0;  ///< at last_ms_
  double rate_ = 0;              ///< bytes a millisecond, smoothed
};

}  // namespace casement
