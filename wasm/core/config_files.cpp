#include <algorithm>
#include <string>
#include <utility>

#include "core/config_fields.hpp"
#include "core/unicode.hpp"

namespace casement {
namespace {

constexpr std::string_view file_keys[] = {"name",        "extensions",   "maxFiles",
                                          "maxFileSize", "maxTotalSize", "required"};

constexpr std::uint64_t default_max_files = 5;
constexpr std::uint64_t default_max_file_size = 20'000'000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "1.5 MB": digits, up to three decimals, a unit (1 KB = 1,000 bytes). 0 for anything else.
std::uint64_t parse_size(std::string_view words) {
  std::uint64_t thousandths = 0;
  std::size_t decimals = 0;
  bool point = false;
  bool digit = false;
  std::size_t i = 0;
  for (; i < words.size() && thousandths <= largest_file; ++i) {
    if (words[i] == '.' && !point) {
      point = true;
      digit = false;
    } else if (is_digit(words[i])) {
      digit = true;
      decimals += point ? 1u : 0u;
      thousandths = thousandths * 10 + static_cast<std::uint64_t>(words[i] - '0');
    } else {
      break;
    }
  }
  if (!digit || decimals > 3 || thousandths > largest_file) return 0;
  for (; decimals < 3; ++decimals) thousandths *= 10;
  const std::string_view unit = trimmed(words.substr(i));
  // The prefix in any case, then B alone: "MB", "mb", "B".
  if (unit.empty() || unit.size() > 2 || lower(unit.back()) != 'b') return 0;
  const std::size_t power =
      unit.size() == 1 ? 0 : std::string_view("kmg").find(lower(unit.front())) + 1;
  if (unit.size() == 2 && power == 0) return 0;
  // At most 1e14 thousandths, so 1e23 would overflow: what is too large is refused on the way.
  for (std::size_t k = 0; k < power; ++k) {
    if (thousandths > largest_file) return 0;
    thousandths *= 1000;
  }
  const std::uint64_t bytes = thousandths / 1000;
  return bytes <= largest_file ? bytes : 0;
}

bool read_size(std::uint64_t& size, const Node& node) {
  const std::string* words = node.string();
  if (words == nullptr) return node.read(size, 1, largest_file);
  const std::uint64_t parsed = parse_size(*words);
  if (parsed == 0) {
    node.error({"\"", shortened(*words), "\" is no size"},
               {"bytes, or a string such as \"20 MB\", up to \"100 GB\""});
    return false;
  }
  size = parsed;
  return true;
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
  std::size_t count = 0;
  if (!list.list(count, option_limit, "a list of strings")) return;
  if (count == 0) list.error({"is empty"}, {"at least one, or \"file\": false"});
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
      item.error({"\"", shortened(*item.string()), "\" is no extension"},
                 {"letters and digits such as \"pdf\""});
    } else if (std::find(extensions.begin(), extensions.end(), word) == extensions.end()) {
      extensions.push_back(std::move(word));
    }
  }
}

}  // namespace

FileLimits read_file_limits(const Node& file) {
  FileLimits limits;
  if (file.is_false()) return limits;
  limits.max_file_size = default_max_file_size;
  limits.extensions = default_extensions();
  const bool given = file.object("an object, or false for no attachments");
  std::uint64_t count = default_max_files;
  if (given) {
    file.expect_members(file_keys);
    file.member("maxFiles").read(count, 1, most_files);
    read_size(limits.max_file_size, file.member("maxFileSize"));
    read_extensions(limits.extensions, file.member("extensions"));
    file.member("required").read(limits.required);
  }
  limits.max_files = static_cast<std::uint32_t>(count);
  limits.max_total_size = count * limits.max_file_size;
  // PHP keeps only the last of several parts with one name, unless it ends in [].
  limits.part_name = count > 1 ? "file[]" : "file";
  if (!given) return limits;

  const Node total = file.member("maxTotalSize");
  if (read_size(limits.max_total_size, total)) {
    if (limits.max_total_size < limits.max_file_size && file.member("maxFileSize").exists()) {
      total.error({"is less than maxFileSize"}, {"at least maxFileSize"});
    }
    limits.max_file_size = std::min(limits.max_file_size, limits.max_total_size);
  }
  const Node name = file.member("name");
  if (read_wire_name(limits.part_name, name) && count > 1 && !limits.part_name.ends_with("[]")) {
    name.warning({"PHP keeps only the last of several files of this name"}, {"\"file[]\""});
  }
  return limits;
}

}  // namespace casement
