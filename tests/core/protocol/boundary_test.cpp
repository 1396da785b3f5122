#include "core/protocol/boundary.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <string_view>

using namespace casement;

namespace {

bool counting(std::span<std::uint8_t> bytes) {
  std::uint8_t next = 0x07;
  for (std::uint8_t& byte : bytes) {
    byte = next;
    next = static_cast<std::uint8_t>(next + 0x11);
  }
  return true;
}

bool refusing(std::span<std::uint8_t> bytes) {
  for (std::uint8_t& byte : bytes) byte = 0xAA;
  return false;
}

/// How many bytes were asked for since the test set it to 0.
std::size_t asked = 0;

bool recording(std::span<std::uint8_t> bytes) {
  asked += bytes.size();
  return counting(bytes);
}

constexpr std::string_view digits = "0718293a4b5c6d7e8fa0b1c2d3e4f506";

}  // namespace

TEST_CASE("a boundary is its prefix and 32 hexadecimal digits of the platform's random") {
  const auto boundary = make_boundary(counting);
  REQUIRE(boundary);
  CHECK(*boundary == "----CasementBoundary" + std::string(digits));
  CHECK(boundary->size() == boundary_length);
}

TEST_CASE("a boundary is what web-platform-tests ask of one") {
  const auto boundary = make_boundary(counting);
  REQUIRE(boundary);
  CHECK(boundary->size() >= 27);
  CHECK(boundary->size() <= 70);
  for (const char c : *boundary) {
    const bool fits =
        c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    CHECK(fits);
  }
}

TEST_CASE("an idempotency key is 32 hexadecimal digits of the platform's random") {
  const auto key = make_idempotency_key(counting);
  REQUIRE(key);
  CHECK(*key == digits);
}

TEST_CASE("boundary and key take 128 bits each") {
  asked = 0;
  CHECK(make_boundary(recording));
  CHECK(asked == 16);
  CHECK(make_idempotency_key(recording));
  CHECK(asked == 32);
}

TEST_CASE("without random there is neither a boundary nor a key") {
  CHECK_FALSE(make_boundary(refusing));
  CHECK_FALSE(make_idempotency_key(refusing));
}
