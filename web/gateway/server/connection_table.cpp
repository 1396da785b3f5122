#include "server/connection_table.hpp"

#include <algorithm>
#include <utility>

namespace casement::gateway {

using Entry = ConnectionTable::Entry;

Entry::Entry(ConnectionTable& table, std::string sender, std::function<void()> leave)
    : table_(table), sender_(std::move(sender)), leave_(std::move(leave)) {
  ++table_.size_;
  ++table_.shares_[sender_];
  silent();
}

Entry::~Entry() { uncount(); }

void Entry::uncount() {
  busy();
  if (!std::exchange(counted_, false)) return;
  --table_.size_;
  const auto share = table_.shares_.find(sender_);
  if (--share->second == 0) table_.shares_.erase(share);
}

void Entry::silent() {
  if (silent_ || !counted_) return;
  silent_ = true;
  place_ = table_.silent_.insert(table_.silent_.end(), this);
}

void Entry::busy() {
  if (std::exchange(silent_, false)) table_.silent_.erase(place_);
}

/// Its place is free at once, whenever it hears of it.
void Entry::give_way() {
  uncount();
  leave_();
}

std::size_t ConnectionTable::size_of(const std::string& sender) const {
  const auto share = shares_.find(sender);
  return share == shares_.end() ? 0 : share->second;
}

bool ConnectionTable::make_room() {
  if (silent_.empty()) return false;
  silent_.front()->give_way();
  return true;
}

bool ConnectionTable::make_room_of(const std::string& sender) {
  const auto found = std::find_if(silent_.begin(), silent_.end(),
                                  [&](const Entry* each) { return each->sender_ == sender; });
  if (found == silent_.end()) return false;
  (*found)->give_way();
  return true;
}

}  // namespace casement::gateway
