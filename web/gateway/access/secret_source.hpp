/// @file
/// @brief Where secrets are, and whatever else a document only points at: the environment and
/// files.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace casement::gateway {

/// Files are read up to `file_limit` bytes and one more.
struct SecretSource {
  std::function<std::optional<std::string>(const std::string& name)> variable;
  std::function<std::optional<std::string>(const std::string& path)> file;
};

inline constexpr std::size_t file_limit = std::size_t{4} * 1024 * 1024;

/// The process's own environment and files.
[[nodiscard]] SecretSource own_secrets();

}  // namespace casement::gateway
