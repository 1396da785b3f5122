#include "gateway/store/redis_stream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

namespace casement::gateway {
namespace {

using Clock = std::chrono::steady_clock;

struct FreeAddresses {
  void operator()(addrinfo* first) const { freeaddrinfo(first); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

Addresses look_up(const std::string& host, int port, int flags) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* first = nullptr;
  const bool found = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &first) == 0;
  return Addresses(found ? first : nullptr);
}

/// The system's own look-up cannot be given a deadline: one that is late ends by itself, unheard.
Addresses look_up(const std::string& host, int port, Instant end) {
  if (Addresses numeric = look_up(host, port, AI_NUMERICHOST)) return numeric;
  std::packaged_task<Addresses()> task([host, port] { return look_up(host, port, 0); });
  std::future<Addresses> found = task.get_future();
  try {
    std::thread(std::move(task)).detach();
  } catch (const std::system_error&) {
    return nullptr;  // There is no room for one more thread.
  }
  return found.wait_until(end) == std::future_status::ready ? found.get() : nullptr;
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

}  // namespace

RedisStream::RedisStream(RedisStream&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), tls_(std::move(other.tls_)) {}

RedisStream& RedisStream::operator=(RedisStream&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(tls_, other.tls_);
  return *this;
}

RedisStream::~RedisStream() {
  tls_.reset();
  if (socket_ >= 0) close(socket_);
}

bool RedisStream::wait(short events, Instant end) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return false;
    pollfd one{socket_, events, 0};
    const int ready = poll(&one, 1, static_cast<int>(std::min<long long>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool RedisStream::connect_to(const addrinfo& address, Instant end) {
  if (socket_ >= 0) close(socket_);
  socket_ = socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                   address.ai_protocol);
  if (socket_ < 0) return false;
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, address.ai_addr, address.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS || !wait(POLLOUT, end)) return false;
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

bool RedisStream::connect(const std::string& host, int port, Instant end) {
  const Addresses found = look_up(host, port, end);
  int left = 0;
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) ++left;
  // One address that swallows everything leaves time for the others.
  for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next, --left) {
    const auto now = Clock::now();
    if (connect_to(*each, now + (end - now) / left)) return true;
  }
  return false;
}

bool RedisStream::wait_for_tls(int result, Instant end) const {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ: return wait(POLLIN, end);
    case SSL_ERROR_WANT_WRITE: return wait(POLLOUT, end);
    default: return false;
  }
}

RedisProblem RedisStream::start_tls(SSL_CTX& context, const std::string& name, Instant end) {
  tls_.reset(SSL_new(&context));
  if (tls_ == nullptr || SSL_set_fd(tls_.get(), socket_) != 1) return RedisFault::tls_library;
  SSL_set_verify(tls_.get(), SSL_VERIFY_PEER, nullptr);
  SSL_set_hostflags(tls_.get(),
                    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (is_address(name)) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), name.c_str()) != 1)
      return RedisFault::tls_library;
  } else if (SSL_set1_host(tls_.get(), name.c_str()) != 1 ||
             SSL_ctrl(tls_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                      std::string(name).data()) != 1) {
    return RedisFault::tls_library;
  }
  for (;;) {
    ERR_clear_error();
    const int result = SSL_connect(tls_.get());
    if (result == 1) return {};
    if (wait_for_tls(result, end)) continue;
    const long wrong = SSL_get_verify_result(tls_.get());
    if (wrong == X509_V_OK) return RedisFault::no_tls;
    return {RedisFault::certificate, X509_verify_cert_error_string(wrong)};
  }
}

bool RedisStream::write(std::string_view bytes, Instant end) {
  while (!bytes.empty()) {
    if (tls_) {
      ERR_clear_error();
      std::size_t written = 0;
      const int result = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written);
      if (result == 1) {
        bytes.remove_prefix(written);
      } else if (!wait_for_tls(result, end)) {
        return false;
      }
      continue;
    }
    const ssize_t written = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (errno != EAGAIN || !wait(POLLOUT, end)) {
      return false;
    }
  }
  return true;
}

std::size_t RedisStream::read(std::span<char> into, Instant end) {
  for (;;) {
    if (tls_) {
      ERR_clear_error();
      std::size_t size = 0;
      const int result = SSL_read_ex(tls_.get(), into.data(), into.size(), &size);
      if (result == 1) return size;
      if (!wait_for_tls(result, end)) return 0;
      continue;
    }
    const ssize_t size = recv(socket_, into.data(), into.size(), 0);
    if (size >= 0) return static_cast<std::size_t>(size);
    if (errno == EINTR) continue;
    if (errno != EAGAIN || !wait(POLLIN, end)) return 0;
  }
}

}  // namespace casement::gateway
