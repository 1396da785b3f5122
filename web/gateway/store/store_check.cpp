#include "gateway/store/store_check.hpp"

#include <string_view>

#include "gateway/store/redis_primary.hpp"
#include "gateway/store/redis_problem.hpp"
#include "gateway/store/sqlite_file.hpp"

namespace casement::gateway {
namespace {

std::string with_advice(const RedisProblem& problem) {
  const std::string_view advice = advice_of(problem.fault);
  return advice.empty() ? problem.sentence : problem.sentence + ": " + std::string(advice);
}

}  // namespace

StoreCheck check_sqlite(const std::string& path) {
  SqliteFile file;
  return file.check(path);
}

StoreCheck check_redis(const RedisConfig& config) {
  const RedisProblem problem = find_problem(config);
  if (problem.exists()) return {with_advice(problem), ""};
  StoreCheck found{"", "it can be used"};
  // A gateway misses one that is away on the day that the others are, too.
  for (const RedisProblem& each : find_sentinel_problems(config)) {
    found.note.append("; ").append(with_advice(each));
  }
  return found;
}

}  // namespace casement::gateway
