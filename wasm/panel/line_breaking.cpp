#include "panel/line_breaking.hpp"

#include <algorithm>

#include "core/text/unicode.hpp"

namespace casement {
namespace {

constexpr std::string_view ellipsis = "\u2026";

/// Longer texts never reach a line's end; measuring them whole would only take time.
constexpr std::size_t max_line = 1000;

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

/// As browsers break: after a hyphen between letters, not before a number ("SOP-10482").
bool breaks_before(std::string_view text, std::size_t at) {
  const auto part_of_word = [](char byte) {
    return (byte & 0x80) != 0 || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
  };
  return at > 1 && text[at - 1] == '-' && part_of_word(text[at - 2]) && part_of_word(text[at]);
}

/// The largest number of code points, at least `least`, of which `fits` is true.
template <class Fits>
std::size_t most_that_fit(std::size_t least, std::size_t most, const Fits& fits) {
  while (least < most) {
    const std::size_t middle = (least + most + 1) / 2;
    if (fits(middle))
      least = middle;
    else
      most = middle - 1;
  }
  return least;
}

/// The last `count` code points of a text that has at least as many.
std::string_view last_code_points(std::string_view utf8, std::size_t count) {
  const std::size_t all = count_code_points(utf8);
  return utf8.substr(first_code_points(utf8, all - count).size());
}

/// Lines of one paragraph, as views into its text.
class Wrapper {
 public:
  Wrapper(TextSource& source, TextStyle style, float width, std::vector<std::string_view>& lines)
      : source_(source), style_(style), width_(width), lines_(lines) {}

  void paragraph(std::string_view text) {
    const char* line = nullptr;
    const char* line_end = nullptr;
    float used = 0;
    const auto flush = [&] {
      if (line != nullptr) lines_.emplace_back(line, static_cast<std::size_t>(line_end - line));
      line = nullptr;
    };
    while (lines_.size() < max_lines) {
      const bool spaced = !text.empty() && is_space(text.front());
      while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
      if (text.empty()) break;
      std::size_t length = 1;
      while (length < text.size() && !is_space(text[length]) && !breaks_before(text, length))
        ++length;
      std::string_view word = text.substr(0, length);
      float advance = source_.advance(style_, word);
      const float gap = spaced ? space() : 0;
      if (line != nullptr && used + gap + advance > width_) flush();
      if (line == nullptr && advance > width_) {
        word = head(word);
        advance = source_.advance(style_, word);
      }
      used = line == nullptr ? advance : used + gap + advance;
      if (line == nullptr) line = word.data();
      line_end = word.data() + word.size();
      text.remove_prefix(word.size());
      if (word.size() < length) flush();
    }
    flush();
  }

 private:
  float space() {
    if (space_ < 0) space_ = source_.advance(style_, " ");
    return space_;
  }

  /// As much of a word as a line holds, one code point at least.
  std::string_view head(std::string_view word) {
    word = first_code_points(word, max_line);
    return first_code_points(
        word, most_that_fit(1, count_code_points(word), [&](std::size_t count) {
          return source_.advance(style_, first_code_points(word, count)) <= width_;
        }));
  }

  TextSource& source_;
  TextStyle style_;
  float width_;
  float space_ = -1;
  std::vector<std::string_view>& lines_;
};

}  // namespace

std::vector<std::string_view> wrap(TextSource& source, TextStyle style, std::string_view utf8,
                                   float width) {
  std::vector<std::string_view> lines;
  Wrapper wrapper(source, style, width, lines);
  while (!utf8.empty()) {
    const std::size_t end = std::min(utf8.find('\n'), utf8.size());
    wrapper.paragraph(utf8.substr(0, end));
    utf8.remove_prefix(std::min(end + 1, utf8.size()));
  }
  return lines;
}

std::string elide_end(TextSource& source, TextStyle style, std::string_view utf8, float width) {
  const std::string_view text = first_code_points(utf8, max_line);
  if (text.size() == utf8.size() && source.advance(style, text) <= width) return std::string(text);
  const auto cut = [&](std::size_t count) {
    return std::string(first_code_points(text, count)).append(ellipsis);
  };
  return cut(most_that_fit(0, count_code_points(text), [&](std::size_t count) {
    return source.advance(style, cut(count)) <= width;
  }));
}

std::string elide_middle(TextSource& source, TextStyle style, std::string_view utf8, float width) {
  if (utf8.size() <= max_line && source.advance(style, utf8) <= width) return std::string(utf8);
  const std::size_t all = count_code_points(utf8);
  // Extension, dot and a few letters before it.
  const std::string_view tail = last_code_points(utf8, std::min<std::size_t>(all / 3, 8));
  const std::string_view text = first_code_points(utf8, std::min(max_line, all));
  const auto cut = [&](std::size_t count) {
    return std::string(first_code_points(text, count)).append(ellipsis).append(tail);
  };
  const std::size_t count = most_that_fit(0, count_code_points(text), [&](std::size_t kept) {
    return source.advance(style, cut(kept)) <= width;
  });
  return count == 0 ? elide_end(source, style, utf8, width) : cut(count);
}

}  // namespace casement
