#include <doctest/doctest.h>

#include "core/form/case_form.hpp"
#include "support/story.hpp"

namespace casement {
namespace {

using event::Failure;
using testing::alert_of;
using testing::created_body;
using testing::direct_form;
using testing::fill;
using testing::form_of;
using testing::index_of;
using testing::only;
using testing::play;
using testing::reply;
using testing::send;
using testing::set;
using testing::value;
using testing::words_of;
using State = SubmissionState;

TEST_CASE("a case is sent, created and shown with its number") {
  CaseForm form = form_of();
  fill(form);
  (void)form.apply(event::AddFile{4, "a.pdf", "application/pdf", 482'000});
  (void)form.apply(event::AddFile{5, "b.jpg", "image/jpeg", 2'100'000});
  play(form, {{event::Send{}, "check files, heading"}});
  CHECK(form.screen() == Screen::sending);
  CHECK(form.heading() == "Abrir un caso");
  CHECK(form.progress().title == "Conectando");
  CHECK(form.status_line() == "Conectando");
  play(form,
       {{event::FilesChecked{}, "probe"}, {event::ProbeEnded{true, true}, "post, tell sent"}});
  CHECK(form.progress().title == "Enviando");
  play(form, {{reply(200, created_body), "release, tell created SOP-10482/64cb, heading"}});
  CHECK(form.screen() == Screen::created);
  CHECK(form.heading() == "Caso creado");
  CHECK(form.intro() == "Lo recibimos. Guarda este número para consultarlo.");
  CHECK(form.status_line() == "Caso creado. SOP-10482");
  const ReceiptView receipt = form.receipt();
  CHECK(receipt.number == "SOP-10482");
  const std::vector<std::pair<std::string, std::string>> rows{
      {"Fecha", "24 nov 2026, 10:42"}, {"Tipo", "Reclamo"}, {"Archivos", "2 (2.6 MB)"}};
  CHECK(receipt.rows == rows);
  play(form, {{event::CopyNumber{}, "copy SOP-10482"}, {event::Print{}, "print"}});
}

TEST_CASE("a case without files and with a hidden type has a short receipt") {
  CaseForm form = form_of(R"({"case-type":"Claims"})");
  send(form);
  (void)form.apply(event::ReplyArrived{200, created_body, ""});
  CHECK(form.receipt().rows.empty());
}

TEST_CASE("a case that is created without a number is created all the same") {
  CaseForm form = form_of();
  send(form);
  play(form, {{reply(200, R"({"code":200,"error":"null","msg":"Succesfully create record",
                              "data":{"wolkvox_id":"","idPrefijo":""}})"),
               "release, tell created /, heading"},
              {event::CopyNumber{}, ""}});
  CHECK(form.receipt().number == "");
  CHECK(form.intro() == "Lo recibimos, pero no llegó su número. Guarda esta página.");
  CHECK(form.status_line() ==
        "Caso creado. Lo recibimos, pero no llegó su número. Guarda esta página.");
}

TEST_CASE("the copy button says so for three seconds") {
  CaseForm form = form_of();
  send(form);
  play(form, {{reply(200, created_body), "release, tell created SOP-10482/64cb, heading"},
              {event::Copied{}, "start ticks"}});
  CHECK(form.copied());
  CHECK(form.status_line() == "Copiado");
  play(form,
       {{event::Tick{}, ""}, {event::Copied{}, ""}, {event::Tick{}, ""}, {event::Tick{}, ""}});
  CHECK(form.copied());
  play(form, {{event::Tick{}, "stop ticks"}, {event::Tick{}, ""}});
  CHECK_FALSE(form.copied());
  CHECK(form.status_line() == "Caso creado. SOP-10482");
}

TEST_CASE("a new case after a created one starts empty, with another key") {
  CaseForm form = form_of();
  fill(form);
  (void)form.apply(event::Send{});
  const std::string key = only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key;
  CHECK(key.size() == 32);
  CHECK(only<effect::Tell>(form.apply(reply(200, created_body))).key == key);
  play(form,
       {{event::Copied{}, "start ticks"}, {event::NewCase{}, "stop ticks, release, heading"}});
  CHECK_FALSE(form.copied());
  CHECK(form.screen() == Screen::form);
  CHECK(value(form, "description") == "");
  CHECK_FALSE(form.alert().has_value());
  CHECK(form.status_line() == "");
  fill(form);
  (void)form.apply(event::Send{});
  CHECK(only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key != key);
}

TEST_CASE("what is missing is said above the form, and the first of it takes focus") {
  CaseForm form = form_of(R"({"contact":"eva@cliente.co"})");
  play(form, {{event::Send{}, "focus 1"}});
  CHECK(form.state() == State::editing);
  CHECK(alert_of(form) == "Faltan 2 datos | Revisa el tipo de caso y la descripción.");
  CHECK(form.status_line() == "Faltan 2 datos. Revisa el tipo de caso y la descripción.");
  CHECK(form.error(index_of(form, "case-type")) == "Elige el tipo de caso.");
  CHECK(form.error(index_of(form, "description")) == "Escribe qué pasó, al menos una frase.");
  set(form, "case-type", "Claims");
  CHECK(form.error(index_of(form, "case-type")) == "");
  // The summary stays as it was until the next try: nothing jumps while somebody types.
  CHECK(alert_of(form) == "Faltan 2 datos | Revisa el tipo de caso y la descripción.");
  play(form, {{event::Send{}, "focus 5"}});
  CHECK(alert_of(form) == "Falta 1 dato | Revisa la descripción.");
  (void)form.apply(event::SetLanguage{Language::en});
  CHECK(alert_of(form) == "1 answer is missing | Check the description.");
  set(form, "description", "x");
  play(form, {{event::Send{}, "probe, heading"}});
  CHECK(alert_of(form) == "");
}

TEST_CASE("what is wrong is told apart from what is missing") {
  CaseForm form = form_of();
  fill(form);
  set(form, "contact", "eva");
  play(form, {{event::Send{}, "focus 4"}});
  CHECK(alert_of(form) == "Hay 1 dato por corregir | Revisa tu correo.");
  set(form, "case-type", "");
  play(form, {{event::Send{}, "focus 1"}});
  CHECK(alert_of(form) == "Hay 2 datos por corregir | Revisa el tipo de caso y tu correo.");
}

TEST_CASE("fields with a name of their own are quoted in the summary") {
  CaseForm form = form_of(R"({"description":{"label":"Detalle"},
      "form":[{"name":"Identificación","required":true}]})");
  fill(form);
  set(form, "description", "");
  play(form, {{event::Send{}, "focus 5"}});
  CHECK(alert_of(form) == "Faltan 2 datos | Revisa “Detalle” e “Identificación”.");
}

TEST_CASE("a long summary names four and counts the rest") {
  CaseForm form = form_of(R"({"form":[{"name":"a","required":true},{"name":"b","required":true},
                                      {"name":"c","required":true}]})");
  play(form, {{event::Send{}, "focus 1"}});
  CHECK(alert_of(form) ==
        "Faltan 6 datos | Revisa el tipo de caso, tu correo, la descripción, “a” y 2 más.");
  set(form, "case-type", "Claims");
  (void)form.apply(event::Send{});
  CHECK(alert_of(form) == "Faltan 5 datos | Revisa tu correo, la descripción, “a”, “b” y “c”.");
}

