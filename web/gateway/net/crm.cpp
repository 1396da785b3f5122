#include "gateway/net/crm.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <utility>

#include "core/protocol/endpoint.hpp"
#include "core/protocol/reply.hpp"
#include "gateway/net/log.hpp"
#include "gateway/net/task.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

namespace {

/// A server closes an idle connection when it likes, and a case that is on its way just then is in
/// doubt. Common servers wait for 5 seconds or more, so ours waits less.
constexpr std::chrono::seconds max_idle_time{3};
constexpr std::size_t max_idle_count = 128;

using Resolver = asio::ip::basic_resolver<asio::ip::tcp, Executor>;

struct Resolved {
  explicit Resolved(const Executor& executor) : resolver(executor), waiting(executor) {}
  Resolver resolver;
  Timer waiting;  ///< cancelled when the addresses are there
  Resolver::results_type found;
};

Task<void> look_up(std::shared_ptr<Resolved> into, std::string host, std::string port) {
  auto [failure, found] = co_await into->resolver.async_resolve(host, port, as_result);
  if (!failure) into->found = std::move(found);
  into->waiting.expires_at(Clock::time_point::min());
}

/// The system's resolver cannot be stopped, only left behind. No addresses when it is too slow.
Task<std::shared_ptr<Resolved>> resolve(Executor executor, std::string host, std::string port,
                                        Timeout timeout) {
  auto resolved = std::make_shared<Resolved>(executor);
  resolved->waiting.expires_after(timeout);
  asio::co_spawn(executor, look_up(resolved, std::move(host), std::move(port)), asio::detached);
  (void)co_await resolved->waiting.async_wait(as_result);
  co_return resolved;
}

}  // namespace

std::string without_brackets(const std::string& host) {
  return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

Task<std::shared_ptr<Stream>> Crm::connect(std::shared_ptr<ConfigSnapshot> snapshot) {
  while (!idle_.empty()) {
    Idle idle = std::move(idle_.back());
    idle_.pop_back();
    const bool fresh = Clock::now() - idle.since < max_idle_time;
    if (!fresh) idle_.clear();  // Those in front are older.
    if (fresh && idle.snapshot == snapshot && idle.stream->is_quiet())
      co_return std::move(idle.stream);
  }
  const GatewayConfig& config = snapshot->config;
  const std::string host = without_brackets(config.server.host);
  const std::string port =
      !config.server.port.empty() ? config.server.port : std::string(config.tls ? "443" : "80");
  // One deadline for all of it: a place and a key may be held meanwhile.
  const auto end = Clock::now() + std::chrono::seconds(config.limits.connect_seconds);
  const auto left = [&end] { return std::chrono::ceil<Timeout>(end - Clock::now()); };
  const std::shared_ptr<Resolved> resolved = co_await resolve(executor_, host, port, left());
  long addresses = static_cast<long>(resolved->found.size());
  std::string problem = "no address is found for " + host;
  std::shared_ptr<Stream> connected;
  for (const auto& each : resolved->found) {
    // An address that swallows packets leaves time for the others.
    const Timeout share = std::max(left() / addresses--, Timeout(1));
    if (left().count() <= 0) break;
    // Without TLS the token stays on this machine, whatever a name resolves to.
    problem = "it is not on this machine, and without TLS the token goes nowhere else";
    if (!config.tls && !each.endpoint().address().is_loopback()) continue;
    auto stream = std::make_shared<Stream>(Socket(executor_), deadlines_);
    Deadline deadline(deadlines_, [stream] { stream->close(); });
    deadline.set(share);
    const auto [refused] = co_await stream->socket().async_connect(each.endpoint(), as_result);
    deadline.clear();
    problem = "it does not answer";
    if (refused == asio::error::operation_aborted) continue;
    problem = "it cannot be reached: " + refused.message();
    if (refused) continue;
    boost::system::error_code ignored;
    stream->socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    problem.clear();
    if (config.tls) {
      std::string told = co_await stream->start_tls(snapshot->tls, host, std::min(share, left()));
      problem = std::move(told);
    }
    if (problem.empty()) connected = std::move(stream);
    if (connected != nullptr) break;
  }
  if (connected != nullptr)
    absence_.end();
  else
    absence_.begin(std::move(problem));
  for (const StoreNews& news : absence_.take_news()) {
    write_log(news.level, "/server: " + news.sentence);
  }
  co_return connected;
}

void Crm::keep(std::shared_ptr<Stream> stream, std::shared_ptr<ConfigSnapshot> snapshot) {
  if (idle_.size() >= max_idle_count) idle_.pop_front();
  idle_.push_back({std::move(stream), std::move(snapshot), Clock::now()});
}

std::string crm_request_head(const GatewayConfig& config, std::string_view path,
                             std::string_view content_type, std::uint64_t length) {
  std::string head = "POST ";
  head.append(path).append(" HTTP/1.1\r\nHost: ").append(config.server.text());
  head.append("\r\nWolkvox-Token: ").append(config.token);
  head.append("\r\nContent-Type: ").append(content_type);
  head.append("\r\nContent-Length: ").append(std::to_string(length));
  return head.append("\r\nAccept: application/json\r\nUser-Agent: casement-gateway\r\n\r\n");
}

std::string crm_case_head(const GatewayConfig& config, std::string_view boundary,
                          std::uint64_t length) {
  const std::string type = "multipart/form-data; boundary=" + std::string(boundary);
  return crm_request_head(config, cases_insert_path, type, length);
}

Task<CrmAnswer> read_answer(Stream& stream, ResponseReader& reader, Timeout timeout) {
  const auto end = Clock::now() + timeout;
  while (!reader.whole()) {
    const auto left = std::chrono::ceil<Timeout>(end - Clock::now());
    if (left.count() <= 0) break;
    const std::string_view bytes = co_await stream.read(left);
    if (bytes.empty()) {
      if (!stream.late()) reader.end();
      break;
    }
    if (!reader.put(bytes)) break;
  }
  CrmAnswer answer;
  answer.whole = reader.whole();
  if (answer.whole) {
    answer.status = reader.status();
    answer.body = reader.body();
  }
  co_return answer;
}

}  // namespace casement::gateway
