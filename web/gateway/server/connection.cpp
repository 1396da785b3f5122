#include <algorithm>
#include <chrono>
#include <optional>
#include <unordered_map>
#include <utility>

#include "gateway/access/request_key.hpp"
#include "gateway/access/wall_clock.hpp"
#include "gateway/net/client_address.hpp"
#include "gateway/net/log.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/request_context.hpp"
#include "gateway/server/route.hpp"

namespace casement::gateway {

namespace {

/// Logs hold nothing that a visitor wrote.
std::string_view known_method(std::string_view method) {
  for (const std::string_view known :
       {"POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"}) {
    if (method == known) return known;
  }
  return "other";
}

/// Counts one for as long as it lives.
class ScopedCount {
 public:
  explicit ScopedCount(std::size_t& count) : count_(&count) { ++count; }
  ScopedCount(const ScopedCount&) = delete;
  ScopedCount& operator=(const ScopedCount&) = delete;
  ~ScopedCount() { leave(); }
  void leave() {
    if (count_ != nullptr) --*std::exchange(count_, nullptr);
  }

 private:
  std::size_t* count_;
};

/// One more of what this sender has, for as long as it lives. Nobody has no share.
class Share {
 public:
  Share(std::unordered_map<std::string, std::size_t>& shares, std::string sender)
      : shares_(shares), sender_(std::move(sender)) {
    if (!sender_.empty()) size_ = ++shares_[sender_];
  }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;
  ~Share() {
    const auto mine = shares_.find(sender_);
    if (!sender_.empty() && --mine->second == 0) shares_.erase(mine);
  }
  /// When it began.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::unordered_map<std::string, std::size_t>& shares_;
  std::string sender_;
  std::size_t size_ = 0;
};

class Connection {
 public:
  Connection(Gateway& gateway, Socket socket, bool admin)
      : gateway_(gateway),
        setup_(gateway.snapshot),
        admin_(admin),
        stream_(std::move(socket), gateway.deadlines) {
    boost::system::error_code gone;
    const auto peer = stream_.socket().remote_endpoint(gone);
    if (!gone) peer_ = text_of_address(peer.address());
    // Whoever comes through a proxy that is trusted is judged by the request, not the connection.
    proxied_ = is_trusted(setup_->config.trusted_proxies, peer_);
  }
  Task<void> serve();

 private:
  /// False when the connection is to end.
  Task<bool> read_head();
  Task<bool> answer_one();
  Task<Response> respond(RequestContext& context, const Route& route);
  Task<Response> respond_to_client(RequestContext& context, const Route& route);
  Task<Response> insert(RequestContext& context);
  Task<bool> write(const Response& response, const RequestHead& head, const Form* form,
                   std::string_view id, bool close);
  Task<void> drain(std::uint64_t left);
  Task<void> turn_away();
  Task<void> serve_requests();
  [[nodiscard]] bool has_room();
  [[nodiscard]] const Limits& limits() const { return setup_->config.limits; }

