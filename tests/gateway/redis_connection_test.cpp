#include "store/redis_connection.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace casement::gateway;

TEST_CASE("a server's error is told by what it means, in every version's way of writing it") {
  CHECK(problem_of("READONLY You can't write against a read only replica.") == "it is a replica");
  CHECK(problem_of("ERR Error running script (call to f_0123): @user_script:12: @user_script: 12: "
                   "-READONLY You can't write against a read only replica.") == "it is a replica");
  CHECK(problem_of("MISCONF Redis is configured to save RDB snapshots, but it's currently") ==
        "it cannot write to its disk");
  CHECK(problem_of("LOADING Redis is loading the dataset in memory") ==
        "it is still reading its data");
  CHECK(problem_of("NOREPLICAS Not enough good replicas to write.") ==
        "too few of its replicas are there");
  CHECK(problem_of("CLUSTERDOWN The cluster is down") == "its cluster is down");
  CHECK(problem_of("MOVED 3999 127.0.0.1:6381") ==
        "it is part of a cluster, which is not supported");
  CHECK(problem_of("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set") ==
        "it is a replica that has lost its primary");
  // A password that is missing and one that is wrong are repaired in different places.
  CHECK(problem_of("NOAUTH Authentication required.") == "it wants a user and a password");
  CHECK(problem_of("WRONGPASS invalid username-password pair or user is disabled.") ==
        "it does not take this user and password");
}

TEST_CASE("what a server repeats of what was sent to it is not told") {
  for (const char* const error :
       {"ERR unknown command 'AUTH', with args beginning with: 'ana' 'canary' ", "canary",
        "ERR wrong: canary READONLY", "-canary READONLYX y", "", "READONLY"}) {
    CAPTURE(error);
    CHECK(problem_of(error) == "it refuses what it is asked");
  }
}
