#include "core/protocol/endpoint.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "core/protocol/authority.hpp"
#include "core/text/unicode.hpp"

namespace casement {

namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view raw_slot = "{url}";
constexpr std::string_view encoded_slot = "{url:encoded}";

EndpointError fault(EndpointFault what, std::string_view value, std::string suggestion = {}) {
  return {what, std::string(value), std::move(suggestion)};
}

/// Doc, notice of the "Cases Insert" page: switched off after 30 Nov 2024.
std::string_view successor_of(std::string_view host) noexcept {
  if (host == "sv0001.crmvox.com") return "crm0001.wolkvox.com";
  if (host == "sv0000.crmvox.com") return "crm0000.wolkvox.com";
  return {};
}

/// Length of the scheme's name that `text` begins with (RFC 3986 §3.1), 0 when there is none.
std::size_t scheme_length(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) continue;
    if (c == ':') return i;
    const bool inner = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    if (i == 0 || !inner) return 0;
  }
  return 0;
}

/// `text` begins with "http:" or "https:" in any case; its length with the colon, else 0.
std::size_t web_scheme(std::string_view text) {
  const std::size_t length = scheme_length(text);
  if (length != 4 && length != 5) return 0;
  const std::string name = ascii_lower(text.substr(0, length));
  return name == "http" || name == "https" ? length + 1 : 0;
}

/// As web_scheme(), and "https//" too: a colon is easily lost.
std::size_t meant_scheme(std::string_view text) {
  if (const std::size_t scheme = web_scheme(text)) return scheme;
  const std::string start = ascii_lower(text.substr(0, 7));
  return start == "https//" ? 5 : start.starts_with("http//") ? 4 : 0;
}

std::string_view without_slashes(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of("/\\");
  return first == npos ? std::string_view() : text.substr(first);
}

std::string_view without_scheme(std::string_view text) {
  while (const std::size_t scheme = meant_scheme(text)) {
    text = without_slashes(text.substr(scheme));
  }
  return text;
}

/// The right form of an address whose scheme is missing, doubled or wrong.
std::string with_scheme(std::string_view rest) {
  const auto authority = parse_authority(rest.substr(0, rest.find_first_of("/?#")));
  return (authority && authority->loopback ? "http://" : "https://") + std::string(rest);
}

/// An absolute URL in the parts that matter here. `path` is empty or begins with `/`; `query` is
/// empty or begins with `?`.
struct Url {
  bool secure = true;
  Authority authority;
  std::string path;
  std::string query;

  [[nodiscard]] std::string text() const {
    return (secure ? "https://" : "http://") + authority.text() + path + query;
  }
};

void set_path_and_query(Url& url, std::string_view text) {
  const std::size_t question = text.find('?');
  url.path = text.substr(0, question);
  url.query = question == npos ? std::string_view() : text.substr(question);
}

/// Splits an absolute http(s) URL; nothing when it is none, or when its authority is refused.
std::optional<Url> split(std::string_view text) {
  const std::size_t scheme = web_scheme(text);
  if (scheme == 0 || !text.substr(scheme).starts_with("//")) return std::nullopt;
  const std::string_view rest = text.substr(scheme + 2);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  auto authority = parse_authority(rest.substr(0, end));
  if (!authority) return std::nullopt;
  Url url{.secure = scheme == 6, .authority = *std::move(authority), .path = {}, .query = {}};
  set_path_and_query(url, rest.substr(end));
  return url;
}

/// RFC 3986 §5.2.4. `path` begins with `/`.
std::string without_dot_segments(std::string_view path) {
  std::string out;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at + 1), path.size());
    const std::string_view segment = path.substr(at + 1, end - at - 1);
    const bool dots = segment == "." || segment == "..";
    if (segment == "..") out.erase(std::min(out.rfind('/'), out.size()));
    if (!dots) out.append("/").append(segment);
    if (dots && end == path.size()) out += '/';
    at = end;
  }
  return out;
}

/// The document's URL without what stands before and behind its place: user name, query, fragment.
std::optional<Url> split_document(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const std::size_t scheme = web_scheme(text);
  if (text.size() > url_limit || scheme == 0) return std::nullopt;
  const std::size_t host = std::min(scheme + 2, text.size());
  const std::string_view authority = text.substr(host, text.find_first_of("/?", host) - host);
  const std::size_t at = authority.rfind('@');
  const std::size_t user = at == npos ? 0 : at + 1;
  std::optional<Url> url =
      split(std::string(text.substr(0, host)).append(text.substr(host + user)));
  if (url) url->query.clear();
  if (url && url->path.empty()) url->path = "/";
  return url;
}

