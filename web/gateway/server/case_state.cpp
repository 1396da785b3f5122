#include <algorithm>
#include <chrono>
#include <utility>

#include "gateway/access/portal_token.hpp"
#include "gateway/access/proof_of_work.hpp"
#include "gateway/access/wall_clock.hpp"
#include "gateway/net/task.hpp"
#include "gateway/server/crm_lease.hpp"
#include "gateway/server/request_context.hpp"

namespace casement::gateway {

/// While the case is being sent, here or by another gateway, whose end has to be asked for.
Task<void> wait_while_running(RequestContext& context, const std::string& stored) {
  Gateway& gateway = context.gateway;
  const std::uint64_t most = context.snapshot->config.limits.wait_seconds;
  const auto end = Clock::now() + std::chrono::seconds(std::min(context.head.wait_seconds, most));
  Timer timer(gateway.io);
  while (Clock::now() < end && !gateway.stopping) {
    if (!gateway.running.contains(stored)) {
      const Find find{stored};
      const StoreReply reply = co_await gateway.store.ask(find);
      if (reply.state != KeyState::uploading && reply.state != KeyState::sending) co_return;
    }
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(as_result);
  }
}

Response tell_challenge(const RequestContext& context, std::string_view key) {
  const auto& asked = context.form->head_rules.get<ProofOfWork>();
  if (!asked) return {refusal(refused::no_proof_asked, context.id), RequestOutcome::checked, false};
  const Challenge challenge = make_challenge(*asked, key, context.gateway.random, wall_seconds());
  return {{200, json_of(challenge), 0, {}}, RequestOutcome::checked, false};
}

Task<Response> get_state(RequestContext& context, std::string key) {
  Gateway& gateway = context.gateway;
  const std::string stored = stored_key(*context.form, key);
  const auto say = [&](Refusal row) {
    row.retry = false;  // It is a question, of which nothing goes to the CRM.
    return Response{refusal(row, context.id), RequestOutcome::checked, false};
  };
  std::string owner;
  if (context.form->contact_token) {
    const auto contact =
        contact_of_token(context.head.authorization, *context.form->contact_token, wall_seconds());
    if (!contact.ok()) co_return say(saying(refused::token, contact.error().sentence));
    owner = owner_mark(stored, contact.value());
  }
  co_await wait_while_running(context, stored);
  const std::uint64_t keep = context.snapshot->config.limits.keep_seconds();
  const Find find{stored, keep};
  const StoreReply reply = co_await gateway.store.ask(find);
  const auto running = gateway.running.find(stored);
  const bool runs = running != gateway.running.end();
  const bool bound = !reply.failed && reply.state != KeyState::fresh;
  if ((bound && !is_owned_by(reply.fingerprint, owner)) ||
      (runs && !is_owned_by(running->second, owner))) {
    co_return say(refused::not_yours);
  }
  if (reply.failed) co_return say(refused::store_away);
  if (reply.state == KeyState::done) {
    co_return keeping({replayed_answer(reply.body), RequestOutcome::checked, true},
                      reply.left_seconds);
  }
  if (runs) co_return keeping(say(refused::being_sent), keep);
  if (reply.state == KeyState::fresh) co_return say(refused::never_sent);
  if (reply.state == KeyState::unknown) co_return co_await reconcile(context, key, reply);
  co_return keeping(say(refused::being_sent), keep);
}

}  // namespace casement::gateway
