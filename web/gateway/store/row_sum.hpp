/// @file
/// @brief Sums by which a store knows its own rows again after bits have flipped under it.
///
/// Not secret and not for strangers: each step maps words one to one, so that two texts of one
/// length that differ in a single word never have the same sum.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "gateway/store/store.hpp"

namespace casement::gateway {

class Sum {
 public:
  void add(std::uint64_t word) noexcept {
    value_ = (value_ ^ word) * 0x9e37'79b9'7f4a'7c15U;
    value_ ^= value_ >> 32;
  }
  void add(std::string_view text) noexcept {
    add(text.size());
    for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data(), sizeof word);
      add(word);
    }
    std::uint64_t rest = 0;
    // An empty view may have no address, which memcpy must not get.
    if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
    add(rest);
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_ = 0x2545'f491'4f6c'dd1dU;
};

inline std::uint64_t sum_of(std::string_view text) noexcept {
  Sum sum;
  sum.add(text);
  return sum.value();
}

/// A row's sum grows by this with each step of its state, so that SQL can change both.
inline constexpr std::int64_t sum_of_step = 0x02b5'ad1f'3c6e'9a7d;

/// What a case's answer adds to its binding.
struct Ending {
  std::string_view full_fingerprint = {};
  std::int64_t status = 0;
  std::string_view body = {};
};

/// Of everything but the times. Small enough that no step of the state makes it overflow.
inline std::int64_t row_sum(const Binding& binding, KeyState state,
                            const Ending& ending = {}) noexcept {
  Sum sum;
  for (const std::string_view text :
       {std::string_view(binding.key), std::string_view(binding.attempt),
        std::string_view(binding.fingerprint), std::string_view(binding.carries),
        ending.full_fingerprint, ending.body}) {
    sum.add(text);
  }
  sum.add(static_cast<std::uint64_t>(ending.status));
  return static_cast<std::int64_t>(sum.value() >> 2U) +
         static_cast<std::int64_t>(state) * sum_of_step;
}

}  // namespace casement::gateway
