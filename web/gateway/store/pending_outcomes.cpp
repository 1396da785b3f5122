#include "gateway/store/pending_outcomes.hpp"

namespace casement::gateway {

void keep_unsaid(PendingOutcomes& unsaid, const Command& failed) {
  constexpr std::size_t most = 100'000;
  if (unsaid.size() >= most) return;
  if (const auto* begin = std::get_if<Bind>(&failed)) {
    unsaid.emplace_back(Release{begin->key, begin->attempt});
  } else if (const auto* take = std::get_if<TakePlace>(&failed)) {
    unsaid.emplace_back(GivePlace{take->name, take->attempt});
  } else if (std::holds_alternative<Complete>(failed) ||
             std::holds_alternative<MarkUnknown>(failed) ||
             std::holds_alternative<Release>(failed) || std::holds_alternative<GivePlace>(failed)) {
    unsaid.push_back(failed);
  }
}

}  // namespace casement::gateway
