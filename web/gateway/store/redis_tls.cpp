#include "gateway/store/redis_tls.hpp"

#include <openssl/err.h>

namespace casement::gateway {

TlsContext make_tls_context(const RedisAccess& access, RedisProblem& problem) {
  // What went wrong is said in the configuration's words; nobody reads OpenSSL's.
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) {
    problem = RedisFault::tls_library;
    return nullptr;
  }
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  // A key that wants a passphrase cannot be used: there is nobody to ask.
  SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return 0; });
  const int trusts = access.ca_file.empty() ? SSL_CTX_set_default_verify_paths(context.get())
                                            : SSL_CTX_load_verify_locations(
                                                  context.get(), access.ca_file.c_str(), nullptr);
  if (trusts != 1) {
    problem = RedisFault::ca_file;
    return nullptr;
  }
  if (access.cert_file.empty()) return context;
  if (SSL_CTX_use_certificate_chain_file(context.get(), access.cert_file.c_str()) != 1) {
    problem = RedisFault::cert_file;
    return nullptr;
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), access.key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1) {
    problem = RedisFault::key_file;
    return nullptr;
  }
  return context;
}

}  // namespace casement::gateway