  Gateway& gateway_;
  std::shared_ptr<ConfigSnapshot> setup_;
  bool admin_;  ///< came in by adminListen
  bool proxied_ = false;
  Stream stream_;
  std::string peer_;
  std::optional<ConnectionTable::Entry> entry_;  ///< none of an admin's
  std::string received_;                         ///< bytes that belong to nothing yet
  ParsedHead parsed_;
};

/// Of a head that is not sound.
const Refusal& fault_of_head(HeadResult result, const RequestHead& head) {
  switch (result) {
    case HeadResult::too_long: return refused::head_too_long;
    case HeadResult::folded: return refused::head_folded;
    case HeadResult::other_version: return refused::head_version;
    case HeadResult::malformed: return refused::head_malformed;
    case HeadResult::more:
    case HeadResult::whole: break;
  }
  if (head.chunked) return refused::head_chunked;
  return head.doubled ? refused::head_twice : refused::head_host;
}

Task<bool> Connection::read_head() {
  if (received_.empty() && !co_await stream_.wait_for_bytes(Timeout(limits().idle_seconds))) {
    co_return false;
  }
  const auto end = Clock::now() + std::chrono::seconds(limits().head_seconds);
  for (;;) {
    parsed_ = parse_request_head(received_);
    if (parsed_.result != HeadResult::more) co_return true;
    const auto left = std::chrono::ceil<Timeout>(end - Clock::now());
    if (left.count() <= 0) co_return false;
    const std::size_t had = received_.size();
    received_.resize(had + 8192);
    const std::size_t size = co_await stream_.read({received_.data() + had, 8192}, left);
    received_.resize(had + size);
    if (size == 0) co_return false;
  }
}

Task<void> Connection::serve() {
  if (!admin_) {
    const bool room = has_room();
    entry_.emplace(gateway_.connections, proxied_ ? std::string() : sender_of(peer_),
                   [this] { stream_.close(); });
    if (!room) {
      co_await turn_away();
      co_return;
    }
  }
  co_await serve_requests();
}

Task<void> Connection::serve_requests() {
  for (bool going = true; going;) {
    setup_ = gateway_.snapshot;
    const bool came = co_await read_head();
    if (!came) break;
    setup_ = gateway_.snapshot;
    if (entry_) entry_->busy();
    going = co_await answer_one();
    if (entry_) entry_->silent();
  }
  stream_.close();
}

/// For one more of this sender.
bool Connection::has_room() {
  if (proxied_) return true;
  const std::string sender = sender_of(peer_);
  return gateway_.connections.size_of(sender) < limits().address_connections ||
         gateway_.connections.make_room_of(sender);
}

Task<void> Connection::turn_away() {
  const std::string id = gateway_.make_request_id();
  const Response response{refusal(refused::crowd, id), RequestOutcome::not_forwarded, false};
  gateway_.metrics.count(response.event);
  const RequestHead unread;
  co_await write(response, unread, nullptr, id, true);
  co_await drain(limits().drain_bytes);
  stream_.close();
}

Task<bool> Connection::answer_one() {
  const auto began = Clock::now();
  ++gateway_.metrics.requests;
  ScopedCount answering(gateway_.answering);
  const std::string id = gateway_.make_request_id();
  const RequestHead head = std::move(parsed_.head);
  const bool sound =
      parsed_.result == HeadResult::whole && !head.doubled && !head.chunked && head.names_host;
  if (!sound) {
    const Refusal& why = fault_of_head(parsed_.result, head);
    const Response response{refusal(why, id), RequestOutcome::refused, false};
    const Route route = route_of(setup_->config, head.target);
    co_await write(response, head, route.form, id, true);
    if (route.form != nullptr) {
      write_log(
          {id, known_method(head.method), name_of(route.what), why.status, name_of(response.event),
           0, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began), why.id});
    }
    co_await drain(limits().drain_bytes);
    co_return false;
  }
  const std::uint64_t length = head.content_length.value_or(0);
  const std::size_t first =
      static_cast<std::size_t>(std::min<std::uint64_t>(received_.size() - parsed_.size, length));
  Body body(stream_, length, std::string_view(received_).substr(parsed_.size, first),
            gateway_.held_bodies);
  received_.erase(0, parsed_.size + first);
  // Memory that waits for the next request is only for as many as are likely to send one.
  constexpr std::size_t crowd = 1000;
  if (received_.empty() && gateway_.connections.size() > crowd) received_.shrink_to_fit();

  const Route route = route_of(setup_->config, head.target);
  const std::string address =
      client_address(setup_->config.trusted_proxies, peer_, head.forwarded_for);
  RequestContext context{gateway_, setup_, route.form, head, body, stream_, id, address};
  const Share share(gateway_.proxied_requests, proxied_ ? sender_of(address) : std::string());
  Response response;
  if (share.size() > limits().address_connections)
    response = Response{refusal(refused::crowd, id), RequestOutcome::not_forwarded, false};
  else
    response = co_await respond(context, route);
  gateway_.metrics.count(response.event);
  gateway_.metrics.bytes_in += length - body.left();
  // Who is refused for want of memory would hold theirs until drained, and shut out everybody else.
  body.drop();

  const std::uint64_t left = body.left();
  const bool close = left > 0 || !head.keep_alive || head.method == "OPTIONS" || gateway_.stopping;
  const bool written = co_await write(response, head, route.form, id, close);
  if (route.form != nullptr) {
    write_log({id, known_method(head.method), name_of(route.what), response.answer.status,
               name_of(response.event), length,
               std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began),
               response.answer.id});
  }
  answering.leave();
  if (!written) co_return false;
  if (close) co_await drain(left);
  co_return !close;
}

