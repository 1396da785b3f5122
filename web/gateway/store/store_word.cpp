#include "gateway/store/store_word.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

#include "gateway/store/row_sum.hpp"
#include "gateway/store/store_place.hpp"

namespace casement::gateway {

namespace {

// "casement-keys 1 <store> <mark> <sum of what is in front>\n", always of one length.
constexpr const char* line_format = "casement-keys 1 %.16s %016" PRIx64;
constexpr std::size_t front_size = 16 + 16 + 1 + 16;
constexpr std::size_t line_size = front_size + 1 + 16 + 1;
using Line = std::array<char, line_size + 1>;

Line line_of(const StoreWord::Told& told) {
  Line line{};
  std::snprintf(line.data(), line.size(), line_format, told.store.c_str(), told.mark);
  std::snprintf(line.data() + front_size, line.size() - front_size, " %016" PRIx64 "\n",
                sum_of({line.data(), front_size}));
  return line;
}

std::optional<StoreWord::Told> read_line(const Line& line) {
  StoreWord::Told told{{line.data() + 16, 16}, 0};
  if (std::sscanf(line.data() + 33, "%16" SCNx64, &told.mark) != 1) return std::nullopt;
  if (line_of(told) != line) return std::nullopt;
  return told;
}

void sync_folder_of(const std::string& path) {
  const int opened = ::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  (void)::fsync(opened);
  ::close(opened);
}

}  // namespace

StoreWord::~StoreWord() {
  if (file_ >= 0) ::close(file_);
}

std::string StoreWord::open(const std::string& path, bool make) {
  constexpr mode_t owner_only = 0600;
  file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (make ? O_CREAT : 0), owner_only);
  if (file_ < 0 && errno == ENOENT && !make) return {};
  if (file_ < 0) return path + ": " + std::strerror(errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return used_by_another;
    return path + " cannot be locked: " + std::strerror(errno);
  }
  Line line{};
  const ssize_t size = ::pread(file_, line.data(), line_size, 0);
  if (size == static_cast<ssize_t>(line_size)) told_ = read_line(line);
  if (size == 0) sync_folder_of(path);
  return {};
}

bool StoreWord::write() {
  const Line line = line_of(*told_);
  return ::pwrite(file_, line.data(), line_size, 0) == static_cast<ssize_t>(line_size);
}

bool StoreWord::tell(Told told, bool durable) {
  told_ = std::move(told);
  return write() && (!durable || ::fdatasync(file_) == 0);
}

int StoreWord::tell_again() {
  if (!told_ || (write() && ::fdatasync(file_) == 0)) return 0;
  return errno;
}

bool StoreWord::tell_mark(std::uint64_t mark) {
  told_->mark = mark;
  return write();
}

}  // namespace casement::gateway
