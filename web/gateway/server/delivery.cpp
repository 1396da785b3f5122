#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "gateway/net/log.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/crm_lease.hpp"
#include "gateway/server/request_context.hpp"
#include "gateway/server/upload.hpp"

namespace casement::gateway {

namespace {

Response say(const RequestContext& context, RequestOutcome event, const Refusal& row,
             std::string_view data = "{}") {
  return {refusal(row, context.id, data), event, false};
}

class Delivery {
 public:
  Delivery(RequestContext& context, CheckedCase& checked)
      : context_(context),
        case_(checked),
        binding_{checked.key, context.gateway.attempt_of(context.id), checked.early_fingerprint,
                 carried_by(context.snapshot->config, *context.form)} {}
  Task<Response> run();

 private:
  Task<std::optional<Response>> bind(bool uploading);
  Task<std::optional<Response>> bind_to_send();
  Task<void> unbind();
  Task<std::optional<Response>> not_reached();
  Task<std::optional<Response>> spend();
  [[nodiscard]] Response not_now(const Refusal& why) const {
    return say(context_, RequestOutcome::not_forwarded, why);
  }
  Task<Response> with_wire(std::shared_ptr<Stream> crm);
  Task<void> send_whole(std::shared_ptr<Stream> crm);
  Task<void> send_once(std::shared_ptr<Stream> crm, std::string_view request);
  Task<void> tell_end(Command end);
  Task<Response> settle();

  [[nodiscard]] const Limits& limits() const { return context_.snapshot->config.limits; }
  [[nodiscard]] Response kept(Response told) const {
    return keeping(std::move(told), limits().keep_seconds());
  }

