#include "gateway/store/sqlite_counters.hpp"

#include <initializer_list>

#include "gateway/access/wall_clock.hpp"

namespace casement::gateway {
namespace {

StoreReply changed_by(Statement& statement, std::initializer_list<Statement::Value> values) {
  StoreReply reply;
  reply.done = statement.change(values);
  reply.failed = !statement.ok();
  return reply;
}

}  // namespace

StoreReply SqliteCounters::on(const Count& command) {
  const auto window = static_cast<std::int64_t>(command.window_seconds) * 1000;
  const std::int64_t now = wall_ms();
  std::int64_t began = now;
  std::int64_t count = 0;
  // A window that begins in the future is a clock's mistake.
  if (count_.start({command.name}) && count_.number(0) <= now && now < count_.number(0) + window) {
    began = count_.number(0);
    count = count_.number(1);
  }
  StoreReply reply;
  reply.failed = !count_.ok();
  count_.end();
  if (reply.failed) return reply;
  if (count >= static_cast<std::int64_t>(command.limit)) {
    reply.retry_after = static_cast<std::uint64_t>((began + window - now) / 1000 + 1);
    return reply;
  }
  return changed_by(set_count_, {command.name, began, count + 1});
}

StoreReply SqliteCounters::on(const TakePlace& command, std::int64_t now) {
  StoreReply reply = changed_by(lapse_, {command.name, now});
  if (reply.failed) return reply;
  reply.done = false;
  const bool counted = places_.start({command.name});
  const bool full = !counted || places_.number(0) >= static_cast<std::int64_t>(command.limit);
  reply.failed = !counted;
  places_.end();
  if (full) return reply;
  return changed_by(take_, {command.name, command.attempt, now + lease_});
}

StoreReply SqliteCounters::on(const RenewPlace& command, std::int64_t now) {
  return changed_by(renew_, {command.name, command.attempt, now + lease_});
}

StoreReply SqliteCounters::on(const GivePlace& command) {
  return changed_by(give_, {command.name, command.attempt});
}

StoreReply SqliteCounters::sweep() {
  constexpr std::int64_t two_days = 172'800'000;
  return changed_by(sweep_, {wall_ms() - two_days});
}

}  // namespace casement::gateway
