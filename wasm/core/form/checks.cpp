#include "core/form/checks.hpp"

#include <array>

namespace casement {
namespace {

/// Seconds before each question.
constexpr std::array<std::uint32_t, 8> delays{4, 8, 16, 30, 60, 60, 60, 60};

}  // namespace

bool Checks::wait_for_next() noexcept {
  ++attempt_;
  gave_up_ |= attempt_ > delays.size();
  if (gave_up_) return false;
  left_ = delays[attempt_ - 1];
  return true;
}

bool Checks::tick() noexcept {
  ++waited_;
  if (left_ > 0) --left_;
  return left_ == 0;
}

}  // namespace casement
