#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "core/protocol/endpoint.hpp"
#include "core/text/json_document.hpp"
#include "gateway/access/portal_token.hpp"
#include "gateway/access/request_key.hpp"
#include "gateway/access/wall_clock.hpp"
#include "gateway/body/content_type.hpp"
#include "gateway/net/client_address.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/crm_lease.hpp"
#include "gateway/server/request_context.hpp"

namespace casement::gateway {

namespace {

using Read = MultipartReader::Event;

/// Bodies up to this size are received whole before they take one of the CRM's few places.
constexpr std::uint64_t whole_limit = std::uint64_t{256} * 1024;

/// Letters and digits alone: nothing that two servers could read differently.
std::string random_boundary(RandomBytes& random, std::size_t size) {
  constexpr std::string_view letters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string text(size, '\0');
  if (!random.fill(text)) return {};
  for (char& c : text) c = letters[static_cast<unsigned char>(c) % letters.size()];
  return text;
}

bool occurs_in(std::string_view boundary, const std::vector<Entry>& texts) {
  return std::any_of(texts.begin(), texts.end(), [boundary](const Entry& entry) {
    return std::get<std::string>(entry.value).find(boundary) != std::string::npos;
  });
}

/// Reading one case: each step either goes on or has a response.
class CaseRequest {
 public:
  explicit CaseRequest(RequestContext& context) : context_(context) {}
  CaseRequest(const CaseRequest&) = delete;
  CaseRequest& operator=(const CaseRequest&) = delete;
  ~CaseRequest() { context_.gateway.held_bodies -= held_; }
  Task<Response> take();

 private:
  using Refused = std::optional<Response>;

  [[nodiscard]] Response refuse(const Refusal& row) const {
    return {refusal(row, context_.id), RequestOutcome::refused, false};
  }
  /// Of the body, with the name of the part.
  [[nodiscard]] Response refuse(MultipartRule rule) const {
    const std::string data =
        reader_ && !reader_->name().empty() ? field_data(reader_->name()) : "{}";
    return {refusal(refusal_of(rule), context_.id, data), RequestOutcome::refused, false};
  }
  [[nodiscard]] Response refuse(const FieldRefusal& wrong) const;
  [[nodiscard]] Response cut() const {
    return {refusal(refused::cut, context_.id), RequestOutcome::cut, false};
  }
  Refused check_head();
  [[nodiscard]] CaseHead case_head() const;
  [[nodiscard]] Response refuse(const HeadRefusal& wrong) const;
  Task<Refused> check_rates();
  Task<Refused> check_new_case();
  Task<Refused> check_state();
  Task<Refused> receive(std::size_t capacity);
  Task<Refused> read_on();
  Task<Refused> read_texts();
  [[nodiscard]] bool is_signed() const;
  Refused check_files();
  Refused check_texts_and_name();
  [[nodiscard]] const FormRules& rules() const { return context_.form->rules; }
  [[nodiscard]] const Limits& limits() const { return context_.snapshot->config.limits; }

