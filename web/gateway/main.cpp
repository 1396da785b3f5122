/// casement-gateway --config gateway.json [--check | --begin-anew]
/// casement-gateway --help | --version
///
/// SIGHUP reads the configuration again, and what it points at is read again when it changes; what
/// is in flight keeps the one that it began with, and a wrong one changes nothing. SIGTERM and
/// SIGINT stop taking requests and finish those in flight.
#include <malloc.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/net/log.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/check.hpp"
#include "gateway/server/gateway.hpp"
#include "gateway/server/watched_files.hpp"

namespace asio = boost::asio;
using namespace casement;
using namespace casement::gateway;

namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

std::optional<std::string> read_document(const std::string& path) {
  auto text = own_secrets().file(path);
  if (!text) std::fprintf(stderr, "error: %s cannot be read\n", path.c_str());
  return text;
}

/// A document, and what was made of it and of the files that it points at.
struct Loaded {
  std::string document;
  std::shared_ptr<ConfigSnapshot> snapshot;
  WatchedFiles files;
};

/// Reads and checks the whole configuration; problems go to standard error.
std::optional<Loaded> load(std::string document) {
  Loaded loaded;
  const SecretSource own = own_secrets();
  const SecretSource watched{own.variable, [&](const std::string& path) {
                               loaded.files.add(path);
                               return own.file(path);
                             }};
  GatewayConfigOutcome outcome = read_gateway_config(document, watched);
  for (const ConfigProblem& problem : outcome.problems) {
    const bool warning = problem.severity == ConfigProblem::Severity::warning;
    std::fprintf(stderr, "%s: %s\n", warning ? "warning" : "error", problem.sentence().c_str());
  }
  if (!outcome.config) return std::nullopt;
  if (!outcome.config->ca_file.empty()) loaded.files.add(outcome.config->ca_file);
  auto snapshot = make_snapshot(*std::move(outcome.config));
  if (snapshot.ok()) {
    loaded.document = std::move(document);
    loaded.snapshot = std::move(snapshot.value());
    return loaded;
  }
  std::fprintf(stderr, "error: %s\n", snapshot.error().c_str());
  return std::nullopt;
}

/// The soft limit is low for programs that use select.
void allow_files(const Limits& limits) {
  constexpr rlim_t others = 300;  // Connections to the CRM that are kept, the store, the log.
  const rlim_t wanted = limits.connections + limits.simultaneous + others;
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted) return;
  files.rlim_cur = std::min(wanted, files.rlim_max);
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < wanted) {
    write_log("warning", "/limits/connections: the system allows " +
                             std::to_string(files.rlim_cur) + " open files, " +
                             std::to_string(wanted) + " may be needed");
  }
}

class Process {
 public:
  Process(asio::io_context& io, std::string path, Loaded loaded, std::unique_ptr<Store> store)
      : io_(io),
        path_(std::move(path)),
        document_(std::move(loaded.document)),
        files_(std::move(loaded.files)),
        gateway_(io, std::move(loaded.snapshot), std::move(store)) {}

  /// Everywhere that the configuration says.
  bool listen() {
    const GatewayConfig& config = gateway_.snapshot->config;
    return listen(config.listen, "listen", acceptors_) &&
           listen(config.admin_listen, "adminListen", admin_acceptors_);
  }
  void start();
  void end() { gateway_.store.end(); }

 private:
  bool listen(const std::vector<ListenAddress>& places, const char* key,
              std::list<Acceptor>& acceptors);
  Task<void> accept(Acceptor& acceptor, bool admin);
  Task<void> handle_signals();
  Task<void> watch_files();
  void take(std::string document);
  Task<void> stop();

  asio::io_context& io_;
  std::string path_;
  std::string document_;
  WatchedFiles files_;
  Gateway gateway_;
  std::list<Acceptor> acceptors_;
  std::list<Acceptor> admin_acceptors_;
};

