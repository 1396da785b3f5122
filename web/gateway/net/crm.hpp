/// @file
/// @brief Connections to the CRM: verified TLS, or plain to this machine; kept for the next case.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "gateway/net/config_snapshot.hpp"
#include "gateway/net/deadlines.hpp"
#include "gateway/net/http_messages.hpp"
#include "gateway/net/stream.hpp"
#include "gateway/net/task.hpp"
#include "gateway/store/absence.hpp"

namespace casement::gateway {

/// An authority's host as a resolver wants it.
[[nodiscard]] std::string without_brackets(const std::string& host);

/// What came back for a request.
struct CrmAnswer {
  bool whole = false;  ///< else nothing may be concluded from the rest
  int status = 0;
  std::string body;
};

class Crm {
 public:
  Crm(Executor executor, Deadlines& deadlines)
      : executor_(std::move(executor)), deadlines_(deadlines) {}

  /// A connection that was idle for a moment only and is still quiet, or a new one; null when there
  /// is none. Nothing has been sent on it.
  Task<std::shared_ptr<Stream>> connect(std::shared_ptr<ConfigSnapshot> snapshot);
  /// Closes what is idle.
  void forget() { idle_.clear(); }
  /// After a whole answer that allows it. It serves only the configuration that it was opened for.
  void keep(std::shared_ptr<Stream> stream, std::shared_ptr<ConfigSnapshot> snapshot);

 private:
  struct Idle {
    std::shared_ptr<Stream> stream;
    std::shared_ptr<ConfigSnapshot> snapshot;
    Clock::time_point since;
  };
  Executor executor_;
  Deadlines& deadlines_;
  std::deque<Idle> idle_;
  Absence absence_;  ///< the log hears why no connection comes about
};

/// The head of a POST; the body follows.
[[nodiscard]] std::string crm_request_head(const GatewayConfig& config, std::string_view path,
                                           std::string_view content_type, std::uint64_t length);
/// The same for a case.
[[nodiscard]] std::string crm_case_head(const GatewayConfig& config, std::string_view boundary,
                                        std::uint64_t length);

/// Reads until the answer is whole, or cannot become so.
Task<CrmAnswer> read_answer(Stream& stream, ResponseReader& reader, Timeout timeout);

}  // namespace casement::gateway
