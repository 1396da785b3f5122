#include "gateway/net/client_address.hpp"

#include <algorithm>
#include <cstdint>

namespace casement::gateway {

namespace asio = boost::asio;

std::string text_of_address(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

bool is_trusted(const std::vector<Network>& proxies, std::string_view text) {
  const auto address = ip_address_of(text);
  return address && std::any_of(proxies.begin(), proxies.end(),
                                [&](const Network& each) { return each.contains(*address); });
}

std::string client_address(const std::vector<Network>& proxies, std::string peer,
                           std::string_view forwarded) {
  while (!forwarded.empty() && is_trusted(proxies, peer)) {
    const std::size_t comma = forwarded.rfind(',');
    std::string_view last = comma == forwarded.npos ? forwarded : forwarded.substr(comma + 1);
    forwarded = comma == forwarded.npos ? std::string_view() : forwarded.substr(0, comma);
    while (last.starts_with(' ')) last.remove_prefix(1);
    while (last.ends_with(' ')) last.remove_suffix(1);
    boost::system::error_code malformed;
    const auto address = asio::ip::make_address(std::string(last), malformed);
    if (malformed) break;
    peer = text_of_address(address);
  }
  return peer;
}

std::string sender_of(const std::string& address) {
  boost::system::error_code none;
  const auto parsed = asio::ip::make_address(address, none);
  if (none || !parsed.is_v6()) return address;
  auto bytes = parsed.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return asio::ip::make_address_v6(bytes).to_string();
}

}  // namespace casement::gateway
