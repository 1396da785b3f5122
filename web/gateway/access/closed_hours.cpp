#include "gateway/access/closed_hours.hpp"

#include <algorithm>
#include <utility>

#include "core/text/json_document.hpp"
#include "core/text/language.hpp"
#include "core/text/unicode.hpp"

namespace casement::gateway {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr int whole_day = 86'400;

/// Whole in what the widget hands to its page (core/protocol/reply.hpp, detail_limit).
constexpr std::size_t max_sentence = 160;

/// From Sunday on, as std::chrono::weekday counts them.
constexpr WordList weekdays = "sunday\0monday\0tuesday\0wednesday\0thursday\0friday\0saturday\0";

/// Exactly that many digits.
std::optional<int> decimal(std::string_view digits) {
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

/// `08:00`, in seconds.
std::optional<int> time_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = decimal(text.substr(0, 2));
  const auto minute = decimal(text.substr(3));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const int time = *hour * 3600 + *minute * 60;
  return time <= whole_day ? std::optional(time) : std::nullopt;
}

std::optional<ClosedHours::Hours> hours_of_text(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = time_of(text.substr(0, 5));
  const auto to = time_of(text.substr(6));
  if (!from || !to || *from == *to || *from == whole_day) return std::nullopt;
  return ClosedHours::Hours{*from, *to < *from ? *to + whole_day : *to};
}

ClosedHours::Day read_hours(const Node& node) {
  std::vector<std::string> texts;
  node.read(texts);
  ClosedHours::Day day;
  for (const std::string& text : texts) {
    if (const auto hours = hours_of_text(text)) {
      day.push_back(*hours);
    } else {
      node.error("\"" + text + "\" is no time from and to", R"("08:00-12:00", "22:00-06:00")");
    }
  }
  return day;
}

/// `2026-12-25`.
std::optional<sys_days> date_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = decimal(text.substr(0, 4));
  const auto month = decimal(text.substr(5, 2));
  const auto day = decimal(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional<sys_days>(date) : std::nullopt;
}

void read_dates(ClosedHours& closed, const Node& list) {
  if (!list.exists()) return;
  const auto count = list.length();
  constexpr std::size_t max_dates = 1000;
  if (!count || *count > max_dates)
    return list.error("is no list, or too long", "1000 dates at most");
  for (std::size_t i = 0; i < *count; ++i) {
    const Node item = list.item(i);
    const bool alone = item.string() != nullptr;
    const Node written = item["date"];
    std::string text;
    (alone ? item : written).read(text);
    const auto date = date_of(text);
    if (!date) {
      item.error("\"" + text + "\" is no date",
                 R"("2026-12-25", {"date": "2026-12-24", "open": "08:00-12:00"})");
      continue;
    }
    if (!alone) item.expect("date\0open\0");
    const Node open = item["open"];
    if (!closed.dates.emplace(*date, read_hours(open)).second) {
      item.error("is there twice", "each date once");
    }
  }
}

void read_sentence(ClosedHours& closed, const Node& node) {
  if (!node.exists()) return;
  LocalText text;
  if (!node.read(text)) return;
  std::string by_language;
  for (const Language language : languages) {
    const std::string_view words = trimmed(text.in[static_cast<std::size_t>(language)]);
    if (count_code_points(words) > max_sentence) {
      return node.error("is too long", std::to_string(max_sentence) + " characters at most");
    }
    if (words.empty()) continue;
    if (!by_language.empty()) by_language += ",";
    by_language.append("\"").append(tag_of(language)).append("\":").append(json_string(words));
  }
  if (by_language.empty()) return node.error("is empty", "a sentence for people, or none at all");
  closed.sentence = trimmed(text.get(Language::en));
  closed.data = "{\"sentence\":{" + by_language + "}}";
}

}  // namespace

ClosedHours ClosedHours::read(const Node& settings, std::string_view /*path*/,
                              const SecretSource& files) {
  ClosedHours closed;
  if (!settings.is_object()) {
    settings.error("is no object", "an object with timeZone and open");
    return closed;
  }
  settings.expect("timeZone\0open\0dates\0sentence\0");
  std::string name;
  settings["timeZone"].read(name);
  auto zone = read_time_zone(name, files);
  if (zone.ok())
    closed.zone = std::move(zone.value());
  else
    settings["timeZone"].error(zone.error().what, zone.error().allowed);
  const Node open = settings["open"];
  open.expect(weekdays);
  for (std::size_t i = 0; i < closed.week.size(); ++i) {
    closed.week[i] = read_hours(open[word_at(weekdays, i)]);
  }
  if (std::all_of(closed.week.begin(), closed.week.end(),
                  [](const Day& day) { return day.empty(); })) {
    open.error("has no hours, so no case would be taken",
               R"(hours by weekday, such as {"monday": "08:00-18:00"})");
  }
  read_dates(closed, settings["dates"]);
  read_sentence(closed, settings["sentence"]);
  return closed;
}

std::optional<HeadRefusal> ClosedHours::judge(const CaseHead& head) const {
  const std::int64_t wait = seconds_until_open(head.now);
  if (wait == 0) return std::nullopt;
  const Refusal row = after(refused::closed, static_cast<unsigned>(wait));
  return HeadRefusal{sentence.empty() ? row : saying(row, sentence), data};
}

const ClosedHours::Day& ClosedHours::hours_of(sys_days day) const {
  const auto date = dates.find(day);
  return date != dates.end() ? date->second : week[std::chrono::weekday(day).c_encoding()];
}

/// By the hours of that day, and by those of the day before that go on past midnight.
bool ClosedHours::is_open(sys_seconds wall) const {
  const auto today = std::chrono::floor<days>(wall);
  const auto holds = [&](sys_days day) {
    const auto time = (wall - day).count();
    const Day& hours = hours_of(day);
    return std::any_of(hours.begin(), hours.end(),
                       [time](const Hours& each) { return each.from <= time && time < each.to; });
  };
  return holds(today) || holds(today - days(1));
}

/// The first hours that begin later, within a week and a day.
std::optional<sys_seconds> ClosedHours::next_begin(sys_seconds wall) const {
  std::optional<sys_seconds> first;
  const auto today = std::chrono::floor<days>(wall);
  for (sys_days day = today; day <= today + days(8) && !first; day += days(1)) {
    for (const Hours& each : hours_of(day)) {
      const sys_seconds begin = day + seconds(each.from);
      if (begin > wall && (!first || begin < *first)) first = begin;
    }
  }
  return first;
}

std::int64_t ClosedHours::seconds_until_open(std::int64_t now) const {
  // From one change of the clock to the next: in between, it runs as UTC does.
  for (std::int64_t moment = now; moment < now + max_wait;) {
    const TimeZone::Span span = zone.at(moment);
    const sys_seconds wall{seconds(moment + span.offset)};
    if (is_open(wall)) return moment - now;
    if (const auto begin = next_begin(wall)) {
      const std::int64_t opens = begin->time_since_epoch().count() - span.offset;
      if (opens < span.until) return std::min(opens - now, max_wait);
    }
    moment = span.until;
  }
  return max_wait;
}

}  // namespace casement::gateway
