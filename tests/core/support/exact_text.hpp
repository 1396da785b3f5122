/// @file
/// @brief Text in a heap buffer of exactly its size, so that AddressSanitizer sees a read past its
/// end: a std::string has a NUL and room behind it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace casement::testing {

class ExactText {
 public:
  explicit ExactText(std::string_view text) : bytes_(new char[text.size()]), size_(text.size()) {
    std::copy(text.begin(), text.end(), bytes_.get());
  }

  // NOLINTNEXTLINE(google-explicit-constructor): stands for the text in calls
  operator std::string_view() const noexcept { return {bytes_.get(), size_}; }
  [[nodiscard]] std::string_view view() const noexcept { return *this; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

/// `text` over and over.
inline std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace casement::testing
