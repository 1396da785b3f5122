/// @file
/// @brief What a SQLite store was, kept beside it: `keys.db.word`.
///
/// A log that has lost its end is, to SQLite, a log that ends there. So the store's name and how
/// often it was made durable stand in a small file of their own, written behind each such commit: a
/// store that has had fewer is not the one that was left. Written in place and not synced: it may
/// be older than the store, which proves less, and never newer.
///
/// Its lock is the second one that keeps two gateways apart. SQLite's own is on the file that was
/// opened, whatever its name is by now; this one is on the name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace casement::gateway {

inline constexpr const char* used_by_another =
    "another gateway uses this file; several share a redis://";

class StoreWord {
 public:
  struct Told {
    std::string store;       ///< its name: 16 hexadecimal digits
    std::uint64_t mark = 0;  ///< durable commits that it has had
  };

  StoreWord() = default;
  StoreWord(const StoreWord&) = delete;
  StoreWord& operator=(const StoreWord&) = delete;
  ~StoreWord();

  /// Opens and locks it; where there is none, makes it or leaves it at that. A sentence when it
  /// cannot.
  std::string open(const std::string& path, bool make);
  /// Nothing when there was none, or it cannot be read.
  [[nodiscard]] const std::optional<Told>& told() const noexcept { return told_; }
  /// `durable` only where it begins to be.
  bool tell(Told told, bool durable);
  bool tell_mark(std::uint64_t mark);
  /// The same, to the disk: why that fails (errno), or 0.
  int tell_again();

 private:
  bool write();
  std::optional<Told> told_;
  int file_ = -1;
};

}  // namespace casement::gateway
