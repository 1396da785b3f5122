/// Reads a body whole and in pieces, as the first byte of the input says: both must agree. What
/// passes is passed on as the gateway does, and must then be read as the same files, before the
/// gateway's own texts, in as many bytes as were promised.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../gateway/support/bodies.hpp"
#include "gateway/rules/forwarding.hpp"

using namespace casement::gateway;
using namespace casement::gateway::testing;

namespace {

constexpr std::size_t max_body = 7000;

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

PartNames few_texts() {
  PartNames list = names();
  list.max_text = 2000;
  return list;
}

/// What goes out of a body that is not held whole; nothing when it has no file or is refused.
std::string passed_on(std::string_view body, const PartNames& list, std::size_t piece,
                      const std::vector<casement::Entry>& texts) {
  using Event = MultipartReader::Event;
  MultipartReader reader(boundary, list, PartOrder::texts_first);
  std::optional<PassingBody> passing;
  std::string out;
  std::size_t begin = 0;
  std::size_t end = 0;
  for (;;) {
    const std::string_view unread = body.substr(begin, end - begin);
    const Event event = reader.next(unread);
    begin += reader.consumed();
    if (event == Event::refused) return {};
    if (event == Event::file && !passing) {
      passing.emplace(reader, body.size(), other, texts, list.max_files);
    } else if (passing) {
      out += passing->before(event);
      if (event == Event::bytes) out += unread.substr(0, reader.consumed());
    }
    if (event != Event::more) continue;
    if (end == body.size()) break;
    end = std::min(body.size(), end + piece);
  }
  if (!passing || reader.finish() != MultipartRule::none) return {};
  out += passing->end();
  if (out.size() != passing->length()) std::abort();
  return out;
}

/// The same files in the same order, then the one text. What makes up the length is no part.
void judge_passed(std::string out, const Reading& came, const PartNames& list) {
  out.erase(out.find_last_not_of(" \r\n") + 1);
  const Reading seen = read_in_pieces(
      out, [] { return std::size_t{0}; }, {}, list, PartOrder::any, other);
  if (seen.rule != MultipartRule::none || seen.parts.empty()) std::abort();
  std::vector<Reading::Part> files;
  for (const Reading::Part& part : came.parts) {
    if (!part.file_name.empty()) files.push_back(part);
  }
  files.push_back({"a", "", "", "the gateway's"});
  if (!(files == seen.parts)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::size_t piece = 1 + data[0] % 97U;
  const std::string body = body_of({reinterpret_cast<const char*>(data + 1), size - 1});
  if (body.size() > max_body) return 0;
  static const PartNames list = few_texts();
  static const std::vector<casement::Entry> texts{{"a", "the gateway's"}};
  const Reading whole = read_in_pieces(
      body, [] { return std::size_t{0}; }, other, list);
  const Reading cut = read_in_pieces(
      body, [piece] { return piece; }, other, list);
  if ((whole.rule == MultipartRule::none) != (cut.rule == MultipartRule::none)) std::abort();
  if (cut.max_left > MultipartReader::held_limit) std::abort();
  if (whole.rule != MultipartRule::none) return 0;
  if (!(whole.parts == cut.parts)) std::abort();
  const std::string out = passed_on(body, list, piece, texts);
  if (!out.empty()) judge_passed(out, whole, list);
  return 0;
}
