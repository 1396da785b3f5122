#include "core/form/case_form.hpp"

#include <doctest/doctest.h>

#include "support/exact_text.hpp"
#include "support/story.hpp"

namespace casement {
namespace {

using testing::fill;
using testing::form_of;
using testing::index_of;
using testing::repeated;
using testing::set;
using testing::value;
using testing::words_of;

constexpr const char* dependent =
    R"({"case-type":{"options":["A","B","C"]},
        "status":{"options":["new",{"value":"hold","caseTypes":["A","B"]},
                             {"value":"done","condition":"Closed","caseTypes":["A"]}]},
        "priority":{"default":"low","options":["low",{"value":"top","caseTypes":["A"]}]}})";

TEST_CASE("a new form shows its fields with their defaults and no error") {
  const CaseForm form = form_of();
  CHECK(form.screen() == Screen::form);
  CHECK(form.heading() == "Abrir un caso");
  CHECK(form.intro() == "Cuéntanos qué pasó. Te damos el número al enviar.");
  CHECK_FALSE(form.alert().has_value());
  CHECK(form.status_line() == "");
  std::string shown;
  for (std::size_t i = 0; i < form.field_count(); ++i) {
    CHECK(form.error(i) == "");
    if (form.visible(i)) shown += std::string(form.label(i)) + (form.required(i) ? "* " : " ");
  }
  CHECK(shown == "Tipo de caso* Tu correo* Descripción* Prioridad ");
  CHECK(value(form, "priority") == "low");
}

TEST_CASE("every text that a form shows changes with the language, and typed text stays") {
  CaseForm form = form_of(R"({"title":{"es":"Ayuda","en":"Help"},
                              "form":[{"name":"order","label":{"es":"Pedido","pt":"Compra"}}]})");
  set(form, "description", "hola");
  const std::size_t description = index_of(form, "description");
  const std::size_t order = index_of(form, "order");
  CHECK(form.heading() == "Ayuda");
  CHECK(form.label(order) == "Pedido");
  const auto before = form.revision();
  CHECK(words_of(form.apply(event::SetLanguage{Language::pt})) == "");
  CHECK(form.revision() == before + 1);
  CHECK(form.heading() == "Help");
  CHECK(form.label(description) == "Descrição");
  CHECK(form.label(order) == "Compra");
  CHECK(form.hint(description) == "Inclua números de pedido ou datas, se tiver.");
  CHECK(form.placeholder(description) == "O que aconteceu?");
  CHECK(form.placeholder(index_of(form, "case-type")) == "Escolha uma opção");
  CHECK(form.value(description) == "hola");
  (void)form.apply(event::SetLanguage{Language::pt});
  CHECK(form.revision() == before + 1);
}

TEST_CASE("a custom field without a label is called by its name") {
  const CaseForm form = form_of(R"({"form":[{"name":"Nº de pedido","hint":"x"}]})");
  const std::size_t field = index_of(form, "Nº de pedido");
  CHECK(form.label(field) == "Nº de pedido");
  CHECK(form.hint(field) == "x");
  CHECK(form.placeholder(field) == "");
}

TEST_CASE("values are kept as typed, with line breaks as the control has them") {
  CaseForm form = form_of(R"({"form":[{"name":"order"}]})");
  set(form, "description", " a\r\nb\rc \n");
  CHECK(value(form, "description") == " a\nb\nc \n");
  set(form, "order", "4\r\n8");
  CHECK(value(form, "order") == "48");
  set(form, "order", "\xC3(");
  CHECK(value(form, "order") == "\uFFFD(");
}

TEST_CASE("a value that is too long is kept and told, never cut") {
  CaseForm form = form_of();
  const std::size_t field = index_of(form, "description");
  for (const std::size_t length : {2499u, 2500u}) {
    set(form, "description", repeated("ñ", length));
    (void)form.apply(event::Leave{field});
    CHECK(form.error(field) == "");
    CHECK(form.counter(field) == std::to_string(length) + " / 2500");
  }
  set(form, "description", repeated("ñ", 2501));
  (void)form.apply(event::Leave{field});
  CHECK(form.value(field).size() == 2 * 2501);
  CHECK(form.error(field) == "Acórtalo a 2500 caracteres; tiene 2501.");
  CHECK(form.counter(field) == "2501 / 2500");
}

