/// @file
/// @brief Why a Redis is of no use: what is wrong, its sentence for the log, and what `--check`
/// advises. The table of docs/gateway.md.
#pragma once

#include <string>
#include <string_view>

namespace casement::gateway {

struct RedisConfig;

enum class RedisFault {
  none,
  unreachable,
  silent,
  unknown_to_sentinel,
  replica,
  orphaned_replica,
  few_replicas,
  forgetful,
  disk,
  memory,
  loading,
  busy,
  cluster,
  cluster_down,
  no_login,
  wrong_login,
  no_permission,
  no_tls,
  tls_library,
  certificate,
  ca_file,
  cert_file,
  key_file,
  password_file,
  refusal,
};

/// For the log.
[[nodiscard]] std::string_view sentence_of(RedisFault fault);
/// For the operator; nothing where the sentence says all that is known.
[[nodiscard]] std::string_view advice_of(RedisFault fault);

struct RedisProblem {
  RedisProblem() = default;
  RedisProblem(RedisFault what)  // NOLINT(google-explicit-constructor)
      : fault(what), sentence(sentence_of(what)) {}
  /// `detail` ends the sentence.
  RedisProblem(RedisFault what, std::string_view detail) : RedisProblem(what) {
    sentence.append(detail);
  }

  [[nodiscard]] bool exists() const noexcept { return fault != RedisFault::none; }

  RedisFault fault = RedisFault::none;
  std::string sentence;
};

/// Why no gateway can run on it now. Writes as `/readyz` does.
[[nodiscard]] RedisProblem find_problem(const RedisConfig& config);

}  // namespace casement::gateway
