#include "gateway/net/http_messages.hpp"

#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <charconv>
#include <utility>

#include "core/protocol/authority.hpp"

namespace casement::gateway {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

/// By a name that Beast knows, or by its letters.
template <class Name>
std::string field(const http::fields& fields, const Name& name, bool& doubled) {
  const auto range = fields.equal_range(name);
  if (range.first == range.second) return {};
  if (std::next(range.first) != range.second) doubled = true;
  const auto value = range.first->value();
  return {value.data(), value.size()};
}

/// RFC 9112, 5.2: obsolete, and servers read it differently.
bool has_folded_line(std::string_view head) {
  return head.find("\r\n ") != head.npos || head.find("\r\n\t") != head.npos;
}

/// A preference that is not understood is none (RFC 7240, 2).
std::uint64_t preferred_wait(const http::fields& fields) {
  std::uint64_t seconds = 0;
  for (auto range = fields.equal_range("Prefer"); range.first != range.second; ++range.first) {
    const auto value = range.first->value();
    std::string_view list(value.data(), value.size());
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      std::string_view each = list.substr(0, comma);
      list.remove_prefix(std::min(comma + 1, list.size()));
      while (each.starts_with(' ')) each.remove_prefix(1);
      constexpr std::string_view name = "wait=";
      if (!boost::beast::iequals({each.data(), std::min(each.size(), name.size())}, name)) continue;
      each.remove_prefix(name.size());
      std::from_chars(each.data(), each.data() + each.size(), seconds);
    }
  }
  return seconds;
}

}  // namespace

ParsedHead parse_request_head(std::string_view bytes) {
  ParsedHead parsed;
  // Nothing is parsed before the head is whole, so a slow sender costs no work.
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos || end + 4 > head_limit) {
    parsed.result = bytes.size() >= head_limit ? HeadResult::too_long : HeadResult::more;
    return parsed;
  }
  parsed.size = end + 4;
  if (has_folded_line(bytes.substr(0, end))) {
    parsed.result = HeadResult::folded;
    return parsed;
  }
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(head_limit));
  parser.body_limit(boost::none);
  boost::system::error_code error;
  parser.put(asio::buffer(bytes.data(), parsed.size), error);
  if (error == http::error::need_more) error = {};
  const bool sound = !error && parser.is_header_done();
  if (!sound || parser.get().version() != 11) {
    parsed.result = sound || error == http::error::bad_version ? HeadResult::other_version
                                                               : HeadResult::malformed;
    return parsed;
  }
  const auto& message = parser.get();
  RequestHead& head = parsed.head;
  head.method = std::string(message.method_string());
  head.target = std::string(message.target());
  head.origin = field(message, http::field::origin, head.doubled);
  head.content_type = field(message, http::field::content_type, head.doubled);
  head.authorization = field(message, http::field::authorization, head.doubled);
  head.idempotency_key = field(message, "Idempotency-Key", head.doubled);
  head.proof = field(message, "Proof-Of-Work", head.doubled);
  head.fetch_site = field(message, "Sec-Fetch-Site", head.doubled);
  head.wait_seconds = preferred_wait(message);
  const std::string host = field(message, http::field::host, head.doubled);
  head.names_host = parse_authority(host).has_value();
  bool many = false;  // Proxies may add lines of their own: the last one is the nearest's.
  for (auto range = message.equal_range("X-Forwarded-For"); range.first != range.second;
       ++range.first) {
    if (!head.forwarded_for.empty()) head.forwarded_for += ',';
    head.forwarded_for += std::string(range.first->value());
  }
  const std::string expect = field(message, http::field::expect, many);
  head.expects_continue = boost::beast::iequals(expect, "100-continue");
  head.chunked = message.has_content_length() ? false : parser.chunked();
  head.chunked = head.chunked || message.count(http::field::transfer_encoding) > 0;
  if (const auto length = parser.content_length()) head.content_length = *length;
  head.keep_alive = message.keep_alive();
  parsed.result = HeadResult::whole;
  return parsed;
}

struct ResponseReader::Parts {
  std::uint64_t limit;
  std::optional<http::response_parser<http::string_body>> parser;
  std::string unread;

  void renew() {
    parser.emplace();
    parser->eager(true);
    parser->body_limit(limit);
    parser->header_limit(static_cast<std::uint32_t>(head_limit));
  }
};

ResponseReader::ResponseReader(std::uint64_t limit) : parts_(std::make_unique<Parts>()) {
  parts_->limit = limit;
  parts_->renew();
}
ResponseReader::ResponseReader(ResponseReader&&) noexcept = default;
ResponseReader& ResponseReader::operator=(ResponseReader&&) noexcept = default;
ResponseReader::~ResponseReader() = default;

bool ResponseReader::put(std::string_view bytes) {
  Parts& parts = *parts_;
  // Only what the parser left of earlier bytes is kept apart.
  const bool kept = !parts.unread.empty();
  if (kept) parts.unread.append(bytes.data(), bytes.size());
  std::string_view rest =
      kept ? std::string_view(parts.unread) : std::string_view(bytes.data(), bytes.size());
  bool sound = true;
  while (!rest.empty() && !parts.parser->is_done()) {
    boost::system::error_code error;
    rest.remove_prefix(parts.parser->put(asio::buffer(rest.data(), rest.size()), error));
    if (error == http::error::need_more) break;
    if (error) {
      sound = false;
      break;
    }
    // 100 Continue and its kin announce the answer, they are none.
    if (parts.parser->is_done() && parts.parser->get().result_int() < 200) parts.renew();
  }
  if (kept) {
    parts.unread.erase(0, parts.unread.size() - rest.size());
  } else {
    parts.unread.assign(rest);
  }
  return sound;
}

bool ResponseReader::end() {
  if (whole()) return true;
  if (!has_head()) return false;
  boost::system::error_code error;
  parts_->parser->put_eof(error);
  return !error && whole();
}

bool ResponseReader::whole() const { return parts_->parser->is_done(); }
bool ResponseReader::has_head() const { return parts_->parser->is_header_done(); }
int ResponseReader::status() const { return static_cast<int>(parts_->parser->get().result_int()); }
const std::string& ResponseReader::body() const { return parts_->parser->get().body(); }
bool ResponseReader::keep_alive() const {
  return whole() && parts_->parser->get().keep_alive() && parts_->unread.empty();
}

std::string_view reason_phrase(int status) noexcept {
  const auto words = http::obsolete_reason(static_cast<http::status>(status));
  return {words.data(), words.size()};
}

}  // namespace casement::gateway
