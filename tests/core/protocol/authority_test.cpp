#include "core/protocol/authority.hpp"

#include <doctest/doctest.h>

#include "support/exact_text.hpp"

using namespace casement;
using casement::testing::ExactText;
using casement::testing::repeated;

namespace {

bool accepted(std::string_view text) { return parse_authority(ExactText(text)).has_value(); }

bool is_loopback(std::string_view text) {
  const auto authority = parse_authority(ExactText(text));
  REQUIRE(authority);
  return authority->loopback;
}

}  // namespace

TEST_CASE("host names, addresses and ports are read") {
  for (const char* text :
       {"crm0001.wolkvox.com", "a", "a-b.c_d", "xn--bcher-kva.example", "1a.b2", "10.0.0.255",
        "[::]", "[1:2:3:4:5:6:7:8]", "[fe80::1]", "[1::]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]",
        "crm:1", "crm:65535", "[::1]:8080", "0xa.b"}) {
    CAPTURE(text);
    const auto authority = parse_authority(ExactText(text));
    REQUIRE(authority);
    CHECK(authority->text() == text);
  }
  const auto authority = parse_authority("CRM0001.Wolkvox.COM:8443");
  REQUIRE(authority);
  CHECK(authority->host == "crm0001.wolkvox.com");
  CHECK(authority->port == "8443");
}

TEST_CASE("what a browser would have to guess at is refused") {
  for (const char* text : {"",
                           ".",
                           "a.",
                           ".a",
                           "a..b",
                           "-a",
                           "a-",
                           "a.-b",
                           "a b",
                           " a",
                           "a/b",
                           "a@b",
                           "u:p@a",
                           "a%41",
                           "a:",
                           "a:0",
                           "a:65536",
                           "a:080",
                           "a:99999",
                           "a:100000",
                           "a:1a",
                           "a:-1",
                           "a:1:2",
                           ":80",
                           "señor.example",
                           "a{b}",
                           "a\\b",
                           "1",
                           "1.2.3",
                           "1.2.3.4.5",
                           "01.2.3.4",
                           "256.1.1.1",
                           "1.2.3.",
                           "a.1",
                           "0x7f.1",
                           "127.0.0.0x1",
                           "a.0x",
                           "[",
                           "[]",
                           "[:]",
                           "[:::]",
                           "[::1",
                           "[::1]x",
                           "[::1]:",
                           "[1:2:3:4:5:6:7]",
                           "[1:2:3:4:5:6:7:8:9]",
                           "[1:2:3:4:5:6:7:8::]",
                           "[1::2::3]",
                           "[12345::]",
                           "[g::]",
                           "[::127.0.0.1]",
                           "[fe80::1%eth0]",
                           "::1"}) {
    CAPTURE(text);
    CHECK_FALSE(accepted(text));
  }
  CHECK_FALSE(accepted(std::string_view("a\0b", 3)));
}

TEST_CASE("a label has at most 63 letters, a name 253") {
  CHECK(accepted(repeated("a", 62)));
  CHECK(accepted(repeated("a", 63)));
  CHECK_FALSE(accepted(repeated("a", 64)));
  const std::string name = repeated("abcdefghi.", 25);  // 250
  CHECK(accepted(name + "ab"));
  CHECK(accepted(name + "abc"));
  CHECK_FALSE(accepted(name + "abcd"));
}

TEST_CASE("loopback is what never leaves the machine") {
  for (const char* text :
       {"localhost", "LocalHost:8080", "a.localhost", "127.0.0.1", "127.255.3.4:80", "[::1]",
        "[0:0:0:0:0:0:0:1]:443", "[0::0:1]", "[::0001]"}) {
    CAPTURE(text);
    CHECK(is_loopback(text));
  }
  for (const char* text : {"localhost.example", "notlocalhost", "128.0.0.1", "126.0.0.1",
                           "127.0.0.1.example", "127.example", "[::]", "[::2]", "[1::1]", "[::1:1]",
                           "[1::]", "[1:0:0:0:0:0:0:1]", "0.0.0.0", "10.0.0.1"}) {
    CAPTURE(text);
    CHECK_FALSE(is_loopback(text));
  }
}

TEST_CASE("a right form is suggested where there is one") {
  CHECK(suggest_authority(ExactText("user:secret@CRM.example:80")) == "crm.example:80");
  CHECK(suggest_authority(ExactText("crm.example.")) == "crm.example");
  CHECK(suggest_authority(ExactText("crm.example:")) == "crm.example");
  CHECK(suggest_authority(ExactText("señor.example:80")) == "xn--….example:80");
  CHECK(suggest_authority(ExactText("www.Ñandú.ES")) == "www.xn--….es");
  CHECK(suggest_authority(ExactText("crm .example")).empty());
  CHECK(suggest_authority(ExactText("")).empty());
  CHECK(suggest_authority(ExactText("...")).empty());
}
