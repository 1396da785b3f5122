/// @file
/// @brief How long the core takes for what a customer waits for, on this machine: encoding a
/// request and reading its answer. Prints one line each: name, microseconds, bytes of the input.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/boundary.hpp"
#include "core/protocol/multipart.hpp"
#include "core/protocol/reply.hpp"

namespace casement {
namespace {

/// Keeps the compiler from leaving the work out.
volatile std::size_t seen = 0;

/// The fastest of many calls: what the work itself takes, without what else the machine does.
template <typename Work>
void measure(const char* name, std::size_t bytes, Work work) {
  using Clock = std::chrono::steady_clock;
  constexpr auto patience = std::chrono::milliseconds(300);
  auto fastest = Clock::duration::max();
  for (const auto start = Clock::now(); Clock::now() - start < patience;) {
    const auto before = Clock::now();
    seen = seen + work();
    fastest = std::min(fastest, Clock::now() - before);
  }
  const std::chrono::duration<double, std::micro> microseconds = fastest;
  std::printf("%s\t%.2f\t%zu\n", name, microseconds.count(), bytes);
}

std::vector<Entry> entries() {
  std::string description;
  while (description.size() < 2500) description += "Faltan dos piezas, ñandú \"roto\"\n";
  description.resize(2500);
  std::vector<Entry> list;
  for (const std::string_view name : {"operation", "case-type", "responsible", "owner", "contact",
                                      "status", "priority", "form", "solution"})
    list.push_back({std::string(name), std::string("soporte@talleres_andina")});
  list.push_back({"description", std::move(description)});
  for (std::uint32_t file = 0; file < 5; ++file)
    list.push_back({"file[]", FileEntry{"factura.pdf", "application/pdf", {file, 20'000'000}}});
  return list;
}

std::size_t read(std::string_view body) {
  const Reply reply = read_reply(200, body);
  return reply.case_number.size() + static_cast<std::size_t>(reply.doubt);
}

}  // namespace
}  // namespace casement

int main() {
  using namespace casement;
  const std::vector<Entry> list = entries();
  const std::string boundary(boundary_length, 'b');
  std::size_t framing = 0;
  for (const BodyPiece& piece : encode_multipart(list, boundary).pieces)
    if (const auto* bytes = std::get_if<std::string>(&piece)) framing += bytes->size();
  measure("encode a request with 10 fields and 5 files", framing,
          [&] { return encode_multipart(list, boundary).pieces.size(); });

  const std::string success = R"({"code":200,"error":"null","msg":"Succesfully create record",)"
                              R"("data":{"wolkvox_id":"64cb","idPrefijo":"SOP-10482"}})";
  measure("read the answer of a created case", success.size(), [&] { return read(success); });

  const std::string warned =
      "<br />\n<b>Warning</b>: Undefined array key in <b>insert.php</b><br />\n" + success;
  measure("read it after a PHP warning", warned.size(), [&] { return read(warned); });

  std::string nonsense;
  while (nonsense.size() < reply_limit) nonsense += "{[\"<html>\\";
  nonsense.resize(reply_limit);
  measure("refuse 1 MiB of nonsense", nonsense.size(), [&] { return read(nonsense); });
}