TEST_CASE("only fields of several lines count") {
  CaseForm form = form_of(R"({"form":[{"name":"a"},{"name":"b","kind":"multiline"}]})");
  CHECK(form.counter(index_of(form, "a")) == "");
  CHECK(form.counter(index_of(form, "case-type")) == "");
  CHECK(form.counter(index_of(form, "b")) == "0 / 2500");
}

TEST_CASE("a rule speaks when its field is left with something wrong in it, then live") {
  CaseForm form = form_of();
  const std::size_t contact = index_of(form, "contact");
  set(form, "contact", "ana");
  CHECK(form.error(contact) == "");
  const auto before = form.revision();
  CHECK(words_of(form.apply(event::Leave{contact})) == "");
  CHECK(form.revision() == before + 1);
  CHECK(form.error(contact) == "Escribe un correo como nombre@empresa.com.");
  set(form, "contact", "ana@acme");
  CHECK(form.error(contact) == "");
  set(form, "contact", "ana@");
  CHECK(form.error(contact) == "Escribe un correo como nombre@empresa.com.");
  set(form, "contact", "");
  CHECK(form.error(contact) == "Escribe tu correo para poder responderte.");
}

TEST_CASE("a field that is left empty or right says nothing") {
  CaseForm form = form_of();
  const std::size_t contact = index_of(form, "contact");
  const auto before = form.revision();
  (void)form.apply(event::Leave{contact});
  CHECK(form.revision() == before);
  set(form, "contact", "  ");
  (void)form.apply(event::Leave{contact});
  CHECK(form.error(contact) == "");
  set(form, "contact", "a@b");
  (void)form.apply(event::Leave{contact});
  set(form, "contact", "a@");
  CHECK(form.error(contact) == "");
}

TEST_CASE("the revision grows by what is seen to change alone") {
  CaseForm form = form_of();
  const std::size_t description = index_of(form, "description");
  const auto before = form.revision();
  set(form, "description", "a");
  CHECK(form.revision() == before + 1);
  set(form, "description", "a");
  CHECK(form.revision() == before + 1);
  const Event silent[] = {event::Leave{description},
                          event::Leave{999},
                          event::SetValue{999, "x"},
                          event::RemoveFile{7},
                          event::PickFiles{},
                          event::Cancel{},
                          event::ProbeEnded{true, true},
                          event::Progress{1, 2, 3},
                          testing::reply(200, "{}"),
                          event::RequestFailed{},
                          event::CheckEnded{200, "", ""},
                          event::CheckNow{},
                          event::Tick{},
                          event::BackToForm{},
                          event::CopyNumber{},
                          event::Copied{},
                          event::Print{},
                          event::Prefill{}};
  for (const Event& event : silent) {
    CAPTURE(event.index());
    const Effects effects = form.apply(event);
    CHECK(words_of(effects) == (event.index() == Event(event::PickFiles{}).index() ? "pick" : ""));
    CHECK(form.revision() == before + 1);
  }
}

TEST_CASE("locked, hidden and read-only fields cannot be edited") {
  CaseForm form = form_of(R"({"operation":"acme","priority":{"visibility":"read-only"}})");
  for (const char* name : {"operation", "priority", "owner"}) {
    const std::string before = value(form, name);
    CHECK_FALSE(form.editable(index_of(form, name)));
    set(form, name, "high");
    CHECK(value(form, name) == before);
  }
  CHECK(form.visible(index_of(form, "priority")));
  CHECK_FALSE(form.visible(index_of(form, "operation")));
  CHECK_FALSE(form.visible(index_of(form, "owner")));
}

std::string offered(const CaseForm& form, std::string_view name) {
  std::string all;
  for (const OptionView& option : form.options(index_of(form, name))) {
    all += std::string(option.value) + (option.chosen ? "* " : " ");
  }
  return all;
}

TEST_CASE("options are named in the form's language, and the chosen one is known") {
  CaseForm form = form_of();
  set(form, "case-type", "Claims");
  const auto options = form.options(index_of(form, "case-type"));
  REQUIRE(options.size() == 4);
  CHECK(options[0].label == "Solicitud");
  CHECK(options[2].label == "Reclamo");
  CHECK(offered(form, "case-type") == "Request Complaints Claims* Suggestions ");
}

