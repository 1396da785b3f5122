/// @file
/// @brief What a rule of a form may look at before any of a case's body is read, and what it says
/// against it (head_rules.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/access/random_bytes.hpp"
#include "gateway/rules/refusals.hpp"

namespace casement::gateway {

/// Of one request; its texts outlive the judgement.
struct CaseHead {
  std::string_view authorization;
  std::string_view proof;        ///< Proof-Of-Work
  std::string_view request_key;  ///< Idempotency-Key, without its quotes
  std::int64_t now = 0;          ///< seconds since 1970
  RandomBytes& random;
};

struct HeadRefusal {
  Refusal row;                    ///< its sentence is as long-lived as the rule
  std::string data = "{}";        ///< JSON
  std::string authenticate = {};  ///< WWW-Authenticate; empty sends none
};

}  // namespace casement::gateway
