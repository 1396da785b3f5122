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
Task<QueryReading> ask_crm(Exchange& exchange, std::string key) {
  const GatewayConfig& config = exchange.setup->config;
  const Patience patience(config.limits.answer_seconds);
  const std::shared_ptr<Wire> crm = co_await exchange.gateway.crm.connect(exchange.setup);
  if (crm == nullptr) co_return QueryReading{};
  ++exchange.gateway.metrics.crm_requests;
  const std::string body =
      case_query(operation_of(*exchange.form), exchange.form->reconcile->query_field, key);
  const std::string request =
      crm_request_head(config, cases_query_path, "application/json", body.size()) + body;
  (void)co_await crm->write(request, patience);
  ResponseReader reader(reply_limit);
  const CrmAnswer answer = co_await read_answer(*crm, reader, patience);
  if (!answer.whole) co_return QueryReading{};
  if (reader.keep_alive()) exchange.gateway.crm.keep(crm, exchange.setup);
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
Task<QueryReading> ask_in_turn(Exchange& exchange, std::string key) {
  Gateway& gateway = exchange.gateway;
  const Limits& limits = exchange.setup->config.limits;
  CrmPlace place(gateway, gateway.attempt_of(exchange.id));
  constexpr std::chrono::seconds patience{2};
  auto refused = co_await place.take(limits, false, patience);
  if (!refused) refused = co_await spend_request(gateway, limits, false);
  if (refused) co_return QueryReading{};
  QueryReading reading = co_await ask_crm(exchange, std::move(key));
  co_return reading;
}

}  // namespace

std::string carried_by(const GatewayConfig& config, const Form& form) {
  if (!form.reconcile) return {};
  return form.reconcile->custom_field + "@" + operation_of(form) + "@" + config.server.text();
}

Task<Response> reconcile(Exchange& exchange, std::string key, StoreReply found) {
  Gateway& gateway = exchange.gateway;
  const std::uint64_t keep = exchange.setup->config.limits.keep_seconds();
  const Response unknown{refusal(refused::unknown, exchange.id), Event::checked, false, keep};
  // A case that was sent with another field, or to another place, is not found by this one.
  const std::string carries = carried_by(exchange.setup->config, *exchange.form);
  if (carries.empty() || found.carries != carries) co_return unknown;
  const std::string stored = stored_key(*exchange.form, key);
  const bool may = co_await may_ask(gateway, stored);
  if (!may) co_return unknown;

  const QueryReading reading = co_await ask_in_turn(exchange, key);
  if (reading.found == CaseFound::exists) {
    Answer told = verdict(reading.reply, exchange.setup->config.token, exchange.id);
    const Finish finish{{stored, found.attempt, found.fingerprint, found.carries},
                        found.full_fingerprint,
                        told.status,
                        told.body,
                        keep};
    const StoreReply settled = co_await gateway.store.ask(finish);
    if (settled.failed) co_return unknown;
    co_return Response{told_again(std::move(told.body)), Event::checked, true, keep};
  }
  // What was sent may still be on its way in the CRM.
  const bool settled = found.quiet_ms / 1000 >= exchange.form->reconcile->after_seconds;
  const auto known = gateway.known_cases.find(carries);
  if (reading.found != CaseFound::absent || !settled || known == gateway.known_cases.end()) {
    co_return unknown;
  }
  const std::string other = known->second;
  const QueryReading control = co_await ask_in_turn(exchange, other);
  if (control.found != CaseFound::exists) co_return unknown;
  const Release release{stored, found.attempt};
  const StoreReply released = co_await gateway.store.ask(release);
  if (!released.done) co_return unknown;
  co_return Response{refusal(refused::not_created, exchange.id), Event::checked, false};
}

}  // namespace casement::gateway
