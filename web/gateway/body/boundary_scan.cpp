#include "gateway/body/boundary_scan.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace casement::gateway {
namespace {

constexpr std::size_t lead = 3;         // "\n--"
constexpr std::size_t lanes_need = 27;  // bytes of a boundary

#ifdef __SSE2__

constexpr std::size_t lane = 16;

__m128i load(const char* bytes) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

unsigned bits(__m128i positions) noexcept {
  return static_cast<unsigned>(_mm_movemask_epi8(positions));
}

bool same_sixteen(const char* a, const char* b) noexcept {
  return bits(_mm_cmpeq_epi8(load(a), load(b))) == 0xFFFF;
}

/// The delimiter's first and last 16 bytes stand at `line`: nearly always false.
bool looks_like(const char* line, std::string_view delimiter) noexcept {
  const std::size_t last = delimiter.size() - lane;
  return same_sixteen(line + lead, delimiter.data() + lead) &&
         same_sixteen(line + last, delimiter.data() + last);
}

#endif

bool begins_like(std::string_view line, std::string_view delimiter) noexcept {
  const std::size_t shared = line.size() < delimiter.size() ? line.size() : delimiter.size();
  return std::memcmp(line.data(), delimiter.data(), shared) == 0;
}

}  // namespace

BoundaryScan::BoundaryScan(std::string_view boundary, std::string_view forbidden)
    : wanted_(std::string("\n--").append(boundary)),
      forbidden_(forbidden.empty() ? std::string() : std::string("\n--").append(forbidden)) {}

/// `line` begins with a line feed.
BoundaryScan::Found BoundaryScan::judge(std::string_view line) const noexcept {
  if (begins_like(line, wanted_)) {
    return line.size() >= wanted_.size() ? Found::whole : Found::part;
  }
  if (!forbidden_.empty() && begins_like(line, forbidden_)) {
    return line.size() >= forbidden_.size() ? Found::forbidden : Found::part;
  }
  return Found::nothing;
}

#ifdef __SSE2__

/// Leaves `at` behind the last position that it looked at.
BoundaryScan::Hit BoundaryScan::find_in_lanes(std::string_view bytes,
                                              std::size_t& at) const noexcept {
  const __m128i feed = _mm_set1_epi8('\n');
  const __m128i dash = _mm_set1_epi8('-');
  // So that all that is looked at can be loaded at each of the 16 positions.
  const std::size_t reach = 3 * lane + wanted_.size() + forbidden_.size();
  for (; at + reach <= bytes.size(); at += lane) {
    const char* here = bytes.data() + at;
    const __m128i leads = _mm_and_si128(
        _mm_cmpeq_epi8(load(here), feed),
        _mm_and_si128(_mm_cmpeq_epi8(load(here + 1), dash), _mm_cmpeq_epi8(load(here + 2), dash)));
    const unsigned found = bits(leads);
    if (found == 0) [[likely]]
      continue;
    // Only the last line feed of the 16 can be followed by a boundary, and only when none follows
    // it closely: so dense inputs cost no more than this look.
    const auto last = static_cast<unsigned>(std::bit_width(found) - 1);
    const std::uint64_t feeds =
        bits(_mm_cmpeq_epi8(load(here), feed)) |
        std::uint64_t{bits(_mm_cmpeq_epi8(load(here + lane), feed))} << 16U |
        std::uint64_t{bits(_mm_cmpeq_epi8(load(here + 2 * lane), feed))} << 32U;
    constexpr std::uint64_t following = (std::uint64_t{1} << lanes_need) - 1;
    if (((feeds >> last) & following) != 1) continue;
    const char* line = here + last;
    if (!looks_like(line, wanted_) && (forbidden_.empty() || !looks_like(line, forbidden_))) {
      continue;
    }
    const Found what = judge(bytes.substr(at + last));
    if (what != Found::nothing) return {what, at + last};
  }
  return {};
}

#else

BoundaryScan::Hit BoundaryScan::find_in_lanes(std::string_view, std::size_t&) const noexcept {
  return {};
}

#endif

BoundaryScan::Hit BoundaryScan::find(std::string_view bytes) const noexcept {
  std::size_t at = 0;
  const bool wide = wanted_.size() >= lead + lanes_need;
  if (const Hit hit = wide ? find_in_lanes(bytes, at) : Hit{}; hit.found != Found::nothing) {
    return hit;
  }
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
