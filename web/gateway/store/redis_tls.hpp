/// @file
/// @brief What TLS to a Redis stands on: whom it trusts, and who the gateway is.
#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "gateway/store/redis_problem.hpp"
#include "gateway/store/redis_settings.hpp"

namespace casement::gateway {

struct FreeTlsContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTlsContext>;

/// From the files as they are now. Null when they cannot be used, which `problem` then tells.
[[nodiscard]] TlsContext make_tls_context(const RedisAccess& access, RedisProblem& problem);

}  // namespace casement::gateway
