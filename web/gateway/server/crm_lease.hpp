/// @file
/// @brief The right to one request at the CRM: a place here and one among all gateways; and the
/// day's budget of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/net/task.hpp"
#include "gateway/rules/refusals.hpp"
#include "gateway/server/gateway.hpp"

namespace casement::gateway {

/// Places among all gateways. As in each of them, one is never an upload's (server/places.hpp).
inline constexpr std::string_view shared_places = "crm";
inline constexpr std::string_view shared_uploads = "crm-uploads";

/// One more of the day's requests; only signed-in visitors may use the reserve.
Task<std::optional<Refusal>> spend_request(Gateway& gateway, const Limits& limits, bool signed_in);

class CrmLease {
 public:
  /// `attempt` names it among all gateways; while it is held, its leases are renewed.
  CrmLease(Gateway& gateway, std::string attempt)
      : gateway_(gateway), attempt_(std::move(attempt)) {}
  CrmLease(const CrmLease&) = delete;
  CrmLease& operator=(const CrmLease&) = delete;
  /// Gives back what was taken.
  ~CrmLease();

  /// Nothing when all is taken; to be called once. One place is never given to `attachments`.
  Task<std::optional<Refusal>> acquire(const Limits& limits, bool attachments,
                                       std::chrono::seconds timeout);

 private:
  Task<std::optional<Refusal>> acquire_shared(std::string_view name, std::uint64_t places,
                                              Clock::time_point end);

  Gateway& gateway_;
  std::string attempt_;
  bool attachments_ = false;
  bool here_ = false;
  std::vector<std::string_view> shared_;  ///< names of places among all gateways
};

}  // namespace casement::gateway
