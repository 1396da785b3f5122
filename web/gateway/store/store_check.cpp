#include "gateway/store/store_check.hpp"

#include <string_view>
#include <utility>

#include "gateway/store/redis_problem.hpp"
#include "gateway/store/sqlite_file.hpp"

namespace casement::gateway {

StoreCheck check_sqlite(const std::string& path) {
  SqliteFile file;
  return file.check(path);
}

StoreCheck check_redis(const RedisConfig& config) {
  RedisProblem problem = find_problem(config);
  if (!problem.exists()) return {"", "it can be used"};
  const std::string_view advice = advice_of(problem.fault);
  if (!advice.empty()) problem.sentence.append(": ").append(advice);
  return {std::move(problem.sentence), ""};
}

}  // namespace casement::gateway
