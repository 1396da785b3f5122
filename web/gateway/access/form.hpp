/// @file
/// @brief One form of the gateway: what it takes, and from whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/access/client.hpp"
#include "gateway/access/head_rules.hpp"
#include "gateway/access/portal_token.hpp"
#include "gateway/body/multipart_reader.hpp"
#include "gateway/rules/case_query.hpp"
#include "gateway/rules/form_rules.hpp"

namespace casement::gateway {

struct Form {
  std::string path;       ///< "" or "/portal"
  std::string key_space;  ///< of its keys in the store: the path, and the client's name
  std::vector<std::string> origins;
  FormRules rules;
  PartNames names;             ///< part_names(rules)
  std::uint64_t max_body = 0;  ///< max_body(rules)
  std::optional<ContactToken> contact_token;
  std::optional<Reconcile> reconcile;
  HeadRules head_rules;
  std::optional<ClientAccess> client;  ///< whose form this is
  std::vector<Form> clients;           ///< the same form as each client has it
};

}  // namespace casement::gateway