TEST_CASE("an option that is not offered cannot be chosen") {
  CaseForm form = form_of(dependent);
  set(form, "status", "hold");
  CHECK(value(form, "status") == "");
  set(form, "status", "nonsense");
  CHECK(value(form, "status") == "");
  CHECK(offered(form, "status") == "new ");
  set(form, "case-type", "B");
  CHECK(offered(form, "status") == "new hold ");
  set(form, "status", "hold");
  CHECK(offered(form, "status") == "new hold* ");
}

TEST_CASE("another case type takes away what it does not offer") {
  CaseForm form = form_of(dependent);
  set(form, "case-type", "A");
  set(form, "status", "hold");
  set(form, "priority", "top");
  set(form, "case-type", "B");
  CHECK(value(form, "status") == "hold");
  CHECK(value(form, "priority") == "low");
  set(form, "case-type", "C");
  CHECK(value(form, "status") == "");
  set(form, "case-type", "");
  CHECK(value(form, "case-type") == "");
  CHECK(value(form, "priority") == "low");
}

TEST_CASE("a closed status asks for a solution, an open one does not") {
  CaseForm form = form_of(dependent);
  const std::size_t solution = index_of(form, "solution");
  set(form, "case-type", "A");
  CHECK_FALSE(form.visible(solution));
  CHECK_FALSE(form.required(solution));
  set(form, "status", "done");
  CHECK(form.visible(solution));
  CHECK(form.editable(solution));
  CHECK(form.required(solution));
  set(form, "solution", "Se envió otro.");
  set(form, "case-type", "B");
  CHECK_FALSE(form.visible(solution));
  CHECK_FALSE(form.editable(solution));
  set(form, "case-type", "A");
  set(form, "status", "done");
  CHECK(form.value(solution) == "Se envió otro.");
}

TEST_CASE("a solution that is configured as required is always asked for") {
  const CaseForm form = form_of(R"({"solution":{"required":true}})");
  CHECK(form.visible(index_of(form, "solution")));
  CHECK(form.required(index_of(form, "solution")));
}

TEST_CASE("a fixed closed status asks for a solution, a locked one says nothing") {
  CHECK(form_of(R"({"status":"closed"})").visible(8));
  CHECK_FALSE(form_of(R"({"status":"open"})").visible(8));
  CHECK_FALSE(form_of(R"({"status":"Cerrado"})").visible(8));
  CHECK_FALSE(form_of().visible(8));
}

TEST_CASE("the page's values arrive by name, in the form's order, when they are right") {
  CaseForm form = form_of(R"({"case-type":{"options":["A","B"]},"contact":"x@y",
      "status":{"options":["new",{"value":"hold","caseTypes":["B"]}]},
      "form":[{"name":"order","kind":"number","visibility":"hidden"},{"name":"contact"},
              {"name":"color","options":["red"]},{"name":"note","maxLength":3},
              {"name":"secret","visibility":"locked"}]})");
  const auto before = form.revision();
  testing::prefill(form, {{"status", "hold"},
                          {"case-type", "B"},
                          {"order", "48213"},
                          {"contact", "eva@cliente.co"},
                          {"color", "green"},
                          {"note", "too long"},
                          {"secret", "x"},
                          {"operation", "evil"},
                          {"nobody", "x"}});
  CHECK(form.revision() > before);
  CHECK(value(form, "case-type") == "B");
  CHECK(value(form, "status") == "hold");
  CHECK(value(form, "order") == "48213");
  CHECK(value(form, "color") == "");
  CHECK(value(form, "note") == "too long");
  CHECK(value(form, "secret") == "");
  CHECK(value(form, "operation") == "");
  // Two fields of one name: the CRM's own is meant.
  CHECK(form.value(4) == "eva@cliente.co");
  CHECK(form.value(9) == "");
}

TEST_CASE("what people cannot see is not filled with something wrong") {
  CaseForm form = form_of(R"({"contact":"x@y","form":[{"name":"n","kind":"number",
                              "visibility":"read-only","default":"1"}]})");
  testing::prefill(form, {{"contact", "{{email}}"}, {"n", "many"}});
  CHECK(value(form, "contact") == "x@y");
  CHECK(value(form, "n") == "1");
  testing::prefill(form, {{"contact", ""}, {"n", "2"}});
  CHECK(value(form, "contact") == "x@y");
  CHECK(value(form, "n") == "2");
}

