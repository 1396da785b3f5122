#include <doctest/doctest.h>

#include "core/form/case_form.hpp"
#include "support/story.hpp"

namespace casement {
namespace {

using testing::created_body;
using testing::direct_form;
using testing::form_of;
using testing::only;
using testing::play;
using testing::send;
using testing::value;
using testing::words_of;
using State = SubmissionState;

/// Sent, and the answer did not come in time.
CaseForm unknown_form(Language language = Language::es) {
  CaseForm form = form_of("{}", language);
  send(form);
  play(form, {{event::RequestFailed{event::Failure::timeout},
               "tell error unknown-timeout, start ticks, heading"}});
  return form;
}

/// Lets seconds pass; the words of the last effects.
std::string wait(CaseForm& form, int seconds) {
  std::string words;
  for (int i = 0; i < seconds; ++i) words = words_of(form.apply(event::Tick{}));
  return words;
}

event::CheckEnded answer(int status, const std::string& body) {
  return {status, body, "24 nov 2026, 10:43"};
}

TEST_CASE("behind a gateway an unknown outcome is asked for by key") {
  CaseForm form = form_of();
  testing::fill(form);
  (void)form.apply(event::Send{});
  const std::string key = only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key;
  play(form, {{event::RequestFailed{event::Failure::timeout},
               "tell error unknown-timeout, start ticks, heading"}});
  CHECK(form.can_check());
  CHECK(form.intro() ==
        "Se envió, pero la respuesta no llegó a tiempo. Estamos comprobando; no lo "
        "envíes otra vez.");
  CHECK(form.progress().left == "Intento 1, en 4 s");
  CHECK(form.progress().share == 0.0);
  CHECK(wait(form, 3) == "");
  CHECK(form.progress().left == "Intento 1, en 1 s");
  const Effects effects = form.apply(event::Tick{});
  CHECK(words_of(effects) == "stop ticks, check");
  CHECK(only<effect::Check>(effects).url ==
        "https://gate.example/server/API/v2/cases/insert.php/" + key);
  CHECK(form.state() == State::checking);
  CHECK(form.progress().left == "Intento 1…");
  play(form, {{answer(200, created_body), "release, tell created SOP-10482/64cb, heading"}});
  CHECK(form.receipt().number == "SOP-10482");
  CHECK(form.receipt().rows[0].second == "24 nov 2026, 10:43");
}

TEST_CASE("the second attempt reads as the look shows it") {
  CaseForm form = unknown_form();
  CHECK(wait(form, 4) == "stop ticks, check");
  play(form, {{answer(0, ""), "start ticks"}});
  CHECK(form.progress().left == "Intento 2, en 8 s");
  CHECK(*form.progress().share == doctest::Approx(4.0 / 12));
}

TEST_CASE("each question waits longer, and after eight it is given up") {
  CaseForm form = unknown_form();
  const int delays[] = {4, 8, 16, 30, 60, 60, 60, 60};
  for (std::size_t i = 0; i < std::size(delays); ++i) {
    CAPTURE(i);
    CHECK(form.progress().left ==
          "Intento " + std::to_string(i + 1) + ", en " + std::to_string(delays[i]) + " s");
    CHECK(wait(form, delays[i] - 1) == "");
    CHECK(wait(form, 1) == "stop ticks, check");
    play(form, {{answer(i % 2 == 0 ? 503 : 409, "{}"), i < 7 ? "start ticks" : ""}});
  }
  CHECK(form.state() == State::unknown);
  CHECK(form.progress() == ProgressView{});
  CHECK(form.intro() ==
        "Se envió, pero la respuesta no llegó a tiempo. No pudimos averiguarlo. "
        "Antes de enviarlo otra vez, pregúntanos si lo tenemos.");
  play(form, {{event::Tick{}, ""}, {event::CheckNow{}, "check"}, {answer(0, ""), ""}});
  CHECK(form.can_check());
  play(form, {{event::CheckNow{}, "check"},
              {answer(200, created_body), "release, tell created SOP-10482/64cb, heading"}});
}

TEST_CASE("a question may be asked at once") {
  CaseForm form = unknown_form();
  play(form, {{event::Tick{}, ""},
              {event::CheckNow{}, "stop ticks, check"},
              {event::CheckNow{}, ""},
              {event::Tick{}, ""},
              {answer(500, ""), "start ticks"}});
  CHECK(form.progress().left == "Intento 2, en 8 s");
}

TEST_CASE("when the gateway never had it, it is sent again with the same key") {
  CaseForm form = unknown_form();
  const Effects none = form.apply(event::CheckNow{});
  const std::string key = only<effect::Check>(none).url.substr(52);
  play(form, {{answer(404, "{}"), "tell error not-found-by-key, heading"}});
  CHECK(form.state() == State::not_sent);
  REQUIRE(form.alert().has_value());
  CHECK(form.alert()->title == "El caso no se creó");
  CHECK(form.alert()->body ==
        "Comprobamos: no llegó. Puedes enviarlo otra vez. Todo lo que "
        "escribiste sigue aquí.");
  CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
  play(form, {{event::Send{}, "probe, heading"}});
  CHECK(only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key == key);
}

/// The lid of a laptop was closed, or the tab was left: a day goes by.
TEST_CASE("a gateway that may have forgotten the key proves nothing") {
  constexpr std::int32_t day = 24 * 60 * 60;
  struct Row {
    std::int32_t lives;  ///< seconds, as an answer said; 0: none did
    std::int32_t passed;
    bool proves;
  };
  const Row rows[] = {{0, day - 1, true},
                      {0, day, false},
                      {3 * day, 3 * day - 1, true},
                      {3 * day, 3 * day, false},
                      {3600, 3600, false}};
  for (const Row& row : rows) {
    CAPTURE(row.lives);
    CAPTURE(row.passed);
    CaseForm form = unknown_form(Language::en);
    if (row.lives > 0) {
      (void)form.apply(event::CheckNow{});
      (void)form.apply(event::CheckEnded{409, "{}", "", row.lives});
    }
    testing::now += row.passed;
    play(form, {{event::CheckNow{}, "stop ticks, check"},
                {answer(404, "{}"), row.proves ? "tell error not-found-by-key, heading" : ""}});
    CHECK(form.state() == (row.proves ? State::not_sent : State::unknown));
    if (row.proves) continue;
    CHECK(form.intro() ==
          "It was sent, but no answer came in time. We could not find out. Before you send "
          "it again, ask us whether we have it.");
    (void)form.apply(event::BackToForm{});
    CHECK(form.alert()->body ==
          "If you send it again, the case may exist twice. Everything you wrote is still here.");
  }
}

TEST_CASE("the gateway may know that it was rejected") {
  CaseForm form = unknown_form();
  play(form, {{event::CheckNow{}, "stop ticks, check"},
              {answer(200, R"({"code":403,"error":"PLEASE VALIDATE TOKEN"})"),
               "tell rejected token-invalid, heading"}});
  CHECK(form.screen() == Screen::form);
}

TEST_CASE("an answer that says nothing keeps the outcome unknown, with its first reason") {
  for (const char* body : {"", "<html>", "{}", R"({"code":500,"error":"x"})"}) {
    CaseForm form = unknown_form();
    play(form, {{event::CheckNow{}, "stop ticks, check"}, {answer(200, body), "start ticks"}});
    CHECK(form.state() == State::unknown);
    CHECK(form.intro().starts_with("Se envió, pero la respuesta no llegó a tiempo. "));
  }
}

TEST_CASE("a canceled question counts as one that failed") {
  CaseForm form = unknown_form();
  play(form, {{event::CheckNow{}, "stop ticks, check"},
              {event::Cancel{}, "abort, start ticks"},
              {answer(200, created_body), ""}});
  CHECK(form.state() == State::unknown);
}

TEST_CASE("back to the form ends the questions") {
  CaseForm form = unknown_form(Language::en);
  play(form, {{event::BackToForm{}, "stop ticks, heading"}, {event::Tick{}, ""}});
  REQUIRE(form.alert().has_value());
  CHECK(form.alert()->body ==
        "Before you send it again, ask us whether we have it. Everything you "
        "wrote is still here.");
}

TEST_CASE("a new case may be begun while the outcome of the last is unknown") {
  CaseForm form = unknown_form();
  play(form, {{event::NewCase{}, "stop ticks, release, heading"}});
  CHECK(value(form, "description") == "");
  CHECK(form.state() == State::editing);
}

TEST_CASE("in direct mode nobody can be asked") {
  CaseForm form = direct_form();
  send(form);
  play(form,
       {{event::RequestFailed{event::Failure::timeout}, "tell error unknown-timeout, heading"},
        {event::CheckNow{}, ""},
        {event::Tick{}, ""}});
  CHECK_FALSE(form.can_check());
  CHECK(form.progress() == ProgressView{});
}

TEST_CASE("the status line speaks once of an unknown outcome, not with each second") {
  CaseForm form = unknown_form();
  const std::string first = form.status_line();
  (void)wait(form, 3);
  CHECK(form.status_line() == first);
}

TEST_CASE("progress shows the share, both sizes in one unit, and the time left after a second") {
  CaseForm form = form_of();
  send(form);
  CHECK_FALSE(form.progress().share.has_value());
  CHECK(form.progress().left == "");
  struct Row {
    std::uint64_t sent;
    double now_ms;
    const char* left;
    const char* right;
    const char* status;
  };
  const Row rows[] = {
      {0, 1000, "0.0 de 2.6 MB", "", "Enviando"},
      {100'000, 1100, "0.1 de 2.6 MB", "", "Enviando"},
      {300'000, 1900, "0.3 de 2.6 MB", "", "Enviando"},
      {400'000, 2200, "0.4 de 2.6 MB", "quedan unos 7 s", "Enviando"},
      {650'000, 2900, "0.7 de 2.6 MB", "quedan unos 6 s", "Enviando, 25 %"},
      {1'600'000, 5500, "1.6 de 2.6 MB", "quedan unos 3 s", "Enviando, 50 %"},
      {2'500'000, 8000, "2.5 de 2.6 MB", "quedan unos 2 s", "Enviando, 75 %"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.sent);
    const auto before = form.revision();
    CHECK(words_of(form.apply(event::Progress{row.sent, 2'600'000, row.now_ms})) == "");
    CHECK(form.revision() == before + 1);
    const ProgressView view = form.progress();
    CHECK(view.title == "Enviando");
    CHECK(*view.share == doctest::Approx(static_cast<double>(row.sent) / 2'600'000));
    CHECK(view.left == row.left);
    CHECK(view.right == row.right);
    CHECK(form.status_line() == row.status);
  }
  (void)form.apply(event::Progress{2'600'000, 2'600'000, 8200});
  CHECK(form.progress().title == "Enviado; esperando la respuesta");
  CHECK_FALSE(form.progress().share.has_value());
  CHECK(form.progress().left == "");
  CHECK(form.status_line() == "Enviado; esperando la respuesta");
}

TEST_CASE("a long upload's time is told in minutes, an endless one's not at all") {
  CaseForm form = form_of("{}", Language::en);
  send(form);
  const auto at = [&](std::uint64_t sent, double now_ms) {
    (void)form.apply(event::Progress{sent, 300'000'000, now_ms});
    return form.progress().right;
  };
  CHECK(at(0, 0) == "");
  CHECK(at(1'000'000, 1000) == "about 5 min left");
  CHECK(at(1'000'000, 400'000) == "about 8 min left");
  for (int i = 1; i < 40; ++i) (void)at(1'000'000, 400'000 + 1000.0 * i);
  CHECK(form.progress().right == "");
}

TEST_CASE("progress that goes back, stands still or makes no sense does no harm") {
  CaseForm form = form_of();
  send(form);
  const event::Progress odd[] = {{5, 0, 0},        {50, 100, 1000},
                                 {40, 100, 3000},  {60, 100, 2000},
                                 {200, 100, 5000}, {10, 100, 0.0 / 0.0},
                                 {70, 100, 9000},  {~std::uint64_t{0}, ~std::uint64_t{0}, 1e300}};
  for (const event::Progress& each : odd) {
    (void)form.apply(each);
    const ProgressView view = form.progress();
    if (view.share) CHECK((*view.share >= 0 && *view.share <= 1));
  }
  const auto before = form.revision();
  (void)form.apply(event::Progress{70, 100, 9001});
  (void)form.apply(event::Progress{70, 100, 9002});
  CHECK(form.revision() <= before + 1);
}

TEST_CASE("progress after the connection was lost changes nothing") {
  CaseForm form = form_of();
  send(form);
  (void)form.apply(event::RequestFailed{event::Failure::network});
  const auto before = form.revision();
  (void)form.apply(event::Progress{1, 2, 3});
  CHECK(form.revision() == before);
}

}  // namespace
}  // namespace casement
