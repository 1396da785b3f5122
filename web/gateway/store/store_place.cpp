#include "gateway/store/store_place.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace casement::gateway {
namespace {

/// By who runs this, not by who started it.
std::string writing_problem(const std::string& what, int mode) {
  if (::faccessat(AT_FDCWD, what.c_str(), mode, AT_EACCESS) == 0) return {};
  switch (errno) {
    case EROFS: return what + " is on a disk that is read-only: mount it for writing";
    case EACCES: return what + " is not for this user to write: give it to the gateway's user";
    default: return what + " cannot be written: " + std::strerror(errno);
  }
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return path.substr(0, slash == 0 ? 1 : slash);
}

std::string place_problem(const std::string& path) {
  const std::string folder = folder_of(path);
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0 && errno == ENOENT) {
    return "the folder " + folder + " is not there: make it, for the gateway's user";
  }
  if (std::string problem = writing_problem(folder, R_OK | W_OK | X_OK); !problem.empty()) {
    return problem;
  }
  for (const char* const end : {"", "-wal", ".word"}) {
    const std::string file = path + end;
    if (::stat(file.c_str(), &found) != 0) continue;
    if (!S_ISREG(found.st_mode)) return file + " is no file: remove it, or name another";
    if (std::string problem = writing_problem(file, R_OK | W_OK); !problem.empty()) return problem;
  }
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) == 0 && disk.f_blocks > 0 && disk.f_bavail == 0) {
    return "the disk of " + folder + " is full: make room on it";
  }
  return {};
}

}  // namespace casement::gateway
