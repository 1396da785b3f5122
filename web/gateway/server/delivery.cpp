#include <openssl/rand.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "core/validation.hpp"
#include "rules/forwarding.hpp"
#include "server/exchange.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

namespace {

using Read = MultipartReader::Event;

constexpr std::size_t piece = std::size_t{128} * 1024;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

Response say(const Exchange& exchange, Event event, int status, std::string_view words,
             bool retry = false, unsigned retry_after = 0) {
  return {refusal(status, words, exchange.id, retry, retry_after), event, false};
}

/// An answer that may come while the body is still being sent.
struct EarlyAnswer {
  explicit EarlyAnswer(const asio::any_io_executor& executor) : ended(executor) {
    ended.expires_at(asio::steady_timer::time_point::max());
  }
  ResponseReader reader{reply_limit};
  CrmAnswer answer;
  bool over = false;
  asio::steady_timer ended;  ///< cancelled when it is over
};

asio::awaitable<void> read_early(std::shared_ptr<Wire> crm, std::shared_ptr<EarlyAnswer> early) {
  constexpr Patience whole_upload{30 * 24 * 3600};  // Others look after the time.
  early->answer = co_await read_answer(*crm, early->reader, whole_upload);
  early->over = true;
  early->ended.cancel();
}

/// How far a delivery came, for what may be said about the case.
enum class Sent {
  nothing,      ///< not one byte
  no_texts,     ///< files perhaps, but no text: the CRM cannot have made a case
  perhaps_all,  ///< texts too: only a whole answer tells
};

class Delivery {
 public:
  Delivery(Exchange& exchange, CheckedCase& checked)
      : exchange_(exchange), case_(checked), attempt_(exchange.id + "-" + random_suffix()) {}
  asio::awaitable<Response> run();

 private:
  static std::string random_suffix();
  asio::awaitable<Response> with_place();
  asio::awaitable<Response> with_wire(std::shared_ptr<Wire> crm);
  asio::awaitable<bool> take_shared_place();
  asio::awaitable<CrmAnswer> send_whole(Wire& crm);
  asio::awaitable<CrmAnswer> send_stream(std::shared_ptr<Wire> crm);
  asio::awaitable<bool> pass_files(Wire& crm, EarlyAnswer& early);
  asio::awaitable<bool> advance();
  asio::awaitable<Response> settle(const CrmAnswer& answer);
  asio::awaitable<void> remember(Command command);
  bool judge_passed_file();
  void name_file();

  [[nodiscard]] const Limits& limits() const { return exchange_.setup->config.limits; }
  [[nodiscard]] bool streams() const { return case_.has_files && !case_.in_memory; }

  Exchange& exchange_;
  CheckedCase& case_;
  std::string attempt_;
  Sent sent_ = Sent::nothing;
  bool visitor_left_ = false;
  bool reusable_ = false;  ///< the connection, for the next case
  std::string wrong_;      ///< a rule that a passing file broke
  std::vector<Attachment> files_;
};

std::string Delivery::random_suffix() {
  std::uint64_t number = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number);
  return std::to_string(number);
}

asio::awaitable<bool> Delivery::take_shared_place() {
  Gateway& gateway = exchange_.gateway;
  const auto end = Clock::now() + std::chrono::seconds(limits().queue_seconds);
  asio::steady_timer timer(gateway.io);
  for (;;) {
    const TakePlace take{"crm", attempt_, limits().simultaneous};
    const StoreReply reply = co_await gateway.store.ask(take);
    if (reply.done) co_return true;
    if (reply.failed || Clock::now() > end) co_return false;
    timer.expires_after(std::chrono::milliseconds(50));
    co_await timer.async_wait(as_result);
  }
}

asio::awaitable<Response> Delivery::run() {
  Gateway& gateway = exchange_.gateway;
  if (!gateway.running.insert(case_.key).second) {
    co_return say(exchange_, Event::running, 409, "This case is being sent.", false, 2);
  }
  const struct Leave {
    Gateway& gateway;
    const std::string& key;
    ~Leave() { gateway.running.erase(key); }
  } leave{gateway, case_.key};

  const auto got =
      co_await gateway.places.take(streams(), std::chrono::seconds(limits().queue_seconds));
  if (got != Places::Got::place) {
    co_return say(exchange_, Event::not_forwarded, 503,
                  got == Places::Got::queue_full ? "Too many cases are waiting for the CRM."
                                                 : "The CRM had no time for this case.",
                  true, 10);
  }
  const struct Give {
    Places& places;
    bool attachments;
    ~Give() { places.give(attachments); }
  } give{gateway.places, streams()};

  if (!gateway.store.is_shared()) co_return co_await with_place();
  if (!co_await take_shared_place()) {
    co_return say(exchange_, Event::not_forwarded, 503, "The CRM had no time for this case.", true,
                  10);
  }
  Response response = co_await with_place();
  gateway.store.tell(GivePlace{"crm", attempt_});
  co_return response;
}

