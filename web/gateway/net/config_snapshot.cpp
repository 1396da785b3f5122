#include "gateway/net/config_snapshot.hpp"

#include <openssl/ssl.h>

#include <utility>

namespace casement::gateway {

Result<std::shared_ptr<Setup>, std::string> make_setup(GatewayConfig config) {
  auto setup = std::make_shared<Setup>();
  setup->config = std::move(config);
  SSL_CTX_set_min_proto_version(setup->tls.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(setup->tls.native_handle(), SSL_OP_NO_RENEGOTIATION);
  boost::system::error_code wrong;
  if (setup->config.ca_file.empty()) {
    setup->tls.set_default_verify_paths(wrong);
  } else {
    setup->tls.load_verify_file(setup->config.ca_file, wrong);
  }
  if (wrong) return std::string("/caFile: cannot be used: ").append(wrong.message());
  return setup;
}

}  // namespace casement::gateway
