/// @file
/// @brief `case-form.json`: one document that says what the form asks and where it sends it.
///
/// Flat, by the CRM's own names. A minimal document in direct mode:
///
///     { "proxy": "https://proxy.example/{url}", "server": "crm0001.wolkvox.com", "token": "…",
///       "operation": "acme", "responsible": "ana@acme", "owner": "ana@acme", "status": "open" }
///
/// and behind a gateway `{}` is enough. A CRM field is a string (its fixed, hidden value) or an
/// object: `visibility` ("shown", "read-only", "hidden", "locked"), `required`, `default`,
/// `options`, `label`, `hint`, `placeholder`, `minLength`, `maxLength`, `kind`, `autocomplete`. An
/// option is a string or `{value, label, condition: "Open"|"Closed", caseTypes: [..]}`. Any text
/// for people is a string or an object by language: `{"en": "…", "es": "…"}`. `form` is
/// the list of custom fields: the same object with `name`. `file` is `{name, extensions, maxFiles,
/// maxFileSize, maxTotalSize, required}` (sizes in bytes or "20 MB") or `false`. Top level besides:
/// `gateway`, `proxy`, `server`, `token`, `language`, `title`, `intro`, `timeout` (seconds),
/// `idempotencyKey` (direct mode: send the header, false by default), `proofOfWork` (true: the
/// gateway asks for one before each case), `$schema` (ignored).
///
/// What is not said:
/// - operation, responsible, owner, status: locked behind a gateway; in direct mode an error. Given
///   as an object with options they are shown, with a default alone hidden.
/// - case-type: shown, required, the four types of the CRM's page. contact: shown, required, an
///   e-mail. description: shown, required, up to 2,500 characters. priority: shown, low, medium or
///   high, low at first. solution: shown and required exactly while the status is a closed one.
/// - status, when shown: open or closed, open at first.
/// - a custom field: shown, optional, one line, up to 2,500 characters.
/// - file: the formats of the CRM's page, 5 files of 20 MB, together as much as all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields/field.hpp"
#include "core/messages/messages.hpp"
#include "core/protocol/endpoint.hpp"
#include "core/text/language.hpp"

namespace casement {

/// Larger documents are refused before they are parsed.
inline constexpr std::size_t config_limit = std::size_t{256} * 1024;

enum class Mode {
  gateway,  ///< our gateway keeps the token and writes the locked fields
  direct,   ///< any CORS proxy; the token is in the page: for inside use
};

struct FormConfig {
  Mode mode = Mode::gateway;
  Endpoint endpoint;
  std::string token;                 ///< direct mode only
  bool send_idempotency_key = true;  ///< always behind a gateway; in direct mode when configured
  bool proof_of_work = false;        ///< the gateway wants one with each case
  std::optional<Language> language;  ///< the document's own choice
  LocalText title;                   ///< empty: the widget's own words
  LocalText intro;
  std::uint32_t timeout_ms = 120'000;  ///< without any progress, up to the answer
  std::vector<FieldSpec> fields;       ///< in the order of the form, custom fields included
  FileLimits files;

  /// The demo site's token ("demo") opens nothing; any other in a page is a secret in the open.
  [[nodiscard]] bool exposes_token() const noexcept;
};

/// What the page says besides the document.
struct ConfigContext {
  std::string document_url;  ///< absolute; relative proxies and gateways resolve against it
  std::string gateway;       ///< the element's attribute; wins over the document's
  std::string contact;       ///< the element's attribute: the field's value, then hidden
};

/// One thing found in the document. `place`, `what` and `allowed` are English, for the developer,
/// in the console and in `casement-error`; customers never read them.
struct ConfigProblem {
  enum class Severity { error, warning };
  Severity severity = Severity::error;
  std::string place;    ///< JSON pointer, "" for the whole document, or "contact attribute"
  std::string what;     ///< what is wrong
  std::string allowed;  ///< what is allowed instead

  /// "place: what. Allowed: allowed"
  [[nodiscard]] std::string sentence() const;
};

struct ConfigOutcome {
  std::optional<FormConfig> config;  ///< absent when there is any error
  std::vector<ConfigProblem> problems;
};

/// Parses and checks the whole document: all problems at once, not the first alone.
[[nodiscard]] ConfigOutcome read_config(std::string_view json, const ConfigContext& context);

}  // namespace casement