asio::awaitable<Response> Delivery::with_place() {
  Gateway& gateway = exchange_.gateway;
  if (limits().daily_budget > 0) {
    const Count day{"crm-day", limits().daily_budget, 86'400};
    const StoreReply budget = co_await gateway.store.ask(day);
    if (!budget.done) {
      co_return say(exchange_, Event::not_forwarded, 503, "Today's cases are used up.", true,
                    static_cast<unsigned>(budget.retry_after));
    }
  }
  const std::shared_ptr<Wire> crm =
      co_await gateway.crm.connect(exchange_.setup->config, exchange_.setup->tls);
  if (crm == nullptr) {
    const Find find{case_.key};
    const StoreReply found = co_await gateway.store.ask(find);
    if (!found.failed && found.state != KeyState::fresh) {
      co_return answer_of_bound_key(exchange_, case_, found);
    }
    co_return say(exchange_, Event::not_forwarded, 502, "The CRM cannot be reached.", true, 10);
  }
  const Begin begin{case_.key, attempt_, case_.fingerprint, streams()};
  const StoreReply bound = co_await gateway.store.ask(begin);
  if (bound.failed) {
    gateway.store.tell(Release{case_.key, attempt_});
    co_return say(exchange_, Event::not_forwarded, 503, "The gateway's memory does not answer.",
                  true, 5);
  }
  if (!bound.done) co_return answer_of_bound_key(exchange_, case_, bound);
  gateway.attempts.emplace(attempt_, case_.key);
  Response response = co_await with_wire(crm);
  gateway.attempts.erase(attempt_);
  co_return response;
}

asio::awaitable<Response> Delivery::with_wire(std::shared_ptr<Wire> crm) {
  ++exchange_.gateway.metrics.crm_requests;
  CrmAnswer answer;
  if (streams()) {
    answer = co_await send_stream(crm);
  } else {
    answer = co_await send_whole(*crm);
  }
  if (reusable_) exchange_.gateway.crm.keep(std::move(crm), exchange_.setup->config);
  co_return co_await settle(answer);
}

/// A body in memory goes out in one piece.
asio::awaitable<CrmAnswer> Delivery::send_whole(Wire& crm) {
  const auto body = forwarded_body(case_.has_files ? case_.reader : nullptr,
                                   exchange_.body.unread(), case_.texts, case_.boundary);
  // A file's bytes may hold the new boundary, by the greatest of chances.
  if (!body) co_return CrmAnswer{};
  exchange_.body.drop();
  std::string request = crm_request_head(exchange_.setup->config, case_.boundary, body->size());
  request += *body;
  sent_ = Sent::perhaps_all;
  // A failure to write says nothing: the server may have answered before it stopped listening.
  (void)co_await crm.write(request, Patience(limits().stall_seconds));
  ResponseReader reader(reply_limit);
  CrmAnswer answer = co_await read_answer(crm, reader, Patience(limits().answer_seconds));
  reusable_ = answer.whole && reader.keep_alive();
  co_return answer;
}

/// True while the passing file breaks no rule of size.
bool Delivery::judge_passed_file() {
  check_attachments(exchange_.form->rules.files, files_);
  for (const Attachment& file : files_) {
    if (file.fault && file.fault->message != Message::file_empty) {
      wrong_ = file.name + ": " + file.fault->in(Language::en);
      return false;
    }
  }
  return true;
}

void Delivery::name_file() {
  files_.push_back({0, case_.reader->file_name(), case_.reader->file_type(), 0, {}});
}

/// Files are passed on as they come. False when the delivery cannot go on; nothing of the texts has
/// been sent then.
asio::awaitable<bool> Delivery::pass_files(Wire& crm, EarlyAnswer& early) {
  Body& body = exchange_.body;
  const Patience patience(limits().stall_seconds);
  const auto began = Clock::now();
  constexpr std::chrono::seconds grace{10};
  std::uint64_t passed = 0;
  bool ended = false;
  while (!ended) {
    std::size_t size = 0;
    std::span<char> rest = body.unread();
    for (Read event = Read::bytes; event != Read::more && !ended;) {
      event = case_.reader->next(rest.subspan(size));
      if (event == Read::refused) {
        wrong_ = sentence(case_.reader->rule());
        co_return false;
      }
      if (event == Read::bytes) files_.back().size += case_.reader->consumed();
      if (event == Read::file_end && files_.back().size == 0) {
        wrong_ = files_.back().name + ": is empty";
        co_return false;
      }
      size += case_.reader->consumed();
      if (event == Read::file) name_file();
      if (event == Read::file && !judge_passed_file()) co_return false;
      ended = event == Read::end;
    }
    if (!judge_passed_file()) co_return false;
    const std::size_t kept_back = ended ? case_.reader->closing_size() : 0;
    if (early.over || !co_await crm.write({rest.data(), size - kept_back}, patience)) {
      co_return false;
    }
    passed += size;
    body.consume(size);
    if (ended) break;
    if (body.left() == 0) {
      wrong_ = sentence(case_.reader->finish());
      co_return false;
    }
    const auto spent = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began);
    const bool slow =
        spent > grace && passed < limits().minimum_rate * static_cast<std::uint64_t>(spent.count());
    // The place belongs to everybody: it is not held for less than the minimum rate.
    if (slow || !co_await body.more(piece, std::min(patience, grace))) {
      visitor_left_ = true;
      co_return false;
    }
  }
  if (files_.back().size == 0) wrong_ = files_.back().name + ": is empty";
  co_return wrong_.empty() && body.left() == 0;
}

