/// Reads a body whole and in pieces, as the first byte of the input says: both must agree, and what
/// passes must be what our encoder writes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../gateway/bodies.hpp"

using namespace casement::gateway;
using namespace casement::gateway::testing;

namespace {

constexpr std::size_t longest_body = 7000;

/// One byte stands for what no mutation would find: \1 for the boundary, \2 for the other one, \3
/// for a run that brings a line near its limit. So short inputs make long bodies.
std::string body_of(std::string_view input) {
  static const std::string run(500, 'x');
  std::string body;
  for (const char c : input) {
    switch (c) {
      case '\1': body += boundary; break;
      case '\2': body += other; break;
      case '\3': body += run; break;
      default: body += c;
    }
  }
  return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t piece = 1 + data[0] % 97U;
  const std::string body = body_of({reinterpret_cast<const char*>(data + 1), size - 1});
  if (body.size() > longest_body) return 0;
  static const PartNames few_texts = [] {
    PartNames list = names();
    list.most_text = 2000;
    return list;
  }();
  const Reading whole = read_in_pieces(
      body, [] { return std::size_t{0}; }, other, few_texts);
  const Reading cut = read_in_pieces(
      body, [piece] { return piece; }, other, few_texts);
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
