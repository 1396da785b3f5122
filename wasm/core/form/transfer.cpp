#include "core/form/transfer.hpp"

#include <algorithm>

namespace casement {
namespace {

/// A shorter time between two reports says little about the speed.
constexpr double rate_interval_ms = 250;

/// Before, the speed says nothing yet.
constexpr double rate_known_ms = 1000;

/// Longer than this nobody believes.
constexpr double max_forecast_s = 99 * 60;

}  // namespace

void Transfer::advance(const event::Progress& report) noexcept {
  if (report.total == 0) return;
  if (total_ == 0) {
    first_ms_ = last_ms_ = report.now_ms;
    last_sent_ = report.sent;
  }
  sent_ = std::min(report.sent, report.total);
  total_ = report.total;
  const double elapsed = report.now_ms - last_ms_;
  if (elapsed >= rate_interval_ms && sent_ >= last_sent_) {
    const double latest = static_cast<double>(sent_ - last_sent_) / elapsed;
    rate_ = rate_ > 0 ? rate_ * 0.7 + latest * 0.3 : latest;
    last_ms_ = report.now_ms;
    last_sent_ = sent_;
  }
}

std::optional<double> Transfer::seconds_left() const noexcept {
  if (rate_ <= 0 || last_ms_ - first_ms_ < rate_known_ms) return std::nullopt;
  const double seconds = static_cast<double>(total_ - sent_) / rate_ / 1000;
  // Whatever compares as nothing is none either.
  if (!(seconds <= max_forecast_s)) return std::nullopt;
  return seconds;
}

}  // namespace casement
