#include "gateway/store/store_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "gateway/store/redis_settings.hpp"
#include "gateway/store/sqlite_file.hpp"
#include "gateway/store/store.hpp"

namespace casement::gateway {
namespace {

/// The table of docs/gateway.md.
std::string with_advice(std::string problem) {
  struct Advice {
    std::string_view of;
    std::string_view words;
  };
  constexpr std::string_view reach =
      "look at its host, its port and the firewall, whether one side alone speaks TLS, and whether "
      "it asks for a certificate";
  constexpr std::string_view file = "look at the file: its rights, PEM, and no passphrase";
  constexpr std::array<Advice, 15> known{{
      {"it knows no", "look at the sentinel's name for it"},
      {"it cannot be reached", reach},
      {"it does not answer", reach},
      {"it is a replica", "name the primary, or use sentinel"},
      {"too few of its replicas", "look at its replicas, and at replicas here"},
      {"it could forget", "set them there"},
      {"it cannot write to its disk", "look into its own log"},
      {"its memory is full", "raise maxmemory there"},
      {"it is still reading", "check again in a moment"},
      {"it wants a user", "give it user and passwordFile"},
      {"it does not take this user", "look at user and passwordFile here, and at ACL LIST there"},
      {"this user may not", "give it the rules of docs/gateway.md"},
      {"its certificate is not trusted",
       "look at caFile and serverName here, and at the certificate's dates and names"},
      {"cannot be used", file},
      {"cannot be read", file},
  }};
  const auto* const found = std::find_if(known.begin(), known.end(), [&](const Advice& each) {
    return problem.find(each.of) != std::string::npos;
  });
  return found == known.end() ? problem : problem.append(": ").append(found->words);
}

}  // namespace

StoreCheck check_sqlite(const std::string& path) {
  SqliteFile file;
  return file.check(path);
}

StoreCheck check_redis(const RedisConfig& config) {
  OpenedStore opened = open_redis(config, lease_ms);
  if (opened.problem.empty()) {
    const Command write = Count{"readiness", 1'000'000, 1};
    const bool failed = opened.store->run({&write, 1})[0].failed;
    const std::vector<StoreNews> news = opened.store->take_news();
    if (failed) opened.problem = news.empty() ? "it does not answer" : news.front().sentence;
  }
  // What the log says besides is about a gateway that goes on.
  opened.problem = opened.problem.substr(0, opened.problem.find("; until"));
  if (!opened.problem.empty()) return {with_advice(std::move(opened.problem)), ""};
  return {"", "it can be used"};
}

}  // namespace casement::gateway
