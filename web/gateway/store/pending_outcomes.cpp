#include "gateway/store/pending_outcomes.hpp"

namespace casement::gateway {

void keep_unsaid(Unsaid& unsaid, const Command& failed) {
  constexpr std::size_t most = 100'000;
  if (unsaid.size() >= most) return;
  if (const auto* begin = std::get_if<Begin>(&failed)) {
    unsaid.emplace_back(Release{begin->key, begin->attempt});
  } else if (const auto* take = std::get_if<TakePlace>(&failed)) {
    unsaid.emplace_back(GivePlace{take->name, take->attempt});
  } else if (std::holds_alternative<Finish>(failed) || std::holds_alternative<Doubt>(failed) ||
             std::holds_alternative<Release>(failed) || std::holds_alternative<GivePlace>(failed)) {
    unsaid.push_back(failed);
  }
}

}  // namespace casement::gateway
