/// @file
/// @brief The keys that this gateway has in flight, for a store that may have forgotten some:
/// another server that took over, or one that was restarted without what came last.
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/store/store.hpp"

namespace casement::gateway {

class HeldKeys {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit HeldKeys(std::chrono::milliseconds lease) : lease_(lease) {}

  /// Before a command is sent: whatever comes of it, an attempt that ends holds nothing any more,
  /// and one that advances may have sent texts.
  void note(const Command& sent);
  /// `asked`: before it was sent, which is when a lease began at the earliest.
  void note(const Command& sent, const StoreReply& reply, Time asked);
  /// What the store must hear again. A lease that is over has lost its key: nothing of it is told.
  [[nodiscard]] std::vector<Command> renewals(Time now);

 private:
  struct Held {
    Renew renewal;
    Time until;
  };
  std::chrono::milliseconds lease_;
  std::unordered_map<std::string, Held> by_attempt_;
};

}  // namespace casement::gateway
