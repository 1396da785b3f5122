#include "gateway/access/request_key.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace casement::gateway;
using namespace std::string_literals;

TEST_CASE("a key has room for 128 random bits") {
  for (const std::string& good :
       {"9b2f6c1e-7d43-4a58-8e90-1c2d3e4f5a6b"s, "9B2F6C1E-7D43-4A58-BE90-1C2D3E4F5A6B"s,
        "0123456789abcdef0123456789abcdef"s, "0123456789ABCDEF0123456789ABCDEF0"s,
        "Zx2_k-9QpLm0aTr4Vw8YbC"s, std::string(22, 'k'), std::string(128, 'k')}) {
    CHECK_MESSAGE(is_key(good), good);
  }
  for (const std::string& bad : {
           ""s,
           "ticket-2026-00000001"s,
           std::string(21, 'k'),
           std::string(129, 'k'),
           "0123456789abcdef0123456789abcde"s,
           "2026-11-27-0000000000000000001"s,
           "9b2f6c1e-7d43-1a58-8e90-1c2d3e4f5a6b"s,  // version 1: a time and a network card
           "9b2f6c1e-7d43-7a58-8e90-1c2d3e4f5a6b"s,  // version 7: half of it a time
           "9b2f6c1e-7d43-4a58-ce90-1c2d3e4f5a6b"s,  // another variant
           "Zx2_k-9QpLm0aTr4Vw8Yb/"s,
           "Zx2_k-9QpLm0aTr4Vw8Yb "s,
           "Zx2_k-9QpLm0aTr4Vw8Yb\xC3\xA9"s,
       }) {
    CHECK_MESSAGE(!is_key(bad), bad);
  }
}

TEST_CASE("the header has it in quotes") {
  CHECK(key_of_header("\"0123456789abcdef0123456789abcdef\"") ==
        "0123456789abcdef0123456789abcdef");
  for (const std::string& bad :
       {""s, "\""s, "\"\""s, "0123456789abcdef0123456789abcdef"s,
        "\"0123456789abcdef0123456789abcdef"s, "\"0123456789abcdef0123456789abcdef\";a=1"s,
        "\"0123456789abcdef0123456789abcd\\\"ef\""s}) {
    CHECK_FALSE_MESSAGE(key_of_header(bad).has_value(), bad);
  }
}

TEST_CASE("a key is bound with whose it is, and only they own it") {
  const std::string ana = owner_mark("key", "ana@example.com");
  CHECK(ana.size() == 32);
  CHECK(ana != owner_mark("key", "bob@example.com"));
  CHECK(ana != owner_mark("other", "ana@example.com"));
  CHECK(owner_mark("key", "").empty());

  const std::string print = bound_fingerprint(ana, "f00");
  CHECK(is_owned_by(print, ana));
  CHECK_FALSE(is_owned_by(print, owner_mark("key", "bob@example.com")));
  CHECK(is_owned_by(print, ""));  // a form that asks nobody who they are
  CHECK_FALSE(is_owned_by("", ana));
  CHECK_FALSE(is_owned_by("f00", ana));

  CHECK(is_same_request(print, print));
  CHECK(is_same_request("f00", "f00"));
  CHECK(is_same_request("f00", print));  // bound by a gateway that did not write whose it is
  CHECK_FALSE(is_same_request(bound_fingerprint(ana, "f01"), print));
  CHECK_FALSE(
      is_same_request(bound_fingerprint(owner_mark("key", "bob@example.com"), "f00"), print));
  CHECK_FALSE(is_same_request("", print));
  CHECK_FALSE(is_same_request("", ""));
}

TEST_CASE("a fingerprint tells cases apart") {
  const auto make = [](std::uint64_t length, const std::string& name, const std::string& value,
                       bool file) {
    Fingerprint print(length);
    if (file)
      print.add_file(name, value, "");
    else
      print.add(name, value);
    return print.hex();
  };
  const std::string base = make(10, "a", "bc", false);
  CHECK(base.size() == 64);
  CHECK(base == make(10, "a", "bc", false));
  CHECK(base != make(11, "a", "bc", false));
  CHECK(base != make(10, "ab", "c", false));
  CHECK(base != make(10, "a", "bd", false));
  CHECK(make(10, "a", "b", true) != make(10, "a", "b", false));
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