/// "proxy.example/", "localhost", "host:8080/x": an absolute address without its scheme. A single
/// word and a script ("proxy.php?u=…") are relative.
bool looks_like_host(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  const auto authority = parse_authority(text.substr(0, end));
  if (!authority) return false;
  if (!authority->port.empty() || authority->loopback) return true;
  const bool dotted = authority->host.find('.') != std::string::npos;
  return dotted && (end == text.size() || text[end] == '/');
}

/// Resolves a proxy or a base, which may hold a slot, to an absolute URL that may be used.
std::optional<EndpointError> resolve(std::string_view given, std::string_view document_url,
                                     Url& url) {
  using enum EndpointFault;
  std::string_view text = trimmed(given);
  if (text.empty()) return fault(proxy_missing, given);
  if (text.size() > url_limit) return fault(proxy_malformed, given);
  if (text.find('\\') != npos) {
    std::string slashes(text);
    for (char& c : slashes) c = c == '\\' ? '/' : c;
    return fault(proxy_malformed, given, std::move(slashes));
  }
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) return fault(proxy_malformed, given);
  }
  if (const std::size_t hash = text.find('#'); hash != npos) {
    return fault(proxy_malformed, given, std::string(text.substr(0, hash)));
  }

  const std::optional<Url> document = split_document(document_url);
  std::string absolute;
  if (text.starts_with("//") && document) {
    absolute = (document->secure ? "https:" : "http:") + std::string(text);
    text = absolute;
  }
  if (const std::size_t scheme = meant_scheme(text)) {
    const std::string_view rest = without_slashes(text.substr(scheme));
    if (meant_scheme(rest) != 0) {
      return fault(proxy_doubled_scheme, given, with_scheme(without_scheme(rest)));
    }
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    const std::string_view authority = rest.substr(0, end);
    std::optional<Url> whole = split(text);
    if (!whole) {
      // "https:/host" and "https//host" lack a mark, "https://host{url}" too; else the host is
      // wrong.
      const std::size_t slot = std::min(authority.find('{'), authority.size());
      std::string right = parse_authority(authority) ? std::string(authority)
                                                     : suggest_authority(authority.substr(0, slot));
      if (!right.empty()) {
        if (slot < end) right += '/';
        right = with_scheme(right.append(rest.substr(slot)));
      }
      return fault(proxy_malformed, given, std::move(right));
    }
    url = *std::move(whole);
  } else if (scheme_length(text) != 0 || looks_like_host(text)) {
    return fault(proxy_malformed, given, looks_like_host(text) ? with_scheme(text) : std::string());
  } else {
    if (!document) return fault(proxy_malformed, given);
    url = *document;
    if (text[0] == '/') {
      set_path_and_query(url, text);
    } else if (text[0] == '?') {
      url.query = text;
    } else {
      set_path_and_query(url, url.path.substr(0, url.path.rfind('/') + 1).append(text));
    }
  }
  url.path = without_dot_segments(url.path);

  if (const std::string_view successor = successor_of(url.authority.host); !successor.empty()) {
    return fault(server_retired, given, std::string(successor));
  }
  if (!url.secure && !url.authority.loopback) {
    url.secure = true;
    return fault(proxy_not_https, given, url.text());
  }
  return std::nullopt;
}

Result<Endpoint, EndpointError> append_path(const Url& base, std::string_view given) {
  if (!base.query.empty()) {
    // "…?url=" wants the CRM's URL behind it.
    Url right = base;
    if (base.query.ends_with('=')) {
      right.query += encoded_slot;
    } else {
      right.query.clear();
    }
    return fault(EndpointFault::proxy_has_query, given, right.text());
  }
  Url url = base;
  while (url.path.ends_with('/')) url.path.pop_back();
  if (!url.path.ends_with(cases_insert_path)) url.path += cases_insert_path;
  return Endpoint{url.text()};
}

/// ECMAScript, encodeURIComponent: everything but letters, digits and -_.!~*'() is escaped.
std::string encoded_component(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || std::string_view("-_.!~*'()").find(c) != npos) {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[(static_cast<unsigned char>(c) >> 4U) & 0x0FU];
      out += "0123456789ABCDEF"[static_cast<unsigned char>(c) & 0x0FU];
    }
  }
  return out;
}

