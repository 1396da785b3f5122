#include "gateway/server/upload.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <functional>
#include <utility>

#include "core/fields/validation.hpp"
#include "gateway/net/task.hpp"
#include "gateway/rules/forwarding.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

namespace {

using Read = MultipartReader::Event;

/// An answer that may come while the body is still being sent.
struct EarlyAnswer {
  explicit EarlyAnswer(const Executor& executor) : ended(executor) {
    ended.expires_at(Timer::time_point::max());
  }
  ResponseReader reader{reply_limit};
  CrmAnswer answer;
  bool over = false;
  Timer ended;  ///< cancelled when it is over
};

Task<void> read_early(std::shared_ptr<Stream> crm, std::shared_ptr<EarlyAnswer> early) {
  constexpr Timeout whole_upload{30 * 24 * 3600};  // Others look after the time.
  early->answer = co_await read_answer(*crm, early->reader, whole_upload);
  early->over = true;
  early->ended.cancel();
}

class Upload {
 public:
  Upload(RequestContext& context, CheckedCase& checked, const Binding& binding)
      : context_(context),
        case_(checked),
        binding_(binding),
        passing_(*checked.reader, context.body.length(), checked.boundary, checked.texts,
                 context.form->names.max_files) {}
  Task<Uploaded> run(std::shared_ptr<Stream> crm);

 private:
  Task<bool> pass_files(Stream& crm, EarlyAnswer& early);
  Task<bool> pass_some(Stream& crm, EarlyAnswer& early, Read event, std::string_view bytes);
  bool judge_passed_file();
  void name_file();
  void refuse(MultipartRule rule);
  void refuse(std::string words);
  [[nodiscard]] const Limits& limits() const { return context_.snapshot->config.limits; }

  RequestContext& context_;
  CheckedCase& case_;
  const Binding& binding_;
  PassingBody passing_;
  std::vector<Attachment> files_;
  Uploaded done_;
};

/// True while the passing file breaks no rule of size.
bool Upload::judge_passed_file() {
  check_attachments(context_.form->rules.files, files_);
  for (const Attachment& file : files_) {
    if (file.fault && file.fault->message != Message::file_empty) {
      refuse(file.name + ": " + file.fault->in(Language::en));
      return false;
    }
  }
  return true;
}

void Upload::refuse(MultipartRule rule) {
  done_.wrong = refusal_of(rule);
  done_.words = done_.wrong->sentence;
  done_.field = case_.reader->name();
}

/// A file that the form does not take.
void Upload::refuse(std::string words) {
  done_.wrong = refused::field;
  done_.field = context_.form->names.file;
  done_.words = done_.field + ": " + std::move(words);
}

void Upload::name_file() {
  const MultipartReader& reader = *case_.reader;
  case_.fingerprint.add_file(reader.name(), reader.file_name(), reader.file_type());
  files_.push_back({0, reader.file_name(), reader.file_type(), 0, {}});
}

Task<bool> Upload::pass_some(Stream& crm, EarlyAnswer& early, Read event, std::string_view bytes) {
  const Timeout timeout(limits().stall_seconds);
  if (event == Read::file) name_file();
  if (event == Read::bytes) files_.back().size += bytes.size();
  if (event == Read::file_end && files_.back().size == 0) {
    refuse(files_.back().name + ": is empty");
    co_return false;
  }
  const std::string before = passing_.before(event);
  if (!judge_passed_file() || early.over) co_return false;
  if (event != Read::bytes) co_return true;
  const bool begun = before.empty() || co_await crm.write(before, timeout);
  co_return begun&& co_await crm.write(bytes, timeout);
}

/// Files are passed on as they come. False when the delivery cannot go on; nothing of the texts has
/// been sent then.
Task<bool> Upload::pass_files(Stream& crm, EarlyAnswer& early) {
  Body& body = context_.body;
  MultipartReader& reader = *case_.reader;
  // The place belongs to everybody: it is not held for less than the minimum rate.
  Pace pace(limits());
  for (;;) {
    const std::string_view unread = body.unread();
    const Read event = reader.next(unread);
    body.consume(reader.consumed());
    if (event == Read::refused) {
      refuse(reader.rule());
      co_return false;
    }
    if (event != Read::more) {
      const std::string_view bytes = unread.substr(0, reader.consumed());
      const bool passed = co_await pass_some(crm, early, event, bytes);
      if (!passed) co_return false;
      continue;
    }
    if (body.left() == 0) {
      const MultipartRule broken = reader.finish();
      if (broken != MultipartRule::none) refuse(broken);
      co_return broken == MultipartRule::none;
    }
    const bool came = co_await pace.more(body, read_size);
    done_.visitor_left = !came;
    if (!came) co_return false;
  }
}

Task<Uploaded> Upload::run(std::shared_ptr<Stream> crm) {
  const Timeout timeout(limits().stall_seconds);
  files_.push_back({0, case_.reader->file_name(), case_.reader->file_type(), 0, {}});
  done_.sent = Sent::no_texts;
  auto early = std::make_shared<EarlyAnswer>(context_.gateway.io.get_executor());
  asio::co_spawn(context_.gateway.io, read_early(crm, early), asio::detached);

  const std::string head =
      crm_case_head(context_.snapshot->config, case_.boundary, passing_.length());
  bool going = co_await crm->write(head, timeout);
  if (going) going = co_await pass_files(*crm, *early);
  if (going) done_.fingerprint = case_.fingerprint.hex();
  if (going) {
    going = co_await advance(context_.gateway, binding_);
    done_.store_failed = !going;
  }
  // The store took its time: what the CRM said meanwhile still comes before the texts.
  going = going && !early->over;
  // Or all of this slept, and the key may be another's: nothing may stand between this and the
  // first byte of the texts, nor the last.
  const std::function<bool()> mine = [this] { return context_.gateway.holds(binding_.attempt); };
  if (going && !mine()) {
    going = false;
    done_.store_failed = true;
  }
  if (going) {
    done_.sent = Sent::perhaps_all;
    const std::string end = passing_.end();
    const bool written = co_await crm->write(end, timeout, &mine);
    if (!written && !mine()) crm->close();
    context_.body.drop();
  }
  // After a break the answer may be there already: an early refusal has its reasons.
  const std::chrono::seconds wait(going ? static_cast<long>(limits().answer_seconds) : 1);
  const bool crm_broke = !done_.wrong && !done_.visitor_left && !done_.store_failed;
  const bool may_speak = going || crm_broke;
  if (!early->over && may_speak) {
    early->ended.expires_after(wait);
    co_await early->ended.async_wait(as_result);
  }
  done_.reusable = going && early->over && early->answer.whole && early->reader.keep_alive();
  if (!done_.reusable) crm->close();  // Whoever still reads from it goes on.
  if (early->over && may_speak) done_.answer = std::move(early->answer);
  co_return std::move(done_);
}

}  // namespace

Task<bool> advance(Gateway& gateway, const Binding& binding) {
  // A store that forgets the key behind this must not be told again that no text has gone.
  auto& held = gateway.attempts[binding.attempt];
  if (held.key) held.key->state = KeyState::sending;
  const StartSending advance{binding.key, binding.attempt};
  const auto asked = BootClock::now();
  const StoreReply reply = co_await gateway.store.ask(advance);
  if (reply.done) gateway.hold(binding.attempt, asked);
  co_return reply.done;
}

Task<Uploaded> upload(RequestContext& context, CheckedCase& checked, const Binding& binding,
                      std::shared_ptr<Stream> crm) {
  Upload upload(context, checked, binding);
  co_return co_await upload.run(std::move(crm));
}

}  // namespace casement::gateway
