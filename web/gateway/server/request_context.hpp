/// @file
/// @brief One request and what is known of it while it is being answered.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields/validation.hpp"
#include "core/protocol/multipart.hpp"
#include "gateway/access/client.hpp"
#include "gateway/access/request_key.hpp"
#include "gateway/body/multipart_reader.hpp"
#include "gateway/net/request_body.hpp"
#include "gateway/net/task.hpp"
#include "gateway/rules/answer.hpp"
#include "gateway/rules/forwarding.hpp"
#include "gateway/server/gateway.hpp"
#include "gateway/server/response.hpp"

namespace casement::gateway {

/// Of a body that is not received whole, at a time. Bytes.
inline constexpr std::size_t read_size = std::size_t{128} * 1024;

struct RequestContext {
  Gateway& gateway;
  std::shared_ptr<ConfigSnapshot> snapshot;
  const Form* form;  ///< of the path, as its client has it if one sends
  const RequestHead& head;
  Body& body;
  Stream& stream;
  std::string id;        ///< of the request, shown to the visitor
  std::string address;   ///< of the visitor
  ClientClaim client{};  ///< a signature in it is looked at when the texts are there
};

/// `POST {path}`: reads, checks and delivers a case.
Task<Response> take_case(RequestContext& context);

/// As long as the request prefers (RFC 7240, `Prefer: wait`), and no longer than the limit.
Task<void> wait_while_running(RequestContext& context, const std::string& stored);

/// `GET {path}/{key}`, for those who could have sent it: 404 never seen or not bound, 200 the
/// answer again, 409 running or unknown.
Task<Response> get_state(RequestContext& context, std::string key);

/// `GET {path}/{key}/challenge`, of a form that asks for a proof of work.
[[nodiscard]] Response tell_challenge(const RequestContext& context, std::string_view key);

/// By what the CRM can be asked for this form's cases, with the place that they go to; empty when
/// it cannot.
[[nodiscard]] std::string carried_by(const GatewayConfig& config, const Form& form);

/// For a key whose case is unknown: asks the CRM whether it exists, if the form says how. 200, 404
/// or, when that is not to be known yet, 409.
Task<Response> reconcile(RequestContext& context, std::string key, StoreReply found);

/// The key of a request as the store has it: each path and each client has keys of its own.
[[nodiscard]] inline std::string stored_key(const Form& form, std::string_view key) {
  return form.key_space.empty() ? std::string(key) : form.key_space + "|" + std::string(key);
}

/// A case that has passed every check.
struct CheckedCase {
  std::string request_key;        ///< as it was sent
  std::string key;                ///< in the store
  std::string early_fingerprint;  ///< of what is known before anything is sent
  Fingerprint fingerprint;        ///< goes on with the files that pass
  std::vector<Entry> texts;
  std::string boundary;               ///< the gateway's own, at least as long as the visitor's
  std::vector<HeldFile> files;        ///< of a body that was received whole, every one checked
  MultipartReader* reader = nullptr;  ///< else, at the first file's content, if there is one

  /// Files pass on to the CRM while they come.
  [[nodiscard]] bool streams() const noexcept { return reader != nullptr; }
};

/// Waits for a place, binds the key, sends, and settles what the CRM says.
Task<Response> deliver(RequestContext& context, CheckedCase& checked);

/// For a request whose key is bound already, by itself or by another.
[[nodiscard]] Response answer_of_bound_key(const RequestContext& context,
                                           const CheckedCase& checked, const StoreReply& found);

}  // namespace casement::gateway
