/// @file
/// @brief A form's rules that judge a case by its request's head, before any of its body is read.
///
/// A rule is a type in a header of its own, with its settings, their reader, its refusals and its
/// judgement, and a name in `HeadRules` at the end of this file. Nothing else names it: the reader
/// of gateway.json, the way of a request, the clients' forms and the documentation's test go
/// through the list.
#pragma once

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/config/config_node.hpp"
#include "gateway/access/case_head.hpp"
#include "gateway/access/closed_hours.hpp"
#include "gateway/access/proof_of_work.hpp"
#include "gateway/access/secret_source.hpp"

namespace casement::gateway {

template <class Rule>
concept HeadRule = requires(const Rule& rule, const Node& settings, std::string_view path,
                            const SecretSource& secrets, const CaseHead& head) {
  /// Its key of a form in gateway.json.
  { Rule::setting } -> std::convertible_to<std::string_view>;
  /// Holds for servers that send themselves (access/client.hpp), too.
  { Rule::binds_clients } -> std::convertible_to<bool>;
  /// Is about cases that nothing is known of: what was sent before is told whatever it says.
  { Rule::only_new_cases } -> std::convertible_to<bool>;
  /// The rows that it refuses with.
  { Rule::refusals } -> std::convertible_to<std::span<const Refusal>>;
  /// What stands there, of the form with that path; problems are told to the node.
  { Rule::read(settings, path, secrets) } -> std::same_as<Rule>;
  { rule.judge(head) } -> std::same_as<std::optional<HeadRefusal>>;
};

template <HeadRule... Rules>
class HeadRuleList {
 public:
  /// Each ended by NUL.
  static void append_keys(std::string& known) {
    (known.append(Rules::setting).append(1, '\0'), ...);
  }
  static void append_refusals(std::vector<Refusal>& rows) {
    (rows.insert(rows.end(), Rules::refusals.begin(), Rules::refusals.end()), ...);
  }

  void read(const Node& form, std::string_view path, const SecretSource& secrets) {
    const auto read_one = [&]<class Rule>(std::optional<Rule>& rule) {
      const Node settings = form[Rule::setting];
      if (settings.exists()) rule = Rule::read(settings, path, secrets);
    };
    (read_one(get<Rules>()), ...);
  }
  void keep_those_of_clients() { ((Rules::binds_clients ? void() : get<Rules>().reset()), ...); }

  template <class Rule>
  [[nodiscard]] const std::optional<Rule>& get() const noexcept {
    return std::get<std::optional<Rule>>(rules_);
  }

  /// The first that refuses, of those about every request.
  [[nodiscard]] std::optional<HeadRefusal> judge(const CaseHead& head) const {
    return first_refusal<false>(head);
  }
  /// The same of those about new cases alone.
  [[nodiscard]] std::optional<HeadRefusal> judge_new(const CaseHead& head) const {
    return first_refusal<true>(head);
  }

 private:
  template <class Rule>
  [[nodiscard]] std::optional<Rule>& get() noexcept {
    return std::get<std::optional<Rule>>(rules_);
  }

  template <bool only_new>
  [[nodiscard]] std::optional<HeadRefusal> first_refusal(const CaseHead& head) const {
    std::optional<HeadRefusal> refused;
    const auto passes = [&](const auto& rule) {
      if (rule) refused = rule->judge(head);
      return !refused;
    };
    (void)((Rules::only_new_cases != only_new || passes(get<Rules>())) && ...);
    return refused;
  }

  std::tuple<std::optional<Rules>...> rules_;
};

/// All of them, in the order in which they judge.
using HeadRules = HeadRuleList<ProofOfWork, ClosedHours>;

}  // namespace casement::gateway
