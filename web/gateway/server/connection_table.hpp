/// @file
/// @brief Who is connected. Each sender has a share, so that nobody shuts out everybody else, and
/// where there is no room the connection that has been silent longest gives way.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>

namespace casement::gateway {

class ConnectionTable {
  struct Sender;

 public:
  /// One connection, from its first byte to its last.
  class Entry {
   public:
    /// `leave` ends the connection, which then lets go of its entry.
    Entry(ConnectionTable& table, std::string sender, std::function<void()> leave);
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry();

    /// It owes nobody an answer: waits for a request, receives its head, or was refused.
    void silent();
    /// A request of it is being answered.
    void busy();

   private:
    friend class ConnectionTable;
    void give_way();
    void uncount();

    ConnectionTable& table_;
    std::string name_;
    Sender* sender_;  ///< while it is counted
    std::function<void()> leave_;
    std::list<Entry*>::iterator place_;         ///< among all that are silent
    std::list<Entry*>::iterator sender_place_;  ///< among its sender's
    bool silent_ = false;
  };

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t size_of(const std::string& sender) const;

  /// Of all, or of one sender. False when none of them is silent.
  bool make_room();
  bool make_room_of(const std::string& sender);

 private:
  struct Sender {
    std::size_t connections = 0;
    std::list<Entry*> silent;  ///< likewise
  };

  std::size_t size_ = 0;
  std::unordered_map<std::string, Sender> senders_;
  std::list<Entry*> silent_;  ///< the longest silent one first
};

}  // namespace casement::gateway
