/// The widget asks by the rules that the gateway judges by: on random forms and random answers both
/// say the same.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/config/config.hpp"
#include "core/fields/case_entries.hpp"
#include "core/form/case_form.hpp"
#include "gateway/config/gateway_config.hpp"
#include "gateway/rules/form_rules.hpp"

namespace casement::gateway {
namespace {

/// Numerical Recipes' generator: the same forms on every machine.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed) {}
  std::uint32_t operator()(std::uint32_t sides) {
    state_ = state_ * 1664525U + 1013904223U;
    return (state_ >> 8U) % sides;
  }
  template <std::size_t Count>
  std::string among(const char* const (&words)[Count]) {
    return words[(*this)(static_cast<std::uint32_t>(Count))];
  }

 private:
  std::uint32_t state_;
};

std::string random_options(Dice& dice) {
  static const char* const lists[] = {
      R"(["one","two"])", R"([{"value":"one","caseTypes":["Claims"]},"two"])",
      R"([{"value":"one","label":"Uno"},{"value":"two","caseTypes":["Request","Claims"]},"three"])"};
  return dice.among(lists);
}

std::string random_field(Dice& dice) {
  static const char* const kinds[] = {"text", "multiline", "email", "phone", "number", "date"};
  std::string field = dice(2) == 0 ? R"("required":true)" : R"("required":false)";
  if (dice(3) == 0) return field + R"(,"options":)" + random_options(dice);
  field += R"(,"kind":")" + dice.among(kinds) + "\"";
  const std::uint32_t min = dice(6);
  if (dice(2) == 0) field += R"(,"minLength":)" + std::to_string(min);
  if (dice(2) == 0) field += R"(,"maxLength":)" + std::to_string(min + 1 + dice(30));
  return field;
}

/// The part of a document that both sides read.
std::string random_fields(Dice& dice, bool& shows_status) {
  static const char* const solutions[] = {R"({})", R"({"required":true})", R"({"minLength":3})",
                                          R"({"visibility":"shown","maxLength":12})"};
  static const char* const statuses[] = {
      R"({"visibility":"shown"})", R"({"visibility":"shown","default":"closed"})",
      R"({"options":["open",{"value":"done","condition":"Closed"},"closed"]})"};
  std::string fields = R"("description":{)" + random_field(dice) + R"(,"visibility":"shown"})";
  // A description of many kinds is still the CRM's.
  shows_status = dice(2) == 0;
  if (shows_status) fields += R"(,"status":)" + dice.among(statuses);
  if (dice(2) == 0) fields += R"(,"solution":)" + dice.among(solutions);
  if (dice(3) == 0) fields += R"(,"case-type":{"required":false})";
  if (dice(3) == 0)
    fields += R"(,"priority":{"required":false,"options":)" + random_options(dice) + "}";
  fields += R"(,"form":[)";
  for (std::uint32_t i = 0, count = dice(4); i < count; ++i) {
    if (i > 0) fields += ",";
    fields += R"({"name":"field )" + std::to_string(i) + "\"," + random_field(dice) + "}";
  }
  return fields + "]";
}

std::string random_value(Dice& dice) {
  static const char* const values[] = {"",
                                       "",
                                       " ",
                                       "one",
                                       "two",
                                       "three",
                                       "Claims",
                                       "Request",
                                       "closed",
                                       "done",
                                       "open",
                                       "low",
                                       "eva@cliente.co",
                                       "eva@",
                                       "12",
                                       "-3,5",
                                       "1.5",
                                       "2026-11-27",
                                       "27/11/2026",
                                       "2026-02-30",
                                       "+57 300 123 45 67",
                                       "x",
                                       "Se rompió.",
                                       "a text that is longer than most limits are here",
                                       "two\nlines",
                                       "日本語の文",
                                       "\xF0\x9F\x99\x82"};
  return dice.among(values);
}

