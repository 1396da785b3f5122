#include <chrono>
#include <utility>

#include "rules/forwarding.hpp"
#include "server/crm_place.hpp"
#include "server/exchange.hpp"
#include "server/task.hpp"
#include "server/upload.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

namespace {

Response say(const Exchange& exchange, Event event, int status, std::string_view words,
             bool retry = false, unsigned retry_after = 0) {
  return {refusal(status, words, exchange.id, retry, retry_after), event, false};
}

class Delivery {
 public:
  Delivery(Exchange& exchange, CheckedCase& checked)
      : exchange_(exchange), case_(checked), attempt_(exchange.gateway.attempt_of(exchange.id)) {}
  Task<Response> run();

 private:
  Task<Response> with_place();
  [[nodiscard]] Response not_now(const NoPlace& why) const {
    return say(exchange_, Event::not_forwarded, 503, why.sentence, true, why.retry_after);
  }
  Task<Response> with_wire(std::shared_ptr<Wire> crm);
  Task<void> send_whole(std::shared_ptr<Wire> crm);
  Task<void> send_once(std::shared_ptr<Wire> crm, std::string_view request);
  Task<Response> settle();
  Task<void> remember(Command command);

  [[nodiscard]] const Limits& limits() const { return exchange_.setup->config.limits; }
  [[nodiscard]] bool streams() const { return case_.has_files && !case_.in_memory; }

