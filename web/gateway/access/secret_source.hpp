/// @file
/// @brief Where secrets are, and whatever else a document only points at: the environment and
/// files.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/config/config_node.hpp"

namespace casement::gateway {

/// Files are read up to `file_limit` bytes and one more.
struct SecretSource {
  std::function<std::optional<std::string>(const std::string& name)> variable;
  std::function<std::optional<std::string>(const std::string& path)> file;
};

inline constexpr std::size_t file_limit = std::size_t{4} * 1024 * 1024;

/// The process's own environment and files.
[[nodiscard]] SecretSource own_secrets();

/// What `keyFile` or `keyEnv` of an object points at, a secret or a public key; empty with a
/// problem.
[[nodiscard]] std::string read_key(const Node& object, const SecretSource& secrets);

/// The same of a secret, which must be too long to be guessed.
[[nodiscard]] std::string read_secret(const Node& object, const SecretSource& secrets);

}  // namespace casement::gateway
