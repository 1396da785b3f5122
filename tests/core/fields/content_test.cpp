#include "core/fields/content.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace casement;
using namespace std::string_literals;

namespace {

Content content(const std::string& bytes) {
  return content_of(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
}

struct Sample {
  std::string_view extension;  ///< that such a file has
  std::string head;
  Content content;
};

/// What programs write, one of each of the CRM's formats and what is often taken for one.
const Sample samples[] = {
    {"pdf", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"s, Content::pdf},
    {"pdf", "\n%PDF-1.4\n"s, Content::pdf},
    {"pdf", "\xEF\xBB\xBF%PDF-1.4\n"s, Content::pdf},
    {"pdf", " \t%PDF-1.4\n"s, Content::pdf},
    {"pdf", "<b>Warning</b>: a %PDF- file<br />%PDF-1.4\n"s, Content::pdf},
    {"jpg", "\xFF\xD8\xFF\xE0\0\x10JFIF\0"s, Content::jpeg},
    {"jpeg", "\xFF\xD8\xFF\xE1\x1C\x45"s + "Exif\0\0"s, Content::jpeg},
    {"png", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, Content::png},
    {"bmp", "BM\x36\x10\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"s, Content::bmp},
    {"tiff", "II*\0\x08\0\0\0"s, Content::tiff},
    {"tiff", "MM\0*\0\0\0\x08"s, Content::tiff},
    {"tiff", "II+\0\x08\0\0\0"s, Content::tiff},
    {"doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"s, Content::ole},
    {"doc", "{\\rtf1\\ansi"s, Content::rtf},
    {"doc", "<html><body>Caso</body></html>"s, Content::text},
    {"docx", "PK\x03\x04\x14\0\x06\0[Content_Types].xml"s, Content::zip},
    {"docx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"s, Content::ole},
    {"xlsx", "PK\x03\x04\x14\0\0\0"s, Content::zip},
    {"zip", "PK\x03\x04\x0A\0\0\0"s, Content::zip},
    {"doc", "\xDB\xA5\x2D\0\0\0\x01"s, Content::unknown},  // Word 2
    {"zip", "PK00PK\x03\x04"s, Content::zip},
    {"zip", "PK\x05\x06\0\0\0\0"s, Content::zip},
    {"7z", "7z\xBC\xAF\x27\x1C\0\x04"s, Content::seven_zip},
    {"rar", "Rar!\x1A\x07\0\xCF"s, Content::rar},
    {"rar", "Rar!\x1A\x07\x01\0"s, Content::rar},
    {"csv", "pedido;cantidad\r\n48213;2\r\n"s, Content::text},
    {"csv", "\xEF\xBB\xBFn\xC3\xBAmero; \xC3\xBA\r\n"s, Content::text},
    {"csv", "n\xFAmero; m\xEDo\r\n"s, Content::text},  // Latin-1
    {"csv", "\xFF\xFEp\0e\0d\0"s, Content::text},      // UTF-16, as Excel's "Unicode text"
    {"csv", ""s, Content::text},
    {"mp4", "\0\0\0\x20"s + "ftypisom\0\0\x02\0"s, Content::iso_media},
    {"mp4", "\0\0\0\x18"s + "ftypmp42\0\0\0\0"s, Content::iso_media},
    {"mov", "\0\0\0\x14"s + "ftypqt  \0\0\0\0"s, Content::iso_media},
    {"mov", "\0\0\0\x08wide\0\0\0\0mdat"s, Content::iso_media},
    {"mp3", "ID3\x04\0\0\0\0\0\0"s, Content::mp3},
    {"mp3", "RIFF\x24\x08\0\0WAVEfmt "s, Content::wav},
    {"mp3", "\xFF\xFB\x90\x64\0\0"s, Content::mp3},
    {"mp3", "\xFF\xF3\x40\xC4\0\0"s, Content::mp3},
    {"mp3", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0"s, Content::unknown},
    {"avi", "RIFF\0\0\x10\0AVI LIST"s, Content::avi},
    {"wmv", "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\0\xAA\0\x62\xCE\x6C\x01"s, Content::asf},
    {"wma", "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\0\xAA\0\x62\xCE\x6C\x01"s, Content::asf},
    {"wav", "RIFF\x24\x08\0\0WAVEfmt "s, Content::wav},
};

}  // namespace

TEST_CASE("what programs write under the CRM's extensions is known and fits") {
  for (const Sample& sample : samples) {
    CAPTURE(sample.extension);
    CHECK(content(sample.head) == sample.content);
    CHECK(fits(sample.extension, sample.content));
  }
}

TEST_CASE("an iPhone's picture is one under any name") {
  for (const char* brand : {"heic", "heix", "hevc", "mif1", "msf1"}) {
    const Content found = content("\0\0\0\x18"s + "ftyp" + brand + "\0\0\0\0"s);
    CHECK(found == Content::heic);
    for (const char* extension : {"jpg", "jpeg", "png", "pdf", "mp4", "mov", "tiff", "csv"})
      CHECK_FALSE(fits(extension, found));
  }
  CHECK(usual_extension(Content::heic) == ".heic");
  CHECK(content("\0\0\0\x18"s + "ftypavif\0\0\0\0"s) == Content::avif);
  CHECK(content("\0\0\0\x20"s + "ftypmif1\0\0\0\0mif1avifmiaf"s) == Content::avif);
  CHECK(content("\0\0\0\x20"s + "ftypmif1\0\0\0\0mif1heic"s) == Content::heic);
}

TEST_CASE("a file under another's extension does not fit, and what it is has a name") {
  for (const Sample& sample : samples) {
    if (sample.content == Content::text || sample.content == Content::unknown) continue;
    CHECK_FALSE(usual_extension(sample.content).empty());
    CHECK_FALSE(fits("csv", sample.content));
    for (const char* extension : {"pdf", "png", "7z", "avi"}) {
      CAPTURE(extension);
      CHECK(fits(extension, sample.content) == (sample.extension == extension));
    }
  }
  CHECK_FALSE(fits("pdf", Content::text));
  CHECK_FALSE(fits("pdf", Content::unknown));
  CHECK_FALSE(fits("jpg", Content::png));
  CHECK_FALSE(fits("doc", Content::program));
}

TEST_CASE("an extension that is none of the CRM's may begin as it likes") {
  for (std::size_t each = 0; each < static_cast<std::size_t>(Content::count_); ++each) {
    CHECK(fits("wap", static_cast<Content>(each)));
    CHECK(fits("", static_cast<Content>(each)));
  }
}

TEST_CASE("words that begin or speak as a signature does stay words") {
  for (const char* words :
       {"BM es una marca", "MZ-700 pedido 4", "Vea %PDF-1.7 en la norma", "Rar", "PK 12", "ID",
        "RIFF", "GIF", "ID3 de la pista", "max,free,used", "Tax-free; 12; 13", "row_skip,1,2,3"}) {
    CAPTURE(words);
    CHECK(content(words) == Content::text);
  }
}

TEST_CASE("a program is one, of whatever system") {
  CHECK(content("MZ\x90\0\x03\0\0\0"s + std::string(64, '\0')) == Content::program);
  CHECK(content("\x7F"
                "ELF\x02\x01\x01"s) == Content::program);
  CHECK(content("\xCF\xFA\xED\xFE\x07"s) == Content::program);
  CHECK_FALSE(fits("pdf", Content::program));
}

TEST_CASE("each head cut anywhere is read within its bounds, and none is taken for another's") {
  for (const Sample& sample : samples) {
    for (std::size_t size = 0; size < sample.head.size(); ++size) {
      const Content found = content(sample.head.substr(0, size));
      const bool is_less = found == Content::unknown || found == Content::text;
      CHECK((is_less || found == sample.content));
    }
  }
}

TEST_CASE("a PDF's header counts within the first 1,024 bytes, one below, at, and one above") {
  const std::string header = "%PDF-1.4";
  for (const std::size_t begins : {content_head - 6, content_head - 5, content_head - 4}) {
    const Content found = content(std::string(begins, '\0') + header);
    CHECK((found == Content::pdf) == (begins + 5 <= content_head));
  }
}