bool Process::listen(const std::vector<ListenAddress>& places, const char* key,
                     std::list<Acceptor>& acceptors) {
  for (const ListenAddress& place : places) {
    boost::system::error_code wrong;
    const auto address = asio::ip::make_address(place.address, wrong);
    Acceptor acceptor(io_);
    const asio::ip::tcp::endpoint endpoint(address, place.port);
    if (!wrong) acceptor.open(endpoint.protocol(), wrong);
    if (!wrong) acceptor.set_option(asio::socket_base::reuse_address(true), wrong);
    if (!wrong) acceptor.bind(endpoint, wrong);
    if (!wrong) acceptor.listen(4096, wrong);
    if (wrong) {
      std::fprintf(stderr, "error: /%s: %s:%u: %s\n", key, place.address.c_str(),
                   unsigned{place.port}, wrong.message().c_str());
      return false;
    }
    write_log("info", "listening on " + place.address + " port " +
                          std::to_string(acceptor.local_endpoint().port()));
    acceptors.push_back(std::move(acceptor));
  }
  return true;
}

Task<void> Process::accept(Acceptor& acceptor, bool admin) {
  Timer pause(io_);
  for (;;) {
    // At the limit the longest silent connection gives way; where all are busy, new ones wait in
    // the kernel's queue.
    if (!admin && gateway_.connections.size() >= gateway_.snapshot->config.limits.connections &&
        !gateway_.connections.make_room()) {
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(as_result);
      if (gateway_.stopping) co_return;
      continue;
    }
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (gateway_.stopping) co_return;
    if (error) {
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(as_result);
      continue;
    }
    asio::co_spawn(io_, serve_connection(gateway_, std::move(socket), admin), asio::detached);
  }
}

Task<void> Process::stop() {
  gateway_.stopping = true;
  for (auto* each : {&acceptors_, &admin_acceptors_}) {
    for (auto& acceptor : *each) acceptor.close();
  }
  write_log("info", "stopping");
  const auto end =
      Clock::now() + std::chrono::seconds(gateway_.snapshot->config.limits.stop_seconds);
  Timer pause(io_);
  while (gateway_.answering > 0 && Clock::now() < end) {
    pause.expires_after(std::chrono::milliseconds(20));
    co_await pause.async_wait(as_result);
  }
  write_log("info", "stopped");
  io_.stop();
}

/// Takes a document, and what it points at, as both are now.
void Process::take(std::string document) {
  std::optional<Loaded> loaded;
  try {
    loaded = load(std::move(document));
  } catch (const std::exception& problem) {
    write_log("error", problem.what());
  }
  if (!loaded) return write_log("error", "the new configuration is wrong; the old one stays");
  const GatewayConfig& config = loaded->snapshot->config;
  const GatewayConfig& old = gateway_.snapshot->config;
  allow_files(config.limits);
  gateway_.admission.set({config.limits.simultaneous, config.limits.queue});
  if (config.store != old.store || config.redis != old.redis || config.listen != old.listen ||
      config.admin_listen != old.admin_listen) {
    write_log("warning",
              "another /store, /listen or /adminListen needs a restart: the old one stays");
  }
  document_ = std::move(loaded->document);
  files_ = std::move(loaded->files);
  gateway_.snapshot = std::move(loaded->snapshot);
  gateway_.crm.forget();
  write_log("info", "the configuration was read again");
}

/// A secret can be changed without a word to the gateway; the document waits for SIGHUP, as half of
/// a change of it may be sound and not meant.
Task<void> Process::watch_files() {
  Timer pause(io_);
  for (;;) {
    pause.expires_after(std::chrono::seconds(1));
    co_await pause.async_wait(use_task);
    if (files_.changed()) take(document_);
  }
}

Task<void> Process::handle_signals() {
  asio::basic_signal_set<Executor> signals(io_, SIGHUP, SIGTERM, SIGINT);
  for (;;) {
    const auto [error, number] = co_await signals.async_wait(as_result);
    if (error) co_return;
    if (number != SIGHUP) break;
    auto document = read_document(path_);
    if (document) take(*std::move(document));
  }
  co_await stop();
}

