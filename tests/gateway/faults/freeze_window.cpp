// Loaded in front of the gateway's libraries: how long after its last look at the clock of leases a
// thread begins to send, and whether it waited for events in between. A line for each into the file
// FREEZE_WINDOW: nanoseconds, or "waited".
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace {

thread_local timespec looked{};
thread_local bool waited = false;

template <typename Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

void now(timespec& time) {
  static auto* const ask = real<int(clockid_t, timespec*)>("clock_gettime");
  ask(CLOCK_MONOTONIC, &time);
}

void sends() {
  if (looked.tv_sec == 0) return;
  timespec time{};
  now(time);
  static const char* const path = std::getenv("FREEZE_WINDOW");
  static const int file =
      ::open(path != nullptr ? path : "/dev/null", O_WRONLY | O_APPEND | O_CREAT, 0600);
  const long window = (time.tv_sec - looked.tv_sec) * 1'000'000'000 + time.tv_nsec - looked.tv_nsec;
  if (waited) {
    ::dprintf(file, "waited\n");
  } else {
    ::dprintf(file, "%ld\n", window);
  }
  looked = {};
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) {
  static auto* const ask = real<int(clockid_t, timespec*)>("clock_gettime");
  const int result = ask(clock, time);
  if (clock == CLOCK_BOOTTIME) {
    now(looked);
    waited = false;
  }
  return result;
}

int epoll_wait(int epoll, epoll_event* events, int most, int patience) {
  static auto* const wait = real<int(int, epoll_event*, int, int)>("epoll_wait");
  waited = true;
  return wait(epoll, events, most, patience);
}

ssize_t send(int to, const void* bytes, size_t size, int flags) {
  static auto* const send_on = real<ssize_t(int, const void*, size_t, int)>("send");
  sends();
  return send_on(to, bytes, size, flags);
}

ssize_t sendmsg(int to, const msghdr* message, int flags) {
  static auto* const send_on = real<ssize_t(int, const msghdr*, int)>("sendmsg");
  sends();
  return send_on(to, message, flags);
}

}  // extern "C"
