#include <algorithm>
#include <optional>
#include <string>

#include "core/config_fields.hpp"
#include "core/unicode.hpp"

namespace casement {
namespace {

constexpr std::string_view file_keys[] = {"name",        "extensions",   "maxFiles",
                                          "maxFileSize", "maxTotalSize", "required"};

constexpr std::string_view size_form = "bytes, or a string such as \"20 MB\", up to \"100 GB\"";

constexpr std::uint32_t default_max_files = 5;
constexpr std::uint64_t default_max_file_size = 20'000'000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "1.5 MB": digits, up to three decimals, a unit (1 KB = 1,000 bytes).
std::optional<std::uint64_t> parse_size(std::string_view words) {
  std::uint64_t thousandths = 0;
  std::size_t decimals = 0;
  bool point = false;
  bool digit = false;
  std::size_t i = 0;
  for (; i < words.size() && (is_digit(words[i]) || (words[i] == '.' && !point)); ++i) {
    if (words[i] == '.') {
      point = true;
      digit = false;
      continue;
    }
    digit = true;
    if (point && ++decimals > 3) return std::nullopt;
    thousandths = thousandths * 10 + static_cast<std::uint64_t>(words[i] - '0');
    if (thousandths > largest_file) return std::nullopt;
  }
  if (!digit) return std::nullopt;
  for (; decimals < 3; ++decimals) thousandths *= 10;
  std::string unit;
  for (const char c : trimmed(words.substr(i))) unit += lower(c);
  std::uint64_t factor = 1;
  for (const std::string_view name : {"b", "kb", "mb", "gb"}) {
    if (unit == name) {
      // At most 1e14 thousandths times 1e9 would overflow; what is that large is refused anyway.
      if (thousandths / 1000 > largest_file / factor) return std::nullopt;
      return thousandths * factor / 1000;
    }
    factor *= 1000;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> read_size(const Node& node) {
  if (!node.exists()) return std::nullopt;
  if (!node.is_string()) return node.whole(1, largest_file);
  const auto size = parse_size(*node.string());
  if (size && *size >= 1 && *size <= largest_file) return size;
  node.error(in_quotes(*node.string()) + " is no size", size_form);
  return std::nullopt;
}

std::vector<std::string> default_extensions() {
  // The CRM's page, "Cases Insert", in its order.
  std::vector<std::string> extensions;
  std::string_view all =
      "xlsx csv pdf jpg png docx mp4 mp3 wmv wma wap doc jpeg avi bmp bpm mov tiff zip 7z rar ";
  while (!all.empty()) {
    const std::size_t space = all.find(' ');
    extensions.emplace_back(all.substr(0, space));
    all.remove_prefix(space + 1);
  }
  return extensions;
}

void read_extensions(std::vector<std::string>& extensions, const Node& list) {
  const auto count = list.list("a list of strings", option_limit);
  if (!count) return;
  if (count == 0u) list.error("is empty", "at least one, or \"file\": false");
  extensions.clear();
  for (std::size_t i = 0; i < *count; ++i) {
    const Node item = list.item(i);
    const std::string* word = item.string();
    if (word == nullptr) continue;
    std::string extension;
    bool clean = true;
    for (const char each : word->substr(word->starts_with('.') ? 1 : 0)) {
      const char c = lower(each);
      clean = clean && (is_digit(c) || (c >= 'a' && c <= 'z'));
      extension += c;
    }
    if (!clean || extension.empty() || extension.size() > 10) {
      item.error(in_quotes(*word) + " is no extension", "letters and digits such as \"pdf\"");
    } else if (std::find(extensions.begin(), extensions.end(), extension) == extensions.end()) {
      extensions.push_back(std::move(extension));
    }
  }
}

}  // namespace

FileLimits read_file_limits(const Node& file) {
  FileLimits limits;
  if (file.is_false()) return limits;
  limits.max_files = default_max_files;
  limits.max_file_size = default_max_file_size;
  limits.extensions = default_extensions();
  const bool given = file.object("an object, or false for no attachments");
  if (given) {
    file.expect_members(file_keys);
    if (const auto most = file.member("maxFiles").whole(1, most_files)) {
      limits.max_files = static_cast<std::uint32_t>(*most);
    }
    if (const auto size = read_size(file.member("maxFileSize"))) limits.max_file_size = *size;
    read_extensions(limits.extensions, file.member("extensions"));
    limits.required = file.member("required").boolean().value_or(false);
  }
  limits.max_total_size = limits.max_files * limits.max_file_size;
  // PHP keeps only the last of several parts with one name, unless it ends in [].
  limits.part_name = limits.max_files > 1 ? "file[]" : "file";
  if (!given) return limits;

  const Node total = file.member("maxTotalSize");
  if (const auto size = read_size(total)) {
    if (*size < limits.max_file_size && file.member("maxFileSize").exists()) {
      total.error("is less than maxFileSize", "at least maxFileSize");
    }
    limits.max_total_size = *size;
    limits.max_file_size = std::min(limits.max_file_size, *size);
  }
  const Node name = file.member("name");
  if (const std::string* word = name.string()) {
    bool clean = !word->empty() && count_code_points(*word) <= custom_name_limit;
    for (const char c : *word) clean = clean && static_cast<unsigned char>(c) >= 0x20;
    if (!clean) name.error("is no name", "1 to 100 characters, none of them a control");
    if (limits.max_files > 1 && !word->ends_with("[]")) {
      name.warning("PHP keeps only the last of several files of this name", "\"file[]\"");
    }
    limits.part_name = *word;
  }
  return limits;
}

}  // namespace casement
