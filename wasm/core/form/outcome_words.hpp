/// @file
/// @brief How an outcome is told: its sentence for people, its stable word for the page's program.
#pragma once

#include <string_view>

#include "core/messages/messages.hpp"
#include "core/protocol/reply.hpp"

namespace casement {

struct RejectionWords {
  Message body;
  std::string_view reason;  ///< effect::Tell::reason
};

[[nodiscard]] const RejectionWords& words_of(Rejection rejection) noexcept;

/// Why the case may exist.
[[nodiscard]] Message words_of(Doubt doubt) noexcept;

/// effect::Tell::reason of such a sentence.
[[nodiscard]] std::string_view reason_of(Message doubt) noexcept;

}  // namespace casement
