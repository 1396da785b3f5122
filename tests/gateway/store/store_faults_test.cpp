/// What can become of a SQLite store's files while no gateway runs on them: whatever it is, a key
/// whose case may have been sent is never a fresh one again. Either it is known, or the store is
/// refused. CASEMENT_STORE_FAULTS says how many faults, `./dev faults` asks for many.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "support/store_folder.hpp"

using namespace casement::gateway;

namespace {

std::int64_t fake_now = 0;
StoreOptions with_fake_clock() {
  return {lease_ms, false, [] { return fake_now; }};
}

/// A store as it stands when its gateway is killed behind one of its commands, or has ended.
struct Moment {
  StoreFiles files;
  std::map<std::string, std::string> sent;  ///< keys that may have a case; with the answer told
};

/// The life of some dozens of keys, with every end that a case can have.
std::vector<Moment> lives(std::mt19937& random, int keys) {
  std::vector<Moment> moments;
  std::map<std::string, std::string> sent;
  const StoreFolder folder;
  for (int life = 0; life < 3; ++life) {
    const OpenedStore opened = open_store(folder.path(), with_fake_clock());
    REQUIRE_MESSAGE(opened.store != nullptr, opened.problem);
    const auto tell = [&](const Command& command) {
      fake_now += 10;
      CHECK(run_one(*opened.store, command).done);
      moments.push_back({folder.take(), sent});
    };
    for (int i = 0; i < keys; ++i) {
      const std::string key =
          "key-" + std::to_string(life) + "-" + std::to_string(i) + std::string(random() % 40, 'k');
      const Binding binding{key, "attempt", "print-of-" + key,
                            random() % 2 == 0 ? "field@place" : ""};
      const bool has_files = random() % 3 == 0;
      tell(Bind{binding, has_files});
      if (has_files && random() % 4 == 0) continue;
      sent[key] = "";
      if (has_files)
        tell(StartSending{key, "attempt"});
      else
        moments.back().sent = sent;
      switch (random() % 4) {
        case 0: break;
        case 1: tell(MarkUnknown{binding}); break;
        case 2:
          sent.erase(key);
          tell(Release{key, "attempt"});
          break;
        default: {
          std::string answer = "{\"data\":\"" + std::string(random() % 700, 'a') + "\"}";
          sent[key] = answer;
          tell(Complete{binding, "full", 200, answer});
        }
      }
    }
  }
  moments.push_back({folder.take(), sent});
  return moments;
}

struct FaultCount {
  int faults = 0;
  int refused = 0;
  int forgotten = 0;
  int wrong = 0;  ///< another answer than was told
};

void open_and_look(const StoreFolder& folder, const Moment& moment, const StoreFiles& files,
                   FaultCount& count) {
  folder.put(files);
  ++count.faults;
  const OpenedStore opened = open_store(folder.path(), with_fake_clock());
  if (opened.store == nullptr) {
    ++count.refused;
    return;
  }
  for (const auto& [key, answer] : moment.sent) {
    const StoreReply found = run_one(*opened.store, Find{key});
    if (found.state == KeyState::fresh) ++count.forgotten;
    // Of an end that was not made durable the key itself is left, and nothing is made up.
    if (found.state == KeyState::done && found.body != answer) ++count.wrong;
  }
}

std::optional<std::string> cut(const std::optional<std::string>& bytes, std::size_t size) {
  return bytes ? std::optional(bytes->substr(0, size)) : std::nullopt;
}

}  // namespace

TEST_CASE("whatever becomes of a store's files, no key that was sent is fresh again") {
  const char* const wanted = std::getenv("CASEMENT_STORE_FAULTS");
  const int each = (wanted != nullptr ? std::max(6, std::atoi(wanted)) : 600) / 6;
  const char* const seed = std::getenv("CASEMENT_SEED");
  std::mt19937 random(seed != nullptr ? static_cast<unsigned>(std::atoi(seed)) : 1U);
  const std::vector<Moment> moments = lives(random, 24);
  const StoreFolder folder;
  const auto some = [&](const auto& from) -> const auto& { return from[random() % from.size()]; };

  // As they were left, all are taken: what is refused below is not refused for nothing.
  FaultCount untouched;
  for (const Moment& moment : moments) open_and_look(folder, moment, moment.files, untouched);
  CHECK(untouched.refused == 0);
  CHECK(untouched.forgotten == 0);
  CHECK(untouched.wrong == 0);

  constexpr std::size_t frame = 24 + 4096;  // of a SQLite log, behind a head of 32 bytes
  std::map<std::string, FaultCount> counts;
  for (int i = 0; i < each; ++i) {
    const Moment& moment = some(moments);
    const StoreFiles& left = moment.files;
    const std::size_t log = left.log.value_or("").size();
    StoreFiles files = left;
    const std::size_t frames = log > 32 ? (log - 32) / frame : 0;
    files.log = cut(left.log, 32 + frame * (random() % (frames + 1)));
    open_and_look(folder, moment, files, counts["log cut at a frame"]);

    files = left;
    files.log = cut(left.log, random() % (log + 1));
    if (random() % 2 == 0) files.base = cut(left.base, random() % (left.base->size() + 1));
    open_and_look(folder, moment, files, counts["cut anywhere"]);

    files = left;
    std::optional<std::string>* const flipped[] = {&files.base, &files.log, &files.word};
    std::optional<std::string>& one = *flipped[random() % 3];
    if (!one || one->empty()) one = files.base;
    (*one)[random() % one->size()] ^= static_cast<char>(1U << random() % 8);
    open_and_look(folder, moment, files, counts["a bit flipped"]);

    files = left;
    std::optional<std::string>& torn = random() % 2 == 0 || !files.log ? files.base : files.log;
    const std::size_t from = random() % torn->size() / 512 * 512;
    const std::size_t size = std::min<std::size_t>(512U << random() % 5, torn->size() - from);
    torn->replace(from, size, size, '\0');
    open_and_look(folder, moment, files, counts["sectors zeroed"]);

    files = left;
    const auto gone = static_cast<unsigned>(1 + random() % 7);
    for (unsigned which = 0; which < 3; ++which) {
      if ((gone >> which & 1U) == 0) continue;
      std::optional<std::string>& file =
          which == 0 ? files.base : (which == 1 ? files.log : files.word);
      file = random() % 2 == 0 ? std::nullopt : std::optional<std::string>("");
    }
    // All of it gone is a folder that was never used; nobody can tell.
    if (files.base.value_or("").empty() && files.word.value_or("").empty()) files.word = left.word;
    open_and_look(folder, moment, files, counts["removed or emptied"]);

    const Moment& earlier =
        moments[static_cast<std::size_t>(&moment - moments.data()) * (random() % 1000) / 1000];
    files = earlier.files;
    files.word = left.word;
    if (random() % 3 == 0) files.log = left.log;
    if (random() % 3 == 0) files.base = left.base;
    open_and_look(folder, moment, files, counts["an earlier one put back"]);
  }
  int faults = 0;
  for (const auto& [kind, count] : counts) {
    CAPTURE(kind);
    MESSAGE(kind, ": ", count.faults, " faults, ", count.refused, " refused, ", count.forgotten,
            " keys forgotten, ", count.wrong, " answers wrong");
    CHECK(count.forgotten == 0);
    CHECK(count.wrong == 0);
    CHECK(count.refused > 0);
    faults += count.faults;
  }
  CHECK(faults >= 6 * each);
}
