/// @file
/// @brief Asking the CRM whether a case exists whose answer was lost (`cases/queryCases.php`, API
/// v2: POST with `operation`, `field` and `value` as JSON).
///
/// Which fields can be asked for is documented, what an operation's own field is called there is
/// not, so it is configuration. And a CRM that does not know a field might ignore it, or find
/// nothing by it: a case counts only when the key stands in it, and a plain "nothing found" counts
/// as its absence only when the same question finds a case that is known to exist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/config/config_node.hpp"
#include "core/protocol/reply.hpp"
#include "gateway/rules/form_rules.hpp"

namespace casement::gateway {

/// How the CRM is asked whether a case exists whose answer was lost.
struct Reconcile {
  std::string custom_field;           ///< of the operation; carries the Idempotency-Key
  std::string query_field;            ///< what the query calls it; the same unless configured
  std::uint64_t after_seconds = 120;  ///< a case that is not there by then was never made
};

/// `reconcile` of a form, if it is there. Its custom field becomes one of the form's, written by
/// the gateway.
[[nodiscard]] std::optional<Reconcile> read_reconcile(const Node& asked, FormRules& rules);

inline constexpr std::string_view cases_query_path = "/server/API/v2/cases/queryCases.php";

/// The body of the request. All of them valid UTF-8.
[[nodiscard]] std::string case_query(std::string_view operation, std::string_view field,
                                     std::string_view key);

enum class CaseFound : std::uint8_t { exists, absent, unclear };

struct QueryReading {
  CaseFound found = CaseFound::unclear;
  Reply reply;  ///< when it exists: as cases/insert would have answered
};

/// Reads a complete answer.
[[nodiscard]] QueryReading read_case_query(int http_status, std::string_view body,
                                           std::string_view key);

}  // namespace casement::gateway
