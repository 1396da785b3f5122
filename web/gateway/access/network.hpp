/// @file
/// @brief IP addresses and ranges of them, as a configuration names them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace casement::gateway {

/// IPv6, or IPv4 mapped into it (RFC 4291, 2.5.5.2), in network order.
using IpAddress = std::array<std::uint8_t, 16>;

/// `192.0.2.1` or `2001:db8::1`; a zone (`%eth0`) is left aside.
[[nodiscard]] std::optional<IpAddress> ip_address_of(std::string_view text);

/// The addresses that share their first bits (CIDR, RFC 4632).
struct Network {
  IpAddress address{};
  unsigned bits = 128;
  [[nodiscard]] bool contains(const IpAddress& other) const noexcept;
};

/// `10.0.0.0/8`, `fd00::/8`, or a single address.
[[nodiscard]] std::optional<Network> network_of(std::string_view text);

}  // namespace casement::gateway
