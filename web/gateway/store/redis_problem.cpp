#include "gateway/store/redis_problem.hpp"

namespace casement::gateway {

// Without a default, so that the compiler finds the fault that has no sentence or was given no
// thought what to advise.

std::string_view sentence_of(RedisFault fault) {
  switch (fault) {
    case RedisFault::none: break;
    case RedisFault::unreachable: return "it cannot be reached";
    case RedisFault::silent: return "it does not answer";
    case RedisFault::unknown_to_sentinel: return "it knows no ";
    case RedisFault::replica: return "it is a replica";
    case RedisFault::orphaned_replica: return "it is a replica that has lost its primary";
    case RedisFault::few_replicas: return "too few of its replicas are there";
    case RedisFault::forgetful:
      return "it could forget: appendonly yes, appendfsync always and maxmemory-policy noeviction "
             "are needed";
    case RedisFault::disk: return "it cannot write to its disk";
    case RedisFault::memory: return "its memory is full";
    case RedisFault::loading: return "it is still reading its data";
    case RedisFault::busy: return "it is busy with another script";
    case RedisFault::cluster: return "it is part of a cluster, which is not supported";
    case RedisFault::cluster_down: return "its cluster is down";
    case RedisFault::no_login: return "it wants a user and a password";
    case RedisFault::wrong_login: return "it does not take this user and password";
    case RedisFault::no_permission: return "this user may not do what is needed there";
    case RedisFault::no_tls: return "it does not speak TLS, or not with this gateway";
    case RedisFault::tls_library: return "TLS cannot be used";
    case RedisFault::certificate: return "its certificate is not trusted: ";
    case RedisFault::ca_file: return "its caFile cannot be used";
    case RedisFault::cert_file: return "its certFile cannot be used";
    case RedisFault::key_file: return "its keyFile cannot be used, or is another certificate's";
    case RedisFault::password_file: return "its password cannot be read";
    case RedisFault::refusal: return "it refuses what it is asked";
  }
  return "";
}

std::string_view advice_of(RedisFault fault) {
  switch (fault) {
    case RedisFault::unreachable:
    case RedisFault::silent:
      return "look at its host, its port and the firewall, whether one side alone speaks TLS, and "
             "whether it asks for a certificate";
    case RedisFault::unknown_to_sentinel: return "look at the sentinel's name for it";
    case RedisFault::replica:
    case RedisFault::orphaned_replica: return "name the primary, or use sentinel";
    case RedisFault::few_replicas: return "look at its replicas, and at replicas here";
    case RedisFault::forgetful: return "set them there";
    case RedisFault::disk: return "look into its own log";
    case RedisFault::memory: return "raise maxmemory there";
    case RedisFault::loading: return "check again in a moment";
    case RedisFault::no_login: return "give it user and passwordFile";
    case RedisFault::wrong_login:
      return "look at user and passwordFile here, and at ACL LIST there";
    case RedisFault::no_permission: return "give it the rules of docs/gateway.md";
    case RedisFault::no_tls:
      return "name it with redis:// if it has no TLS, or look at tls-port and tls-protocols there";
    case RedisFault::certificate:
      return "look at caFile and serverName here, and at the certificate's dates and names";
    case RedisFault::ca_file:
    case RedisFault::cert_file:
    case RedisFault::key_file:
    case RedisFault::password_file: return "look at the file: its rights, PEM, and no passphrase";
    case RedisFault::none:
    case RedisFault::busy:
    case RedisFault::cluster:
    case RedisFault::cluster_down:
    case RedisFault::tls_library:
    case RedisFault::refusal: break;
  }
  return "";
}

}  // namespace casement::gateway
