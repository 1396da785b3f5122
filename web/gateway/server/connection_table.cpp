#include "gateway/server/connection_table.hpp"

#include <utility>

namespace casement::gateway {

using Entry = ConnectionTable::Entry;

Entry::Entry(ConnectionTable& table, std::string sender, std::function<void()> leave)
    : table_(table),
      name_(std::move(sender)),
      sender_(&table.senders_[name_]),
      leave_(std::move(leave)) {
  ++table_.size_;
  ++sender_->connections;
  silent();
}

Entry::~Entry() { uncount(); }

void Entry::uncount() {
  busy();
  Sender* const sender = std::exchange(sender_, nullptr);
  if (sender == nullptr) return;
  --table_.size_;
  if (--sender->connections == 0) table_.senders_.erase(name_);
}

void Entry::silent() {
  if (silent_ || sender_ == nullptr) return;
  silent_ = true;
  place_ = table_.silent_.insert(table_.silent_.end(), this);
  sender_place_ = sender_->silent.insert(sender_->silent.end(), this);
}

void Entry::busy() {
  if (!std::exchange(silent_, false)) return;
  table_.silent_.erase(place_);
  sender_->silent.erase(sender_place_);
}

/// Its place is free at once, whenever it hears of it.
void Entry::give_way() {
  uncount();
  leave_();
}

std::size_t ConnectionTable::size_of(const std::string& sender) const {
  const auto found = senders_.find(sender);
  return found == senders_.end() ? 0 : found->second.connections;
}

bool ConnectionTable::make_room() {
  if (silent_.empty()) return false;
  silent_.front()->give_way();
  return true;
}

bool ConnectionTable::make_room_of(const std::string& sender) {
  const auto found = senders_.find(sender);
  if (found == senders_.end() || found->second.silent.empty()) return false;
  found->second.silent.front()->give_way();
  return true;
}

}  // namespace casement::gateway