Task<Response> Connection::respond(RequestContext& context, const Route& route) {
  const RequestHead& head = context.head;
  const bool own = route.what == Route::What::health || route.what == Route::What::ready ||
                   route.what == Route::What::metrics;
  const auto refuse = [&](const Refusal& row) {
    return Response{refusal(row, context.id), RequestOutcome::refused, false};
  };
  // With an entrance of their own these are not at the visitors'.
  if (own ? !admin_ && !context.snapshot->config.admin_listen.empty() : admin_) {
    co_return refuse(refused::nowhere);
  }
  switch (route.what) {
    case Route::What::health:
      co_return Response{{200, "{\"ok\":true}", 0, {}}, RequestOutcome::checked, false};
    case Route::What::ready: {
      const bool ready = co_await gateway_.readiness.ask() && !gateway_.stopping;
      co_return Response{
          {ready ? 200 : 503, ready ? "{\"ready\":true}" : "{\"ready\":false}", 0, {}},
          RequestOutcome::checked,
          false};
    }
    case Route::What::metrics:
      co_return Response{{200,
                          metrics_text(gateway_.metrics, gateway_.connections.size(),
                                       gateway_.admission.taken(), gateway_.admission.waiting()),
                          0,
                          {}},
                         RequestOutcome::checked,
                         false};
    case Route::What::nowhere: co_return refuse(refused::nowhere);
    case Route::What::insert:
    case Route::What::state:
    case Route::What::challenge: break;
  }
  const bool allowed = is_allowed(route.form, head.origin);
  auto client = client_of(*route.form, head.authorization, wall_seconds());
  if (!client.ok()) co_return refuse(saying(refused::client, client.error()));
  if (client.value().form != nullptr) {
    context.client = client.value();
    context.form = context.client.form;
    co_return co_await respond_to_client(context, route);
  }
  if (route.what != Route::What::insert && !is_key(route.key)) {
    co_return refuse(refused::nowhere);
  }
  if (head.method == "OPTIONS") {
    if (!allowed) co_return refuse(refused::origin);
    co_return Response{{204, "", 0, {}}, RequestOutcome::preflight, false};
  }
  // A probe without CORS carries no origin, and learns nothing. Neither does a page that asks its
  // own origin; for want of a browser's word of where it comes from, who has the key may ask.
  const bool own_page = head.fetch_site.empty() || head.fetch_site == "same-origin";
  const bool asks = head.method == "HEAD" || (head.method == "GET" && own_page);
  if (!allowed && !(asks && head.origin.empty())) {
    co_return refuse(refused::origin);
  }
  if (head.method == "HEAD") co_return Response{{204, "", 0, {}}, RequestOutcome::checked, false};
  if (route.what != Route::What::insert) {
    if (head.method != "GET") co_return refuse(refused::only_get);
    if (route.what == Route::What::challenge) co_return tell_challenge(context, route.key);
    co_return co_await get_state(context, route.key);
  }
  if (head.method != "POST") co_return refuse(refused::only_post);
  co_return co_await insert(context);
}

/// Its key stands for an origin.
Task<Response> Connection::respond_to_client(RequestContext& context, const Route& route) {
  const RequestHead& head = context.head;
  if (route.what == Route::What::insert && head.method == "POST") {
    co_return co_await insert(context);
  }
  const bool asks = route.what == Route::What::state && head.method == "GET";
  if (!asks) {
    co_return Response{refusal(refused::client_method, context.id), RequestOutcome::refused, false};
  }
  const std::string text = signed_text(head.method, head.target, context.client.time, "", {});
  if (!context.client.signature.empty() && !is_signed_by(context.client, text)) {
    co_return Response{refusal(refused::client_signature, context.id), RequestOutcome::refused,
                       false};
  }
  co_return co_await get_state(context, route.key);
}

Task<Response> Connection::insert(RequestContext& context) {
  if (!context.head.content_length) {
    co_return Response{refusal(refused::no_length, context.id), RequestOutcome::refused, false};
  }
  if (gateway_.stopping) {
    co_return Response{refusal(refused::restarting, context.id), RequestOutcome::not_forwarded,
                       false};
  }
  if (context.head.expects_continue) {
    co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", Timeout(limits().stall_seconds));
  }
  co_return co_await take_case(context);
}

Task<bool> Connection::write(const Response& response, const RequestHead& head, const Form* form,
                             std::string_view id, bool close) {
  const std::string text = text_of(response, head, form, id, close);
  co_return co_await stream_.write(text, Timeout(limits().stall_seconds));
}

/// A browser reads an early answer only when its upload is not reset under it: what it still sends
/// is received and thrown away, for a bounded time and amount.
Task<void> Connection::drain(std::uint64_t left) {
  if (entry_) entry_->silent();
  stream_.end_writing();
  const auto end = Clock::now() + std::chrono::seconds(limits().drain_seconds);
  std::vector<char> bytes(left > 0 ? 16'384 : 512);
  for (std::uint64_t drained = 0; drained < limits().drain_bytes;) {
    const auto rest = std::chrono::ceil<Timeout>(end - Clock::now());
    if (rest.count() <= 0) break;
    const std::size_t size = co_await stream_.read(bytes, std::min(rest, Timeout(3)));
    if (size == 0) break;
    drained += size;
  }
}

}  // namespace

Task<void> serve_connection(Gateway& gateway, Socket socket, bool admin) {
  Connection connection(gateway, std::move(socket), admin);
  co_await connection.serve();
}

}  // namespace casement::gateway
