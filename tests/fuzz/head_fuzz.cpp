/// A request's head, or the CRM's answer in two pieces: the first byte of the input says which, and
/// where it is cut.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gateway/body/content_type.hpp"
#include "gateway/net/http_messages.hpp"

using namespace casement::gateway;

namespace {

void judge_request(std::string_view text) {
  const ParsedHead parsed = parse_request_head(text);
  if (parsed.result == HeadResult::whole) {
    if (parsed.size > text.size()) __builtin_trap();
    (void)boundary_of(parsed.head.content_type);
  }
  (void)boundary_of(text);
}

void judge_answer(std::string_view text, std::size_t cut) {
  ResponseReader whole(1024);
  ResponseReader halves(1024);
  const bool one = whole.put({text.data(), text.size()}) && whole.whole();
  const bool two = halves.put({text.data(), cut}) &&
                   halves.put({text.data() + cut, text.size() - cut}) && halves.whole();
  if (one != two) __builtin_trap();
  if (one && (whole.status() != halves.status() || whole.body() != halves.body())) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  if (data[0] % 2 == 0)
    judge_request(text);
  else
    judge_answer(text, text.size() * (data[0] / 2U) / 127);
  return 0;
}
