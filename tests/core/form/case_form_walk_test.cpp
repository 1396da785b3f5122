#include <doctest/doctest.h>

#include <cstdint>

#include "core/form/case_form.hpp"
#include "support/story.hpp"

namespace casement {
namespace {

using testing::created_body;
using testing::form_of;
using testing::reply;

/// Numerical Recipes' generator: the same walk on every machine.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed) {}
  std::uint32_t operator()(std::uint32_t sides) {
    state_ = state_ * 1664525U + 1013904223U;
    return (state_ >> 8U) % sides;
  }

 private:
  std::uint32_t state_;
};

Event any_event(Dice& dice) {
  static const char* const words[] = {"",    "Claims",       "closed", "open", "eva@cliente.co",
                                      "low", "Se rompió.\n", "\xFF",   "48213"};
  static const char* const bodies[] = {"",
                                       "{}",
                                       "<html>",
                                       R"({"code":403,"error":"NO"})",
                                       R"({"code":200,"error":"nu)",
                                       created_body.c_str()};
  const std::string word = words[dice(std::size(words))];
  const std::string body = bodies[dice(std::size(bodies))];
  const bool coin = dice(2) == 0;
  // Steps that lead somewhere are more frequent than those that lead away.
  switch (dice(32)) {
    case 0: return event::SetValue{dice(12), word};
    case 1: return event::Leave{dice(12)};
    case 2:
      return event::AddFile{dice(3), dice(8) > 0 ? "a.pdf" : "b.exe", "",
                            std::uint64_t{1'000} * dice(9)};
    case 3:
    case 4: return event::RemoveFile{dice(3)};
    case 5:
      if (coin) return event::PickFiles{};
      if (dice(3) == 0) return event::FileConverted{dice(3), dice(2) * 9};
      return event::FileLooked{dice(3), dice(4) > 0 ? Content::pdf : Content::heic};
    case 6:
    case 7: return event::Send{};
    case 8: return dice(4) == 0 ? Event(event::Cancel{}) : Event(event::Send{});
    case 9:
    case 10: return event::ProbeEnded{coin, dice(2) == 0};
    case 11: return event::Progress{dice(100), dice(100), static_cast<double>(dice(9'000))};
    case 12: return reply(dice(4) > 0 ? 200 : 502, body);
    case 13: return event::RequestFailed{static_cast<event::Failure>(dice(4))};
    case 14:
      if (dice(4) == 0) testing::now += 90'000;
      return event::CheckEnded{coin ? 200 : 404, body, "now"};
    case 15: return event::CheckNow{};
    case 16: return event::Tick{};
    case 17: return event::BackToForm{};
    case 18: return dice(4) == 0 ? Event(event::NewCase{}) : Event(event::Tick{});
    case 19: return event::CopyNumber{};
    case 20: return event::Copied{};
    case 21: return event::Print{};
    case 22: return event::SetLanguage{static_cast<Language>(dice(3))};
    case 23:
    case 24:
      return event::FilesChecked{dice(4) == 0 ? std::vector<std::uint32_t>{dice(3)}
                                              : std::vector<std::uint32_t>{}};
    default: return event::Prefill{"order", dice(9) == 0 ? word : "48213"};
  }
}

/// Reads everything that a view reads; the sanitizers watch.
std::size_t look(const CaseForm& form) {
  std::size_t seen = form.heading().size() + form.intro().size() + form.status_line().size();
  for (std::size_t i = 0; i < form.field_count(); ++i) {
    seen += form.label(i).size() + form.hint(i).size() + form.placeholder(i).size() +
            form.error(i).size() + form.counter(i).size() + form.options(i).size();
  }
  for (std::size_t i = 0; i < form.attachments().size(); ++i) {
    seen += form.attachment_note(i).size();
  }
  if (const auto alert = form.alert()) seen += alert->body.size();
  return seen + form.progress().left.size() + form.receipt().rows.size() +
         form.files_error().size();
}

TEST_CASE("whatever happens in whatever order, no case is sent twice blindly") {
  int created = 0;
  int rejected = 0;
  int sent = 0;
  int checked = 0;
  for (std::uint32_t seed = 1; seed <= 160; ++seed) {
    Dice dice(seed);
    CaseForm form = form_of(R"({"status":{"visibility":"shown"},
        "form":[{"name":"order","kind":"number"}]})");
    bool posted = false;  // and no definite answer since
    bool ticking = false;
    std::string key;
    std::uint64_t revision = 0;
    for (int step = 0; step < 700; ++step) {
      CAPTURE(seed);
      CAPTURE(step);
      const Event event = any_event(dice);
      if (std::holds_alternative<event::Prefill>(event)) {
        testing::prefill(form, {{"contact", "eva@cliente.co"},
                                {"case-type", "Claims"},
                                {"description", "Se rompió."},
                                {"status", "open"}});
      }
      const SubmissionState before = form.state();
      const Effects effects = form.apply(event);
      sent += before != form.state() && form.state() == SubmissionState::sending ? 1 : 0;
      checked += before == SubmissionState::checking && form.state() != before ? 1 : 0;
      created += before != form.state() && form.state() == SubmissionState::created ? 1 : 0;
      rejected += before != form.state() && form.state() == SubmissionState::rejected ? 1 : 0;
      for (const Effect& effect : effects) {
        if (const auto* post = std::get_if<effect::Post>(&effect)) {
          REQUIRE(before == SubmissionState::probing);
          const std::string& sent_key = post->headers.back().second;
          // Until there was an answer, the gateway sees the same key and so the same case.
          if (posted) REQUIRE(sent_key == key);
          key = sent_key;
          posted = true;
        } else if (const auto* tell = std::get_if<effect::Tell>(&effect)) {
          if (tell->what == effect::Tell::What::created) {
            REQUIRE(posted);
            REQUIRE('"' + tell->key + '"' == key);
          }
          if (tell->what == effect::Tell::What::created ||
              tell->what == effect::Tell::What::rejected) {
            posted = false;
          }
        } else if (std::get_if<effect::StartTicks>(&effect) != nullptr) {
          REQUIRE_FALSE(ticking);
          ticking = true;
        } else if (std::get_if<effect::StopTicks>(&effect) != nullptr) {
          REQUIRE(ticking);
          ticking = false;
        }
      }
      // Who gives up an unknown case for a new one has said so.
      if (std::get_if<event::NewCase>(&event) != nullptr && shows_form(form.state())) {
        posted = false;
      }
      REQUIRE(form.revision() >= revision);
      revision = form.revision();
      REQUIRE(look(form) > 0);
    }
  }
  // The walks went everywhere.
  CHECK(sent > 100);
  CHECK(created > 20);
  CHECK(rejected > 20);
  CHECK(checked > 20);
}

TEST_CASE("a document with any byte changed gives a form or says why not") {
  const std::string document =
      R"({"title":{"en":"Hi","es":"Hola"},"case-type":{"options":["A","B"],"default":"A"},)"
      R"("status":{"options":["new",{"value":"done","condition":"Closed","caseTypes":["A"]}]},)"
      R"("form":[{"name":"order","kind":"number","minLength":2,"maxLength":9}],)"
      R"("file":{"extensions":["pdf"],"maxFiles":2,"maxFileSize":"20 MB"},"timeout":30})";
  REQUIRE(read_config(document, testing::behind_gateway).config.has_value());
  Dice dice(7);
  for (int round = 0; round < 4'000; ++round) {
    std::string changed = document;
    for (std::uint32_t i = 0; i <= dice(3); ++i) {
      const std::size_t at = dice(static_cast<std::uint32_t>(changed.size()));
      switch (dice(3)) {
        case 0: changed[at] = static_cast<char>(dice(256)); break;
        case 1: changed.erase(at, 1 + dice(9)); break;
        default: changed.insert(at, changed.substr(dice(200), dice(30))); break;
      }
    }
    const ConfigOutcome outcome = read_config(changed, testing::behind_gateway);
    std::size_t errors = 0;
    for (const ConfigProblem& problem : outcome.problems) {
      errors += problem.severity == ConfigProblem::Severity::error ? 1U : 0U;
      REQUIRE_FALSE(problem.what.empty());
    }
    REQUIRE(outcome.config.has_value() == (errors == 0));
    if (outcome.config) {
      const CaseForm form{*outcome.config, Language::pt, testing::counting_random,
                          testing::set_clock};
      REQUIRE(look(form) > 0);
    }
  }
}

}  // namespace
}  // namespace casement
