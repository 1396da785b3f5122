#include <doctest/doctest.h>

#include "core/form/case_form.hpp"
#include "support/exact_text.hpp"
#include "support/story.hpp"

namespace casement {
namespace {

using testing::direct_form;
using testing::fill;
using testing::form_of;
using testing::only;
using testing::repeated;
using testing::set;

/// Sends the form as it is.
effect::Post sent(CaseForm& form) {
  (void)form.apply(event::Send{});
  CAPTURE(form.status_line());
  REQUIRE(form.state() == SubmissionState::probing);
  (void)form.apply(event::FilesChecked{});
  return only<effect::Post>(form.apply(event::ProbeEnded{true, true}));
}

/// The text entries of a body as "name=value" lines, files as "name=<id>".
std::string entries_of(const effect::Post& post) {
  std::string all;
  for (const BodyPiece& piece : post.body.pieces) {
    if (const auto* bytes = std::get_if<std::string>(&piece)) {
      all += *bytes;
    } else {
      all += "<" + std::to_string(std::get<FileRef>(piece).id) + ">";
    }
  }
  const std::string boundary = post.body.content_type.substr(post.body.content_type.find('=') + 1);
  std::string lines;
  const std::string name_start = "Content-Disposition: form-data; name=\"";
  std::size_t at = 0;
  while ((at = all.find(name_start, at)) != std::string::npos) {
    at += name_start.size();
    const std::string name = all.substr(at, all.find('"', at) - at);
    const std::size_t value = all.find("\r\n\r\n", at) + 4;
    const std::size_t end = all.find("\r\n--" + boundary, value);
    lines += name + "=" + all.substr(value, end - value) + "\n";
    at = end;
  }
  return lines;
}

TEST_CASE("the whole request of a case, piece by piece") {
  CaseForm form = form_of(R"({"operation":"acme","form":[{"name":"Nº"}],"timeout":30})");
  fill(form);
  set(form, "Nº", "48\"213");
  (void)form.apply(event::AddFile{7, "factura «ñ» \"x\".pdf", "application/pdf", 482'000});
  (void)form.apply(event::AddFile{9, "foto.jpg", "", 10});
  const effect::Post post = sent(form);
  CHECK(post.url == "https://gate.example/server/API/v2/cases/insert.php");
  CHECK(post.timeout_ms == 30'000);
  REQUIRE(post.headers.size() == 2);
  CHECK(post.headers[0].first == "Content-Type");
  const std::string prefix = "multipart/form-data; boundary=";
  REQUIRE(post.headers[0].second.starts_with(prefix));
  CHECK(post.headers[0].second == post.body.content_type);
  const std::string boundary = post.headers[0].second.substr(prefix.size());
  CHECK(post.headers[1].first == "Idempotency-Key");
  CHECK(post.headers[1].second.size() == 34);
  CHECK(post.headers[1].second.front() == '"');
  CHECK(post.headers[1].second.back() == '"');

  const auto part = [&](const std::string& name, const std::string& value) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
           value + "\r\n";
  };
  const auto file = [&](const std::string& name, const std::string& type) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file[]\"; filename=\"" +
           name + "\"\r\nContent-Type: " + type + "\r\n\r\n";
  };
  REQUIRE(post.body.pieces.size() == 5);
  CHECK(std::get<std::string>(post.body.pieces[0]) ==
        part("operation", "acme") + part("case-type", "Claims") +
            part("contact", "eva@cliente.co") +
            part("description", "El pedido 48213 llegó incompleto.") + part("priority", "low") +
            part("form", R"({"Nº":"48\"213"})") + file("factura «ñ» 'x'.pdf", "application/pdf"));
  CHECK(std::get<FileRef>(post.body.pieces[1]) == FileRef{7, 482'000});
  CHECK(std::get<std::string>(post.body.pieces[2]) ==
        "\r\n" + file("foto.jpg", "application/octet-stream"));
  CHECK(std::get<FileRef>(post.body.pieces[3]) == FileRef{9, 10});
  CHECK(std::get<std::string>(post.body.pieces[4]) == "\r\n--" + boundary + "--\r\n");
  std::uint64_t size = 0;
  for (const BodyPiece& piece : post.body.pieces) {
    const auto* bytes = std::get_if<std::string>(&piece);
    size += bytes != nullptr ? bytes->size() : std::get<FileRef>(piece).size;
  }
  CHECK(post.body.size == size);
}

TEST_CASE("in direct mode the token travels in its header, the key only when configured") {
  CaseForm form = direct_form();
  fill(form);
  const effect::Post post = sent(form);
  REQUIRE(post.headers.size() == 2);
  CHECK(post.headers[1] == std::pair<std::string, std::string>{"Wolkvox-Token", "t0"});
  CHECK(entries_of(post) ==
        "operation=acme\ncase-type=Claims\nresponsible=ana@acme\nowner=luis@acme\n"
        "contact=eva@cliente.co\ndescription=El pedido 48213 llegó incompleto.\nstatus=open\n"
        "priority=low\nform={}\n");

  std::string json(testing::direct_json);
  json.insert(1, R"("idempotencyKey":true,)");
  CaseForm keyed = form_of(json, Language::en, testing::page);
  fill(keyed);
  const effect::Post with_key = sent(keyed);
  REQUIRE(with_key.headers.size() == 3);
  CHECK(with_key.headers[2].first == "Idempotency-Key");
}

TEST_CASE("a form that needs a proof of work says where its challenge is") {
  CaseForm plain = form_of("{}");
  fill(plain);
  CHECK(sent(plain).challenge_url.empty());
  CaseForm proved = form_of(R"({"proofOfWork":true})");
  fill(proved);
  const effect::Post post = sent(proved);
  const std::string& key = post.headers[1].second;
  CHECK(post.challenge_url == post.url + '/' + key.substr(1, 32) + "/challenge");
}

TEST_CASE("locked fields are not sent, and form is always sent") {
  CaseForm form = form_of(R"({"form":[{"name":"origin","visibility":"locked"}]})");
  fill(form);
  CHECK(entries_of(sent(form)) ==
        "case-type=Claims\ncontact=eva@cliente.co\n"
        "description=El pedido 48213 llegó incompleto.\npriority=low\nform={}\n");
}

TEST_CASE("a solution is sent with a closed status, after form, and not with an open one") {
  CaseForm form = form_of(R"({"status":{"visibility":"shown"}})");
  fill(form);
  set(form, "status", "closed");
  set(form, "solution", "hecho");
  CHECK(entries_of(sent(form)).ends_with("status=closed\npriority=low\nform={}\nsolution=hecho\n"));
  (void)form.apply(event::Cancel{});

  CaseForm open = form_of(R"({"status":{"visibility":"shown"}})");
  fill(open);
  set(open, "status", "closed");
  set(open, "solution", "hecho");
  set(open, "status", "open");
  CHECK(entries_of(sent(open)).ends_with("status=open\npriority=low\nform={}\n"));
}

TEST_CASE("custom fields are texts by their exact names, in the configured order, without blanks") {
  CaseForm form = form_of(R"({"form":[
      {"name":"zeta","kind":"number"},{"name":"alfa\"\\/"},{"name":"vacío"},{"name":"blanco"},
      {"name":"lineas","kind":"multiline"},{"name":"fijo","visibility":"hidden","default":"1"},
      {"name":"status","options":["x"]}]})");
  fill(form);
  set(form, "zeta", " 12 ");
  set(form, "alfa\"\\/", " 🙂\t ");
  set(form, "blanco", "   ");
  set(form, "lineas", "uno\ndos");
  CHECK(
      entries_of(sent(form))
          .ends_with(
              "form={\"zeta\":\"12\",\"alfa\\\"\\\\/\":\" 🙂\\u0009 \",\"lineas\":\"uno\\ndos\","
              "\"fijo\":\"1\"}\n"));
}

TEST_CASE("text is sent as typed, lines ending in CR LF, an e-mail without white space around it") {
  CaseForm form = form_of();
  fill(form);
  set(form, "contact", " eva@cliente.co ");
  set(form, "description", "  uno\ndos\rtres \n");
  const std::string entries = entries_of(sent(form));
  CHECK(entries.find("contact=eva@cliente.co\n") != std::string::npos);
  CHECK(entries.find("description=  uno\r\ndos\r\ntres \r\n\n") != std::string::npos);
}

TEST_CASE("a description of 2,500 characters arrives whole") {
  CaseForm form = form_of();
  fill(form);
  const std::string text = repeated("ñ🙂\"é", 625);
  set(form, "description", text);
  CHECK(entries_of(sent(form)).find("description=" + text + "\n") != std::string::npos);
}

TEST_CASE("one file alone travels as file") {
  CaseForm form = form_of(R"({"file":{"maxFiles":1}})");
  fill(form);
  (void)form.apply(event::AddFile{3, "a.pdf", "application/pdf", 5});
  CHECK(entries_of(sent(form)).ends_with("form={}\nfile=<3>\n"));
}

TEST_CASE("each send has a boundary of its own and the same key until there is an answer") {
  CaseForm form = form_of();
  fill(form);
  const effect::Post first = sent(form);
  (void)form.apply(event::RequestFailed{event::Failure::timeout});
  (void)form.apply(event::BackToForm{});
  const effect::Post second = sent(form);
  CHECK(first.headers[0].second != second.headers[0].second);
  CHECK(first.headers[1] == second.headers[1]);
}

TEST_CASE("without secure random nothing is sent") {
  CaseForm form{testing::config_of("{}"), Language::es, testing::no_random, testing::set_clock};
  fill(form);
  testing::play(form, {{event::Send{}, "tell error no-random, heading"}});
  CHECK(form.state() == SubmissionState::editing);
  REQUIRE(form.alert().has_value());
  CHECK(form.alert()->title + " | " + form.alert()->body ==
        "No se envió | Este navegador no pudo enviar el caso, así que no se "
        "envió nada. Inténtalo otra vez o usa otro navegador. Todo lo que escribiste sigue aquí.");
}

}  // namespace
}  // namespace casement
