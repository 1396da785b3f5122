#include "gateway/access/time_zone.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using namespace casement::gateway;

namespace {

std::int64_t at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0,
                int second = 0) {
  using namespace std::chrono;
  const sys_days date = std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return date.time_since_epoch().count() * 86'400 + hour * 3600 + minute * 60 + second;
}

TimeZone zone(const std::string& name) {
  const auto read = read_time_zone(name, own_secrets());
  INFO(name);
  REQUIRE(read.ok());
  return read.value();
}

std::string big_endian(std::uint64_t value, std::size_t bytes) {
  std::string text;
  while (bytes-- > 0) text += static_cast<char>(value >> (8 * bytes) & 0xFF);
  return text;
}

/// A TZif, right unless told otherwise: UTC+1 from `changes[0]` on, UTC+2 from `changes[1]` on …
struct File {
  char version = '2';
  std::vector<std::int64_t> changes{0, 1000};
  std::vector<int> types{0, 1};
  std::vector<std::int32_t> offsets{3600, 7200};
  std::uint32_t leaps = 0;
  std::string footer = "\n<+02>-2\n";

  [[nodiscard]] std::string text() const {
    const auto head = [&](std::size_t times, std::size_t kinds) {
      std::string text = "TZif";
      text += version;
      text.append(15, '\0');
      for (const std::size_t count :
           {std::size_t{0}, std::size_t{0}, std::size_t{leaps}, times, kinds, std::size_t{4}}) {
        text += big_endian(count, 4);
      }
      return text;
    };
    std::string all = head(0, 1) + std::string(6 + 4 + leaps * 8, '\0');
    all += head(changes.size(), offsets.size());
    for (const std::int64_t each : changes) all += big_endian(static_cast<std::uint64_t>(each), 8);
    for (const int each : types) all += static_cast<char>(each);
    for (const std::int32_t each : offsets) {
      all += big_endian(static_cast<std::uint32_t>(each), 4) + std::string(2, '\0');
    }
    return all + "abc" + std::string(1 + leaps * 12, '\0') + footer;
  }
};

/// In a buffer of exactly its size.
std::optional<TimeZone> parsed(const std::string& text) {
  const std::vector<char> exact(text.begin(), text.end());
  return TimeZone::from_tzif({exact.data(), exact.size()});
}

}  // namespace

TEST_CASE("every zone of this machine shows what the system's own clock shows, at every change") {
  const std::filesystem::path folder = "/usr/share/zoneinfo";
  std::size_t zones = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = std::filesystem::relative(entry.path(), folder).string();
    const std::string word = name.substr(0, name.find('/'));
    // The same once more; zones with leap seconds; lists, and what the machine's own zone is.
    if (!entry.is_regular_file() || word == "posix" || word == "right" ||
        name.find('.') != std::string::npos || word == "localtime" || word == "leapseconds" ||
        word == "posixrules" || word == "Factory") {
      continue;
    }
    ++zones;
    const TimeZone read = zone(name);
    ::setenv("TZ", (":" + name).c_str(), 1);
    ::tzset();
    std::size_t wrong = 0;
    std::size_t changes = 0;
    for (std::int64_t moment = at(1900, 1, 1); moment < at(2110, 1, 1);) {
      const TimeZone::Span span = read.at(moment);
      const std::int64_t until = std::min(span.until, at(2110, 1, 1));
      for (const std::int64_t each : {moment, moment + (until - moment) / 2, until - 1}) {
        std::tm shown{};
        const std::time_t asked = each;
        REQUIRE(::localtime_r(&asked, &shown) != nullptr);
        if (shown.tm_gmtoff != span.offset && ++wrong < 3) {
          CAPTURE(name);
          CAPTURE(each);
          CHECK(span.offset == shown.tm_gmtoff);
        }
      }
      moment = until;
      ++changes;
    }
    CHECK(changes >= 1);
  }
  ::unsetenv("TZ");
  ::tzset();
  CHECK(zones > 300);
}

