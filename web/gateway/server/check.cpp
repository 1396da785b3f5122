#include "server/check.hpp"

#include <netdb.h>

#include <cstdio>
#include <memory>
#include <string>

#include "server/crm.hpp"
#include "store/store_check.hpp"

namespace casement::gateway {
namespace {

std::string name_problem(const std::string& host) {
  addrinfo* found = nullptr;
  const int wrong = ::getaddrinfo(host.c_str(), nullptr, nullptr, &found);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, ::freeaddrinfo);
  if (wrong == 0) return {};
  return "no address is found for " + host + " (" + ::gai_strerror(wrong) +
         "): look at its spelling and at this machine's DNS";
}

bool say(const char* key, const std::string& problem, const std::string& note) {
  const bool right = problem.empty();
  if (right) {
    std::printf("%s: %s\n", key, note.c_str());
  } else {
    std::fprintf(stderr, "error: %s: %s\n", key, problem.c_str());
  }
  return right;
}

}  // namespace

bool check_surroundings(const GatewayConfig& config) {
  const StoreCheck store = config.redis ? check_redis(*config.redis) : check_sqlite(config.store);
  const bool stored = say("/store", store.problem, store.note);
  const std::string host = without_brackets(config.server.host);
  return say("/server", name_problem(host), "its address is known") && stored;
}

}  // namespace casement::gateway