TEST_CASE("a new case begins with the defaults and what the page gave") {
  CaseForm form = form_of();
  testing::prefill(form, {{"contact", "eva@cliente.co"}});
  fill(form);
  set(form, "contact", "other@cliente.co");
  (void)form.apply(event::AddFile{1, "a.pdf", "", 5});
  CHECK(words_of(form.apply(event::NewCase{})) == "release");
  CHECK(value(form, "contact") == "eva@cliente.co");
  CHECK(value(form, "description") == "");
  CHECK(value(form, "priority") == "low");
  CHECK(form.attachments().empty());
  (void)form.apply(event::NewCase{.forget = true});
  CHECK(value(form, "contact") == value(form_of(), "contact"));
  CHECK(value(form, "contact") != "eva@cliente.co");
}

TEST_CASE("files are listed with their sizes or what is wrong with them") {
  CaseForm form = form_of();
  CHECK(form.accepts_files());
  CHECK(words_of(form.apply(event::PickFiles{})) == "pick");
  (void)form.apply(event::AddFile{1, "factura-marzo «final».pdf", "application/pdf", 482'000});
  (void)form.apply(event::AddFile{2, "programa.exe", "", 10});
  REQUIRE(form.attachments().size() == 2);
  CHECK(form.attachment_note(0) == "482 KB");
  CHECK(form.attachment_note(1) == "Este tipo no se acepta. Quítalo o comprímelo en .zip.");
  CHECK(form.status_line() ==
        "programa.exe: Este tipo no se acepta. Quítalo o comprímelo en .zip.");
  const auto before = form.revision();
  (void)form.apply(event::AddFile{2, "again.pdf", "", 10});
  CHECK(form.revision() == before);
  (void)form.apply(event::RemoveFile{2});
  CHECK(form.attachments().size() == 1);
  CHECK(form.status_line() == "");
}

TEST_CASE("files beyond the limit are listed as too many, up to ten more") {
  CaseForm form = form_of(R"({"file":{"maxFiles":2}})");
  for (std::uint32_t id = 0; id < 50; ++id) {
    CHECK(form.accepts_more_files() == (id < 2));
    (void)form.apply(event::AddFile{id, "a.pdf", "", 10});
  }
  CHECK(form.attachments().size() == 12);
  CHECK(form.attachment_note(1) == "10 B");
  CHECK(form.attachment_note(2) == "Máximo de archivos: 2. Quita este.");
  CHECK(words_of(form.apply(event::PickFiles{})) == "");
  (void)form.apply(event::RemoveFile{0});
  CHECK(form.attachment_note(1) == "10 B");
}

TEST_CASE("a form without attachments takes none") {
  CaseForm form = form_of(R"({"file":false})");
  CHECK_FALSE(form.accepts_files());
  (void)form.apply(event::AddFile{1, "a.pdf", "", 10});
  CHECK(form.attachments().empty());
}

TEST_CASE("what is accepted is said before anything is chosen") {
  const auto note = [](const char* file, Language language = Language::es) {
    return form_of(std::string("{\"file\":") + file + "}", language).files_note();
  };
  CHECK(note("{}") == "PDF, imágenes, video y más; 20 MB cada uno");
  CHECK(note("{}", Language::pt) == "PDF, imagens, vídeo e mais; 20 MB cada um");
  CHECK(note(R"({"extensions":["pdf","7z"],"maxFiles":1})") == "PDF, 7Z; hasta 20 MB");
  CHECK(note(R"({"extensions":["pdf","a","b","c","d","e","f"]})") ==
        "PDF, A, B, C, D, E y más; 20 MB cada uno");
  CHECK(note(R"({"extensions":["pdf","a","b","c","d","e"],"maxTotalSize":"25 MB"})",
             Language::en) == "PDF, A, B, C, D, E; 20 MB each, 25 MB in all");
  CHECK(form_of(R"({"file":{"extensions":["pdf","7z"]}})").accept_attribute() == ".pdf,.7z");
}

}  // namespace
}  // namespace casement
