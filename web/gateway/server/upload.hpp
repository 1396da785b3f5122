/// @file
/// @brief Passing a body with large attachments on to the CRM while it comes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/net/task.hpp"
#include "gateway/server/request_context.hpp"

namespace casement::gateway {

/// How far a delivery came, for what may be said about the case.
enum class Sent : std::uint8_t {
  nothing,      ///< not one byte
  no_texts,     ///< files perhaps, but no text: the CRM cannot have made a case
  perhaps_all,  ///< texts too: only a whole answer tells
};

struct Uploaded {
  Sent sent = Sent::nothing;
  CrmAnswer answer;
  bool reusable = false;         ///< the connection, for the next case
  bool visitor_left = false;     ///< or was too slow
  bool store_failed = false;     ///< or the key was lost, before the texts
  std::optional<Refusal> wrong;  ///< a rule that a passing file broke, without its words
  std::string words;             ///< what is said of it
  std::string field;             ///< whose
  std::string fingerprint;       ///< with all files, when they have passed
};

/// Files first, texts last: as long as no text has gone the CRM lacks its required fields, so
/// whatever breaks before cannot leave a case behind. The key is bound, as uploading.
Task<Uploaded> upload(RequestContext& context, CheckedCase& checked, const Binding& binding,
                      std::shared_ptr<Stream> crm);

/// Before the first text. False when the key is not the attempt's any more, or the store is away.
Task<bool> advance(Gateway& gateway, const Binding& binding);

}  // namespace casement::gateway