  RequestContext& context_;
  CheckedCase& case_;
  Binding binding_;
  bool bound_ = false;  ///< the key is this attempt's, or may be
  Uploaded sent_;
};

Task<Response> Delivery::run() {
  Gateway& gateway = context_.gateway;
  if (gateway.stopping) co_return not_now(refused::restarting);
  CrmLease lease(gateway, binding_.attempt);
  // Other gateways are to know of a case that waits in this one's queue. Alone, the key is bound
  // when it is about to be sent.
  std::optional<Response> answer;
  if (gateway.store.is_shared()) answer = co_await bind(true);
  if (answer) co_return *std::move(answer);
  const auto refused = co_await lease.acquire(limits(), case_.streams(),
                                              std::chrono::seconds(limits().queue_seconds));
  if (refused) answer = not_now(*refused);
  std::shared_ptr<Stream> crm;
  if (!answer) {
    crm = co_await gateway.crm.connect(context_.snapshot);
    if (crm == nullptr) answer = co_await not_reached();
  }
  if (!answer) answer = co_await bind_to_send();
  if (!answer) answer = co_await spend();
  if (answer) {
    co_await unbind();
    co_return *std::move(answer);
  }
  co_return co_await with_wire(std::move(crm));
}

/// Nothing when the key is this attempt's now.
Task<std::optional<Response>> Delivery::bind(bool uploading) {
  Gateway& gateway = context_.gateway;
  const Bind begin{binding_, uploading, limits().keep_seconds()};
  const auto asked = BootClock::now();
  const StoreReply reply = co_await gateway.store.ask(begin);
  bound_ = reply.done || reply.failed;
  if (reply.done) {
    // Its place takes it out again.
    gateway.attempts[binding_.attempt].key =
        Renew{binding_, uploading ? KeyState::uploading : KeyState::sending};
    gateway.hold(binding_.attempt, asked);
    co_return std::nullopt;
  }
  if (!reply.failed) co_return answer_of_bound_key(context_, case_, reply);
  co_await unbind();
  co_return not_now(refused::store_away);
}

/// What has no files to pass first is sent with its texts at once.
Task<std::optional<Response>> Delivery::bind_to_send() {
  if (!bound_) co_return co_await bind(case_.streams());
  if (case_.streams()) co_return std::nullopt;
  const bool advanced = co_await advance(context_.gateway, binding_);
  if (advanced) co_return std::nullopt;
  co_return not_now(refused::store_away);
}

Task<void> Delivery::unbind() {
  if (!std::exchange(bound_, false)) co_return;
  // A renewal behind the release would bind it again.
  context_.gateway.attempts[binding_.attempt].key.reset();
  const Release release{binding_.key, binding_.attempt};
  (void)co_await context_.gateway.store.ask(release);
}

/// One who asks again, while the CRM cannot be reached, can still be told what became of the first.
Task<std::optional<Response>> Delivery::not_reached() {
  if (!bound_) {
    const Find find{case_.key, limits().keep_seconds()};
    const StoreReply found = co_await context_.gateway.store.ask(find);
    if (!found.failed && found.state != KeyState::fresh) {
      co_return answer_of_bound_key(context_, case_, found);
    }
  }
  co_return say(context_, RequestOutcome::not_forwarded, refused::crm_away);
}

Task<std::optional<Response>> Delivery::spend() {
  const bool signed_in = context_.form->contact_token || context_.form->client;
  const auto refused = co_await spend_request(context_.gateway, limits(), signed_in);
  if (!refused) co_return std::nullopt;
  co_return not_now(*refused);
}

Task<Response> Delivery::with_wire(std::shared_ptr<Stream> crm) {
  if (case_.streams()) {
    ++context_.gateway.metrics.crm_requests;
    sent_ = co_await upload(context_, case_, binding_, crm);
    if (sent_.reusable) context_.gateway.crm.keep(std::move(crm), context_.snapshot);
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
Task<void> Delivery::send_whole(std::shared_ptr<Stream> crm) {
  Gateway& gateway = context_.gateway;
  const auto body = forwarded_body(case_.files, case_.texts, case_.boundary);
  // A file's bytes may hold the new boundary, by the greatest of chances.
  if (!body) co_return;
  context_.body.drop();
  const std::string head = crm_case_head(context_.snapshot->config, case_.boundary, body->size());
  const std::string request = head + *body;
  const auto end = Clock::now() + std::chrono::seconds(limits().queue_seconds);
  std::chrono::milliseconds pause{250};
  constexpr std::chrono::milliseconds max_pause{2000};
  Timer timer(gateway.io);
  for (;;) {
    co_await send_once(std::move(crm), request);
    if (!is_busy(sent_.answer) || Clock::now() + pause > end || gateway.stopping) co_return;
    timer.expires_after(pause);
    co_await timer.async_wait(as_result);
    pause = std::min(2 * pause, max_pause);
    // Whose lease has passed meanwhile may be another's case by now.
    if (!gateway.holds(binding_.attempt)) co_return;
    const Renew renew{binding_, KeyState::sending};
    const auto asked = BootClock::now();
    const StoreReply mine = co_await gateway.store.ask(renew);
    if (!mine.done) co_return;
    gateway.hold(binding_.attempt, asked);
    const auto spent = co_await spend();
    if (spent) co_return;  // What the CRM said last is still true.
    crm = co_await gateway.crm.connect(context_.snapshot);
    if (crm == nullptr) co_return;
  }
}

Task<void> Delivery::send_once(std::shared_ptr<Stream> crm, std::string_view request) {
  // A gateway that slept may have lost the key to another, which was told that nothing was sent.
  // Nothing may stand between this and the first byte, nor the last.
  const std::function<bool()> mine = [this] { return context_.gateway.holds(binding_.attempt); };
  if (!mine()) {
    sent_.store_failed = true;
    co_return;
  }
  ++context_.gateway.metrics.crm_requests;
  sent_.sent = Sent::perhaps_all;
  // A failure to write says nothing: the server may have answered before it stopped listening.
  const bool written = co_await crm->write(request, Timeout(limits().stall_seconds), &mine);
  if (!written && !mine()) {
    crm->close();
    co_return;
  }
  ResponseReader reader(reply_limit);
  sent_.answer = co_await read_answer(*crm, reader, Timeout(limits().answer_seconds));
  const bool reusable = sent_.answer.whole && reader.keep_alive();
  if (reusable) context_.gateway.crm.keep(std::move(crm), context_.snapshot);
}

/// A store that is away hears it later. One that says no has given the key to another attempt: only
/// one that forgot it can, and then there may be two cases, which somebody must know.
Task<void> Delivery::tell_end(Command end) {
  context_.gateway.attempts[binding_.attempt].key.reset();
  const StoreReply reply = co_await context_.gateway.store.ask(std::move(end));
  if (reply.done || reply.failed) co_return;
  write_log("error", "/store: the key of request " + context_.id +
                         " went to another attempt while it was sent: look for a second case");
}

Task<Response> Delivery::settle() {
  const ConfigSnapshot& snapshot = *context_.snapshot;
  if (sent_.answer.whole) {
    const Reply reply =
        read_reply(sent_.answer.status, without_secret(sent_.answer.body, snapshot.config.token));
    const bool later =
        reply.outcome == Outcome::rejected &&
        (reply.rejection == Rejection::busy || reply.rejection == Rejection::daily_limit);
    if (later) {
      // A definite no, and the same case can succeed later.
      co_await unbind();
      co_return Response{verdict(reply, snapshot.config.token, context_.id),
                         RequestOutcome::rejected, false};
    }
    const bool definite = reply.outcome != Outcome::unknown;
    const bool created = definite && reply.outcome != Outcome::rejected;
    // Without its texts it cannot have been created, whatever this says.
    if (definite && !(created && sent_.sent != Sent::perhaps_all)) {
      Answer told = verdict(reply, snapshot.config.token, context_.id);
      const Complete finish{binding_, sent_.fingerprint, told.status, told.body,
                            limits().keep_seconds()};
      co_await tell_end(finish);
      if (created && !binding_.carries.empty()) {
        context_.gateway.known_cases[binding_.carries] = case_.request_key;
      }
      co_return kept(
          {std::move(told), created ? RequestOutcome::created : RequestOutcome::rejected, false});
    }
  }
  if (sent_.sent != Sent::perhaps_all) {
    co_await unbind();
    if (sent_.wrong) {
      const std::string data = sent_.field.empty() ? "{}" : field_data(sent_.field);
      const Refusal row = saying(*sent_.wrong, sent_.words);
      co_return say(context_, RequestOutcome::refused, row, data);
    }
    if (sent_.visitor_left) co_return say(context_, RequestOutcome::cut, refused::cut);
    if (sent_.store_failed) co_return not_now(refused::store_away);
    co_return say(context_, RequestOutcome::cut, refused::crm_stopped);
  }
  const MarkUnknown lost{binding_};
  co_await tell_end(lost);
  co_return kept(say(context_, RequestOutcome::unknown, refused::answer_lost));
}

}  // namespace

Task<Response> deliver(RequestContext& context, CheckedCase& checked) {
  Delivery delivery(context, checked);
  co_return co_await delivery.run();
}

Response answer_of_bound_key(const RequestContext& context, const CheckedCase& checked,
                             const StoreReply& found) {
  if (!is_same_request(found.fingerprint, checked.early_fingerprint)) {
    return say(context, RequestOutcome::mismatched, refused::other_case);
  }
  const std::uint64_t keep = context.snapshot->config.limits.keep_seconds();
  switch (found.state) {
    case KeyState::done:
      return keeping({{found.status, found.body, 0, {}}, RequestOutcome::replayed, true},
                     found.left_seconds);
    case KeyState::unknown:
      return keeping(say(context, RequestOutcome::unknown, refused::not_again), keep);
    case KeyState::fresh:
    case KeyState::uploading:
    case KeyState::sending: break;
  }
  return keeping(say(context, RequestOutcome::running, refused::being_sent), keep);
}

}  // namespace casement::gateway
