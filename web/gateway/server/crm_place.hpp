/// @file
/// @brief The right to one request at the CRM: a place here and one among all gateways; and the
/// day's budget of them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "server/gateway.hpp"

namespace casement::gateway {

/// Why nothing can go to the CRM now.
struct NoPlace {
  std::string_view sentence;
  unsigned retry_after = 0;  ///< seconds
};

/// One more of the day's requests; only signed-in visitors may use the reserve.
boost::asio::awaitable<std::optional<NoPlace>> spend_request(Gateway& gateway, const Limits& limits,
                                                             bool signed_in);

class CrmPlace {
 public:
  /// `attempt` names it among all gateways.
  CrmPlace(Gateway& gateway, std::string attempt)
      : gateway_(gateway), attempt_(std::move(attempt)) {}
  CrmPlace(const CrmPlace&) = delete;
  CrmPlace& operator=(const CrmPlace&) = delete;
  /// Gives back what was taken.
  ~CrmPlace();

  /// Nothing when all is taken; to be called once. One place is never given to `attachments`.
  boost::asio::awaitable<std::optional<NoPlace>> take(const Limits& limits, bool attachments,
                                                      std::chrono::seconds patience);

 private:
  boost::asio::awaitable<std::optional<NoPlace>> take_shared(const Limits& limits,
                                                             std::chrono::seconds patience);

  Gateway& gateway_;
  std::string attempt_;
  bool attachments_ = false;
  bool here_ = false;
  bool shared_ = false;
};

}  // namespace casement::gateway
