#include "gateway/server/check.hpp"

#include <netdb.h>
#include <openssl/x509.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "gateway/net/crm.hpp"
#include "gateway/store/store_check.hpp"

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

/// Where OpenSSL looks when no caFile is named.
std::string authority_problem() {
  const auto place = [](const char* variable, const char* by_default) {
    const char* const said = std::getenv(variable);
    return std::string(said != nullptr ? said : by_default);
  };
  std::error_code wrong;
  const std::string file = place(X509_get_default_cert_file_env(), X509_get_default_cert_file());
  if (std::filesystem::exists(file, wrong)) return {};
  const std::string folder = place(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
  if (!std::filesystem::is_empty(folder, wrong) && !wrong) return {};
  return "this machine trusts no authority, so the CRM cannot be reached: install "
         "ca-certificates, or name a caFile";
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
  bool reached = say("/server", name_problem(host), "its address is known");
  if (config.tls && config.ca_file.empty()) {
    reached =
        say("/caFile", authority_problem(), "this machine's authorities are trusted") && reached;
  }
  return stored && reached;
}

}  // namespace casement::gateway
