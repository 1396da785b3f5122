/// What becomes of files between choosing and sending.
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
using testing::play;
using testing::reply;
using testing::value;
using testing::words_of;
using State = SubmissionState;

/// Filled, with a file of each id: "a.pdf", "b.pdf", …
CaseForm form_with(std::uint32_t files, CaseForm form = form_of()) {
  fill(form);
  for (std::uint32_t id = 1; id <= files; ++id) {
    const auto letter = static_cast<char>('a' + id - 1);
    (void)form.apply(event::AddFile{id, std::string(1, letter) + ".pdf", "", 5, 1'000 + id});
  }
  return form;
}

constexpr const char* gone_note = "Cambió o ya no está. Elígelo otra vez o quítalo.";

TEST_CASE("before anything leaves, the files are looked at; without files nothing is waited for") {
  CaseForm form = form_with(1);
  play(form, {{event::Send{}, "check files, heading"},
              {event::ProbeEnded{true, true}, ""},  // of an earlier try
              {event::FilesChecked{}, "probe"},
              {event::FilesChecked{{1}}, ""},
              {event::ProbeEnded{true, true}, "post, tell sent"},
              {event::FilesChecked{{1}}, ""},
              {reply(200, created_body), "release, tell created SOP-10482/64cb, heading"}});
  CaseForm bare = form_with(0);
  play(bare,
       {{event::Send{}, "probe, heading"}, {event::ProbeEnded{true, true}, "post, tell sent"}});
}

TEST_CASE("a file that cannot be read is named, nothing was sent, and everything stays") {
  CaseForm form = form_with(3);
  play(form, {{event::Send{}, "check files, heading"},
              {event::FilesChecked{{2}}, "tell error file-unreadable, focus files"}});
  CHECK(form.state() == State::not_sent);
  CHECK(form.screen() == Screen::form);
  CHECK(alert_of(form) ==
        "No se envió | No pudimos leer “b.pdf”, así que no se envió nada. Elige otra vez lo que "
        "cambiaste o moviste, o quítalo. Todo lo que escribiste sigue aquí.");
  CHECK(form.status_line() == form.alert()->title + ". " + form.alert()->body);
  CHECK(form.attachment_note(0) == "5 B");
  CHECK(form.attachment_note(1) == gone_note);
  CHECK(form.attachment_note(2) == "5 B");
  CHECK(form.attachments().size() == 3);
  CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
  (void)form.apply(event::SetLanguage{Language::en});
  CHECK(alert_of(form).starts_with("Not sent | We could not read “b.pdf”, so nothing was sent. "));
  CHECK(form.attachment_note(1) ==
        "It changed or is no longer there. Choose it again or remove it.");
  (void)form.apply(event::SetLanguage{Language::pt});
  CHECK(alert_of(form).starts_with("Não foi enviado | Não conseguimos ler “b.pdf”, "));
}

TEST_CASE(
    "a file that is not what its name says is told in its row, and keeps a case from leaving") {
  CaseForm form = form_with(2);
  play(form, {{event::FileLooked{1, Content::pdf}, ""},
              {event::FileLooked{2, Content::png}, ""},
              {event::FileLooked{9, Content::png}, ""}});  // removed meanwhile
  CHECK(form.attachment_note(0) == "5 B");
  CHECK(form.attachment_note(1) == "Por dentro es un archivo .png. Elige otro o quítalo.");
  play(form, {{event::Send{}, "focus files"}});
  (void)form.apply(event::SetLanguage{Language::fr});
  CHECK(form.attachment_note(1) ==
        "Son contenu est celui d’un fichier .png. Choisissez-en un autre ou retirez-le.");
  play(form, {{event::RemoveFile{2}, "drop 2"}, {event::Send{}, "check files, heading"}});
}

TEST_CASE("what a file holds may become known only after Send: nothing was sent then") {
  CaseForm form = form_with(1);
  play(form, {{event::Send{}, "check files, heading"},
              {event::FileLooked{1, Content::unknown}, ""},
              {event::FilesChecked{}, "focus files"}});
  CHECK(form.state() == State::not_sent);
  CHECK(form.attachment_note(0) ==
        "Está dañado o no es lo que dice su nombre. Elige otro o quítalo.");
  (void)form.apply(event::AddFile{2, "b.pdf", "", 5, 2'000});
  play(form, {{event::RemoveFile{1}, "drop 1"}, {event::Send{}, "check files, heading"}});
}

TEST_CASE("an iPhone's picture is told as that, under whatever name, unless it is accepted") {
  CaseForm form = form_with(0);
  for (const char* name : {"a.jpg", "a.HEIC", "a.heif", "a.xyz"}) {
    (void)form.apply(event::AddFile{1, name, "", 5, 1});
    play(form, {{event::FileLooked{1, Content::heic}, "convert 1"}});
    CHECK(form.attachment_note(0) == "Convirtiéndola a JPEG…");
    CHECK_FALSE(form.attachments()[0].fault);
    (void)form.apply(event::FileConverted{1, 0});
    CHECK(form.attachment_note(0) ==
          "Las fotos HEIC del iPhone no se aceptan. Guárdala como JPEG o quítala.");
    (void)form.apply(event::RemoveFile{1});
  }
  form = form_with(0, form_of(R"({"file":{"extensions":["heic","jpg"]}})"));
  (void)form.apply(event::AddFile{1, "a.heic", "", 5, 1});
  (void)form.apply(event::FileLooked{1, Content::heic});
  CHECK(form.attachment_note(0) == "5 B");
}

TEST_CASE("an iPhone's picture goes as the JPEG that the platform makes of it") {
  struct Sample {
    const char* name;
    const char* as;
  };
  for (const Sample& sample :
       {Sample{"IMG.HEIC", "IMG.jpg"}, Sample{"a.jpg", "a.jpg"}, Sample{"b.jpeg", "b.jpeg"},
        Sample{"c.d.png", "c.d.jpg"}, Sample{"sin", "sin.jpg"}}) {
    CAPTURE(sample.name);
    CaseForm form = form_with(0);
    (void)form.apply(event::AddFile{1, sample.name, "image/heic", 1'000, 7});
    play(form, {{event::FileLooked{1, Content::heic}, "convert 1"},
                {event::FileConverted{1, 2'600'000}, ""},
                {event::FileConverted{1, 5}, ""},
                {event::FileLooked{1, Content::heic}, ""}});
    CHECK(form.attachments()[0].name == sample.as);
    CHECK(form.attachment_note(0) == "2.6 MB; convertida a JPEG");
    // Chosen again it is the same.
    play(form, {{event::AddFile{2, sample.name, "image/heic", 1'000, 7}, "drop 2"}});
    CHECK(form.attachment_note(0) == "2.6 MB; convertida a JPEG; ya estaba adjunto");
  }
}

TEST_CASE("a case waits for a picture that is becoming JPEG; what comes of it is judged") {
  CaseForm form = form_with(0, form_of(R"({"file":{"maxFileSize":"1 MB"}})"));
  (void)form.apply(event::AddFile{1, "a.heic", "", 5, 1});
  play(form, {{event::FileLooked{1, Content::heic}, "convert 1"},
              {event::Send{}, "check files, heading"},
              {event::FileConverted{1, 1'000'001}, ""},
              {event::FilesChecked{}, "focus files"}});
  CHECK(form.state() == State::not_sent);
  CHECK(form.attachments()[0].fault->message == Message::file_too_large);
  (void)form.apply(event::RemoveFile{1});
  (void)form.apply(event::AddFile{2, "a.heic", "", 5, 1});
  play(form, {{event::FileLooked{2, Content::heic}, "convert 2"},
              {event::Send{}, "check files, heading"},
              {event::FileConverted{2, 1'000'000}, ""},
              {event::FilesChecked{}, "probe"}});
}

TEST_CASE("before it is looked into, an iPhone's picture is not refused for its name") {
  CaseForm form = form_with(0);
  (void)form.apply(event::AddFile{1, "a.HEIC", "", 5, 1});
  CHECK_FALSE(form.attachments()[0].fault);
  (void)form.apply(event::FileLooked{1, Content::pdf});
  CHECK(form.attachments()[0].fault->message == Message::file_heic);
}

TEST_CASE("what is known only while a case is about to be sent is waited for as well") {
  CaseForm form = form_with(0);
  (void)form.apply(event::AddFile{1, "a.jpg", "", 5, 1});
  play(form, {{event::Send{}, "check files, heading"},
              {event::FileLooked{1, Content::heic}, "convert 1"},
              {event::FilesChecked{}, "check files"},
              {event::FileConverted{1, 7}, ""},
              {event::FilesChecked{}, "probe"}});
}

TEST_CASE(
    "what could not become JPEG is tried again: chosen again, sent, or with another document") {
  CaseForm form = form_with(0);
  (void)form.apply(event::AddFile{1, "a.heic", "", 5, 1});
  play(form, {{event::FileLooked{1, Content::heic}, "convert 1"},
              {event::FileConverted{1, 0}, ""},
              {event::AddFile{2, "a.heic", "", 5, 1}, "drop 2, convert 1"},
              {event::FileConverted{1, 0}, ""},
              {event::Send{}, "convert 1, check files, heading"},
              {event::FileConverted{1, 0}, ""},
              {event::FilesChecked{}, "focus files"}});
  (void)form.configure(form_of(R"({"file":{"extensions":["pdf"]}})").config());
  CHECK(words_of(form.configure(form_of("{}").config())) == "convert 1");
}

TEST_CASE("pictures that become JPEG have names of their own") {
  CaseForm form = form_with(0, form_of(R"({"file":{"extensions":["jpeg"]}})"));
  for (const std::uint32_t id : {1u, 2u, 3u, 4u}) {
    const char* names[] = {"a.heic", "a.HEIF", "Factura No. 123", "a.jpeg"};
    (void)form.apply(event::AddFile{id, names[id - 1], "", 5, id});
    (void)form.apply(event::FileLooked{id, Content::heic});
    (void)form.apply(event::FileConverted{id, 6});
  }
  std::string names;
  for (const Attachment& each : form.attachments()) names += each.name + ' ';
  CHECK(names == "a.jpeg a-2.jpeg Factura No. 123.jpeg a-3.jpeg ");
}

TEST_CASE("a picture counts for the sum once it is JPEG; one that is too large is none") {
  CaseForm form = form_with(0, form_of(R"({"file":{"maxTotalSize":1000,"maxFileSize":1000}})"));
  (void)form.apply(event::AddFile{1, "a.heic", "", 5'000, 1});
  (void)form.apply(event::FileLooked{1, Content::heic});
  (void)form.apply(event::AddFile{2, "b.pdf", "", 400, 1});
  CHECK_FALSE(form.attachments()[1].fault);
  (void)form.apply(event::FileConverted{1, 600});
  CHECK_FALSE(form.attachments()[1].fault);
  for (const std::uint64_t more : {0u, 1u}) {
    const auto id = static_cast<std::uint32_t>(3 + more);
    (void)form.apply(event::AddFile{id, "c.heic", "", jpeg_source_limit + more, id});
    const Effects effects = form.apply(event::FileLooked{id, Content::heic});
    CHECK(words_of(effects) == (more == 0 ? "convert 3" : ""));
  }
}

TEST_CASE("nothing becomes JPEG where that would not be accepted either") {
  CaseForm form = form_with(0, form_of(R"({"file":{"extensions":["pdf"]}})"));
  (void)form.apply(event::AddFile{1, "a.heic", "", 5, 1});
  play(form, {{event::FileLooked{1, Content::heic}, ""}});
  CHECK(form.attachments()[0].fault->message == Message::file_heic);
}

TEST_CASE("several files that cannot be read are all named") {
  CaseForm form = form_with(3);
  (void)form.apply(event::Send{});
  (void)form.apply(event::FilesChecked{{3, 1}});
  CHECK(alert_of(form).starts_with("No se envió | No pudimos leer “a.pdf” y “c.pdf”, así que"));
  form = form_with(20, form_of(R"({"file":{"maxFiles":20}})"));
  (void)form.apply(event::Send{});
  (void)form.apply(event::FilesChecked{{1, 2, 3, 4, 5, 6, 7}});
  CHECK(alert_of(form).find(" “a.pdf”, “b.pdf”, “c.pdf”, “d.pdf” y 3 más, así que") !=
        std::string::npos);
}

TEST_CASE("the key is the same in the next try, which reads the file anew") {
  CaseForm form = form_with(1);
  (void)form.apply(event::Send{});
  const Effects refused = form.apply(event::FilesChecked{{1}});
  const std::string key = testing::only<effect::Tell>(refused).key;
  // It came back as it was.
  play(form, {{event::Send{}, "check files, heading"}, {event::FilesChecked{}, "probe"}});
  CHECK(form.attachment_note(0) == "5 B");
  CHECK(testing::only<effect::Tell>(form.apply(event::ProbeEnded{true, true})).key == key);
}

TEST_CASE("a file that is still away is told again, with the same words") {
  CaseForm form = form_with(1);
  for (int round = 0; round < 3; ++round) {
    play(form, {{event::Send{}, "check files, heading"},
                {event::FilesChecked{{1}}, "tell error file-unreadable, focus files"}});
    CHECK(alert_of(form).starts_with("No se envió | No pudimos leer “a.pdf”, así que"));
  }
}

TEST_CASE("choosing the file again takes the place of the one that changed") {
  CaseForm form = form_with(2);
  (void)form.apply(event::Send{});
  (void)form.apply(event::FilesChecked{{1}});
  play(form, {{event::AddFile{7, "a.pdf", "", 9, 2'000}, "drop 1"}});
  REQUIRE(form.attachments().size() == 2);
  CHECK(form.attachments()[0].id == 7);
  CHECK(form.attachment_note(0) == "9 B");
  CHECK(form.status_line() == "a.pdf: 9 B");
  play(form, {{event::Send{}, "check files, heading"},
              {event::FilesChecked{}, "probe"},
              {event::ProbeEnded{true, true}, "post, tell sent"}});
}

TEST_CASE("a form that is full of files still takes the one that changed") {
  CaseForm form = form_with(2, form_of(R"({"file":{"maxFiles":2}})"));
  (void)form.apply(event::Send{});
  (void)form.apply(event::FilesChecked{{2}});
  CHECK(form.accepts_more_files());
  play(form, {{event::AddFile{7, "b.pdf", "", 9, 2'000}, "drop 2"},
              {event::Send{}, "check files, heading"}});
}

TEST_CASE("removing the file that cannot be read lets the case go without it") {
  CaseForm form = form_with(1);
  (void)form.apply(event::Send{});
  (void)form.apply(event::FilesChecked{{1}});
  play(form, {{event::RemoveFile{1}, "drop 1"}, {event::Send{}, "probe, heading"}});
}

TEST_CASE("canceled while the files are looked at: a late answer changes nothing") {
  CaseForm form = form_with(1);
  play(form, {{event::Send{}, "check files, heading"},
              {event::Cancel{}, "abort, heading"},
              {event::FilesChecked{{1}}, ""}});
  CHECK(form.state() == State::editing);
  CHECK(form.attachment_note(0) == "5 B");
  (void)form.apply(event::RemoveFile{1});
  play(form,
       {{event::Send{}, "probe, heading"}, {event::ProbeEnded{true, true}, "post, tell sent"}});
}

TEST_CASE("a file that went away while it was being sent is named, and the case may exist") {
  for (const Failure failure : {Failure::network, Failure::timeout}) {
    CaseForm form = form_with(1, direct_form());
    play(form, {{event::Send{}, "check files, heading"},
                {event::FilesChecked{}, "probe"},
                {event::ProbeEnded{true, true}, "post, tell sent"},
                {event::RequestFailed{failure}, "check files"},
                {event::RequestFailed{Failure::network}, ""},
                {event::ProbeEnded{true, true}, ""},
                {event::FilesChecked{{1}}, "tell error unknown-file, heading"}});
    CHECK(form.state() == State::unknown);
    CHECK(form.intro() ==
          "Mientras se enviaba, no pudimos leer “a.pdf”. Antes de enviarlo otra vez, pregúntanos "
          "si lo tenemos.");
    play(form, {{event::BackToForm{}, "heading"}});
    CHECK(form.attachment_note(0) == gone_note);
  }
}

TEST_CASE("a gateway then says that nothing came of it, and the file is still named") {
  CaseForm form = form_with(1);
  (void)form.apply(event::Send{});
  (void)form.apply(event::FilesChecked{});
  (void)form.apply(event::ProbeEnded{true, true});
  (void)form.apply(event::RequestFailed{Failure::network});
  play(form, {{event::FilesChecked{{1}}, "tell error unknown-file, start ticks, heading"},
              {event::CheckNow{}, "stop ticks, check"},
              {event::CheckEnded{404, "", ""}, "tell error not-found-by-key, heading"}});
  CHECK(form.state() == State::not_sent);
  CHECK(form.attachment_note(0) == gone_note);
}

TEST_CASE("a request that failed with its files in order is told as before") {
  CaseForm form = form_with(1, direct_form());
  const auto sent = [&] {
    (void)form.apply(event::Send{});
    (void)form.apply(event::FilesChecked{});
    (void)form.apply(event::ProbeEnded{true, true});
  };
  sent();
  play(form, {{event::RequestFailed{Failure::network}, "check files"},
              {event::FilesChecked{}, "probe"},
              {event::ProbeEnded{false, true}, "tell error unknown-cut, heading"},
              {event::BackToForm{}, "heading"}});
  sent();
  play(form, {{event::RequestFailed{Failure::timeout}, "check files"},
              {event::FilesChecked{}, "tell error unknown-timeout, heading"},
              {event::BackToForm{}, "heading"}});
  sent();
  play(form, {{event::RequestFailed{Failure::network}, "check files"},
              {event::Cancel{}, "abort, tell error unknown-canceled, heading"},
              {event::FilesChecked{{1}}, ""}});
  CHECK(form.intro().starts_with("Cancelaste mientras se enviaba. "));
}

TEST_CASE("the same file chosen twice is noticed, and added once") {
  CaseForm form = form_of();
  play(form, {{event::AddFile{1, "a.pdf", "", 482'000, 77}, ""},
              {event::AddFile{2, "b.pdf", "", 482'000, 77}, ""},
              {event::AddFile{3, "a.pdf", "", 482'000, 77}, "drop 3"}});
  CHECK(form.attachments().size() == 2);
  CHECK(form.attachment_note(0) == "482 KB; ya estaba adjunto");
  CHECK(form.attachment_note(1) == "482 KB");
  CHECK(form.status_line() == "a.pdf: 482 KB; ya estaba adjunto");
  play(form, {{event::AddFile{4, "c.pdf", "", 10, 77}, ""}});
  CHECK(form.attachment_note(0) == "482 KB");
  // One of the same name from another folder, or saved again, is another one.
  play(form, {{event::AddFile{5, "a.pdf", "", 482'000, 78}, ""},
              {event::AddFile{6, "a.pdf", "", 482'001, 77}, ""},
              {event::AddFile{7, "a.pdf", "", 482'000, 0}, ""},
              {event::AddFile{8, "a.pdf", "", 482'000, 0}, ""}});
  CHECK(form.attachments().size() == 7);
}

TEST_CASE("a file that the form does not keep may be dropped") {
  CaseForm form = form_of(R"({"file":{"maxFiles":1}})");
  for (std::uint32_t id = 1; id <= 11; ++id) {
    play(form, {{event::AddFile{id, "a.pdf", "", 10}, ""}});
  }
  play(form, {{event::AddFile{12, "a.pdf", "", 10}, "drop 12"},
              {event::AddFile{11, "a.pdf", "", 10}, ""},  // an id that is in use
              {event::RemoveFile{11}, "drop 11"},
              {event::RemoveFile{11}, ""}});
  CaseForm none = form_of(R"({"file":false})");
  play(none, {{event::AddFile{1, "a.pdf", "", 10}, "drop 1"}});
}

}  // namespace
}  // namespace casement
