#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/config/gateway_config.hpp"

using namespace casement::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Long enough for a secret.
  const auto found = [](const std::string&) { return std::optional(std::string(32, 'k')); };
  const SecretSource secrets{found, found};
  const auto outcome = read_gateway_config({reinterpret_cast<const char*>(data), size}, secrets);
  if (!outcome.config && outcome.problems.empty()) __builtin_trap();
  return 0;
}
