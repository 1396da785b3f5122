/// @file
/// @brief The right to one request at the CRM: a place here, one among all gateways, and one of the
/// day's requests.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "server/gateway.hpp"

namespace casement::gateway {

class CrmPlace {
 public:
  /// `attempt` names it among all gateways.
  CrmPlace(Gateway& gateway, std::string attempt)
      : gateway_(gateway), attempt_(std::move(attempt)) {}
  CrmPlace(const CrmPlace&) = delete;
  CrmPlace& operator=(const CrmPlace&) = delete;
  /// Gives back what was taken.
  ~CrmPlace();

  struct Refused {
    std::string_view sentence;
    unsigned retry_after = 0;  ///< seconds
  };
  struct Wish {
    bool attachments = false;  ///< one place is never given to those
    bool signed_in = false;    ///< may use the day's reserve
    std::chrono::seconds patience{};
  };
  /// Nothing when all is taken; to be called once.
  boost::asio::awaitable<std::optional<Refused>> take(const Limits& limits, Wish wish);

 private:
  boost::asio::awaitable<bool> take_shared(const Limits& limits, std::chrono::seconds patience);

  Gateway& gateway_;
  std::string attempt_;
  bool attachments_ = false;
  bool here_ = false;
  bool shared_ = false;
};

}  // namespace casement::gateway
