/// @file
/// @brief What a store that failed must hear as soon as it listens again: how attempts ended.
#pragma once

#include <deque>

#include "gateway/store/store.hpp"

namespace casement::gateway {

/// In their order, to be run before anything else.
using PendingOutcomes = std::deque<Command>;

/// A binding that may or may not have been made is undone, a place that may have been taken is
/// given back, an end is told again; nothing else has to be. Bounded: beyond it keys end as
/// unknown, and places are free, by their leases.
void keep_unsaid(PendingOutcomes& unsaid, const Command& failed);

}  // namespace casement::gateway
