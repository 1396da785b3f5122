#include "gateway/server/gateway.hpp"

#include <openssl/rand.h>

#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "gateway/net/log.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/crm_lease.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

namespace {

AdmissionQueue::Bounds bounds_of(const Limits& limits) {
  return {limits.simultaneous, limits.queue};
}

}  // namespace

Gateway::Gateway(asio::io_context& context, std::shared_ptr<ConfigSnapshot> first,
                 std::unique_ptr<Store> opened)
    : io(context),
      snapshot(std::move(first)),
      admission(context.get_executor(), bounds_of(snapshot->config.limits)),
      crm(context.get_executor(), deadlines),
      store(std::move(opened), context.get_executor()),
      readiness(context.get_executor(), store) {
  std::uint64_t name = 0;
  const bool secure =
      RAND_bytes(reinterpret_cast<unsigned char*>(&next_request_), sizeof next_request_) == 1 &&
      RAND_bytes(reinterpret_cast<unsigned char*>(&name), sizeof name) == 1;
  if (!secure) throw std::runtime_error("no secure random numbers");
  name_ = "-" + std::to_string(name);
}

std::string Gateway::make_request_id() {
  std::string id;
  const std::uint64_t number = next_request_++;
  for (unsigned shift = 48; shift > 0; shift -= 4) {
    id += "0123456789abcdef"[(number >> (shift - 4)) & 0x0FU];
  }
  return id;
}

Task<void> Gateway::write_logs() {
  Timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(use_task);
    flush_log();
  }
}

bool Gateway::holds(const std::string& attempt) const {
  const auto found = attempts.find(attempt);
  return found != attempts.end() && found->second.key && BootClock::now() < found->second.until;
}

void Gateway::hold(const std::string& attempt, BootClock::time_point asked) {
  const auto found = attempts.find(attempt);
  if (found != attempts.end()) {
    found->second.until = asked + std::chrono::milliseconds(lease_ms);
  }
}

void Gateway::renew(const std::string& attempt, Held& held) {
  if (!held.key) return;
  // Who slept over the lease may have lost the key to another: nothing of it is written any more.
  if (!holds(attempt)) return held.key.reset();
  store.tell(*held.key, [this, attempt, asked = BootClock::now()](const StoreReply& reply) {
    if (reply.done) hold(attempt, asked);
  });
}

Task<void> Gateway::renew_leases() {
  Timer timer(co_await asio::this_coro::executor);
  for (unsigned round = 0;; ++round) {
    timer.expires_after(std::chrono::milliseconds(lease_ms / 4));
    co_await timer.async_wait(use_task);
    for (auto& [attempt, held] : attempts) {
      renew(attempt, held);
      if (!store.is_shared()) continue;
      for (const std::string_view name : {shared_places, shared_uploads}) {
        store.tell(RenewPlace{std::string(name), attempt});
      }
    }
    constexpr unsigned rounds_an_hour = 960;
    if (round % rounds_an_hour == 0) {
      store.tell(Sweep{snapshot->config.limits.keep_seconds()});
    }
  }
}

}  // namespace casement::gateway
