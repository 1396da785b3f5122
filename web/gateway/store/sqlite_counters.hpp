/// @file
/// @brief What a SQLite store counts beside the cases: requests in a window of time, places taken.
///
/// A crash may forget them, so they need no durable commit; each reply's `failed` says that SQLite
/// could not do it.
#pragma once

#include <sqlite3.h>

#include <cstdint>

#include "gateway/store/sqlite_statement.hpp"
#include "gateway/store/store.hpp"

namespace casement::gateway {

class SqliteCounters {
 public:
  /// @param lease of a place, in milliseconds
  SqliteCounters(sqlite3* base, std::int64_t lease) : base_(base), lease_(lease) {}

  // `now`: milliseconds that the store has lived through. Windows are a wall clock's.
  [[nodiscard]] StoreReply on(const Count& command);
  [[nodiscard]] StoreReply on(const TakePlace& command, std::int64_t now);
  [[nodiscard]] StoreReply on(const RenewPlace& command, std::int64_t now);
  [[nodiscard]] StoreReply on(const GivePlace& command);
  /// Windows that ended long ago go.
  [[nodiscard]] StoreReply sweep();

 private:
  sqlite3* base_;
  std::int64_t lease_;
  Statement count_{base_, "SELECT began, count FROM counters WHERE name = ?1"};
  Statement set_count_{base_, "INSERT OR REPLACE INTO counters VALUES (?1, ?2, ?3)"};
  Statement sweep_{base_, "DELETE FROM counters WHERE began < ?1"};
  Statement lapse_{base_, "DELETE FROM places WHERE name = ?1 AND lease < ?2"};
  Statement places_{base_, "SELECT count(*) FROM places WHERE name = ?1"};
  Statement take_{base_, "INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3)"};
  Statement renew_{base_, "UPDATE places SET lease = ?3 WHERE name = ?1 AND attempt = ?2"};
  Statement give_{base_, "DELETE FROM places WHERE name = ?1 AND attempt = ?2"};
};

}  // namespace casement::gateway
