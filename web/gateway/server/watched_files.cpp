#include "gateway/server/watched_files.hpp"

#include <sys/stat.h>

namespace casement::gateway {

std::optional<WatchedFiles::Stamp> WatchedFiles::stamp_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return Stamp{found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec,
               found.st_mtim.tv_nsec};
}

void WatchedFiles::add(const std::string& path) { files_.try_emplace(path, stamp_of(path)); }

bool WatchedFiles::changed() {
  bool any = false;
  for (auto& [path, stamp] : files_) {
    const auto now = stamp_of(path);
    if (now == stamp) continue;
    stamp = now;
    any = true;
  }
  return any;
}

}  // namespace casement::gateway
