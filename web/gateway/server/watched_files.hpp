/// @file
/// @brief The files that a configuration points at, and whether one of them is another than it was.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace casement::gateway {

class WatchedFiles {
 public:
  /// From before it is read: what is written meanwhile is noticed.
  void add(const std::string& path);
  /// Since it was added, or since the last look.
  [[nodiscard]] bool changed();

 private:
  struct Stamp {
    dev_t device;
    ino_t number;
    off_t size;
    std::int64_t seconds;
    std::int64_t nanoseconds;
    bool operator==(const Stamp&) const = default;
  };
  static std::optional<Stamp> stamp_of(const std::string& path);

  std::map<std::string, std::optional<Stamp>> files_;
};

}  // namespace casement::gateway