TEST_CASE("a wrong or a missing file stops the case") {
  CaseForm form = form_of(R"({"file":{"required":true}})");
  fill(form);
  play(form, {{event::Send{}, "focus files"}});
  CHECK(alert_of(form) == "Falta 1 dato | Revisa los archivos.");
  CHECK(form.files_error() == "Adjunta un archivo.");
  (void)form.apply(event::AddFile{1, "a.exe", "", 1});
  CHECK(form.files_error() == "");
  play(form, {{event::Send{}, "focus files"}});
  CHECK(alert_of(form) == "Hay 1 dato por corregir | Revisa los archivos.");
  (void)form.apply(event::RemoveFile{1});
  (void)form.apply(event::AddFile{2, "a.pdf", "", 1});
  set(form, "description", "");
  play(form, {{event::Send{}, "focus 5"}});
}

TEST_CASE("a closed status without a solution is not sent") {
  CaseForm form = form_of(R"({"status":"closed"})");
  fill(form);
  play(form, {{event::Send{}, "focus 8"}});
  CHECK(form.error(8) == "Escribe cómo se resolvió el caso.");
  set(form, "solution", "Se envió otro.");
  play(form, {{event::Send{}, "probe, heading"}});
}

TEST_CASE("while a case is under way nothing else can be sent or changed") {
  CaseForm form = form_of();
  fill(form);
  play(form, {{event::Send{}, "probe, heading"}, {event::Send{}, ""}});
  set(form, "description", "other");
  play(form, {{event::AddFile{1, "a.pdf", "", 5}, "drop 1"},
              {event::NewCase{}, ""},
              {event::BackToForm{}, ""},
              {event::PickFiles{}, ""},
              {event::ProbeEnded{true, true}, "post, tell sent"},
              {event::Send{}, ""},
              {event::ProbeEnded{true, true}, ""},
              {event::Prefill{"description", "other"}, ""}});
  CHECK(form.attachments().empty());
  CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
}

TEST_CASE("nobody there: nothing was sent, nothing is lost, and the key is kept") {
  struct Row {
    bool online;
    const char* effects;
    const char* alert;
  };
  const Row rows[] = {
      {false, "tell error offline, heading",
       "No tienes conexión | No se envió nada. Envíalo cuando vuelva la conexión. Todo lo que "
       "escribiste sigue aquí."},
      {true, "tell error unreachable, heading",
       "No pudimos conectarnos | El servicio no responde, así que no se envió nada. Inténtalo en "
       "unos minutos. Todo lo que escribiste sigue aquí."},
  };
  for (const Row& row : rows) {
    CaseForm form = form_of();
    fill(form);
    (void)form.apply(event::AddFile{1, "a.pdf", "", 5});
    (void)form.apply(event::Send{});
    (void)form.apply(event::FilesChecked{});
    const Effects effects = form.apply(event::ProbeEnded{false, row.online});
    CHECK(words_of(effects) == row.effects);
    CHECK(form.state() == State::not_sent);
    CHECK(alert_of(form) == row.alert);
    CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
    CHECK(form.attachments().size() == 1);
    play(form, {{event::Send{}, "check files, heading"}, {event::FilesChecked{}, "probe"}});
    CHECK(only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key ==
          only<effect::Tell>(effects).key);
  }
}

