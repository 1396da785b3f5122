/// @file
/// @brief Strings for the browser: each preceded by its length in bytes (u32, little endian). A
/// record is several of them after their number, so that whoever expects others notices.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>

namespace casement {

class Strings {
 public:
  void add(std::string_view text) {
    const auto length = static_cast<std::uint32_t>(text.size());
    char prefix[sizeof length];
    std::memcpy(prefix, &length, sizeof length);
    bytes_.append(prefix, sizeof length);
    bytes_.append(text);
  }
  void add_record(std::initializer_list<std::string_view> texts) {
    add(std::uint64_t{texts.size()});
    for (const std::string_view text : texts) add(text);
  }
  void add(std::uint64_t number) { add(std::string_view(std::to_string(number))); }

  [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace casement
