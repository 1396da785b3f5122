/// @file
/// @brief What clocks on the wall show in a place: time zones of the IANA's database, as a system
/// has them (TZif, RFC 8536), with their rule for all years to come.
///
/// A file is read whole, and once; nothing of the process's own zone (TZ, localtime) is used or
/// changed. Files of version 1, which have no rule, and files with leap seconds ("right/…"), whose
/// count is not Unix time, are refused.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/result.hpp"
#include "gateway/access/secret_source.hpp"

namespace casement::gateway {

/// The day of a change, in the three ways of POSIX' TZ.
struct YearDay {
  enum class Kind : std::uint8_t { without_leap_day, with_leap_day, weekday_of_month };
  Kind kind = Kind::with_leap_day;
  int day = 0;    ///< without leap day 1 to 365, with it 0 to 365; of the week 0 (Sunday) to 6
  int week = 0;   ///< 1 to 5, which is the month's last
  int month = 0;  ///< 1 to 12
  int time = 0;   ///< seconds of the clock after midnight: -167 to 167 hours
};

struct SummerTime {
  std::int32_t offset = 0;  ///< seconds east of UTC
  YearDay begins;           ///< by the clock of standard time
  YearDay ends;             ///< by its own
};

/// For ever after a file's last change (RFC 8536, 3.3).
struct ZoneRule {
  std::int32_t offset = 0;  ///< of standard time, seconds east of UTC
  std::optional<SummerTime> summer;
};

class TimeZone {
 public:
  /// UTC.
  TimeZone() = default;

  /// The bytes of a file; nothing when they are none that is supported.
  [[nodiscard]] static std::optional<TimeZone> from_tzif(std::string_view bytes);

  struct Span {
    std::int32_t offset = 0;  ///< seconds east of UTC
    std::int64_t until = 0;   ///< seconds since 1970; later than what was asked for
  };
  /// What holds at that moment, in seconds since 1970, and how long nothing changes. Before the
  /// year 32,000.
  [[nodiscard]] Span at(std::int64_t moment) const;

 private:
  struct Change {
    std::int64_t moment = 0;
    std::int32_t offset = 0;  ///< from then on
  };
  std::int32_t first_offset_ = 0;  ///< before any change
  std::vector<Change> changes_;    ///< in order
  ZoneRule rule_;                  ///< from the last change on
};

/// `EST5EDT,M3.2.0,M11.1.0`, `<+0545>-5:45`: a TZ of POSIX with the extension of RFC 8536, 3.3.1.
/// Summer time needs its two days here.
[[nodiscard]] std::optional<ZoneRule> read_zone_rule(std::string_view text);

/// `America/Bogota`, from the system's files; a sentence when there is none.
struct ZoneFault {
  std::string what;
  std::string allowed;
};
[[nodiscard]] Result<TimeZone, ZoneFault> read_time_zone(const std::string& name,
                                                         const SecretSource& files);

}  // namespace casement::gateway
