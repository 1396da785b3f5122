#include <cstddef>
#include <cstdint>
#include <string_view>

#include "body/content_type.hpp"
#include "server/http_messages.hpp"

using namespace casement::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const ParsedHead parsed = parse_request_head(text);
  if (parsed.result == HeadResult::whole) {
    if (parsed.size > size) __builtin_trap();
    (void)boundary_of(parsed.head.content_type);
  }
  // An answer in two pieces is read as in one.
  ResponseReader whole(1024);
  ResponseReader halves(1024);
  const bool one = whole.put({text.data(), size}) && whole.whole();
  const bool two = halves.put({text.data(), size / 2}) &&
                   halves.put({text.data() + size / 2, size - size / 2}) && halves.whole();
  if (one != two) __builtin_trap();
  return 0;
}
