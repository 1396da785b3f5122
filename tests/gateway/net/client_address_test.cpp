#include "gateway/net/client_address.hpp"

#include <doctest/doctest.h>

namespace casement::gateway {
namespace {

std::vector<Network> networks(std::initializer_list<const char*> texts) {
  std::vector<Network> found;
  for (const char* text : texts) found.push_back(network_of(text).value());
  return found;
}

TEST_CASE("a visitor is the nearest address that no trusted proxy has") {
  const auto proxies = networks({"127.0.0.1", "10.0.0.0/8", "fd00::/8"});
  struct Row {
    const char* peer;
    const char* forwarded;
    const char* client;
  };
  const Row rows[] = {
      {"203.0.113.7", "", "203.0.113.7"},
      // Whoever is not trusted may say what they like.
      {"203.0.113.7", "198.51.100.1", "203.0.113.7"},
      {"127.0.0.1", "", "127.0.0.1"},
      {"127.0.0.1", "203.0.113.7", "203.0.113.7"},
      {"127.0.0.1", " 203.0.113.7 ", "203.0.113.7"},
      {"127.0.0.1", "203.0.113.7, 10.1.2.3", "203.0.113.7"},
      // What stands in front of the visitor is the visitor's own word.
      {"127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"},
      {"127.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"},
      {"127.0.0.1", "10.1.2.3", "10.1.2.3"},
      {"127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"},
      {"127.0.0.1", "2001:db8::1", "2001:db8::1"},
      {"fd00::1", "2001:db8::1, fd00::2", "2001:db8::1"},
      // A word that is no address is nobody's: the last one that is known stays.
      {"127.0.0.1", "unknown", "127.0.0.1"},
      {"127.0.0.1", "203.0.113.7, unknown", "127.0.0.1"},
      {"127.0.0.1", "203.0.113.7:1234", "127.0.0.1"},
      {"127.0.0.1", "203.0.113.7,", "127.0.0.1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.forwarded);
    CHECK(client_address(proxies, row.peer, row.forwarded) == row.client);
  }
  CHECK(client_address({}, "127.0.0.1", "203.0.113.7") == "127.0.0.1");
}

TEST_CASE("who counts as one is an address, or a network of 64 bits") {
  CHECK(sender_of("203.0.113.7") == "203.0.113.7");
  CHECK(sender_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
  CHECK(sender_of("2001:db8:1:2::") == "2001:db8:1:2::");
  CHECK(sender_of("2001:db8:1:3::1") == "2001:db8:1:3::");
  CHECK(sender_of("") == "");
  CHECK(sender_of("nobody") == "nobody");
}

TEST_CASE("an IPv4 address that came mapped into IPv6 is the IPv4 address") {
  namespace ip = boost::asio::ip;
  CHECK(text_of_address(ip::make_address("::ffff:203.0.113.7")) == "203.0.113.7");
  CHECK(text_of_address(ip::make_address("203.0.113.7")) == "203.0.113.7");
  CHECK(text_of_address(ip::make_address("2001:DB8::0:1")) == "2001:db8::1");
}

TEST_CASE("a proxy is trusted by its address or its network") {
  const auto proxies = networks({"127.0.0.1", "10.0.0.0/8"});
  CHECK(is_trusted(proxies, "127.0.0.1"));
  CHECK(is_trusted(proxies, "10.255.255.255"));
  CHECK_FALSE(is_trusted(proxies, "11.0.0.0"));
  CHECK_FALSE(is_trusted(proxies, "9.255.255.255"));
  CHECK_FALSE(is_trusted(proxies, ""));
  CHECK_FALSE(is_trusted(proxies, "proxy"));
  CHECK_FALSE(is_trusted({}, "127.0.0.1"));
}

}  // namespace
}  // namespace casement::gateway
