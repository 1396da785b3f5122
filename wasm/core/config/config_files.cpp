#include <algorithm>
#include <string>
#include <utility>

#include "core/config/config_fields.hpp"
#include "core/text/ascii.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

constexpr std::uint64_t default_max_files = 5;
constexpr std::uint64_t default_max_file_size = 20'000'000;

/// The CRM's page, "Cases Insert", in its order.
constexpr char default_extensions[] =
    "xlsx\0csv\0pdf\0jpg\0png\0docx\0mp4\0mp3\0wmv\0wma\0wap\0doc\0jpeg\0avi\0bmp\0bpm\0mov\0tiff\0"
    "zip\0007z\0rar\0";

constexpr char units[] = "b\0kb\0mb\0gb\0";

/// "20 MB" or "1.5 GB" (1 KB = 1,000 bytes); 0 for anything else, for what is no whole number of
/// bytes, and for what is too large.
std::uint64_t parse_size(std::string_view words) {
  std::uint64_t bytes = 0;
  std::uint64_t parts = 1;  // what the decimals divide a unit into
  bool point = false;
  std::size_t i = 0;
  for (; i < words.size() && bytes <= max_file_bytes && parts <= 1000; ++i) {
    if (is_digit(words[i])) {
      bytes = bytes * 10 + static_cast<std::uint64_t>(words[i] - '0');
      if (point) parts *= 10;
    } else if (words[i] == '.' && i > 0 && !point) {
      point = true;
    } else {
      break;
    }
  }
  if (parts > 1000 || (point && parts == 1)) return 0;
  std::string unit;
  for (const char c : trimmed(words.substr(i))) unit += lower(c);
  for (std::size_t k = 0; bytes <= max_file_bytes * parts; ++k, bytes *= 1000) {
    const std::string_view name = word_at(units, k);
    if (name.empty()) break;
    if (unit == name) return bytes % parts == 0 ? bytes / parts : 0;
  }
  return 0;
}

bool read_size(std::uint64_t& size, const Node& node) {
  const std::string* words = node.string();
  if (words == nullptr) return node.read(size, 1, max_file_bytes);
  const std::uint64_t parsed = parse_size(*words);
  if (parsed == 0) {
    node.add(ProblemCode::size_malformed, *words);
    return false;
  }
  size = parsed;
  return true;
}

void read_extensions(std::vector<std::string>& extensions, const Node& list) {
  std::size_t count = 0;
  if (!list.list(count, option_limit, ProblemCode::no_extension_list)) return;
  if (count == 0) list.add(ProblemCode::extensions_empty);
  extensions.clear();
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = list.item(i);
    std::string word;
    if (!item.read(word)) continue;
    if (word.starts_with('.')) word.erase(0, 1);
    bool clean = !word.empty() && word.size() <= 10;
    for (char& c : word) {
      c = lower(c);
      clean = clean && (is_digit(c) || (c >= 'a' && c <= 'z'));
    }
    if (!clean) {
      item.add(ProblemCode::extension_malformed, *item.string());
    } else if (std::find(extensions.begin(), extensions.end(), word) == extensions.end()) {
      extensions.push_back(std::move(word));
    }
  }
}

}  // namespace

void read_file_limits(FileLimits& limits, const Node& file) {
  if (file.is_false()) return;
  (void)file.object(ProblemCode::no_file);
  file.expect(ConfigKey::file_name, ConfigKey::file_required);
  std::uint64_t count = default_max_files;
  file[ConfigKey::max_files].read(count, 1, max_file_count);
  limits.max_files = static_cast<std::uint32_t>(count);
  limits.max_file_size = default_max_file_size;
  const Node each = file[ConfigKey::max_file_size];
  read_size(limits.max_file_size, each);
  limits.max_total_size = count * limits.max_file_size;
  const Node total = file[ConfigKey::max_total_size];
  read_size(limits.max_total_size, total);
  if (limits.max_total_size < limits.max_file_size) {
    if (each.exists()) total.add(ProblemCode::total_below_each);
    limits.max_file_size = limits.max_total_size;
  }
  for (std::size_t i = 0; !word_at(default_extensions, i).empty(); ++i) {
    limits.extensions.emplace_back(word_at(default_extensions, i));
  }
  read_extensions(limits.extensions, file[ConfigKey::extensions]);
  file[ConfigKey::file_required].read(limits.required);
  // PHP keeps only the last of several parts with one name, unless it ends in [].
  limits.part_name = count > 1 ? "file[]" : "file";
  const Node name = file[ConfigKey::file_name];
  if (read_wire_name(limits.part_name, name) && count > 1 && !limits.part_name.ends_with("[]")) {
    name.add(ProblemCode::one_file_survives);
  }
}

}  // namespace casement