  RequestContext& context_;
  std::string boundary_;
  std::string contact_;
  std::optional<MultipartReader> reader_;
  std::vector<TextPart> parts_;
  std::uint64_t held_ = 0;  ///< bytes of texts, which outlive the body that they came in
  const Clock::time_point began_ = Clock::now();
  CheckedCase case_;
};

Response CaseRequest::refuse(const FieldRefusal& wrong) const {
  const std::string words = wrong.field + ": " + wrong.sentence;
  return {refusal(saying(refused::field, words), context_.id, field_data(wrong.field)),
          RequestOutcome::refused, false};
}

CaseRequest::Refused CaseRequest::check_head() {
  const RequestHead& head = context_.head;
  const auto boundary = boundary_of(head.content_type);
  if (!boundary) return refuse(MultipartRule::content_type);
  boundary_ = *boundary;
  if (context_.body.length() > context_.form->max_body) {
    return refuse(refused::too_large);
  }
  const auto key = context_.form->client ? client_key_of_header(head.idempotency_key)
                                         : key_of_header(head.idempotency_key);
  if (!key) return refuse(context_.form->client ? refused::client_key : refused::key);
  case_.request_key = *key;
  case_.key = stored_key(*context_.form, *key);
  if (context_.form->contact_token) {
    auto contact =
        contact_of_token(head.authorization, *context_.form->contact_token, wall_seconds());
    if (!contact.ok()) return refuse(saying(refused::token, contact.error().sentence));
    contact_ = std::move(contact.value());
  }
  const auto wrong = context_.form->head_rules.judge(case_head());
  if (wrong) return refuse(*wrong);
  return std::nullopt;
}

CaseHead CaseRequest::case_head() const {
  const RequestHead& head = context_.head;
  return {head.authorization, head.proof, case_.request_key, wall_seconds(),
          context_.gateway.random};
}

Response CaseRequest::refuse(const HeadRefusal& wrong) const {
  Answer answer = refusal(wrong.row, context_.id, wrong.data);
  answer.authenticate = wrong.authenticate;
  return {std::move(answer), RequestOutcome::refused, false};
}

Task<CaseRequest::Refused> CaseRequest::check_rates() {
  constexpr std::uint64_t minute = 60;
  const auto& client = context_.form->client;
  const struct {
    std::string name;
    std::uint64_t limit;
  } rates[] = {{"address:" + sender_of(context_.address), client ? 0 : limits().address_requests},
               {"contact:" + contact_, contact_.empty() ? 0 : limits().contact_requests},
               {"client:" + context_.form->key_space, client ? client->requests : 0}};
  for (const auto& rate : rates) {
    if (rate.limit == 0) continue;
    const Count count{rate.name, rate.limit, minute};
    const StoreReply reply = co_await context_.gateway.store.ask(count);
    if (reply.failed) co_return refuse(refused::store_away);
    if (!reply.done) {
      co_return refuse(after(refused::rate, static_cast<unsigned>(reply.retry_after)));
    }
  }
  co_return std::nullopt;
}

/// By the rules about new cases: one whose key is bound has had its turn.
Task<CaseRequest::Refused> CaseRequest::check_new_case() {
  const auto wrong = context_.form->head_rules.judge_new(case_head());
  if (!wrong) co_return std::nullopt;
  const Find find{case_.key};
  const StoreReply reply = co_await context_.gateway.store.ask(find);
  if (reply.failed) co_return refuse(refused::store_away);
  if (reply.state != KeyState::fresh) co_return std::nullopt;
  co_return refuse(*wrong);
}

/// All parts of a small body, which is received whole; of a larger one the texts, and the first
/// file's head if there is one.
Task<CaseRequest::Refused> CaseRequest::read_texts() {
  Body& body = context_.body;
  const bool whole = body.length() <= whole_limit;
  while (whole && body.left() > 0) {
    Refused refused = co_await receive(static_cast<std::size_t>(body.length()));
    if (refused) co_return std::move(refused);
  }
  reader_.emplace(boundary_, context_.form->names, whole ? PartOrder::any : PartOrder::texts_first);
  MultipartReader& reader = *reader_;
  for (;;) {
    const std::string_view unread = body.unread();
    const Read event = reader.next(unread);
    body.consume(reader.consumed());
    const std::size_t kept = whole ? 0 : reader.consumed();
    held_ += kept;
    context_.gateway.held_bodies += kept;
    switch (event) {
      case Read::text: parts_.push_back({reader.name(), reader.take_text()}); continue;
      case Read::file:
        case_.files.push_back({reader.name(), reader.file_name(), reader.file_type(), {}});
        if (whole) continue;
        case_.reader = &reader;
        co_return std::nullopt;
      // The whole of it: the body stays where it is.
      case Read::bytes: case_.files.back().bytes = unread.substr(0, reader.consumed()); continue;
      case Read::refused: co_return refuse(reader.rule());
      case Read::file_end:
      case Read::end: continue;
      case Read::more: break;
    }
    if (body.left() == 0) {
      const MultipartRule broken = reader.finish();
      if (broken == MultipartRule::none) co_return std::nullopt;
      co_return refuse(broken);
    }
    Refused refused = co_await receive(read_size);
    if (refused) co_return std::move(refused);
  }
}

/// Some more of the body. All of it that is read here has one deadline.
Task<CaseRequest::Refused> CaseRequest::receive(std::size_t capacity) {
  Gateway& gateway = context_.gateway;
  if (gateway.held_bodies > limits().body_memory) {
    co_return refuse(refused::no_memory);
  }
  const auto left = std::chrono::ceil<Timeout>(
      began_ + std::chrono::seconds(limits().body_seconds) - Clock::now());
  const Timeout timeout = std::min(left, Timeout(limits().stall_seconds));
  const bool in_time = timeout.count() > 0;
  if (in_time) {
    const bool came = co_await context_.body.more(capacity, timeout);
    if (came) co_return std::nullopt;
  }
  co_return cut();
}

/// By the client, if it signs: its texts are all there now, and nothing went out.
bool CaseRequest::is_signed() const {
  const ClientClaim& client = context_.client;
  if (client.signature.empty()) return true;
  const RequestHead& head = context_.head;
  const std::string text =
      signed_text(head.method, head.target, client.time, case_.request_key, parts_);
  return is_signed_by(client, text);
}

/// All files of a body that is in memory; of a larger one what can be said before it has passed.
CaseRequest::Refused CaseRequest::check_files() {
  Fingerprint& fingerprint = case_.fingerprint = Fingerprint(context_.body.length());
  // Another form, or another visitor, is another case: nobody gets a stranger's answer.
  fingerprint.add("path", context_.form->path);
  fingerprint.add("signed-in", contact_);
  for (const TextPart& part : parts_) fingerprint.add(part.name, part.value);
  const auto enough = check_file_count(rules(), case_.files.size());
  if (!enough.ok()) return refuse(enough.error());
  std::vector<Attachment> files;
  for (const HeldFile& file : case_.files) {
    fingerprint.add_file(file.name, file.file_name, file.type);
    const std::uint64_t size = case_.streams() ? 1 : file.bytes.size();
    files.push_back({0, file.file_name, file.type, size, {}});
  }
  check_attachments(rules().files, files);
  for (const Attachment& file : files) {
    if (!file.fault) continue;
    return refuse({rules().files.part_name, file.name + ": " + file.fault->in(Language::en)});
  }
  case_.early_fingerprint = bound_fingerprint(owner_mark(case_.key, contact_), fingerprint.hex());
  return std::nullopt;
}

CaseRequest::Refused CaseRequest::check_texts_and_name() {
  auto texts = check_texts(rules(), parts_, {contact_, case_.request_key});
  if (!texts.ok()) return refuse(texts.error());
  case_.texts = std::move(texts.value());
  constexpr std::size_t shortest = 27;
  do {
    case_.boundary = random_boundary(context_.gateway.random, std::max(shortest, boundary_.size()));
    if (case_.boundary.empty()) return refuse(refused::no_random);
  } while (occurs_in(case_.boundary, case_.texts));
  return std::nullopt;
}

/// What has an answer already needs no place in the queue.
Task<CaseRequest::Refused> CaseRequest::check_state() {
  const Find find{case_.key, limits().keep_seconds()};
  const StoreReply reply = co_await context_.gateway.store.ask(find);
  if (reply.failed) co_return refuse(refused::store_away);
  if (reply.state == KeyState::fresh) co_return std::nullopt;
  // The same texts and the same first file can still be followed by other files.
  const bool more = reply.state == KeyState::done &&
                    is_same_request(reply.fingerprint, case_.early_fingerprint) &&
                    !reply.full_fingerprint.empty() && case_.streams();
  if (more) {
    Refused refused = co_await read_on();
    if (refused) co_return std::move(refused);
    if (reply.full_fingerprint != case_.fingerprint.hex()) case_.early_fingerprint.clear();
  }
  co_return answer_of_bound_key(context_, case_, reply);
}

/// To the end of a body that goes nowhere, for the names of its files.
Task<CaseRequest::Refused> CaseRequest::read_on() {
  Body& body = context_.body;
  Pace pace(limits());
  for (;;) {
    const Read event = reader_->next(body.unread());
    body.consume(reader_->consumed());
    if (event == Read::end) co_return std::nullopt;
    if (event == Read::refused) co_return refuse(reader_->rule());
    if (event == Read::file) {
      case_.fingerprint.add_file(reader_->name(), reader_->file_name(), reader_->file_type());
    }
    if (event != Read::more) continue;
    if (body.left() == 0) co_return refuse(reader_->finish());
    const bool came = co_await pace.more(body, read_size);
    if (!came) co_return cut();
  }
}

Task<Response> CaseRequest::take() {
  Refused refused = check_head();
  if (refused) co_return *std::move(refused);
  // From here on nobody is told that the key was never used.
  Gateway& gateway = context_.gateway;
  co_await wait_while_running(context_, case_.key);
  if (!gateway.running.emplace(case_.key, owner_mark(case_.key, contact_)).second) {
    co_return keeping({refusal(refused::being_sent, context_.id), RequestOutcome::running, false},
                      limits().keep_seconds());
  }
  const struct Leave {
    Gateway& gateway;
    const std::string& key;
    ~Leave() { gateway.running.erase(key); }
  } leave{gateway, case_.key};
  refused = co_await check_rates();
  if (refused) co_return *std::move(refused);
  refused = co_await check_new_case();
  if (refused) co_return *std::move(refused);
  refused = co_await read_texts();
  if (refused) co_return *std::move(refused);
  if (!is_signed()) co_return refuse(refused::client_signature);
  refused = check_files();
  if (refused) co_return *std::move(refused);
  refused = check_texts_and_name();
  if (refused) co_return *std::move(refused);
  // Binding the key asks the same; only a case that would wait in the queue, or go through it with
  // much to upload, asks before.
  if (case_.streams() || !context_.gateway.admission.is_free(false)) {
    refused = co_await check_state();
    if (refused) co_return *std::move(refused);
  }
  parts_ = {};
  co_return co_await deliver(context_, case_);
}

}  // namespace

Task<Response> take_case(RequestContext& context) {
  CaseRequest request(context);
  co_return co_await request.take();
}

}  // namespace casement::gateway