asio::awaitable<bool> Delivery::advance() {
  const Advance advance{case_.key, attempt_};
  const StoreReply reply = co_await exchange_.gateway.store.ask(advance);
  co_return reply.done;
}

/// Files first, texts last: as long as no text has gone the CRM lacks its required fields, so
/// whatever breaks before cannot leave a case behind.
asio::awaitable<CrmAnswer> Delivery::send_stream(std::shared_ptr<Wire> crm) {
  const Patience patience(limits().stall_seconds);
  std::string first = first_file_head(*case_.reader, case_.boundary);
  std::string last = encoded_texts(case_.texts, case_.boundary);
  const std::uint64_t files = exchange_.body.length() - case_.reader->position();
  const std::uint64_t length = first.size() + files - case_.reader->closing_size() + last.size();
  case_.reader->pass_on(case_.boundary);
  name_file();
  sent_ = Sent::no_texts;
  auto early = std::make_shared<EarlyAnswer>(exchange_.gateway.io.get_executor());
  asio::co_spawn(exchange_.gateway.io, read_early(crm, early), asio::detached);

  std::string head = crm_request_head(exchange_.setup->config, case_.boundary, length) + first;
  bool going = co_await crm->write(head, patience);
  if (going) going = co_await pass_files(*crm, *early);
  if (going) going = co_await advance();
  if (going) {
    sent_ = Sent::perhaps_all;
    (void)co_await crm->write(last, patience);
    exchange_.body.drop();
  }
  // After a break the answer may be there already: an early refusal has its reasons.
  const std::chrono::seconds wait(going ? static_cast<long>(limits().answer_seconds) : 1);
  const bool may_speak = going || (wrong_.empty() && !visitor_left_);
  if (!early->over && may_speak) {
    early->ended.expires_after(wait);
    co_await early->ended.async_wait(as_result);
  }
  reusable_ = going && early->over && early->answer.whole && early->reader.keep_alive();
  if (!reusable_) crm->close();  // Whoever still reads from it goes on.
  co_return early->over&& may_speak ? early->answer : CrmAnswer{};
}

/// The ends of a key must be remembered. A store that cannot do so now is told again.
asio::awaitable<void> Delivery::remember(Command command) {
  const StoreReply reply = co_await exchange_.gateway.store.ask(command);
  if (reply.failed) exchange_.gateway.store.tell(std::move(command));
}

asio::awaitable<Response> Delivery::settle(const CrmAnswer& answer) {
  const std::string& key = case_.key;
  const Setup& setup = *exchange_.setup;
  if (answer.whole) {
    const Reply reply = read_reply(answer.status, answer.body);
    const bool busy =
        reply.outcome == Outcome::rejected &&
        (reply.rejection == Rejection::busy || reply.rejection == Rejection::daily_limit);
    if (busy) {
      // A definite no, and the same case can succeed later.
      const Release release{key, attempt_};
      co_await remember(release);
      co_return Response{verdict(reply, setup.config.token, exchange_.id), Event::rejected, false};
    }
    const bool definite = reply.outcome != Outcome::unknown;
    const bool created = definite && reply.outcome != Outcome::rejected;
    // Without its texts it cannot have been created, whatever this says.
    if (definite && !(created && sent_ != Sent::perhaps_all)) {
      Answer told = verdict(reply, setup.config.token, exchange_.id);
      const Finish finish{key, attempt_, case_.fingerprint, told.status, told.body};
      co_await remember(finish);
      co_return Response{std::move(told), created ? Event::created : Event::rejected, false};
    }
  }
  if (sent_ != Sent::perhaps_all) {
    const Release release{key, attempt_};
    co_await remember(release);
    if (!wrong_.empty()) co_return say(exchange_, Event::refused, 400, wrong_);
    if (visitor_left_) co_return say(exchange_, Event::cut, 408, "The body did not arrive.");
    co_return say(exchange_, Event::cut, 502, "The CRM stopped reading before the case was whole.");
  }
  const Doubt lost{key, attempt_};
  co_await remember(lost);
  co_return say(exchange_, Event::unknown, 502,
                "The CRM's answer was lost: the case may exist. It is not sent again.");
}

}  // namespace

asio::awaitable<Response> deliver(Exchange& exchange, CheckedCase& checked) {
  Delivery delivery(exchange, checked);
  co_return co_await delivery.run();
}

Response answer_of_bound_key(const Exchange& exchange, const CheckedCase& checked,
                             const StoreReply& found) {
  if (found.fingerprint != checked.fingerprint) {
    return say(exchange, Event::mismatched, 422, "This Idempotency-Key belongs to another case.");
  }
  switch (found.state) {
    case KeyState::done: return {{found.status, found.body, 0}, Event::replayed, true};
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
