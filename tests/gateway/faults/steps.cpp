// Loaded in front of the gateway's libraries: stops the process (SIGSTOP) right before the
// so-many-th of its calls that others can see, which are those to a peer and those that write the
// store's files. What is done to it, or to what it stands on, is then done at exactly this step.
// And, on request, what it writes to files fails.
//
// The file STEPS is memory that it shares with steps.mjs; see Board.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

using Number = std::atomic<std::int32_t>;

struct Board {
  Number left;    // calls until it stops; 0: it does not
  Number call;    // at which call it did last: a Call
  Number window;  // 1: between the last look at a lease and the first byte behind it
  Number fails;   // what writing fails with meanwhile; 0: it does not
  Number calls;   // all that were made
};

enum Call : std::int32_t { connects = 1, sends, receives, writes, syncs };

thread_local bool looked = false;

Board& board() {
  static Board* const shared = [] {
    static Board alone{};
    const char* const path = std::getenv("STEPS");
    const int file = ::open(path != nullptr ? path : "", O_RDWR | O_CLOEXEC);
    void* const memory =
        ::mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file >= 0) ::close(file);
    return memory == MAP_FAILED ? &alone : static_cast<Board*>(memory);
  }();
  return *shared;
}

void step(Call call) {
  Board& steps = board();
  ++steps.calls;
  const bool in_window = call == sends && looked;
  if (call == sends) looked = false;
  std::int32_t left = steps.left;
  while (left > 0 && !steps.left.compare_exchange_weak(left, left - 1)) {
  }
  if (left != 1) return;
  steps.call = call;
  steps.window = in_window ? 1 : 0;
  std::raise(SIGSTOP);
}

/// True when it is to fail, with errno told.
bool fails(Call call) {
  step(call);
  const int why = board().fails;
  // Of what was written before, a full and a read-only disk lose nothing.
  if (why == 0 || (call == syncs && why != EIO)) return false;
  errno = why;
  return true;
}

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) {
  static auto* const ask = real<int(clockid_t, timespec*)>("clock_gettime");
  if (clock == CLOCK_BOOTTIME) looked = true;
  return ask(clock, time);
}

int epoll_wait(int epoll, epoll_event* events, int most, int patience) {
  static auto* const wait = real<int(int, epoll_event*, int, int)>("epoll_wait");
  looked = false;
  return wait(epoll, events, most, patience);
}

int connect(int from, const sockaddr* to, socklen_t size) {
  static auto* const connect_on = real<int(int, const sockaddr*, socklen_t)>("connect");
  step(connects);
  return connect_on(from, to, size);
}

ssize_t send(int to, const void* bytes, size_t size, int flags) {
  static auto* const send_on = real<ssize_t(int, const void*, size_t, int)>("send");
  step(sends);
  return send_on(to, bytes, size, flags);
}

ssize_t sendmsg(int to, const msghdr* message, int flags) {
  static auto* const send_on = real<ssize_t(int, const msghdr*, int)>("sendmsg");
  step(sends);
  return send_on(to, message, flags);
}

ssize_t recv(int from, void* bytes, size_t size, int flags) {
  static auto* const receive = real<ssize_t(int, void*, size_t, int)>("recv");
  step(receives);
  return receive(from, bytes, size, flags);
}

ssize_t recvmsg(int from, msghdr* message, int flags) {
  static auto* const receive = real<ssize_t(int, msghdr*, int)>("recvmsg");
  step(receives);
  return receive(from, message, flags);
}

ssize_t pwrite64(int to, const void* bytes, size_t size, off64_t at) {
  static auto* const write_on = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return fails(writes) ? -1 : write_on(to, bytes, size, at);
}

ssize_t pwrite(int to, const void* bytes, size_t size, off_t at) {
  static auto* const write_on = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return fails(writes) ? -1 : write_on(to, bytes, size, at);
}

int ftruncate64(int file, off64_t size) {
  static auto* const cut = real<int(int, off64_t)>("ftruncate64");
  return fails(writes) ? -1 : cut(file, size);
}

int fdatasync(int file) {
  static auto* const sync = real<int(int)>("fdatasync");
  return fails(syncs) ? -1 : sync(file);
}

int fsync(int file) {
  static auto* const sync = real<int(int)>("fsync");
  return fails(syncs) ? -1 : sync(file);
}

}  // extern "C"
