/// @file
/// @brief A configuration as it is at one moment: SIGHUP makes another one, and what began goes on
/// with its own.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "core/text/result.hpp"
#include "gateway/config/gateway_config.hpp"

namespace casement::gateway {

/// A configuration and what was made of it. A request keeps the one that it began with.
struct ConfigSnapshot {
  GatewayConfig config;
  boost::asio::ssl::context tls{boost::asio::ssl::context::tls_client};
};

/// The sentence tells what is wrong with caFile.
[[nodiscard]] Result<std::shared_ptr<ConfigSnapshot>, std::string> make_snapshot(
    GatewayConfig config);

}  // namespace casement::gateway