  Exchange& exchange_;
  CheckedCase& case_;
  std::string attempt_;
  Uploaded sent_;
};

Task<Response> Delivery::run() {
  Gateway& gateway = exchange_.gateway;
  if (!gateway.running.insert(case_.key).second) {
    co_return say(exchange_, Event::running, 409, "This case is being sent.", false, 2);
  }
  const struct Leave {
    Gateway& gateway;
    const std::string& key;
    ~Leave() { gateway.running.erase(key); }
  } leave{gateway, case_.key};

  CrmPlace place(gateway, attempt_, case_.key);
  const auto refused =
      co_await place.take(limits(), streams(), std::chrono::seconds(limits().queue_seconds));
  if (refused) co_return not_now(*refused);
  co_return co_await with_place();
}

Task<Response> Delivery::with_place() {
  Gateway& gateway = exchange_.gateway;
  std::shared_ptr<Wire> crm =
      co_await gateway.crm.connect(exchange_.setup->config, exchange_.setup->tls);
  if (crm == nullptr) {
    const Find find{case_.key};
    const StoreReply found = co_await gateway.store.ask(find);
    if (!found.failed && found.state != KeyState::fresh) {
      co_return answer_of_bound_key(exchange_, case_, found);
    }
    co_return say(exchange_, Event::not_forwarded, 502, "The CRM cannot be reached.", true, 10);
  }
  const Begin begin{case_.key, attempt_, case_.print, streams(), exchange_.form->rules.key_field};
  const StoreReply bound = co_await gateway.store.ask(begin);
  if (bound.failed) {
    gateway.store.tell(Release{case_.key, attempt_});
    co_return say(exchange_, Event::not_forwarded, 503, "The gateway's memory does not answer.",
                  true, 5);
  }
  if (!bound.done) co_return answer_of_bound_key(exchange_, case_, bound);
  const bool signed_in = exchange_.form->contact_token.has_value();
  const auto refused = co_await spend_request(gateway, limits(), signed_in);
  if (refused) {
    const Release release{case_.key, attempt_};
    co_await remember(release);
    co_return not_now(*refused);
  }
  co_return co_await with_wire(std::move(crm));
}

Task<Response> Delivery::with_wire(std::shared_ptr<Wire> crm) {
  if (streams()) {
    ++exchange_.gateway.metrics.crm_requests;
    sent_ = co_await upload(exchange_, case_, attempt_, crm);
    if (sent_.reusable) exchange_.gateway.crm.keep(std::move(crm), exchange_.setup->config);
  } else {
    co_await send_whole(std::move(crm));
  }
  co_return co_await settle();
}

/// The CRM takes no more requests now: nothing was created, and waiting helps.
bool is_busy(const CrmAnswer& answer) {
  if (!answer.whole || (answer.status != 403 && answer.status != 429)) return false;
  return read_reply(answer.status, answer.body).rejection == Rejection::busy;
}

/// A body in memory goes out in one piece, and again as long as the CRM is busy with others.
Task<void> Delivery::send_whole(std::shared_ptr<Wire> crm) {
  Gateway& gateway = exchange_.gateway;
  const auto body = forwarded_body(case_.has_files ? case_.reader : nullptr,
                                   exchange_.body.unread(), case_.texts, case_.boundary);
  // A file's bytes may hold the new boundary, by the greatest of chances.
  if (!body) co_return;
  exchange_.body.drop();
  const std::string head = crm_case_head(exchange_.setup->config, case_.boundary, body->size());
  const std::string request = head + *body;
  const auto end = Clock::now() + std::chrono::seconds(limits().queue_seconds);
  std::chrono::milliseconds pause{250};
  Timer timer(gateway.io);
  for (;;) {
    co_await send_once(std::move(crm), request);
    if (!is_busy(sent_.answer) || Clock::now() + pause > end || gateway.stopping) co_return;
    timer.expires_after(pause);
    co_await timer.async_wait(as_result);
    pause *= 2;
    crm = co_await gateway.crm.connect(exchange_.setup->config, exchange_.setup->tls);
    if (crm == nullptr) co_return;  // What it said last is still true.
  }
}

Task<void> Delivery::send_once(std::shared_ptr<Wire> crm, std::string_view request) {
  ++exchange_.gateway.metrics.crm_requests;
  sent_.sent = Sent::perhaps_all;
  // A failure to write says nothing: the server may have answered before it stopped listening.
  (void)co_await crm->write(request, Patience(limits().stall_seconds));
  ResponseReader reader(reply_limit);
  sent_.answer = co_await read_answer(*crm, reader, Patience(limits().answer_seconds));
  const bool reusable = sent_.answer.whole && reader.keep_alive();
  if (reusable) exchange_.gateway.crm.keep(std::move(crm), exchange_.setup->config);
}

/// The ends of a key must be remembered. A store that cannot do so now is told again.
Task<void> Delivery::remember(Command command) {
  const StoreReply reply = co_await exchange_.gateway.store.ask(command);
  if (reply.failed) exchange_.gateway.store.tell(std::move(command));
}

Task<Response> Delivery::settle() {
  const Setup& setup = *exchange_.setup;
  if (sent_.answer.whole) {
    const Reply reply = read_reply(sent_.answer.status, sent_.answer.body);
    const bool later =
        reply.outcome == Outcome::rejected &&
        (reply.rejection == Rejection::busy || reply.rejection == Rejection::daily_limit);
    if (later) {
      // A definite no, and the same case can succeed later.
      const Release release{case_.key, attempt_};
      co_await remember(release);
      co_return Response{verdict(reply, setup.config.token, exchange_.id), Event::rejected, false};
    }
    const bool definite = reply.outcome != Outcome::unknown;
    const bool created = definite && reply.outcome != Outcome::rejected;
    // Without its texts it cannot have been created, whatever this says.
    if (definite && !(created && sent_.sent != Sent::perhaps_all)) {
      Answer told = verdict(reply, setup.config.token, exchange_.id);
      const Finish finish{case_.key,   attempt_,  sent_.fingerprint,
                          told.status, told.body, limits().keep_hours * 3600};
      co_await remember(finish);
      co_return Response{std::move(told), created ? Event::created : Event::rejected, false};
    }
  }
  if (sent_.sent != Sent::perhaps_all) {
    const Release release{case_.key, attempt_};
    co_await remember(release);
    if (!sent_.wrong.empty()) co_return say(exchange_, Event::refused, 400, sent_.wrong);
    if (sent_.visitor_left) co_return say(exchange_, Event::cut, 408, "The body did not arrive.");
    if (sent_.store_failed) {
      co_return say(exchange_, Event::not_forwarded, 503, "The gateway's memory does not answer.",
                    true, 5);
    }
    co_return say(exchange_, Event::cut, 502, "The CRM stopped reading before the case was whole.");
  }
  const Doubt lost{case_.key, attempt_};
  co_await remember(lost);
  co_return say(exchange_, Event::unknown, 502,
                "The CRM's answer was lost: the case may exist. It is not sent again.");
}

}  // namespace

Task<Response> deliver(Exchange& exchange, CheckedCase& checked) {
  Delivery delivery(exchange, checked);
  co_return co_await delivery.run();
}

Response answer_of_bound_key(const Exchange& exchange, const CheckedCase& checked,
                             const StoreReply& found) {
  if (found.fingerprint != checked.print) {
    return say(exchange, Event::mismatched, 422, "This Idempotency-Key belongs to another case.");
  }
  switch (found.state) {
    case KeyState::done: return {{found.status, found.body, 0, {}}, Event::replayed, true};
    case KeyState::unknown:
      return say(exchange, Event::unknown, 409,
                 "The CRM's answer was lost: the case may exist. It is not sent again.");
    case KeyState::fresh:
    case KeyState::uploading:
    case KeyState::sending: break;
  }
  return say(exchange, Event::running, 409, "This case is being sent.", false, 2);
}

}  // namespace casement::gateway
