#include <chrono>
#include <optional>
#include <utility>

#include "core/protocol/endpoint.hpp"
#include "gateway/net/task.hpp"
#include "gateway/rules/case_query.hpp"
#include "gateway/server/crm_lease.hpp"
#include "gateway/server/request_context.hpp"

namespace casement::gateway {

namespace {

/// Whoever asks more often gets the same answer without the CRM.
constexpr std::uint64_t seconds_between = 10;
constexpr std::uint64_t questions_a_day = 30;  ///< for one key

std::string operation_of(const Form& form) {
  for (const FieldSpec& spec : form.rules.fields) {
    if (!spec.custom && spec.name == "operation") return spec.default_value;
  }
  return {};
}

/// One question to the CRM.
Task<QueryReading> ask_crm(RequestContext& context, std::string key) {
  const GatewayConfig& config = context.snapshot->config;
  const Timeout timeout(config.limits.answer_seconds);
  const std::shared_ptr<Stream> crm = co_await context.gateway.crm.connect(context.snapshot);
  if (crm == nullptr) co_return QueryReading{};
  ++context.gateway.metrics.crm_requests;
  const std::string body =
      case_query(operation_of(*context.form), context.form->reconcile->query_field, key);
  const std::string request =
      crm_request_head(config, cases_query_path, "application/json", body.size()) + body;
  (void)co_await crm->write(request, timeout);
  ResponseReader reader(reply_limit);
  const CrmAnswer answer = co_await read_answer(*crm, reader, timeout);
  if (!answer.whole) co_return QueryReading{};
  if (reader.keep_alive()) context.gateway.crm.keep(crm, context.snapshot);
  co_return read_case_query(answer.status, answer.body, key);
}

/// Nobody asks more often than the limits say; whoever does gets the same answer without the CRM.
Task<bool> may_ask(Gateway& gateway, std::string stored) {
  for (const auto& [limit, seconds] :
       {std::pair<std::uint64_t, std::uint64_t>{1, seconds_between}, {questions_a_day, 86'400}}) {
    const Count often{"reconcile-" + std::to_string(seconds) + ":" + stored, limit, seconds};
    const StoreReply reply = co_await gateway.store.ask(often);
    if (!reply.done) co_return false;
  }
  co_return true;
}

/// Asks with a place of its own, within the day's budget without its reserve.
Task<QueryReading> ask_in_turn(RequestContext& context, std::string key) {
  Gateway& gateway = context.gateway;
  const Limits& limits = context.snapshot->config.limits;
  CrmLease lease(gateway, gateway.attempt_of(context.id));
  constexpr std::chrono::seconds timeout{2};
  auto refused = co_await lease.acquire(limits, false, timeout);
  if (!refused) refused = co_await spend_request(gateway, limits, false);
  if (refused) co_return QueryReading{};
  QueryReading reading = co_await ask_crm(context, std::move(key));
  co_return reading;
}

}  // namespace

std::string carried_by(const GatewayConfig& config, const Form& form) {
  if (!form.reconcile) return {};
  return form.reconcile->custom_field + "@" + operation_of(form) + "@" + config.server.text();
}

Task<Response> reconcile(RequestContext& context, std::string key, StoreReply found) {
  Gateway& gateway = context.gateway;
  const std::uint64_t keep = context.snapshot->config.limits.keep_seconds();
  const Response unknown{refusal(refused::unknown, context.id), RequestOutcome::checked, false,
                         keep};
  // A case that was sent with another field, or to another place, is not found by this one.
  const std::string carries = carried_by(context.snapshot->config, *context.form);
  if (carries.empty() || found.carries != carries) co_return unknown;
  const std::string stored = stored_key(*context.form, key);
  const bool may = co_await may_ask(gateway, stored);
  if (!may) co_return unknown;

  const QueryReading reading = co_await ask_in_turn(context, key);
  if (reading.found == CaseFound::exists) {
    Answer told = verdict(reading.reply, context.snapshot->config.token, context.id);
    const Complete finish{{stored, found.attempt, found.fingerprint, found.carries},
                          found.full_fingerprint,
                          told.status,
                          told.body,
                          keep};
    const StoreReply settled = co_await gateway.store.ask(finish);
    if (settled.failed) co_return unknown;
    co_return Response{replayed_answer(std::move(told.body)), RequestOutcome::checked, true, keep};
  }
  // What was sent may still be on its way in the CRM.
  const bool settled = found.quiet_ms / 1000 >= context.form->reconcile->after_seconds;
  const auto known = gateway.known_cases.find(carries);
  if (reading.found != CaseFound::absent || !settled || known == gateway.known_cases.end()) {
    co_return unknown;
  }
  const std::string other = known->second;
  const QueryReading control = co_await ask_in_turn(context, other);
  if (control.found != CaseFound::exists) co_return unknown;
  const Release release{stored, found.attempt};
  const StoreReply released = co_await gateway.store.ask(release);
  if (!released.done) co_return unknown;
  co_return Response{refusal(refused::not_created, context.id), RequestOutcome::checked, false};
}

}  // namespace casement::gateway
