/// The page gives another configuration to a living form.
#include <doctest/doctest.h>

#include "support/story.hpp"

namespace casement {
namespace {

using testing::behind_gateway;
using testing::config_of;
using testing::fill;
using testing::form_of;
using testing::index_of;
using testing::reply;
using testing::set;
using testing::value;
using testing::words_of;

constexpr const char* made =
    R"({"code":200,"error":"null","msg":"","data":{"wolkvox_id":"64cb","idPrefijo":"SOP-1"}})";

constexpr ConfigContext as(const char* contact) {
  return {"https://portal.example/form/case-form.json", "https://gate.example", contact};
}

std::string configure(CaseForm& form, std::string_view json, bool another = false,
                      const ConfigContext& context = behind_gateway) {
  return words_of(form.configure(config_of(json, context), another));
}

/// Filled, sent, and the answer was lost.
void lose(CaseForm& form) {
  testing::send(form);
  (void)form.apply(event::RequestFailed{event::Failure::timeout});
  REQUIRE(form.state() == SubmissionState::unknown);
}

TEST_CASE("an equal configuration changes nothing of what was written, attached or told") {
  CaseForm form = form_of();
  fill(form);
  set(form, "description", "");
  (void)form.apply(event::AddFile{7, "a.pdf", "application/pdf", 100});
  (void)form.apply(event::Send{});
  const std::string title = form.alert()->title;
  const std::uint32_t id = form.field_id(index_of(form, "contact"));
  CHECK(configure(form, "{}") == "");
  CHECK(value(form, "contact") == "eva@cliente.co");
  CHECK(value(form, "case-type") == "Claims");
  CHECK(form.attachments().size() == 1);
  CHECK(form.error(index_of(form, "description")) != "");
  CHECK(form.alert()->title == title);
  CHECK(form.field_id(index_of(form, "contact")) == id);
}

TEST_CASE("what was written follows its field to another place") {
  CaseForm form = form_of(R"({"form":[{"name":"order"},{"name":"shop"}]})");
  fill(form);
  set(form, "order", "48213");
  set(form, "shop", "Centro");
  CHECK(configure(form, R"({"form":[{"name":"extra"},{"name":"shop"},{"name":"order"}]})") == "");
  CHECK(value(form, "order") == "48213");
  CHECK(value(form, "shop") == "Centro");
  CHECK(value(form, "extra") == "");
}

TEST_CASE("fields that are gone are told with what was written in them, untouched ones are not") {
  CaseForm form = form_of(R"({"form":[{"name":"order"},{"name":"shop","default":"Norte"}]})");
  set(form, "order", "48213");
  CHECK(configure(form, "{}") == "dropped order=48213");
}

TEST_CASE("a field that is not asked any more gives up what was written in it") {
  CaseForm form = form_of();
  fill(form);
  CHECK(configure(form, "{}", false, as("ana@example.com")) == "dropped contact=eva@cliente.co");
  CHECK(value(form, "contact") == "ana@example.com");
  CHECK(value(form, "description") == "El pedido 48213 llegó incompleto.");
}

TEST_CASE("a new default shows where nothing was written, and nowhere else") {
  CaseForm form = form_of(R"({"form":[{"name":"a","default":"1"},{"name":"b","default":"1"}]})");
  set(form, "b", "mine");
  CHECK(configure(form, R"({"form":[{"name":"a","default":"2"},{"name":"b","default":"2"}]})") ==
        "");
  CHECK(value(form, "a") == "2");
  CHECK(value(form, "b") == "mine");
}

TEST_CASE("what the page gave stays, with this configuration and in the next case") {
  CaseForm form = form_of(R"({"form":[{"name":"order"}]})");
  testing::prefill(form, {{"order", "48213"}});
  CHECK(configure(form, R"({"form":[{"name":"order","default":"0"}]})") == "");
  CHECK(value(form, "order") == "48213");
  (void)form.apply(event::NewCase{});
  CHECK(value(form, "order") == "48213");
}

TEST_CASE("what the page gave fills what only now is asked, and nothing that was written") {
  CaseForm form = form_of(R"({"form":[{"name":"shop"}]})");
  testing::prefill(form, {{"order", "48213"}, {"shop", "Centro"}});
  set(form, "shop", "Norte");
  CHECK(configure(form, R"({"form":[{"name":"shop"},{"name":"order"}]})") == "");
  CHECK(value(form, "order") == "48213");
  CHECK(value(form, "shop") == "Norte");
  testing::prefill(form, {{"shop", "Centro"}});
  CHECK(value(form, "shop") == "Centro");
}

TEST_CASE("what is offered may depend on a case type that was given after it") {
  CaseForm form = form_of();
  testing::prefill(form, {{"priority", "top"}, {"case-type", "B"}});
  CHECK(configure(form, R"({"case-type":{"options":["A","B"]},"priority":{"default":"low",
      "options":["low",{"value":"top","caseTypes":["B"]}]}})") == "");
  CHECK(value(form, "priority") == "top");
}

TEST_CASE("a choice that somebody made is theirs, though it was the default") {
  CaseForm form = form_of(R"({"priority":{"options":["low","high"],"default":"high"}})");
  set(form, "priority", "low");
  set(form, "priority", "high");
  CHECK(configure(form, R"({"priority":{"options":["low","high"],"default":"low"}})") == "");
  CHECK(value(form, "priority") == "high");
  (void)form.apply(event::NewCase{});
  CHECK(value(form, "priority") == "low");
}

TEST_CASE("a choice that is no longer offered is told, one that still is stays") {
  CaseForm form = form_of(R"({"priority":{"options":["low","high"]}})");
  set(form, "priority", "high");
  CHECK(configure(form, R"({"priority":{"options":["top","high"]}})") == "");
  CHECK(value(form, "priority") == "high");
  CHECK(configure(form, R"({"priority":{"options":["top","low"]}})") == "dropped priority=high");
}

TEST_CASE("files meet the new limits, and go with a word when none are taken any more") {
  CaseForm form = form_of();
  (void)form.apply(event::AddFile{7, "a.pdf", "application/pdf", 5000});
  CHECK(configure(form, R"({"file":{"maxFileSize":1000}})") == "");
  CHECK(form.attachments()[0].fault.has_value());
  CHECK(configure(form, "{}") == "");
  CHECK_FALSE(form.attachments()[0].fault.has_value());
  CHECK(configure(form, R"({"file":false})") == "release, dropped file[]=a.pdf");
  CHECK(form.attachments().empty());
}

TEST_CASE("an alert goes on naming the right fields") {
  CaseForm form = form_of(R"({"form":[{"name":"order","required":true,"label":"Pedido"}]})");
  set(form, "case-type", "Claims");
  set(form, "contact", "eva@cliente.co");
  set(form, "description", "x");
  (void)form.apply(event::Send{});
  const std::string title = form.alert()->title;
  CHECK(configure(form, R"({"form":[{"name":"a"},
                             {"name":"order","required":true,"label":"Pedido"}]})") == "");
  CHECK(form.alert()->title == title);
  CHECK(configure(form, "{}") == "");
  CHECK_FALSE(form.alert().has_value());
}

