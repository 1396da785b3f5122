/// @file
/// @brief Random bytes for secrets, by the kilobyte: OpenSSL's generator costs microseconds a call,
/// however few bytes it gives.
#pragma once

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace casement::gateway {

class RandomBytes {
 public:
  /// False when the system has none. Each byte is given once.
  [[nodiscard]] bool fill(std::span<char> bytes) {
    for (char& byte : bytes) {
      if (used_ == pool_.size() && !refill()) return false;
      byte = static_cast<char>(pool_[used_]);
      pool_[used_++] = 0;
    }
    return true;
  }

 private:
  [[nodiscard]] bool refill() {
    if (RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) != 1) return false;
    used_ = 0;
    return true;
  }

  std::array<unsigned char, 4096> pool_{};
  std::size_t used_ = pool_.size();
};

}  // namespace casement::gateway
