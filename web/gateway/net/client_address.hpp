/// @file
/// @brief Whose a request is, by its address.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/access/network.hpp"

namespace casement::gateway {

/// IPv4 in its own form, though it came mapped into IPv6.
[[nodiscard]] std::string text_of_address(const boost::asio::ip::address& address);

[[nodiscard]] bool is_trusted(const std::vector<Network>& proxies, std::string_view address);

/// The nearest address in front of the proxies that are trusted. `forwarded` is X-Forwarded-For.
[[nodiscard]] std::string client_address(const std::vector<Network>& proxies, std::string peer,
                                         std::string_view forwarded);

/// Who counts as one: an IPv6 address is one of all that a network of 64 bits gives its owner.
[[nodiscard]] std::string sender_of(const std::string& address);

}  // namespace casement::gateway
