#include "gateway/access/secret_source.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/text/unicode.hpp"

namespace casement::gateway {

SecretSource own_secrets() {
  return {[](const std::string& name) -> std::optional<std::string> {
            const char* value = std::getenv(name.c_str());
            if (value == nullptr) return std::nullopt;
            return std::string(value);
          },
          [](const std::string& path) -> std::optional<std::string> {
            const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
                std::fopen(path.c_str(), "rb"), &std::fclose);
            if (file == nullptr) return std::nullopt;
            std::string text(file_limit + 1, '\0');
            text.resize(std::fread(text.data(), 1, text.size(), file.get()));
            return text;
          }};
}

std::string read_key(const Node& object, const SecretSource& secrets) {
  std::string name;
  std::optional<std::string> found;
  if (object["keyFile"].read(name))
    found = secrets.file(name);
  else if (object["keyEnv"].read(name))
    found = secrets.variable(name);
  if (found && !trimmed(*found).empty()) return *std::move(found);
  object[name.empty() || object["keyFile"].exists() ? "keyFile" : "keyEnv"].error(
      "gives no key", "a file or a variable with the secret or the public key (PEM)");
  return {};
}

std::string read_secret(const Node& object, const SecretSource& secrets) {
  std::string secret(trimmed(read_key(object, secrets)));
  if (!secret.empty() && secret.size() < 32) {
    object.error("the secret is short enough to be guessed", "at least 32 bytes");
  }
  return secret;
}

}  // namespace casement::gateway
