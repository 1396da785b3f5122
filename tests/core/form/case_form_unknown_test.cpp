/// What a person reads and may do while nobody knows whether the case exists.
#include <doctest/doctest.h>

#include "core/form/case_form.hpp"
#include "support/story.hpp"

namespace casement {
namespace {

using event::Failure;
using testing::alert_of;
using testing::created_body;
using testing::direct_form;
using testing::only;
using testing::play;
using testing::reply;
using testing::send;
using testing::value;
using State = SubmissionState;

TEST_CASE("each way not to know the outcome has its own sentence") {
  struct Row {
    Event event;
    const char* reason;
    const char* sentence;
  };
  const Row rows[] = {
      {reply(200, "<!doctype html><p>hi"), "not-json",
       "Se envió, pero respondió una página web, no el sistema."},
      {reply(200, ""), "empty", "Se envió, pero la respuesta llegó vacía."},
      {reply(200, R"({"code":200,"error":"nu)"), "cut-short",
       "Se envió, pero la respuesta llegó incompleta."},
      {reply(502, R"({"code":502,"error":"x"})"), "server-error",
       "Se envió, pero el sistema falló."},
      {reply(200, R"({"hello":1})"), "no-verdict",
       "Se envió, pero la respuesta no dice si el caso existe."},
      {event::RequestFailed{Failure::timeout}, "timeout",
       "Se envió, pero la respuesta no llegó a tiempo."},
      {event::RequestFailed{Failure::too_long}, "too-long",
       "Se envió, pero la respuesta es demasiado larga."},
  };
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    CaseForm form = direct_form();
    send(form);
    const std::string expected = std::string("tell error unknown-") + row.reason + ", heading";
    play(form, {{row.event, expected.c_str()}});
    CHECK(form.state() == State::unknown);
    CHECK(form.heading() == "Puede que ya haya llegado");
    CHECK(form.intro() ==
          std::string(row.sentence) + " Antes de enviarlo otra vez, pregúntanos si lo tenemos.");
    CHECK(form.status_line() == form.heading() + ". " + form.intro());
    CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
  }
}

TEST_CASE("after a status 0 a second probe tells a cut connection from an unreadable answer") {
  for (const bool reached : {false, true}) {
    CaseForm form = direct_form();
    send(form);
    play(form,
         {{event::RequestFailed{Failure::network}, "probe"},
          {event::RequestFailed{Failure::network}, ""},
          {event::ProbeEnded{reached, true}, reached ? "tell error unknown-unreadable, heading"
                                                     : "tell error unknown-cut, heading"}});
    CHECK(form.intro().starts_with(reached
                                       ? "Se envió, pero el navegador no puede leer la respuesta. "
                                       : "Se cortó la conexión después de enviar. "));
  }
}

TEST_CASE("canceled while sending: it may have arrived") {
  CaseForm form = direct_form();
  send(form);
  play(form, {{event::Cancel{}, "abort, tell error unknown-canceled, heading"},
              {event::RequestFailed{Failure::unsent}, ""},
              {reply(200, created_body), ""}});
  CHECK(form.state() == State::unknown);
  CHECK(form.intro().starts_with("Cancelaste mientras se enviaba. "));
}

TEST_CASE("back from an unknown outcome everything is there, with a warning and the same key") {
  CaseForm form = direct_form();
  send(form);
  const Effects effects = form.apply(event::RequestFailed{Failure::timeout});
  play(form, {{event::Send{}, ""}, {event::CheckNow{}, ""}, {event::BackToForm{}, "heading"}});
  CHECK(form.state() == State::editing);
  CHECK(alert_of(form) ==
        "Puede que ya haya llegado | Si lo envías otra vez, el caso puede quedar "
        "repetido. Todo lo que escribiste sigue aquí.");
  CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
  play(form, {{event::Send{}, "probe, heading"}});
  CHECK(only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key ==
        only<effect::Tell>(effects).key);
}

}  // namespace
}  // namespace casement
