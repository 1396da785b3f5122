#include <chrono>
#include <optional>
#include <utility>

#include "core/endpoint.hpp"
#include "rules/case_query.hpp"
#include "server/crm_place.hpp"
#include "server/exchange.hpp"
#include "server/task.hpp"

namespace casement::gateway {

namespace asio = boost::asio;

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

Task<QueryReading> ask_crm(Exchange& exchange, const std::string& key) {
  const GatewayConfig& config = exchange.setup->config;
  const Patience patience(config.limits.answer_seconds);
  const std::shared_ptr<Wire> crm =
      co_await exchange.gateway.crm.connect(config, exchange.setup->tls);
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
  if (reader.keep_alive()) exchange.gateway.crm.keep(crm, config);
  co_return read_case_query(answer.status, answer.body, key);
}

}  // namespace

Task<Response> reconcile(Exchange& exchange, std::string key, StoreReply found) {
  Gateway& gateway = exchange.gateway;
  const Limits& limits = exchange.setup->config.limits;
  const Response unknown{
      refusal(409, "The CRM's answer was lost: the case may exist.", exchange.id, false, 30),
      Event::checked, false};
  // A case that was sent before the form had the field, or another one, is not found by it.
  const auto& asked = exchange.form->reconcile;
  if (!asked || found.key_field != asked->custom_field) co_return unknown;
  const std::string stored = stored_key(*exchange.form, key);
  for (const auto& [limit, seconds] :
       {std::pair<std::uint64_t, std::uint64_t>{1, seconds_between}, {questions_a_day, 86'400}}) {
    const Count often{"reconcile-" + std::to_string(seconds) + ":" + stored, limit, seconds};
    const StoreReply first = co_await gateway.store.ask(often);
    if (!first.done) co_return unknown;
  }
  CrmPlace place(gateway, gateway.attempt_of(exchange.id), "");
  constexpr std::chrono::seconds patience{2};
  auto refused = co_await place.take(limits, false, patience);
  if (!refused) refused = co_await spend_request(gateway, limits, false);
  if (refused) co_return unknown;

  const QueryReading reading = co_await ask_crm(exchange, key);
  if (reading.found == CaseFound::exists) {
    Answer told = verdict(reading.reply, exchange.setup->config.token, exchange.id);
    const Finish finish{stored,      found.attempt, found.full_fingerprint,
                        told.status, told.body,     limits.keep_hours * 3600};
    const StoreReply settled = co_await gateway.store.ask(finish);
    if (settled.failed) co_return unknown;
    co_return Response{told_again(std::move(told.body)), Event::checked, true};
  }
  // What was sent may still be on its way in the CRM.
  const bool settled = found.quiet_ms / 1000 >= asked->after_seconds;
  if (reading.found != CaseFound::absent || !settled) co_return unknown;
  const Release release{stored, found.attempt};
  const StoreReply released = co_await gateway.store.ask(release);
  if (!released.done) co_return unknown;
  co_return Response{
      refusal(404, "The CRM has no case of this key: it was not created.", exchange.id),
      Event::checked, false};
}

}  // namespace casement::gateway
