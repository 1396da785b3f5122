#include "gateway/access/time_zone.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "core/text/ascii.hpp"

namespace casement::gateway {
namespace {

constexpr std::int64_t day_seconds = 86'400;
constexpr int hour = 3600;

/// Offsets of real zones stay within 26 hours (RFC 8536, 3.2).
constexpr std::int32_t max_offset = 26 * hour;

// A TZ of POSIX --------------------------------------------------------------------------------

bool take(std::string_view& rest, char expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<int> take_number(std::string_view& rest, int min, int max) {
  int number = 0;
  std::size_t digits = 0;
  for (; digits < rest.size() && digits < 3 && is_digit(rest[digits]); ++digits) {
    number = number * 10 + (rest[digits] - '0');
  }
  rest.remove_prefix(digits);
  if (digits == 0 || number < min || number > max) return std::nullopt;
  return number;
}

/// `[+-]hh[:mm[:ss]]`, in seconds.
std::optional<int> take_time(std::string_view& rest, int max_hours) {
  const bool negative = take(rest, '-');
  if (!negative) (void)take(rest, '+');
  const auto hours = take_number(rest, 0, max_hours);
  if (!hours) return std::nullopt;
  int seconds = *hours * hour;
  for (const int unit : {60, 1}) {
    if (!take(rest, ':')) break;
    const auto part = take_number(rest, 0, 59);
    if (!part) return std::nullopt;
    seconds += *part * unit;
  }
  return negative ? -seconds : seconds;
}

/// `EST` or `<+05>`, which nobody needs.
bool skip_name(std::string_view& rest) {
  if (take(rest, '<')) {
    const std::size_t end = rest.find('>');
    if (end == rest.npos || end < 3) return false;
    rest.remove_prefix(end + 1);
    return true;
  }
  std::size_t letters = 0;
  while (letters < rest.size() && is_letter(rest[letters])) ++letters;
  rest.remove_prefix(letters);
  return letters >= 3;
}

/// POSIX counts west of Greenwich.
std::optional<std::int32_t> take_offset(std::string_view& rest) {
  const auto west = take_time(rest, 24);
  if (!west) return std::nullopt;
  return -*west;
}

/// `,M3.2.0/2`, `,J60` or `,59`, each with a time or at two o'clock.
std::optional<YearDay> take_day(std::string_view& rest) {
  YearDay day;
  if (!take(rest, ',')) return std::nullopt;
  std::optional<int> number;
  if (take(rest, 'M')) {
    day.kind = YearDay::Kind::weekday_of_month;
    const auto month = take_number(rest, 1, 12);
    const bool dot = take(rest, '.');
    const auto week = take_number(rest, 1, 5);
    if (!month || !dot || !week || !take(rest, '.')) return std::nullopt;
    day.month = *month;
    day.week = *week;
    number = take_number(rest, 0, 6);
  } else if (take(rest, 'J')) {
    day.kind = YearDay::Kind::without_leap_day;
    number = take_number(rest, 1, 365);
  } else {
    number = take_number(rest, 0, 365);
  }
  if (!number) return std::nullopt;
  day.day = *number;
  std::optional<int> time = 2 * hour;
  if (take(rest, '/')) time = take_time(rest, 167);
  if (!time) return std::nullopt;
  day.time = *time;
  return day;
}

// A year's changes -----------------------------------------------------------------------------

/// Seconds since 1970, as if the clock showed UTC.
std::int64_t moment_in(const YearDay& day, std::chrono::year year) {
  using namespace std::chrono;
  sys_days date = year / January / 1;
  switch (day.kind) {
    case YearDay::Kind::without_leap_day:
      // March begins on day 60 of every year.
      date += days(day.day - 1 + (year.is_leap() && day.day >= 60 ? 1 : 0));
      break;
    case YearDay::Kind::with_leap_day: date += days(day.day); break;
    case YearDay::Kind::weekday_of_month: {
      const auto in_month = year / month(static_cast<unsigned>(day.month));
      const weekday wanted(static_cast<unsigned>(day.day));
      date = day.week == 5 ? sys_days(in_month / wanted[last])
                           : sys_days(in_month / wanted[static_cast<unsigned>(day.week)]);
      break;
    }
  }
  return date.time_since_epoch().count() * day_seconds + day.time;
}

TimeZone::Span span_by_rule(const ZoneRule& rule, std::int64_t moment) {
  constexpr auto for_ever = std::numeric_limits<std::int64_t>::max();
  if (!rule.summer) return {rule.offset, for_ever};
  using namespace std::chrono;
  struct Change {
    std::int64_t moment;
    bool to_summer;
    /// What ends and begins at one moment goes on.
    bool operator<(const Change& other) const {
      return moment != other.moment ? moment < other.moment : to_summer < other.to_summer;
    }
  };
  const auto today = floor<days>(sys_seconds(seconds(moment)));
  // A change may be some days outside of its year.
  std::array<Change, 8> changes{};
  year each = year_month_day(today).year() - years(2);
  for (std::size_t i = 0; i < changes.size(); i += 2) {
    each += years(1);
    changes[i] = {moment_in(rule.summer->begins, each) - rule.offset, true};
    changes[i + 1] = {moment_in(rule.summer->ends, each) - rule.summer->offset, false};
  }
  std::sort(changes.begin(), changes.end());
  const auto* const next =
      std::find_if(changes.begin(), changes.end(),
                   [moment](const Change& change) { return change.moment > moment; });
  const bool summer = next != changes.begin() && std::prev(next)->to_summer;
  return {summer ? rule.summer->offset : rule.offset,
          next == changes.end() ? for_ever : next->moment};
}

// A file ---------------------------------------------------------------------------------------

/// Big-endian numbers, one after another. Reading past the end is remembered, and gives zeros.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}

  template <class Signed>
  Signed number() {
    std::uint64_t value = 0;
    for (const char c : take(sizeof(Signed))) value = value << 8 | static_cast<unsigned char>(c);
    return static_cast<Signed>(value);
  }
  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      short_ = true;
      rest_ = {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  [[nodiscard]] bool is_short() const noexcept { return short_; }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view rest_;
  bool short_ = false;
};

/// RFC 8536, 3.1.
struct Header {
  char version = 0;
  std::uint32_t is_utc = 0, is_std = 0, leaps = 0, changes = 0, types = 0, names = 0;

  /// Bytes of the block that follows.
  [[nodiscard]] std::size_t size(std::size_t of_time) const {
    return changes * (of_time + 1) + std::size_t{6} * types + names + leaps * (of_time + 4) +
           is_std + is_utc;
  }
};

std::optional<Header> take_header(Bytes& bytes) {
  if (bytes.take(4) != "TZif") return std::nullopt;
  Header header;
  header.version = bytes.number<char>();
  bytes.take(15);
  for (auto* const count : {&header.is_utc, &header.is_std, &header.leaps, &header.changes,
                            &header.types, &header.names}) {
    *count = bytes.number<std::uint32_t>();
  }
  if (bytes.is_short()) return std::nullopt;
  return header;
}

}  // namespace

std::optional<ZoneRule> read_zone_rule(std::string_view text) {
  ZoneRule rule;
  if (!skip_name(text)) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset) return std::nullopt;
  rule.offset = *offset;
  if (text.empty()) return rule;
  if (!skip_name(text)) return std::nullopt;
  std::optional<std::int32_t> ahead = rule.offset + hour;
  if (!text.starts_with(',')) ahead = take_offset(text);
  const auto begins = take_day(text);
  const auto ends = take_day(text);
  if (!ahead || !begins || !ends || !text.empty()) return std::nullopt;
  rule.summer = SummerTime{*ahead, *begins, *ends};
  return rule;
}

std::optional<TimeZone> TimeZone::from_tzif(std::string_view text) {
  Bytes bytes(text);
  const auto narrow = take_header(bytes);
  // Version 1's block of 32 bits stands in front for older readers.
  if (!narrow || narrow->version < '2') return std::nullopt;
  bytes.take(narrow->size(4));
  const auto header = take_header(bytes);
  if (!header || header->types == 0 || header->leaps > 0) return std::nullopt;
  if (bytes.rest().size() < header->size(8)) return std::nullopt;
  TimeZone zone;
  zone.changes_.resize(header->changes);
  for (Change& change : zone.changes_) change.moment = bytes.number<std::int64_t>();
  const std::string_view types = bytes.take(header->changes);
  std::vector<std::int32_t> offsets(header->types);
  for (std::int32_t& offset : offsets) {
    offset = bytes.number<std::int32_t>();
    if (offset < -max_offset || offset > max_offset) return std::nullopt;
    bytes.take(2);
  }
  for (std::size_t i = 0; i < zone.changes_.size(); ++i) {
    const auto type = static_cast<unsigned char>(types[i]);
    const bool in_order = i == 0 || zone.changes_[i - 1].moment < zone.changes_[i].moment;
    if (type >= offsets.size() || !in_order) return std::nullopt;
    zone.changes_[i].offset = offsets[type];
  }
  zone.first_offset_ = offsets.front();
  bytes.take(header->names + header->is_std + header->is_utc);
  std::string_view footer = bytes.rest();
  const bool lines = footer.size() >= 2 && footer.front() == '\n' && footer.back() == '\n';
  if (!lines) return std::nullopt;
  footer = footer.substr(1, footer.size() - 2);
  zone.rule_.offset = zone.changes_.empty() ? zone.first_offset_ : zone.changes_.back().offset;
  if (footer.empty()) return zone;
  const auto rule = read_zone_rule(footer);
  if (!rule) return std::nullopt;
  zone.rule_ = *rule;
  return zone;
}

TimeZone::Span TimeZone::at(std::int64_t moment) const {
  const auto next = std::upper_bound(
      changes_.begin(), changes_.end(), moment,
      [](std::int64_t asked, const Change& change) { return asked < change.moment; });
  if (next == changes_.end()) return span_by_rule(rule_, moment);
  return {next == changes_.begin() ? first_offset_ : std::prev(next)->offset, next->moment};
}

Result<TimeZone, ZoneFault> read_time_zone(const std::string& name, const SecretSource& files) {
  constexpr const char* folder = "/usr/share/zoneinfo/";
  const bool plain =
      !name.empty() && name.size() < 64 && is_letter(name.front()) &&
      std::all_of(name.begin(), name.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
      });
  const ZoneFault unknown{"\"" + name + "\" is no time zone that is known here",
                          "a name of the IANA's database, such as America/Bogota"};
  if (!plain) return unknown;
  const auto bytes = files.file(folder + name);
  if (bytes && !bytes->empty()) {
    auto zone = TimeZone::from_tzif(*bytes);
    if (zone) return *std::move(zone);
    return ZoneFault{std::string(folder) + name + " cannot be read as a time zone",
                     "a file of the system's tzdata, without leap seconds"};
  }
  if (files.file(std::string(folder) + "Etc/UTC")) return unknown;
  return ZoneFault{"this machine has no time zones", "the system's package tzdata"};
}

}  // namespace casement::gateway