TEST_CASE("a span ends at the very second at which the clock changes") {
  const TimeZone york = zone("America/New_York");
  CHECK(york.at(at(2026, 3, 8, 6, 59, 59)).offset == -5 * 3600);
  CHECK(york.at(at(2026, 3, 8, 6, 59, 59)).until == at(2026, 3, 8, 7));
  CHECK(york.at(at(2026, 3, 8, 7)).offset == -4 * 3600);
  CHECK(york.at(at(2026, 3, 8, 7)).until == at(2026, 11, 1, 6));
  CHECK(york.at(at(2126, 7, 1)).offset == -4 * 3600);
  const TimeZone bogota = zone("America/Bogota");
  CHECK(bogota.at(at(2026, 7, 1)).offset == -5 * 3600);
  CHECK(bogota.at(at(2026, 7, 1)).until > at(2037, 1, 1));
  CHECK(bogota.at(at(2126, 7, 1)).until > at(9999, 1, 1));
  // Standard time is the summer's, and winter's is behind it.
  CHECK(zone("Europe/Dublin").at(at(2126, 1, 1)).offset == 0);
  CHECK(zone("Europe/Dublin").at(at(2126, 7, 1)).offset == 3600);
  CHECK(TimeZone().at(0).offset == 0);
}

TEST_CASE("rules of POSIX: offsets, three kinds of days, times outside of their day") {
  struct Row {
    const char* rule;
    std::int64_t moment;
    std::int32_t offset;
  };
  const Row rows[] = {
      {"EST5", at(2026, 7, 1), -18'000},
      {"<+0545>-5:45", at(2026, 7, 1), 20'700},
      {"<-00>0:0:1", at(2026, 7, 1), -1},
      {"EST5EDT,M3.2.0,M11.1.0", at(2026, 7, 1), -14'400},
      {"EST5EDT,M3.2.0,M11.1.0", at(2026, 12, 1), -18'000},
      {"EST5EDT4:30,M3.2.0,M11.1.0", at(2026, 7, 1), -16'200},
      // South of the equator the year begins in summer.
      {"<-04>4<-03>,M9.1.6/24,M4.1.6/24", at(2026, 1, 1), -10'800},
      {"<-04>4<-03>,M9.1.6/24,M4.1.6/24", at(2026, 4, 5, 2, 59, 59), -10'800},
      {"<-04>4<-03>,M9.1.6/24,M4.1.6/24", at(2026, 4, 5, 3), -14'400},
      // An hour before midnight, on the day before.
      {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", at(2026, 3, 29, 0, 59, 59), -7200},
      {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", at(2026, 3, 29, 1), -3600},
      // Two hours after the fourth Thursday's next midnight but one.
      {"EET-2EEST,M3.4.4/50,M10.4.4/50", at(2026, 3, 27, 23, 59, 59), 7200},
      {"EET-2EEST,M3.4.4/50,M10.4.4/50", at(2026, 3, 28), 10'800},
      // J60 is the first of March in a leap year, too; 59 is the 29th of February then.
      {"AAA0BBB,J60/0,J70/0", at(2028, 2, 29, 23, 59, 59), 0},
      {"AAA0BBB,J60/0,J70/0", at(2028, 3, 1), 3600},
      {"AAA0BBB,59/0,J70/0", at(2028, 2, 28, 23, 59, 59), 0},
      {"AAA0BBB,59/0,J70/0", at(2028, 2, 29), 3600},
      {"AAA0BBB,59/0,J70/0", at(2027, 2, 28, 23, 59, 59), 0},
      {"AAA0BBB,59/0,J70/0", at(2027, 3, 1), 3600},
      // RFC 8536, 3.3.1: summer all year, ending as it begins.
      {"XXX3EDT4,0/0,J365/23", at(2026, 7, 1), -14'400},
      {"XXX3EDT4,0/0,J365/23", at(2026, 12, 31, 23, 59, 59), -14'400},
      {"XXX3EDT4,0/0,J365/23", at(2027, 1, 1, 3, 59, 59), -14'400},
      {"XXX3EDT4,0/0,J365/23", at(2027, 1, 1, 4), -14'400},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    CAPTURE(row.moment);
    File file;
    file.changes.clear();
    file.types.clear();
    file.footer = std::string("\n") + row.rule + "\n";
    const auto read = parsed(file.text());
    REQUIRE(read);
    CHECK(read->at(row.moment).offset == row.offset);
    CHECK(read->at(row.moment).until > row.moment);
  }
}

TEST_CASE("what is no rule of POSIX is refused") {
  for (const char* const wrong : {"",
                                  "5",
                                  "ES5",
                                  "EST",
                                  "EST+",
                                  "EST25",
                                  "EST5:60",
                                  "EST5:",
                                  "<+0>",
                                  "<>5",
                                  "<+05",
                                  "EST5EDT",
                                  "EST5EDT,M3.2.0",
                                  "EST5EDT,M3.2.0,M11.1.0,",
                                  "EST5EDT,M13.2.0,M11.1.0",
                                  "EST5EDT,M0.2.0,M11.1.0",
                                  "EST5EDT,M3.6.0,M11.1.0",
                                  "EST5EDT,M3.0.0,M11.1.0",
                                  "EST5EDT,M3.2.7,M11.1.0",
                                  "EST5EDT,M3.2,M11.1.0",
                                  "EST5EDT,J0,M11.1.0",
                                  "EST5EDT,J366,M11.1.0",
                                  "EST5EDT,366,M11.1.0",
                                  "EST5EDT,M3.2.0/168,M11.1.0",
                                  "EST5EDT,M3.2.0/,M11.1.0",
                                  "EST5EDT,M3.2.0,M11.1.0x",
                                  "EST5EDT,M3.2.0,M11.1.0 ",
                                  "EST5 EDT,M3.2.0,M11.1.0",
                                  "EST9999999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read_zone_rule(wrong));
  }
}

TEST_CASE("a file's own changes hold up to its last, its rule from then on") {
  const auto read = parsed(File{}.text());
  REQUIRE(read);
  CHECK(read->at(-1).offset == 3600);
  CHECK(read->at(-1).until == 0);
  CHECK(read->at(0).until == 1000);
  CHECK(read->at(999).offset == 3600);
  CHECK(read->at(1000).offset == 7200);
  File silent;
  silent.footer = "\n\n";
  REQUIRE(parsed(silent.text()));
  CHECK(parsed(silent.text())->at(5000).offset == 7200);
}

TEST_CASE("what is no file of time zones is refused, wherever it breaks off") {
  const auto broken = [](void (*change)(File&)) {
    File file;
    change(file);
    return !parsed(file.text());
  };
  CHECK(broken([](File& file) { file.version = '\0'; }));
  CHECK(broken([](File& file) { file.leaps = 1; }));
  CHECK(broken([](File& file) { file.types[1] = 2; }));
  CHECK(broken([](File& file) { file.changes = {1000, 1000}; }));
  CHECK(broken([](File& file) { file.changes = {1000, 0}; }));
  CHECK(broken([](File& file) { file.offsets[0] = 100'000; }));
  CHECK(broken([](File& file) { file.offsets.clear(), file.changes.clear(), file.types.clear(); }));
  CHECK(broken([](File& file) { file.footer = "\n<+02>-2"; }));
  CHECK(broken([](File& file) { file.footer = "\n"; }));
  CHECK(broken([](File& file) { file.footer = "\nnonsense\n"; }));
  const std::string whole = File{}.text();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parsed(whole.substr(0, size)));
  }
  // Counts that no file has room for.
  for (std::size_t at = 44 + 10; at < 44 + 10 + 44; ++at) {
    std::string wrong = whole;
    wrong[at] = '\xFF';
    (void)parsed(wrong);
  }
}

TEST_CASE("a name that is none, a file that is none, and a machine without any are told apart") {
  const std::map<std::string, std::string> files{{"/usr/share/zoneinfo/Etc/UTC", File{}.text()},
                                                 {"/usr/share/zoneinfo/Etc/Broken", "TZif"},
                                                 {"/etc/passwd", File{}.text()}};
  const SecretSource some{nullptr, [&](const std::string& path) -> std::optional<std::string> {
                            const auto found = files.find(path);
                            if (found == files.end()) return std::nullopt;
                            return found->second;
                          }};
  const SecretSource none{nullptr,
                          [](const std::string&) -> std::optional<std::string> { return {}; }};
  const auto told = [](const std::string& name, const SecretSource& from) {
    const auto read = read_time_zone(name, from);
    return read.ok() ? "ok" : read.error().what;
  };
  CHECK(told("Etc/UTC", some) == "ok");
  CHECK(told("Etc/Nowhere", some) == "\"Etc/Nowhere\" is no time zone that is known here");
  CHECK(told("Etc/Broken", some) == "/usr/share/zoneinfo/Etc/Broken cannot be read as a time zone");
  CHECK(told("Etc/UTC", none) == "this machine has no time zones");
  for (const char* const wrong :
       {"", "../../../etc/passwd", "/etc/passwd", "Etc/UTC ", "Etc.UTC"}) {
    CAPTURE(wrong);
    CHECK(told(wrong, some).find("is no time zone") != std::string::npos);
  }
  CHECK_FALSE(read_time_zone("America", own_secrets()).ok());
}