TEST_CASE("a configuration waits while a case is being sent, and until its answer is left") {
  CaseForm form = form_of(R"({"form":[{"name":"order"}]})");
  testing::send(form);
  CHECK(configure(form, R"({"title":"Otra"})") == "");
  CHECK(form.state() == SubmissionState::sending);
  CHECK(form.heading() != "Otra");
  CHECK(words_of(form.apply(reply(200, made))) == "release, tell created SOP-1/64cb, heading");
  CHECK(form.receipt().number == "SOP-1");
  (void)form.apply(event::NewCase{});
  CHECK(form.heading() == "Otra");
}

TEST_CASE("the last of several configurations that had to wait counts") {
  CaseForm form = form_of();
  testing::send(form);
  CHECK(configure(form, R"({"title":"Una"})") == "");
  CHECK(configure(form, R"({"title":"Dos"})") == "");
  (void)form.apply(reply(403, R"({"code":403,"error":"PLEASE VALIDATE TOKEN"})"));
  CHECK(form.state() == SubmissionState::rejected);
  CHECK(form.heading() == "Dos");
  CHECK(form.alert().has_value());
}

TEST_CASE("an unknown outcome keeps its key and its gateway until it is settled") {
  CaseForm form = form_of();
  lose(form);
  const std::string url = form.config().endpoint.url;
  const ConfigContext other{behind_gateway.document_url, "https://other.example", ""};
  CHECK(configure(form, "{}", false, other) == "");
  CHECK(form.config().endpoint.url == url);
  (void)form.apply(event::BackToForm{});
  CHECK(form.config().endpoint.url == url);
  (void)form.apply(event::Send{});
  (void)form.apply(event::ProbeEnded{true, true});
  (void)form.apply(reply(200, made));
  (void)form.apply(event::NewCase{});
  CHECK(form.config().endpoint.url != url);
}

