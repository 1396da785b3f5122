/// Reads a body whole and in pieces, as the first bytes of the input say: both must agree, and what
/// passes must be what our encoder writes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../gateway/bodies.hpp"

using namespace casement::gateway;
using namespace casement::gateway::testing;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t piece = 1 + data[0] % 97U;
  // "B" stands for the boundary, which no mutation would find, and "C" for the other one.
  std::string body(reinterpret_cast<const char*>(data + 1), size - 1);
  body = replaced(replaced(body, "\x01", boundary), "\x02", other);
  const Reading whole = read_whole(body, other);
  const Reading cut = read_in_pieces(
      body, [piece] { return piece; }, other);
  if ((whole.rule == MultipartRule::none) != (cut.rule == MultipartRule::none)) std::abort();
  if (cut.most_left > MultipartReader::held_limit) std::abort();
  if (whole.rule != MultipartRule::none) return 0;
  if (!(whole.parts == cut.parts) || whole.passed != cut.passed) std::abort();
  std::string again;
  for (const Reading::Part& part : whole.parts) {
    again += part.type.empty() ? text_part(part.name, part.bytes)
                               : file_part(part.name, part.file_name, part.type, part.bytes);
  }
  if (again + closing() != body) std::abort();
  return 0;
}