std::optional<FormRules> rules_of(const std::string& fields, bool shows_status) {
  const std::string json =
      R"({"server":"crm0001.wolkvox.com","tokenEnv":"TOKEN","store":"/keys.db","forms":[{
          "origins":["https://portal.example.com"],"fields":{"operation":"acme",
          "responsible":"a@acme","owner":"o@acme",)" +
      std::string(shows_status ? "" : R"("status":"open",)") + fields + "}}]}";
  const SecretSource secrets{
      [](const std::string&) { return std::optional<std::string>("crm-token"); },
      [](const std::string&) { return std::optional<std::string>(); }};
  auto outcome = read_gateway_config(json, secrets);
  if (!outcome.config) return std::nullopt;
  return std::move(outcome.config->forms.front().rules);
}

bool no_random(std::span<std::uint8_t> bytes) {
  std::fill(bytes.begin(), bytes.end(), std::uint8_t{7});
  return true;
}

/// The first field that the widget will not send, by its name; empty when it sends.
std::string refused_by_widget(CaseForm& form) {
  (void)form.apply(event::Send{});
  if (form.state() == SubmissionState::probing) return {};
  for (std::size_t i = 0; i < form.field_count(); ++i) {
    if (!form.error(i).empty()) return form.spec(i).name;
  }
  return "nothing";
}

/// What the widget would write of these values, right or wrong.
std::vector<TextPart> parts_of(const CaseForm& form) {
  std::vector<std::string_view> values;
  for (std::size_t i = 0; i < form.field_count(); ++i) {
    const bool seen = form.visible(i) && form.spec(i).visibility == Visibility::shown;
    values.push_back(seen ? std::string_view(form.value(i)) : std::string_view());
  }
  std::vector<TextPart> parts;
  for (const Entry& entry : case_entries(form.config().fields, values)) {
    parts.push_back({entry.name, std::get<std::string>(entry.value)});
  }
  return parts;
}

}  // namespace

TEST_CASE("on random forms and answers the widget and the gateway say the same") {
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t forms = 0;
  for (std::uint32_t seed = 1; seed <= 4000; ++seed) {
    Dice dice(seed);
    bool shows_status = false;
    const std::string fields = random_fields(dice, shows_status);
    const ConfigContext page{"https://portal.example/case-form.json", "https://gate.example", ""};
    auto config = read_config("{" + fields + "}", page);
    const auto rules = rules_of(fields, shows_status);
    CAPTURE(seed);
    CAPTURE(fields);
    // What one refuses as a document, the other refuses.
    REQUIRE(config.config.has_value() == rules.has_value());
    if (!rules) continue;
    ++forms;
    for (int turn = 0; turn < 4; ++turn) {
      CaseForm form(*config.config, Language::en, no_random, [] { return std::int64_t{0}; });
      for (std::size_t i = 0; i < form.field_count(); ++i) {
        for (int again = 0; again < 2; ++again) {
          (void)form.apply(event::SetValue{i, random_value(dice)});
        }
      }
      if (dice(2) == 0) {
        for (std::size_t i = 0; i < form.field_count(); ++i) {
          if (form.spec(i).name == "contact")
            (void)form.apply(event::SetValue{i, "eva@cliente.co"});
          if (form.spec(i).name == "case-type") (void)form.apply(event::SetValue{i, "Claims"});
        }
      }
      const std::vector<TextPart> parts = parts_of(form);
      const std::string wrong = refused_by_widget(form);
      const auto verdict = check_texts(*rules, parts, {});
      CAPTURE(turn);
      if (wrong.empty()) {
        CAPTURE((verdict.ok() ? "" : verdict.error().sentence));
        REQUIRE(verdict.ok());
        ++accepted;
        // What the visitor gave goes on as it came, and nothing but the gateway's own comes to it.
        for (const TextPart& part : parts) {
          const auto& all = verdict.value();
          const auto same = std::find_if(all.begin(), all.end(), [&](const Entry& entry) {
            return entry.name == part.name && std::get<std::string>(entry.value) == part.value;
          });
          CAPTURE(part.name);
          CHECK(same != all.end());
        }
        CHECK(verdict.value().size() == parts.size() + (shows_status ? 3 : 4));
      } else {
        REQUIRE(!verdict.ok());
        CHECK(verdict.error().field == wrong);
        ++refused;
      }
    }
  }
  // Enough of each that the comparison means something.
  CHECK(forms > 1000);
  CHECK(accepted > 300);
  CHECK(refused > 3000);
}

}  // namespace casement::gateway
