#include "core/fields/content.hpp"

#include <algorithm>
#include <iterator>

#include "core/text/ordered.hpp"

namespace casement {
namespace {

using Head = std::span<const std::uint8_t>;

struct ContentRow {
  Content content;
  std::string_view extension;
};

constexpr ContentRow contents[] = {
    {Content::unknown, ""},     {Content::text, ""},          {Content::pdf, ".pdf"},
    {Content::jpeg, ".jpg"},    {Content::png, ".png"},       {Content::gif, ".gif"},
    {Content::bmp, ".bmp"},     {Content::tiff, ".tiff"},     {Content::webp, ".webp"},
    {Content::heic, ".heic"},   {Content::avif, ".avif"},     {Content::ole, ".doc"},
    {Content::rtf, ".rtf"},     {Content::zip, ".zip"},       {Content::seven_zip, ".7z"},
    {Content::rar, ".rar"},     {Content::iso_media, ".mp4"}, {Content::avi, ".avi"},
    {Content::wav, ".wav"},     {Content::asf, ".wmv"},       {Content::mp3, ".mp3"},
    {Content::program, ".exe"},
};
static_assert(ordered(contents, &ContentRow::content, before(Content::count_)));

constexpr std::uint32_t bit(Content content) { return 1U << static_cast<unsigned>(content); }
static_assert(static_cast<unsigned>(Content::count_) <= 32);

template <class... Each>
constexpr std::uint32_t any_of(Each... each) {
  return (bit(each) | ...);
}

/// What a file with this extension may hold, by what programs really write.
struct Allowed {
  std::string_view extension;
  std::uint32_t contents;
};
constexpr Allowed allowed[] = {
    {"pdf", any_of(Content::pdf)},
    {"jpg", any_of(Content::jpeg)},
    {"jpeg", any_of(Content::jpeg)},
    {"png", any_of(Content::png)},
    {"bmp", any_of(Content::bmp)},
    {"tiff", any_of(Content::tiff)},
    // Word saves RTF, web pages and text under .doc, and before 1993 what has no signature.
    {"doc", any_of(Content::ole, Content::rtf, Content::text, Content::zip, Content::unknown)},
    // With a password they are an OLE container ([MS-OFFCRYPTO] 2.3).
    {"docx", any_of(Content::zip, Content::ole)},
    {"xlsx", any_of(Content::zip, Content::ole)},
    {"zip", any_of(Content::zip)},
    {"7z", any_of(Content::seven_zip)},
    {"rar", any_of(Content::rar)},
    {"csv", any_of(Content::text, Content::unknown)},
    {"mp4", any_of(Content::iso_media)},
    {"mov", any_of(Content::iso_media)},
    // Some begin with silence or with other tags, some are in a RIFF.
    {"mp3", any_of(Content::mp3, Content::wav, Content::unknown)},
    {"avi", any_of(Content::avi)},
    {"wmv", any_of(Content::asf)},
    {"wma", any_of(Content::asf)},
    {"wav", any_of(Content::wav)},
};

std::string_view chars(Head head) noexcept {
  return {reinterpret_cast<const char*>(head.data()), head.size()};  // NOLINT(*-reinterpret-cast)
}

struct Signature {
  Content content;
  std::string_view bytes;
};

using namespace std::string_view_literals;

constexpr Signature signatures[] = {
    {Content::jpeg, "\xFF\xD8\xFF"sv},
    {Content::png, "\x89PNG\r\n\x1A\n"sv},
    {Content::gif, "GIF8"sv},
    {Content::tiff, "II*\0"sv},
    {Content::tiff, "MM\0*"sv},
    {Content::tiff, "II+\0"sv},
    {Content::tiff, "MM\0+"sv},
    {Content::ole, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv},
    {Content::rtf, R"({\rtf)"sv},
    {Content::zip, "PK\x03\x04"sv},
    {Content::zip, "PK\x05\x06"sv},
    {Content::zip, "PK\x07\x08"sv},
    {Content::zip, "PK00PK\x03\x04"sv},
    {Content::seven_zip, "7z\xBC\xAF\x27\x1C"sv},
    {Content::rar, "Rar!\x1A\x07"sv},
    {Content::asf, "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"sv},
    {Content::mp3, "ID3\x02"sv},
    {Content::mp3, "ID3\x03"sv},
    {Content::mp3, "ID3\x04"sv},
    {Content::program, "\x7F\x45LF"sv},
    {Content::program, "\xCF\xFA\xED\xFE"sv},
};

/// ISO/IEC 14496-12: a box's size, its type, and for `ftyp` the brand of what follows.
Content content_of_box(std::string_view head) noexcept {
  if (head.size() < 12) return Content::unknown;
  const std::string_view type = head.substr(4, 4);
  // Data may be of any size; "max,free" begins words.
  if (type == "mdat" || type == "moov") return Content::iso_media;
  if (head[0] != 0) return Content::unknown;
  if (type == "ftyp") {
    const std::string_view brand = head.substr(8, 4);
    // Beside the general brand of such pictures, those that fit as well tell what it is.
    const bool general = brand == "mif1";
    if (brand == "avif" || brand == "avis" ||
        (general && head.substr(16).find("avif") != std::string_view::npos))
      return Content::avif;
    for (const std::string_view each :
         {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"})
      if (brand == each) return Content::heic;
    return Content::iso_media;
  }
  for (const std::string_view each : {"wide", "free", "skip", "pnot"})
    if (type == each) return Content::iso_media;
  return Content::unknown;
}

Content content_of_riff(std::string_view head) noexcept {
  if (!head.starts_with("RIFF") || head.size() < 12) return Content::unknown;
  const std::string_view form = head.substr(8, 4);
  if (form == "AVI ") return Content::avi;
  if (form == "WAVE") return Content::wav;
  if (form == "WEBP") return Content::webp;
  return Content::unknown;
}

/// A frame of MPEG audio, layer 3 (ISO/IEC 11172-3, 2.4.1.3): 11 bits set, a version, layer and
/// rates that exist.
bool is_mp3_frame(Head head) noexcept {
  return head.size() >= 4 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0 &&
         (head[1] & 0x18) != 0x08 && (head[1] & 0x06) == 0x02 && (head[2] & 0xF0) != 0xF0 &&
         (head[2] & 0x0C) != 0x0C;
}

/// "BM", then the file's size, four zeros, and where the pixels begin: "BM" alone begins words.
bool is_bmp(Head head) noexcept {
  if (head.size() < 14 || head[0] != 'B' || head[1] != 'M') return false;
  return std::all_of(head.begin() + 6, head.begin() + 10, [](auto byte) { return byte == 0; });
}

/// "MZ" begins words too; behind it a program has a header with zeros.
bool is_windows_program(Head head) noexcept {
  return head.size() >= 64 && head[0] == 'M' && head[1] == 'Z' &&
         std::find(head.begin() + 2, head.begin() + 64, 0) != head.begin() + 64;
}

/// Behind something else too (blanks, a page of a server's warnings), but not in the middle of
/// words: a text may speak of it.
bool has_pdf_header(std::string_view text) noexcept {
  constexpr std::string_view header = "%PDF-";
  for (std::size_t at = text.find(header); at != text.npos; at = text.find(header, at + 1)) {
    const std::string_view before = text.substr(0, at);
    if (before.find_first_not_of(" \t") == before.npos) return true;
    const char last = before.back();
    if (last < ' ' || last > '~' || last == '>') return true;
  }
  return false;
}

bool is_text(Head head) noexcept {
  const std::string_view text = chars(head);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return std::all_of(head.begin(), head.end(), [](std::uint8_t byte) {
    return byte >= 0x20 ? byte != 0x7F : (byte >= '\t' && byte <= '\r') || byte == 0x1B;
  });
}

}  // namespace

Content content_of(std::span<const std::uint8_t> head) noexcept {
  head = head.first(std::min(head.size(), content_head));
  const std::string_view text = chars(head);
  for (const Signature& each : signatures)
    if (text.starts_with(each.bytes)) return each.content;
  if (const Content media = content_of_box(text); media != Content::unknown) return media;
  if (const Content riff = content_of_riff(text); riff != Content::unknown) return riff;
  if (is_bmp(head)) return Content::bmp;
  if (is_windows_program(head)) return Content::program;
  if (is_mp3_frame(head)) return Content::mp3;
  if (has_pdf_header(text)) return Content::pdf;
  return is_text(head) ? Content::text : Content::unknown;
}

bool fits(std::string_view extension, Content content) noexcept {
  for (const Allowed& each : allowed)
    if (each.extension == extension) return (each.contents & bit(content)) != 0;
  return true;
}

std::string_view usual_extension(Content content) noexcept {
  return contents[static_cast<std::size_t>(content)].extension;
}

}  // namespace casement