TEST_CASE("canceled before anything was sent: back to the form") {
  CaseForm form = form_of();
  fill(form);
  play(form, {{event::Send{}, "probe, heading"},
              {event::Cancel{}, "abort, heading"},
              {event::ProbeEnded{true, true}, ""}});
  CHECK(form.state() == State::editing);
  CHECK(alert_of(form) ==
        "No se envió | Cancelaste a tiempo: no se envió nada. Todo lo que escribiste sigue aquí.");
  CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
}

TEST_CASE(
    "each rejection has its own sentence and its own word for the page, which alone is told the "
    "CRM's words") {
  struct Row {
    int status;
    const char* body;
    const char* reason;
    const char* start;
    const char* end;
  };
  const Row rows[] = {
      {400, R"({"code":400,"error":"SOME PARAMETERS ARE REQUIRED"})", "missing-parameters",
       "El sistema dice que falta algo.", "SOME PARAMETERS ARE REQUIRED"},
      {400, R"({"code":400,"error":"THE API YOU WANT TO CONSULT DOES NOT EXIST"})", "api-not-found",
       "El formulario llama a algo que no existe", "DOES NOT EXIST"},
      {412, R"({"code":412,"error":"x"})", "bad-request", "El sistema no aceptó un dato.", "x"},
      {401, R"({"code":401,"error":"PLEASE ENTER THE WOLKVOX-TOKEN"})", "token-missing",
       "El formulario no se identificó", "WOLKVOX-TOKEN"},
      {403, R"({"code":403,"error":"PLEASE VALIDATE TOKEN"})", "token-invalid",
       "El permiso del formulario no es válido.", "PLEASE VALIDATE TOKEN"},
      {403, R"({"code":403,"error":"TOKEN LIMIT EXCEEDED"})", "daily-limit",
       "Se llegó al límite de casos de hoy.", "EXCEEDED"},
      {403,
       R"json({"code":403,"error":"EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"})json",
       "busy", "Están llegando muchos casos a la vez.", "(2)"},
      {403, R"({"code":403,"error":"NO"})", "not-allowed", "El sistema no deja", "NO"},
      {404, R"({"code":404,"error":"x"})", "not-found", "No hay nada en la dirección", "x"},
      {413, R"({"code":413,"error":"x"})", "too-large", "Es demasiado grande.", "x"},
      {200, R"({"code":200,"error":"THE OWNER DOES NOT EXIST"})", "other",
       "El sistema respondió con un error.", "THE OWNER DOES NOT EXIST"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    CaseForm form = form_of();
    send(form);
    const std::string expected = std::string("tell rejected ") + row.reason + ", heading";
    const Effects effects = form.apply(reply(row.status, row.body));
    CHECK(words_of(effects) == expected);
    CHECK(only<effect::Tell>(effects).answer.ends_with(row.end));
    CHECK(form.state() == State::rejected);
    const std::string alert = alert_of(form);
    CAPTURE(alert);
    CHECK(alert.starts_with(std::string("El caso no se creó | ") + row.start));
    CHECK(alert.ends_with(" Todo lo que escribiste sigue aquí."));
    CHECK(form.status_line() == form.alert()->title + ". " + form.alert()->body);
    CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
  }
}

TEST_CASE("after a rejection the key is another one, and the alert goes with the next try") {
  CaseForm form = form_of();
  send(form);
  const std::string key =
      only<effect::Tell>(form.apply(reply(400, R"({"code":400,"error":"NO"})"))).key;
  play(form, {{event::Send{}, "probe, heading"}});
  CHECK(alert_of(form) == "");
  CHECK(only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key != key);
}

TEST_CASE("a rejected case may be edited, and its alert closed") {
  CaseForm form = form_of();
  send(form);
  play(form, {{reply(403, "{\"error\":\"NO\"}"), "tell rejected not-allowed, heading"}});
  set(form, "description", "otra cosa");
  CHECK(value(form, "description") == "otra cosa");
  play(form, {{event::BackToForm{}, ""}});
  CHECK(form.state() == State::editing);
  CHECK(alert_of(form) == "");
}

TEST_CASE("what the browser would not even begin was not sent, and its key may be used again") {
  CaseForm form = direct_form();
  send(form);
  play(form, {{event::RequestFailed{Failure::unsent}, "tell error unsent, heading"}});
  CHECK(form.state() == State::not_sent);
  CHECK(alert_of(form) ==
        "No se envió | Este navegador no pudo enviar el caso, así que no se envió nada. Inténtalo "
        "otra vez o usa otro navegador. Todo lo que escribiste sigue aquí.");
  play(form, {{event::Send{}, "probe, heading"}});
}

}  // namespace
}  // namespace casement
