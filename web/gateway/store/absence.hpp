/// @file
/// @brief What the log hears of a store that fails its commands: once that it does, and once that
/// it serves them again.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gateway/store/store.hpp"

namespace casement::gateway {

class Absence {
 public:
  Absence() = default;
  /// One that was told already.
  explicit Absence(std::string why) : why_(std::move(why)) {}

  void begin(std::string why) {
    if (why == why_) return;
    why_ = std::move(why);
    news_.push_back({"warning", why_ + "; until it changes cases are refused"});
  }
  void end() {
    if (std::exchange(why_, "").empty()) return;
    news_.push_back({"info", "it is there again"});
  }

  [[nodiscard]] std::vector<StoreNews> take_news() { return std::exchange(news_, {}); }

 private:
  std::string why_;  ///< empty while it serves
  std::vector<StoreNews> news_;
};

}  // namespace casement::gateway
