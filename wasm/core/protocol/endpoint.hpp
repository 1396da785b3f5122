/// @file
/// @brief From the configured server and proxy to the URL that the case is posted to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/protocol/authority.hpp"
#include "core/text/result.hpp"

namespace casement {

/// The CRM's path (Doc: "Cases Insert", API v2); our gateway serves the same one.
inline constexpr std::string_view cases_insert_path = "/server/API/v2/cases/insert.php";

enum class EndpointFault {
  server_missing,
  server_retired,     ///< a host switched off in 2024, in the server or as the proxy itself;
                      ///< `suggestion` is its successor
  server_has_scheme,  ///< "https://crm…"; `suggestion` is the bare host
  server_has_path,    ///< "crm…/login"; likewise
  server_has_query,   ///< "crm…?x"; likewise
  server_malformed,   ///< not a host name with an optional port
  proxy_missing,
  proxy_doubled_scheme,  ///< "https://https://…", "…/https://{url}"; `suggestion` is the right form
  proxy_not_https,       ///< http is for loopback alone; `suggestion` is the https form
  proxy_malformed,       ///< no absolute URL, credentials in it, a fragment, or an unknown {…}
  proxy_has_query,       ///< a base (no {url}) with a query: the path cannot be appended
};

struct EndpointError {
  EndpointFault fault;
  std::string value;       ///< what was configured
  std::string suggestion;  ///< the right form, or empty
};

/// Where the case is posted to.
struct Endpoint {
  std::string url;
};

/// Nothing longer is read as a server, a proxy or a document's URL: it is malformed.
inline constexpr std::size_t url_limit = 2048;

/// A gateway or a proxy base: the CRM's path is appended, unless the base ends in it already.
/// `base` may be relative ("./", "/crm", "crm/"): it is then resolved against `document_url`, the
/// absolute URL of the document that holds it. A relative base whose first segment looks like a
/// host ("proxy.example/", "localhost:8080") is malformed: its scheme was forgotten. To mean a
/// folder of that name, begin with "./".
[[nodiscard]] Result<Endpoint, EndpointError> gateway_endpoint(std::string_view base,
                                                               std::string_view document_url);

/// A CRM's host, and whether it is spoken to over TLS: always, but on this machine (loopback),
/// where a stand-in speaks plain HTTP unless its port ends in 443.
struct CrmServer {
  Authority authority;
  bool tls = true;
};

/// A bare host, with a port if need be.
[[nodiscard]] Result<CrmServer, EndpointError> read_server(std::string_view server);

/// Direct mode. `proxy` is a base (the CRM's path is appended) or a template with one `{url}` (the
/// CRM's URL as it is) or `{url:encoded}` (percent-encoded as encodeURIComponent does). Only https,
/// and http for loopback.
[[nodiscard]] Result<Endpoint, EndpointError> direct_endpoint(std::string_view proxy,
                                                              const CrmServer& server,
                                                              std::string_view document_url);

}  // namespace casement
