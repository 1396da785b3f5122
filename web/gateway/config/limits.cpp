#include "gateway/config/limits.hpp"

#include <string>

namespace casement::gateway {
namespace {

constexpr std::uint64_t hour = 3600;

constexpr LimitRow rows[] = {
    {"simultaneous", &Limits::simultaneous, 1, 1024,
     "requests at the CRM at once, all gateways together"},
    {"queue", &Limits::queue, 0, 100'000, "cases that wait for their turn"},
    {"queueSeconds", &Limits::queue_seconds, 1, hour, "for such a turn"},
    {"connections", &Limits::connections, 1, 1'000'000, "open connections"},
    {"addressConnections", &Limits::address_connections, 1, 1'000'000,
     "open connections of one client address"},
    {"headSeconds", &Limits::head_seconds, 1, hour, "for a request's head to arrive"},
    {"idleSeconds", &Limits::idle_seconds, 1, hour, "between two requests of a connection"},
    {"stallSeconds", &Limits::stall_seconds, 1, hour, "without any byte, either way"},
    {"bodySeconds", &Limits::body_seconds, 1, hour, "for texts, and small files, to arrive"},
    {"bodyMemory", &Limits::body_memory, 1'000'000, 1'000'000'000'000,
     "bytes of all bodies that are held"},
    {"minimumRate", &Limits::minimum_rate, 0, 1'000'000'000,
     "bytes per second while a place at the CRM is held; 0: any rate"},
    {"connectSeconds", &Limits::connect_seconds, 1, hour, "to connect to the CRM"},
    {"answerSeconds", &Limits::answer_seconds, 1, hour,
     "for the CRM to answer after the last byte"},
    {"drainSeconds", &Limits::drain_seconds, 0, hour,
     "for a refused body, so that the answer is read"},
    {"drainBytes", &Limits::drain_bytes, 0, 10'000'000'000, "of a refused body"},
    {"waitSeconds", &Limits::wait_seconds, 0, hour, "that a request may wait for a key that runs"},
    {"keepHours", &Limits::keep_hours, 1, 8760, "that the key of a finished case is kept"},
    {"stopSeconds", &Limits::stop_seconds, 0, hour, "to finish what is in flight"},
    {"dailyBudget", &Limits::daily_budget, 0, 1'000'000'000,
     "requests to the CRM in 24 hours; 0: no limit"},
    {"dailyReserve", &Limits::daily_reserve, 0, 1'000'000'000,
     "of them, those that only signed-in visitors may use"},
    {"addressRequests", &Limits::address_requests, 0, 1'000'000,
     "cases of one client address per minute; 0: no limit"},
    {"contactRequests", &Limits::contact_requests, 0, 1'000'000,
     "cases of one signed-in contact per minute; 0: no limit"},
};

}  // namespace

std::span<const LimitRow> limit_rows() noexcept { return rows; }

void read_limits(Limits& limits, const Node& object) {
  if (!object.exists()) return;
  if (!object.is_object()) return object.error("is no object", "an object");
  std::string known;
  for (const LimitRow& row : rows) {
    object[row.key].read(limits.*row.member, row.min, row.max);
    known.append(row.key).push_back('\0');
  }
  object.expect(known.c_str());
  if (limits.daily_reserve > 0 && limits.daily_budget == 0) {
    object["dailyReserve"].error("is part of no budget", "a dailyBudget beside it");
  } else if (limits.daily_budget > 0 && limits.daily_reserve >= limits.daily_budget) {
    object["dailyReserve"].error("leaves nothing to visitors who are not signed in",
                                 "less than dailyBudget");
  }
}

}  // namespace casement::gateway
