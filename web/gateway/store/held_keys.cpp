#include "gateway/store/held_keys.hpp"

namespace casement::gateway {

void HeldKeys::note(const Command& sent) {
  if (const auto* finish = std::get_if<Complete>(&sent)) {
    by_attempt_.erase(finish->attempt);
  } else if (const auto* doubt = std::get_if<MarkUnknown>(&sent)) {
    by_attempt_.erase(doubt->attempt);
  } else if (const auto* release = std::get_if<Release>(&sent)) {
    by_attempt_.erase(release->attempt);
  } else if (const auto* advance = std::get_if<StartSending>(&sent)) {
    const auto found = by_attempt_.find(advance->attempt);
    if (found != by_attempt_.end()) found->second.renewal.state = KeyState::sending;
  }
}

void HeldKeys::note(const Command& sent, const StoreReply& reply, Time asked) {
  if (!reply.done) return;
  if (const auto* begin = std::get_if<Bind>(&sent)) {
    const KeyState state = begin->has_files ? KeyState::uploading : KeyState::sending;
    const Binding& binding = *begin;
    by_attempt_[begin->attempt] = {Renew{binding, state}, asked + lease_};
  } else if (const auto* renew = std::get_if<Renew>(&sent)) {
    const auto found = by_attempt_.find(renew->attempt);
    if (found != by_attempt_.end()) found->second.until = asked + lease_;
  } else if (const auto* advance = std::get_if<StartSending>(&sent)) {
    const auto found = by_attempt_.find(advance->attempt);
    if (found != by_attempt_.end()) found->second.until = asked + lease_;
  }
}

std::vector<Command> HeldKeys::renewals(Time now) {
  std::erase_if(by_attempt_, [now](const auto& each) { return each.second.until <= now; });
  std::vector<Command> all;
  all.reserve(by_attempt_.size());
  for (const auto& [attempt, held] : by_attempt_) all.emplace_back(held.renewal);
  return all;
}

}  // namespace casement::gateway
