/// @file
/// @brief Outside of a company's opening hours a form takes no new case: it answers with a sentence
/// of the company's, and with the time until it opens.
///
///     "closedHours": {
///       "timeZone": "America/Bogota",
///       "open": { "monday": ["08:00-12:00", "14:00-18:00"], "friday": "08:00-12:00" },
///       "dates": ["2026-12-25", { "date": "2026-12-24", "open": "08:00-12:00" }],
///       "sentence": { "es": "Atendemos de lunes a viernes.", "en": "We are open on weekdays." } }
///
/// - `open`: from and to (not included) by the clock on the wall, for each day of the week that has
///   hours. Past midnight (`22:00-06:00`) they belong to the day on which they begin; `24:00` is
///   that day's end.
/// - `dates`: days with other hours than their weekday's, or with none. What began on the day
///   before goes on.
/// - `sentence`: for people, one or one by language. The answer's `error` has it, in English if it
///   is there, and `data.sentence` all of them.
///
/// An hour that summer time leaves out is not there, and one that it repeats counts twice. A case
/// is judged when its head is there; one that was sent before is told of at any time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config_node.hpp"
#include "gateway/access/case_head.hpp"
#include "gateway/access/secret_source.hpp"
#include "gateway/access/time_zone.hpp"

namespace casement::gateway {

namespace refused {
/// Retry-After is as long as it takes, up to a week.
inline constexpr Refusal closed{"closed", 503, true, 0,
                                "Cases are taken during opening hours only."};
}  // namespace refused

struct ClosedHours {
  static constexpr std::string_view setting = "closedHours";
  static constexpr bool binds_clients = true;
  static constexpr bool only_new_cases = true;
  static constexpr std::array refusals{refused::closed};
  [[nodiscard]] static ClosedHours read(const Node& settings, std::string_view path,
                                        const SecretSource& files);
  [[nodiscard]] std::optional<HeadRefusal> judge(const CaseHead& head) const;

  /// Seconds of the clock after a day's midnight.
  struct Hours {
    int from = 0;
    int to = 0;  ///< not included; more than a day's when they end on the next
  };
  using Day = std::vector<Hours>;

  TimeZone zone;
  std::array<Day, 7> week;  ///< from Sunday on
  std::map<std::chrono::sys_days, Day> dates;
  std::string sentence;
  std::string data = "{}";  ///< JSON

  /// The longest that an answer asks to wait, in seconds: hours come again after a week.
  static constexpr std::int64_t max_wait = std::int64_t{7} * 86'400;

  /// Until it opens: 0 while it is open, max_wait at most. `now` in seconds since 1970.
  [[nodiscard]] std::int64_t seconds_until_open(std::int64_t now) const;

 private:
  [[nodiscard]] const Day& hours_of(std::chrono::sys_days day) const;
  [[nodiscard]] bool is_open(std::chrono::sys_seconds wall) const;
  [[nodiscard]] std::optional<std::chrono::sys_seconds> next_begin(
      std::chrono::sys_seconds wall) const;
};

}  // namespace casement::gateway