TEST_CASE("a key that its gateway does not know is free for another gateway") {
  CaseForm form = form_of();
  lose(form);
  const std::string url = form.config().endpoint.url;
  CHECK(configure(form, "{}", false, {behind_gateway.document_url, "https://other.example", ""}) ==
        "");
  (void)form.apply(event::CheckNow{});
  (void)form.apply(event::CheckEnded{404, "", ""});
  CHECK(form.config().endpoint.url != url);
  CHECK(value(form, "contact") == "eva@cliente.co");
}

TEST_CASE("another person finds an empty form") {
  CaseForm form = form_of(R"({"form":[{"name":"order"}]})", Language::es, as("ana@example.com"));
  testing::prefill(form, {{"order", "48213"}});
  set(form, "description", "De Ana");
  (void)form.apply(event::AddFile{7, "a.pdf", "application/pdf", 100});
  const auto revision = form.revision();
  CHECK(configure(form, R"({"form":[{"name":"order"}]})", true, as("luis@example.com")) ==
        "release");
  CHECK(value(form, "description") == "");
  CHECK(value(form, "order") == "");
  CHECK(value(form, "contact") == "luis@example.com");
  CHECK(form.attachments().empty());
  CHECK(form.revision() > revision);
}

TEST_CASE("another person waits until a running send was told, and sees nothing of it") {
  CaseForm form = form_of("{}", Language::es, as("ana@example.com"));
  set(form, "case-type", "Claims");
  set(form, "description", "De Ana");
  (void)form.apply(event::Send{});
  (void)form.apply(event::ProbeEnded{true, true});
  CHECK(configure(form, "{}", true, as("luis@example.com")) == "");
  CHECK(form.screen() == Screen::sending);
  // An equal one after it must not forget that it is another person's.
  CHECK(configure(form, "{}", false, as("luis@example.com")) == "");
  CHECK(words_of(form.apply(reply(200, made))) ==
        "release, tell created SOP-1/64cb, release, heading");
  CHECK(form.screen() == Screen::form);
  CHECK(value(form, "description") == "");
  CHECK(value(form, "contact") == "luis@example.com");
}

TEST_CASE("what is given while a configuration waits is for that one too") {
  const std::string_view order = R"({"form":[{"name":"order"}]})";
  for (const bool another : {false, true}) {
    CAPTURE(another);
    CaseForm form = form_of("{}", Language::es, as("ana@example.com"));
    set(form, "case-type", "Claims");
    set(form, "description", "De Ana");
    (void)form.apply(event::Send{});
    (void)form.apply(event::ProbeEnded{true, true});
    CHECK(configure(form, order) == "");
    testing::prefill(form, {{"order", "1"}, {"priority", "high"}});
    if (another) CHECK(configure(form, order, true, as("luis@example.com")) == "");
    testing::prefill(form, {{"order", "2"}});
    testing::prefill(form, {{"order", "48213"}});
    (void)form.apply(reply(403, R"({"code":403,"error":"PLEASE VALIDATE TOKEN"})"));
    CHECK(value(form, "order") == "48213");
    CHECK(value(form, "description") == (another ? "" : "De Ana"));
    // Of the person before, nothing.
    CHECK((value(form, "priority") == "high") == !another);
    testing::prefill(form, {{"description", "Later"}});
    CHECK(configure(form, order, true, as("eva@example.com")) == "release");
    CHECK(value(form, "description") == "");
  }
}

TEST_CASE("an unknown outcome of one person is not another's") {
  CaseForm form = form_of("{}", Language::es, as("ana@example.com"));
  set(form, "case-type", "Claims");
  set(form, "description", "De Ana");
  (void)form.apply(event::Send{});
  (void)form.apply(event::ProbeEnded{true, true});
  CHECK(configure(form, "{}", true, as("luis@example.com")) == "");
  CHECK(words_of(form.apply(event::RequestFailed{event::Failure::timeout})) ==
        "tell error unknown-timeout, start ticks, stop ticks, release, heading");
  CHECK(form.state() == SubmissionState::editing);
}

}  // namespace
}  // namespace casement
