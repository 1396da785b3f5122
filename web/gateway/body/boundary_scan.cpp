#include "body/boundary_scan.hpp"

#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace casement::gateway {
namespace {

constexpr std::size_t lead = 3;  // "\n--"

#ifdef __SSE2__

constexpr std::size_t lane = 16;

/// One bit for each of 16 positions at which "\n--" stands. Reads two bytes beyond them.
unsigned leads_in(const char* bytes) noexcept {
  const auto load = [bytes](std::size_t offset) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + offset));
  };
  const __m128i dash = _mm_set1_epi8('-');
  const __m128i feeds = _mm_cmpeq_epi8(load(0), _mm_set1_epi8('\n'));
  const __m128i dashes =
      _mm_and_si128(_mm_cmpeq_epi8(load(1), dash), _mm_cmpeq_epi8(load(2), dash));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(feeds, dashes)));
}

#endif

bool begins_like(std::string_view line, std::string_view delimiter) noexcept {
  const std::size_t shared = line.size() < delimiter.size() ? line.size() : delimiter.size();
  return std::memcmp(line.data(), delimiter.data(), shared) == 0;
}

bool same_eight(const char* a, const char* b) noexcept {
  std::uint64_t left = 0;
  std::uint64_t right = 0;
  std::memcpy(&left, a, sizeof left);
  std::memcpy(&right, b, sizeof right);
  return left == right;
}

}  // namespace

BoundaryScan::BoundaryScan(std::string_view boundary, std::string_view forbidden)
    : wanted_(std::string("\n--").append(boundary)),
      forbidden_(forbidden.empty() ? std::string() : std::string("\n--").append(forbidden)) {}

/// `line` begins with a line feed.
BoundaryScan::Found BoundaryScan::judge(std::string_view line) const noexcept {
  // Most candidates differ within the first eight bytes of the boundary.
  if (line.size() >= lead + sizeof(std::uint64_t)) {
    const char* text = line.data() + lead;
    if (!same_eight(text, wanted_.data() + lead) &&
        (forbidden_.empty() || !same_eight(text, forbidden_.data() + lead))) {
      return Found::nothing;
    }
  }
  if (begins_like(line, wanted_)) {
    return line.size() >= wanted_.size() ? Found::whole : Found::part;
  }
  if (!forbidden_.empty() && begins_like(line, forbidden_)) {
    return line.size() >= forbidden_.size() ? Found::forbidden : Found::part;
  }
  return Found::nothing;
}

BoundaryScan::Hit BoundaryScan::find(std::string_view bytes) const noexcept {
  std::size_t at = 0;
#ifdef __SSE2__
  for (; at + lane + lead - 1 <= bytes.size(); at += lane) {
    for (unsigned found = leads_in(bytes.data() + at); found != 0; found &= found - 1) {
      const std::size_t feed = at + static_cast<std::size_t>(__builtin_ctz(found));
      const Found what = judge(bytes.substr(feed));
      if (what != Found::nothing) return {what, feed};
    }
  }
#endif
  while (at < bytes.size()) {
    const void* feed = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
    if (feed == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const char*>(feed) - bytes.data());
    const Found what = judge(bytes.substr(at));
    if (what != Found::nothing) return {what, at};
    ++at;
  }
  return {Found::nothing, bytes.size()};
}

}  // namespace casement::gateway