/// The one slot of a template: where it stands and which it is; `length` 0 when there is none.
struct Slot {
  std::size_t at = 0;
  std::size_t length = 0;
};

/// Finds the slot; an error when a brace belongs to none, or there are several.
std::optional<EndpointError> find_slot(std::string_view given, Slot& slot) {
  const std::size_t open = given.find_first_of("{}");
  if (open == npos) return std::nullopt;
  const std::size_t close = given.find('}', open);
  const bool closed = given[open] == '{' && close != npos;
  const bool alone = closed && given.find_first_of("{}", close + 1) == npos;
  const std::string_view name = given.substr(open, closed ? close + 1 - open : npos);
  if (alone && (name == raw_slot || name == encoded_slot)) {
    slot = {open, name.size()};
    return std::nullopt;
  }
  std::string right;
  if (alone && name != raw_slot && name != encoded_slot) {
    const bool encoded = ascii_lower(name).find("enc") != std::string::npos;
    right = given.substr(0, open);
    right += encoded ? encoded_slot : raw_slot;
    right += given.substr(close + 1);
  }
  return fault(EndpointFault::proxy_malformed, given, std::move(right));
}

}  // namespace

Result<CrmServer, EndpointError> read_server(std::string_view given) {
  using enum EndpointFault;
  const std::string_view text = trimmed(given);
  if (text.empty()) return fault(server_missing, given);
  if (text.size() > url_limit) return fault(server_malformed, given);

  std::string_view rest = without_scheme(text);
  // Any other scheme, and none before two slashes.
  const std::size_t other = scheme_length(rest);
  if (rest.substr(other).starts_with("://")) rest.remove_prefix(other + 1);
  if (rest.starts_with("//")) rest = without_slashes(rest);
  const bool scheme = rest.size() != text.size();
  const std::size_t end = std::min(rest.find_first_of("/\\?#"), rest.size());
  const char mark = end < rest.size() ? rest[end] : '\0';

  const std::optional<Authority> authority = parse_authority(rest.substr(0, end));
  std::string right = authority ? authority->text() : suggest_authority(rest.substr(0, end));
  const std::string_view host = std::string_view(right).substr(0, right.find(':'));
  if (const std::string_view successor = successor_of(host); !successor.empty()) {
    return fault(server_retired, given, std::string(successor));
  }
  if (scheme) return fault(server_has_scheme, given, std::move(right));
  if (mark == '/' || mark == '\\') return fault(server_has_path, given, std::move(right));
  if (mark != '\0') return fault(server_has_query, given, std::move(right));
  if (!authority) return fault(server_malformed, given, std::move(right));
  return CrmServer{*authority, !authority->loopback || authority->port.ends_with("443")};
}

Result<Endpoint, EndpointError> gateway_endpoint(std::string_view base,
                                                 std::string_view document_url) {
  if (base.find_first_of("{}") != npos) return fault(EndpointFault::proxy_malformed, base);
  Url url;
  if (auto error = resolve(base, document_url, url)) return *std::move(error);
  return append_path(url, base);
}

Result<Endpoint, EndpointError> direct_endpoint(std::string_view proxy, const CrmServer& server,
                                                std::string_view document_url) {
  Slot slot;
  if (auto error = find_slot(proxy, slot)) return *std::move(error);
  if (slot.length != 0) {
    // The slot brings its own scheme.
    const std::string_view before = proxy.substr(0, slot.at);
    if (trimmed(before).empty()) return fault(EndpointFault::proxy_malformed, proxy);
    for (const std::string_view scheme : {"https://", "http://"}) {
      if (!ascii_lower(before).ends_with(scheme)) continue;
      const std::string_view kept = trimmed(before.substr(0, before.size() - scheme.size()));
      std::string right(kept.empty() ? "https://proxy.example/" : kept);
      return fault(EndpointFault::proxy_doubled_scheme, proxy, right.append(proxy.substr(slot.at)));
    }
  }
  Url url;
  if (auto error = resolve(proxy, document_url, url)) return *std::move(error);
  if (slot.length == 0) return append_path(url, proxy);

  std::string target = (server.tls ? "https://" : "http://") + server.authority.text();
  target += cases_insert_path;
  const bool encoded = slot.length == encoded_slot.size();
  std::string text = url.text();
  text.replace(text.find('{'), slot.length, encoded ? encoded_component(target) : target);
  return Endpoint{std::move(text)};
}

}  // namespace casement
