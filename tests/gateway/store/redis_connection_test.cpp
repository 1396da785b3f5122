#include "gateway/store/redis_connection.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>

using namespace casement::gateway;

TEST_CASE("a reply that comes too late is not taken for the next command's") {
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const place = reinterpret_cast<sockaddr*>(&address);
  REQUIRE(::bind(server, place, size) == 0);
  REQUIRE(::listen(server, 1) == 0);
  REQUIRE(::getsockname(server, place, &size) == 0);
  const auto now = std::chrono::steady_clock::now();
  RedisStream stream;
  REQUIRE(stream.connect("127.0.0.1", ntohs(address.sin_port), now + std::chrono::seconds(5)));
  RedisConnection redis(std::move(stream));
  const int peer = ::accept(server, nullptr, nullptr);
  const auto answer = [peer](std::string_view bytes) {
    REQUIRE(::send(peer, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
  };
  answer("+first\r\n");
  const RedisReply first = redis.ask({"ONE"}, now + std::chrono::seconds(5));
  REQUIRE(first != nullptr);
  CHECK(text_of(*first) == "first");
  CHECK(redis.ask({"TWO"}, now) == nullptr);
  answer("+second\r\n");
  CHECK(redis.ask({"THREE"}, now + std::chrono::seconds(5)) == nullptr);
  ::close(peer);
  ::close(server);
}

TEST_CASE("a server's error is told by what it means, in every version's way of writing it") {
  CHECK(problem_of("READONLY You can't write against a read only replica.").sentence ==
        "it is a replica");
  CHECK(problem_of("ERR Error running script (call to f_0123): @user_script:12: @user_script: 12: "
                   "-READONLY You can't write against a read only replica.")
            .sentence == "it is a replica");
  CHECK(problem_of("MISCONF Redis is configured to save RDB snapshots, but it's currently")
            .sentence == "it cannot write to its disk");
  CHECK(problem_of("LOADING Redis is loading the dataset in memory").sentence ==
        "it is still reading its data");
  CHECK(problem_of("NOREPLICAS Not enough good replicas to write.").sentence ==
        "too few of its replicas are there");
  CHECK(problem_of("CLUSTERDOWN The cluster is down").sentence == "its cluster is down");
  CHECK(problem_of("MOVED 3999 127.0.0.1:6381").sentence ==
        "it is part of a cluster, which is not supported");
  CHECK(problem_of("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set")
            .sentence == "it is a replica that has lost its primary");
  // A password that is missing and one that is wrong are repaired in different places.
  CHECK(problem_of("NOAUTH Authentication required.").sentence == "it wants a user and a password");
  CHECK(problem_of("WRONGPASS invalid username-password pair or user is disabled.").sentence ==
        "it does not take this user and password");
}

TEST_CASE("what a server repeats of what was sent to it is not told") {
  for (const char* const error :
       {"ERR unknown command 'AUTH', with args beginning with: 'ana' 'canary' ", "canary",
        "ERR wrong: canary READONLY", "-canary READONLYX y", "", "READONLY"}) {
    CAPTURE(error);
    CHECK(problem_of(error).sentence == "it refuses what it is asked");
  }
}
