#include "gateway/access/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace casement::gateway {

namespace {

constexpr unsigned bits_of_ipv4_prefix = 96;

}  // namespace

std::optional<IpAddress> ip_address_of(std::string_view text) {
  if (text.find('\0') != text.npos) return std::nullopt;
  IpAddress address{};
  if (text.find(':') != text.npos) {
    const std::string six(text.substr(0, text.find('%')));
    if (inet_pton(AF_INET6, six.c_str(), address.data()) != 1) return std::nullopt;
    return address;
  }
  constexpr std::size_t at = bits_of_ipv4_prefix / 8;
  address[at - 2] = address[at - 1] = 0xFF;
  if (inet_pton(AF_INET, std::string(text).c_str(), address.data() + at) != 1) return std::nullopt;
  return address;
}

bool Network::contains(const IpAddress& other) const noexcept {
  const std::size_t whole = bits / 8;
  if (!std::equal(address.begin(), address.begin() + whole, other.begin())) return false;
  if (bits % 8 == 0) return true;
  return (address[whole] ^ other[whole]) >> (8 - bits % 8) == 0;
}

std::optional<Network> network_of(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = ip_address_of(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network{*address, 128};
  if (slash == text.npos) return network;
  const bool is_ipv6 = text.find(':') != text.npos;
  const std::string_view count = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, wrong] = std::from_chars(count.data(), count.data() + count.size(), bits);
  if (wrong != std::errc{} || end != count.data() + count.size()) return std::nullopt;
  if (bits > (is_ipv6 ? 128U : 32U)) return std::nullopt;
  network.bits = is_ipv6 ? bits : bits_of_ipv4_prefix + bits;
  return network;
}

}  // namespace casement::gateway