void Process::start() {
  for (auto& each : acceptors_) asio::co_spawn(io_, accept(each, false), asio::detached);
  for (auto& each : admin_acceptors_) asio::co_spawn(io_, accept(each, true), asio::detached);
  // Without any of these the gateway is none: it ends, and is started again.
  const auto ended = [](const std::exception_ptr& problem) {
    if (problem == nullptr) return;
    write_log("error", "a part of the gateway broke");
    std::_Exit(1);
  };
  asio::co_spawn(io_, gateway_.deadlines.watch(), ended);
  asio::co_spawn(io_, gateway_.write_logs(), ended);
  asio::co_spawn(io_, gateway_.renew_leases(), ended);
  asio::co_spawn(io_, handle_signals(), ended);
  asio::co_spawn(io_, watch_files(), ended);
}

constexpr const char* usage =
    "usage: casement-gateway --config gateway.json [--check | --begin-anew]\n"
    "       casement-gateway --help | --version\n"
    "  --check       says whether configuration, store and CRM's host are right, and makes "
    "nothing\n"
    "  --begin-anew  starts on a store that is refused: what is not sound is put aside as .old, "
    "and\n"
    "                cases that were sent before can then be sent again\n"
    "SIGHUP reads the configuration again; SIGTERM ends when what is in flight has ended.\n";

int run(int count, char** words) {
  std::string path;
  bool check = false;
  StoreOptions options;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--check") == 0)
      check = true;
    else if (std::strcmp(words[i], "--begin-anew") == 0)
      options.begin_anew = true;
    else if (std::strcmp(words[i], "--config") == 0 && i + 1 < count)
      path = words[++i];
    else if (std::strcmp(words[i], "--help") == 0 && count == 2)
      return std::fputs(usage, stdout) < 0 ? 1 : 0;
    else if (std::strcmp(words[i], "--version") == 0 && count == 2)
      return std::puts("casement-gateway " CASEMENT_VERSION) < 0 ? 1 : 0;
    else
      path.clear(), i = count;
  }
  if (path.empty()) {
    std::fputs(usage, stderr);
    return 2;
  }
  // What it makes is for its own user, whoever starts it.
  ::umask(0077);
  auto document = read_document(path);
  if (!document) return 1;
  auto loaded = load(*std::move(document));
  if (!loaded) return 1;
  const GatewayConfig& config = loaded->snapshot->config;
  std::signal(SIGPIPE, SIG_IGN);
  if (check) {
    std::puts("the configuration is right");
    return check_surroundings(config) ? 0 : 1;
  }
  OpenedStore opened =
      config.redis ? open_redis(*config.redis, lease_ms) : open_store(config.store, options);
  if (opened.store == nullptr) {
    std::fprintf(stderr, "error: /store: %s\n", opened.problem.c_str());
    return 1;
  }
  if (!opened.problem.empty()) {
    write_log("warning", "/store: " + opened.problem + "; until it changes cases are refused");
  }
  // The token is in memory: no picture of it on a disk.
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  allow_files(config.limits);
  // glibc gives memory back after each burst and asks for it again at the next.
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
  // One thread does all input and output; the store's and the resolver's only post to it.
  asio::io_context io(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO);
  Process process(io, path, *std::move(loaded), std::move(opened.store));
  if (!process.listen()) return 1;
  process.start();
  for (bool ended = false; !ended;) {
    try {
      io.run();
      ended = true;
    } catch (const std::exception& problem) {
      // One coroutine's: it is gone, and its connection with it; all others go on.
      write_log("error", problem.what());
    }
  }
  // Coroutines that still wait hold on to what would be destroyed before them: all of it ends with
  // the process, once the store has heard everything.
  process.end();
  std::fflush(nullptr);
  std::_Exit(0);
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "error: %s\n", problem.what());
    return 1;
  }
}
