#include "gateway/net/config_snapshot.hpp"

#include <openssl/ssl.h>

#include <utility>

namespace casement::gateway {

Result<std::shared_ptr<ConfigSnapshot>, std::string> make_snapshot(GatewayConfig config) {
  auto snapshot = std::make_shared<ConfigSnapshot>();
  snapshot->config = std::move(config);
  SSL_CTX_set_min_proto_version(snapshot->tls.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(snapshot->tls.native_handle(), SSL_OP_NO_RENEGOTIATION);
  boost::system::error_code wrong;
  if (snapshot->config.ca_file.empty()) {
    snapshot->tls.set_default_verify_paths(wrong);
  } else {
    snapshot->tls.load_verify_file(snapshot->config.ca_file, wrong);
  }
  if (wrong) return std::string("/caFile: cannot be used: ").append(wrong.message());
  return snapshot;
}

}  // namespace casement::gateway
