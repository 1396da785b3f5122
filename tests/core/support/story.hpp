/// @file
/// @brief Telling a story to a CaseForm in a test: events in, effects out as short words.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/form/case_form.hpp"
#include "support/config_reading.hpp"

namespace casement::testing {

/// Counts up, so that every key and boundary differs and each run is the same.
inline bool counting_random(std::span<std::uint8_t> bytes) {
  static std::uint8_t next = 0;
  for (std::uint8_t& byte : bytes) byte = next;
  ++next;
  return true;
}

/// What the forms take for the time; a test may set it.
inline std::int64_t now = 0;

inline std::int64_t set_clock() { return now; }

inline bool no_random(std::span<std::uint8_t>) { return false; }

inline std::string words_of(const effect::Tell& tell) {
  using What = effect::Tell::What;
  switch (tell.what) {
    case What::sent: return "tell sent";
    case What::created: return "tell created " + tell.case_number + "/" + tell.record_id;
    case What::rejected: return "tell rejected " + tell.reason;
    case What::error: return "tell error " + tell.reason;
  }
  return {};
}

/// "probe, heading"; "post, tell sent"; …
inline std::string words_of(const Effects& effects) {
  struct Words {
    std::string operator()(const effect::CheckFiles&) const { return "check files"; }
    std::string operator()(const effect::ConvertFile& e) const {
      return "convert " + std::to_string(e.id);
    }
    std::string operator()(const effect::Probe&) const { return "probe"; }
    std::string operator()(const effect::Post&) const { return "post"; }
    std::string operator()(const effect::Abort&) const { return "abort"; }
    std::string operator()(const effect::Check&) const { return "check"; }
    std::string operator()(const effect::StartTicks&) const { return "start ticks"; }
    std::string operator()(const effect::StopTicks&) const { return "stop ticks"; }
    std::string operator()(const effect::OpenFilePicker&) const { return "pick"; }
    std::string operator()(const effect::DropFile& e) const {
      return "drop " + std::to_string(e.id);
    }
    std::string operator()(const effect::ReleaseFiles&) const { return "release"; }
    std::string operator()(const effect::CopyText& e) const { return "copy " + e.text; }
    std::string operator()(const effect::PrintReceipt&) const { return "print"; }
    std::string operator()(const effect::FocusField& e) const {
      return "focus " + std::to_string(e.field);
    }
    std::string operator()(const effect::FocusFiles&) const { return "focus files"; }
    std::string operator()(const effect::FocusHeading&) const { return "heading"; }
    std::string operator()(const effect::Tell& e) const { return words_of(e); }
    std::string operator()(const effect::Dropped& e) const {
      std::string all = "dropped";
      for (const auto& [name, value] : e.values) all += " " + name + "=" + value;
      return all;
    }
  };
  std::string all;
  for (const Effect& effect : effects) {
    if (!all.empty()) all += ", ";
    all += std::visit(Words{}, effect);
  }
  return all;
}

/// The one effect of its kind; the test fails without one, and with two.
template <class T>
const T& only(const Effects& effects) {
  const T* only = nullptr;
  for (const Effect& effect : effects) {
    const T* found = std::get_if<T>(&effect);
    if (found == nullptr) continue;
    if (only != nullptr) FAIL("two such effects");
    only = found;
  }
  if (only == nullptr) FAIL("no such effect");
  return *only;
}

struct Step {
  Event event;
  const char* effects;
};

/// Tells each event and checks what the platform is asked to do.
inline void play(CaseForm& form, const std::vector<Step>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    CAPTURE(i);
    CHECK(words_of(form.apply(steps[i].event)) == steps[i].effects);
  }
}

inline std::size_t index_of(const CaseForm& form, std::string_view name) {
  for (std::size_t i = 0; i < form.field_count(); ++i) {
    if (form.spec(i).name == name) return i;
  }
  FAIL("no such field");
  return 0;
}

inline void set(CaseForm& form, std::string_view name, std::string_view value) {
  (void)form.apply(event::SetValue{index_of(form, name), std::string(value)});
}

inline void prefill(CaseForm& form,
                    std::initializer_list<std::pair<const char*, const char*>> values) {
  for (const auto& [name, value] : values) {
    CHECK(form.apply(event::Prefill{name, value}).empty());
  }
}

inline const std::string& value(const CaseForm& form, std::string_view name) {
  return form.value(index_of(form, name));
}

constexpr std::string_view direct_json =
    R"({"proxy":"https://proxy.example/","server":"crm0001.wolkvox.com","token":"t0",
        "operation":"acme","responsible":"ana@acme","owner":"luis@acme","status":"open"})";

inline CaseForm form_of(std::string_view json = "{}", Language language = Language::es,
                        const ConfigContext& context = behind_gateway) {
  return {config_of(json, context), language, counting_random, set_clock};
}

inline CaseForm direct_form(Language language = Language::es) {
  return form_of(direct_json, language, page);
}

/// With everything that is asked.
inline void fill(CaseForm& form) {
  set(form, "case-type", "Claims");
  set(form, "contact", "eva@cliente.co");
  set(form, "description", "El pedido 48213 llegó incompleto.");
}

/// Filled, sent, the body on its way.
inline void send(CaseForm& form) {
  fill(form);
  (void)form.apply(event::Send{});
  (void)form.apply(event::ProbeEnded{true, true});
  REQUIRE(form.state() == SubmissionState::sending);
}

inline std::string alert_of(const CaseForm& form) {
  const auto alert = form.alert();
  return alert ? alert->title + " | " + alert->body : "";
}

inline event::ReplyArrived reply(int status, std::string body) {
  return {status, std::move(body), "24 nov 2026, 10:42"};
}

inline const std::string created_body =
    R"({"code":200,"error":"null","msg":"Succesfully create record",
        "data":{"wolkvox_id":"64cb","idPrefijo":"SOP-10482"}})";

}  // namespace casement::testing
