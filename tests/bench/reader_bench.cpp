/// How fast the multipart reader takes an upload, plain and at its worst, in GB per second of CPU.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>

#include "gateway/body/multipart_reader.hpp"

using namespace casement::gateway;

namespace {

constexpr std::string_view boundary = "----CasementBoundary0123456789abcdef0123456789abcdef";
constexpr std::string_view other = "ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba";
constexpr std::size_t piece = std::size_t{128} * 1024;

/// GB/s of one pass over the same 32 MB, in pieces as a socket gives them.
double speed_of(std::string content) {
  constexpr std::size_t rounds = 256;
  double best = 0;
  for (int attempt = 0; attempt < 5; ++attempt) {
    PartNames names;
    names.file = "file";
    names.max_files = 1;
    MultipartReader reader(boundary, names, PartOrder::texts_first);
    std::string head = std::string("--").append(boundary) +
                       "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
                       "Content-Type: application/octet-stream\r\n\r\n";
    (void)reader.next(head);
    reader.forbid(other);
    const auto start = std::chrono::steady_clock::now();
    std::size_t taken = 0;
    for (std::size_t i = 0; i < rounds; ++i) {
      // What is held back is left out of the next piece: it is a few bytes of 128 KB.
      if (reader.next(content) == MultipartReader::Event::refused) return 0;
      taken += reader.consumed();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::max(best, static_cast<double>(taken) / 1e9 / took.count());
  }
  return best;
}

std::string repeated(std::string_view text) {
  std::string out;
  while (out.size() < piece) out += text;
  out.resize(piece);
  return out;
}

}  // namespace

int main() {
  std::mt19937 random(1);
  std::string plain(piece, '\0');
  for (char& c : plain) c = static_cast<char>(random());
  const double best = speed_of(plain);
  std::printf("%-28s %6.2f GB/s\n", "plain upload", best);
  double worst = best;
  const struct {
    const char* name;
    std::string content;
  } inputs[] = {
      {"CRLF runs", repeated("\r\n")},
      {"LF runs", repeated("\n")},
      {"line feed and dashes", repeated("\n--")},
      {"line feed, dash", repeated("\n-")},
      {"dashes", repeated("-")},
      {"almost the boundary", repeated(std::string("\r\n--").append(boundary.substr(0, 51)) + "x")},
      {"almost, 8 bytes", repeated(std::string("\n--").append(boundary.substr(0, 8)))},
      {"almost, 7 bytes", repeated(std::string("\n--").append(boundary.substr(0, 7)))},
      {"short lines", repeated("ab\r\n")},
      {"boundary bytes", repeated(boundary)},
  };
  for (const auto& input : inputs) {
    const double speed = speed_of(input.content);
    std::printf("%-28s %6.2f GB/s %4.0f %%\n", input.name, speed, 100 * speed / best);
    worst = std::min(worst, speed);
  }
  std::printf("{\"best\":%.2f,\"worst\":%.2f}\n", best, worst);
  return 0;
}
