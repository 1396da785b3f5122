/// @file
/// @brief Bodies for the reader's tests, and reading one in any pieces.
#pragma once

#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json.hpp"
#include "gateway/body/multipart_reader.hpp"

namespace casement::gateway::testing {

inline constexpr std::string_view boundary = "----CasementBoundary0123456789abcdef0123456789abcdef";
inline constexpr std::string_view other = "ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba";
static_assert(boundary.size() == other.size());

inline PartNames names() {
  return {{"contact", "description", "form", "a", "b", "z"},
          {"operation", "owner"},
          "file[]",
          3,
          std::size_t{64} * 1024,
          "file"};
}

inline std::string text_part(std::string_view name, std::string_view value) {
  return std::string("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"") +
         std::string(name).append("\"\r\n\r\n").append(value).append("\r\n");
}

inline std::string file_part(std::string_view name, std::string_view file_name,
                             std::string_view type, std::string_view bytes) {
  return std::string("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"") +
         std::string(name)
             .append("\"; filename=\"")
             .append(file_name)
             .append("\"\r\nContent-Type: ")
             .append(type)
             .append("\r\n\r\n")
             .append(bytes)
             .append("\r\n");
}

inline std::string closing() { return std::string("--").append(boundary).append("--\r\n"); }

/// What a reader made of a body.
struct Reading {
  struct Part {
    std::string name;
    std::string file_name;
    std::string type;
    std::string bytes;
    bool operator==(const Part&) const = default;
  };
  std::vector<Part> parts;
  MultipartRule rule = MultipartRule::none;
  std::size_t max_left = 0;  ///< bytes left unread while the reader asked for more
};

/// Unread bytes in memory of exactly their size: the address sanitizer sees one byte more at either
/// end, and no piece costs an allocation.
class ExactRoom {
 public:
  explicit ExactRoom(std::size_t most) : bytes_(std::make_unique<char[]>(most)), most_(most) {
    ASAN_POISON_MEMORY_REGION(bytes_.get(), most_);
  }
  ExactRoom(const ExactRoom&) = delete;
  ExactRoom& operator=(const ExactRoom&) = delete;
  ~ExactRoom() { ASAN_UNPOISON_MEMORY_REGION(bytes_.get(), most_); }

  [[nodiscard]] std::string_view unread() const noexcept { return {bytes_.get(), size_}; }
  void append(std::string_view piece) {
    ASAN_UNPOISON_MEMORY_REGION(bytes_.get() + size_, piece.size());
    std::copy(piece.begin(), piece.end(), bytes_.get() + size_);
    size_ += piece.size();
  }
  void drop(std::size_t count) {
    std::copy(bytes_.get() + count, bytes_.get() + size_, bytes_.get());
    size_ -= count;
    ASAN_POISON_MEMORY_REGION(bytes_.get() + size_, count);
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t most_;
  std::size_t size_ = 0;
};

/// Reads a body in pieces whose sizes `piece` gives (0: all the rest).
template <class Piece>
Reading read_in_pieces(std::string_view body, const Piece& piece, std::string_view forbidden = {},
                       const PartNames& part_names = names(), PartOrder order = PartOrder::any,
                       std::string_view by = boundary) {
  using Event = MultipartReader::Event;
  MultipartReader reader(by, part_names, order);
  Reading reading;
  ExactRoom room(body.size());
  for (std::size_t at = 0;;) {
    const Event event = reader.next(room.unread());
    const std::string_view taken = room.unread().substr(0, reader.consumed());
    switch (event) {
      case Event::text: reading.parts.push_back({reader.name(), "", "", reader.text()}); break;
      case Event::file:
        reading.parts.push_back({reader.name(), reader.file_name(), reader.file_type(), ""});
        if (!forbidden.empty()) reader.forbid(forbidden);
        break;
      case Event::bytes: reading.parts.back().bytes += taken; break;
      case Event::file_end: break;
      case Event::refused: reading.rule = reader.rule(); return reading;
      case Event::end: break;
      case Event::more: break;
    }
    room.drop(reader.consumed());
    if (event != Event::more) continue;
    reading.max_left = std::max(reading.max_left, room.unread().size());
    if (at == body.size()) {
      reading.rule = reader.finish();
      return reading;
    }
    const std::size_t wanted = piece();
    const std::size_t size = wanted == 0 ? body.size() - at : std::min(wanted, body.size() - at);
    room.append(body.substr(at, size));
    at += size;
  }
}

inline Reading read_whole(std::string_view body, std::string_view forbidden = {}) {
  return read_in_pieces(
      body, [] { return std::size_t{0}; }, forbidden);
}

inline std::string read_file(const char* path) {
  std::string text;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path, "rb"), &std::fclose);
  if (file == nullptr) return text;
  char chunk[4096];
  while (const std::size_t size = std::fread(chunk, 1, sizeof chunk, file.get())) {
    text.append(chunk, size);
  }
  return text;
}

/// Of attack_bodies.json: characters U+0000..U+00FF are bytes.
inline std::string bytes_of(std::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    if (lead < 0x80) {
      bytes += utf8[i];
    } else {
      bytes += static_cast<char>(((lead & 0x03U) << 6U) |
                                 (static_cast<unsigned char>(utf8[++i]) & 0x3FU));
    }
  }
  return bytes;
}

inline std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

}  // namespace casement::gateway::testing
