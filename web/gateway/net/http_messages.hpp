/// @file
/// @brief HTTP/1.1 heads in and out. The one place that includes Beast: its parsers take long to
/// compile, and nobody else needs to.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace casement::gateway {

inline constexpr std::size_t head_limit = 16'384;  ///< bytes of a request's head

struct RequestHead {
  std::string method;
  std::string target;
  std::string origin;
  std::string content_type;
  std::string idempotency_key;
  std::string authorization;
  std::string proof;       ///< Proof-Of-Work, for a request whose Authorization is a token
  std::string fetch_site;  ///< Sec-Fetch-Site, which browsers alone write
  std::string forwarded_for;
  std::optional<std::uint64_t> content_length;
  std::uint64_t wait_seconds = 0;  ///< of `Prefer: wait=…` (RFC 7240, 4.3)
  bool chunked = false;
  bool keep_alive = false;
  bool expects_continue = false;
  bool doubled = false;     ///< a header that decides something is there twice
  bool names_host = false;  ///< has one Host that is one (RFC 9112, 3.2)
};

enum class HeadResult { more, whole, malformed, folded, other_version, too_long };

struct ParsedHead {
  HeadResult result = HeadResult::more;
  RequestHead head;
  std::size_t size = 0;  ///< bytes of the head when it is whole
};

/// Reads the head that `bytes` begin with.
[[nodiscard]] ParsedHead parse_request_head(std::string_view bytes);

/// An answer being read, in any pieces, up to `limit` bytes of body.
class ResponseReader {
 public:
  explicit ResponseReader(std::uint64_t limit);
  ResponseReader(ResponseReader&&) noexcept;
  ResponseReader& operator=(ResponseReader&&) noexcept;
  ~ResponseReader();

  /// False when it is no HTTP, or too long. Informational answers (1xx) are skipped.
  bool put(std::string_view bytes);
  /// The connection has ended: true when the answer was whole with that.
  bool end();

  [[nodiscard]] bool whole() const;
  /// Its head was read: status() is known.
  [[nodiscard]] bool has_head() const;
  [[nodiscard]] int status() const;
  [[nodiscard]] const std::string& body() const;
  [[nodiscard]] bool keep_alive() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// "Not Found"
[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

}  // namespace casement::gateway
