#include "gateway/body/part_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

#include "core/protocol/multipart.hpp"
#include "core/text/unicode.hpp"
#include "gateway/body/header_text.hpp"

namespace casement::gateway {
namespace {

using Rule = MultipartRule;

/// PHP splits header lines at 5,120 bytes and reads the rest as a header of its own.
constexpr std::size_t line_limit = 2048;

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

bool has_control_or_escape(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '\\' || (c >= 0 && c < 0x20) || c == 0x7F; });
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// RFC 8187: `utf-8'language'text`, where a `%` begins a byte.
std::optional<std::string> decode_extended(std::string_view text) {
  const std::size_t language = text.find('\'');
  if (language == std::string_view::npos || !same_word(text.substr(0, language), "utf-8")) {
    return std::nullopt;
  }
  const std::size_t begin = text.find('\'', language + 1);
  if (begin == std::string_view::npos) return std::nullopt;
  std::string out;
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? digit_of(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? digit_of(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(16 * high + low);
    i += 2;
  }
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view three = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (k < three.size() ? static_cast<unsigned char>(three[k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= three.size() ? letters[(bits >> (18 - 6 * k)) & 0x3FU] : '=';
    }
  }
  return out;
}

/// Of those that say the same as ASCII where it does.
PartHead::Charset charset_of(std::string_view name) {
  using Charset = PartHead::Charset;
  if (same_word(name, "utf-8") || same_word(name, "us-ascii")) return Charset::utf8;
  for (const std::string_view family : {"iso-8859-", "windows-125"}) {
    if (same_word(name.substr(0, family.size()), family)) return Charset::like_ascii;
  }
  return Charset::foreign;
}

/// The same name once more: as it is, or as the encoded word that .NET writes (RFC 2047).
bool is_same_name(std::string_view name, std::string_view extended) {
  constexpr std::string_view begin = "=?utf-8?B?";
  if (name == extended) return true;
  return same_word(name.substr(0, begin.size()), begin) &&
         name.substr(begin.size()) == base64(extended) + "?=";
}

class HeadReader {
 public:
  PartHead read(std::string_view head);

 private:
  static constexpr std::array<std::string_view, 4> names{
      "Content-Disposition", "Content-Type", "Content-Length", "Content-Transfer-Encoding"};

  [[nodiscard]] Rule read_line(std::string_view line);
  [[nodiscard]] Rule read_disposition(std::string_view value);
  [[nodiscard]] Rule read_parameter(const Parameter& parameter);
  [[nodiscard]] Rule read_type(std::string_view value);
  [[nodiscard]] Rule read_length(std::string_view value);

  PartHead head_;
  std::array<bool, names.size()> seen_{};
  bool named_ = false;
  std::optional<std::string> extended_name_;
};

Rule HeadReader::read_parameter(const Parameter& parameter) {
  const std::string_view value = parameter.value;
  if (same_word(parameter.name, "name")) {
    if (named_) return Rule::disposition;
    named_ = true;
    head_.name = value;
    if (has_control_or_escape(value)) return Rule::name_characters;
  } else if (same_word(parameter.name, "filename")) {
    if (head_.file_name) return Rule::disposition;
    head_.file_name = value;
    if (clean_file_name(value) != value) return Rule::file_name;
  } else if (same_word(parameter.name, "filename*")) {
    if (extended_name_ || parameter.quoted) return Rule::disposition;
    extended_name_ = decode_extended(value);
    return extended_name_ ? Rule::none : Rule::file_name_twice;
  } else {
    // RFC 2183: what Jersey tells of a file.
    constexpr std::array<std::string_view, 4> idle{"size", "creation-date", "modification-date",
                                                   "read-date"};
    const bool known = std::any_of(idle.begin(), idle.end(), [&](std::string_view each) {
      return same_word(parameter.name, each);
    });
    if (!known || has_control_or_escape(value)) return Rule::disposition;
  }
  return parameter.quoted || is_plain_word(value) ? Rule::none : Rule::disposition;
}

Rule HeadReader::read_disposition(std::string_view value) {
  if (!same_word(take_token(value), "form-data")) return Rule::disposition;
  while (!value.empty()) {
    const auto parameter = take_parameter(value);
    if (!parameter) return Rule::disposition;
    if (const Rule rule = read_parameter(*parameter); rule != Rule::none) return rule;
  }
  if (!named_) return Rule::disposition;
  if (!extended_name_) return Rule::none;
  // PHP sees no `filename*`: without the other one it would take the part for a text.
  if (!head_.file_name || !is_same_name(*head_.file_name, *extended_name_)) {
    return Rule::file_name_twice;
  }
  if (clean_file_name(*extended_name_) != *extended_name_) return Rule::file_name;
  head_.file_name = std::move(extended_name_);
  return Rule::none;
}

/// Of its parameters only the charset says anything about a text.
Rule HeadReader::read_type(std::string_view value) {
  if (!is_printable(value)) return Rule::file_type;
  head_.type = value;
  constexpr std::string_view nested = "multipart/";
  if (same_word(value.substr(0, nested.size()), nested)) return Rule::nested;
  value.remove_prefix(std::min(value.find(';'), value.size()));
  for (bool charset = false; !value.empty();) {
    const auto parameter = take_parameter(value);
    const bool again = parameter && charset;
    charset = charset || (parameter && same_word(parameter->name, "charset"));
    if (!parameter || (again && same_word(parameter->name, "charset"))) {
      head_.charset = PartHead::Charset::foreign;
      break;
    }
    if (same_word(parameter->name, "charset")) head_.charset = charset_of(parameter->value);
  }
  return Rule::none;
}

Rule HeadReader::read_length(std::string_view value) {
  std::uint64_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end) return Rule::part_length;
  head_.length = number;
  return Rule::none;
}

Rule HeadReader::read_line(std::string_view line) {
  if (line.size() >= line_limit) return Rule::head_too_long;
  const std::string_view name = take_token(line);
  if (name.empty() || !line.starts_with(':')) return Rule::head;
  line.remove_prefix(1);
  skip_blanks(line);
  while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);

  const auto* const known = std::find_if(
      names.begin(), names.end(), [name](std::string_view each) { return same_word(name, each); });
  if (known == names.end()) return Rule::head_field;
  const auto field = static_cast<std::size_t>(known - names.begin());
  if (std::exchange(seen_[field], true)) return Rule::head_twice;
  switch (field) {
    case 0: return read_disposition(line);
    case 1: return read_type(line);
    case 2: return read_length(line);
    default: break;
  }
  const bool plain =
      same_word(line, "7bit") || same_word(line, "8bit") || same_word(line, "binary");
  return plain ? Rule::none : Rule::transfer_encoding;
}

PartHead HeadReader::read(std::string_view head) {
  // The name first: whatever else is wrong can then be told of it.
  for (bool going = true; going;) {
    const std::size_t end = head.find(crlf);
    going = end != std::string_view::npos;
    const Rule rule = read_line(head.substr(0, end));
    if (head_.rule == Rule::none) head_.rule = rule;
    head.remove_prefix(going ? end + crlf.size() : head.size());
  }
  if (head_.rule == Rule::none && !seen_[0]) head_.rule = Rule::disposition;
  return std::move(head_);
}

}  // namespace

PartHead read_part_head(std::string_view head) { return HeadReader().read(head); }

}  // namespace casement::gateway
