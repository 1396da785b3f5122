#include <doctest/doctest.h>

#include "core/config/config_fields.hpp"
#include "support/config_reading.hpp"

namespace casement {
namespace {

using testing::config_of;
using testing::Lines;
using testing::wrong;

FileLimits files_of(const std::string& json) { return config_of("{\"file\":" + json + "}").files; }
Lines wrong_files(const std::string& json) { return wrong("{\"file\":" + json + "}"); }

TEST_CASE("without a word on files, the CRM page's formats, five of 20 MB") {
  const FileLimits limits = config_of("{}").files;
  CHECK(limits.part_name == "file[]");
  CHECK(limits.max_files == 5);
  CHECK(limits.max_file_size == 20'000'000);
  CHECK(limits.max_total_size == 100'000'000);
  CHECK_FALSE(limits.required);
  const std::vector<std::string> formats{"xlsx", "csv", "pdf", "jpg",  "png", "docx", "mp4",
                                         "mp3",  "wmv", "wma", "wap",  "doc", "jpeg", "avi",
                                         "bmp",  "bpm", "mov", "tiff", "zip", "7z",   "rar"};
  CHECK(limits.extensions == formats);
  CHECK(files_of("{}").extensions == formats);
}

TEST_CASE("false means no attachments") { CHECK(files_of("false").max_files == 0); }

TEST_CASE("a part is named file alone and file[] with others, unless configured") {
  CHECK(files_of(R"({"maxFiles":1})").part_name == "file");
  CHECK(files_of(R"({"maxFiles":2})").part_name == "file[]");
  CHECK(files_of(R"({"maxFiles":1,"name":"adjunto"})").part_name == "adjunto");
  CHECK(files_of(R"({"name":"adjuntos[]"})").part_name == "adjuntos[]");
  CHECK(wrong_files(R"({"name":"file"})") ==
        Lines{"warning /file/name: PHP keeps only the last of several files of this name | "
              "\"file[]\""});
  for (const char* name : {"", "a\\nb", "a\\u0000"}) {
    const Lines found = wrong_files(std::string(R"({"maxFiles":1,"name":")") + name + "\"}");
    CHECK(found ==
          Lines{"error /file/name: is no name | 1 to 100 characters, none of them a control"});
  }
}

TEST_CASE("extensions are taken with or without their dot, in any case, each once") {
  CHECK(files_of(R"({"extensions":["PDF",".Png","pdf","7z"]})").extensions ==
        std::vector<std::string>{"pdf", "png", "7z"});
  for (const char* bad : {"", ".", "tar.gz", "p df", "ñ", "*", "abcdefghijk"}) {
    CAPTURE(bad);
    CHECK(wrong_files(std::string(R"({"extensions":[")") + bad + "\"]}") ==
          Lines{std::string("error /file/extensions/0: \"") + bad +
                "\" is no extension | letters and digits such as \"pdf\""});
  }
  CHECK(files_of(R"({"extensions":["abcdefghij"]})").extensions.size() == 1);
  CHECK(wrong_files(R"({"extensions":[]})") ==
        Lines{"error /file/extensions: is empty | at least one, or \"file\": false"});
  CHECK(wrong_files(R"({"extensions":"pdf"})") ==
        Lines{"error /file/extensions: is a string | a list of strings"});
  CHECK(wrong_files(R"({"extensions":[1]})") ==
        Lines{"error /file/extensions/0: is a number | a string"});
}

TEST_CASE("sizes are bytes, or a number with a unit of 1,000") {
  struct Row {
    const char* json;
    std::uint64_t bytes;
  };
  const Row rows[] = {
      {"1", 1},
      {"20000000", 20'000'000},
      {"\"1 B\"", 1},
      {"\"500 KB\"", 500'000},
      {"\"20 MB\"", 20'000'000},
      {"\"20mb\"", 20'000'000},
      {"\"2 gB\"", 2'000'000'000},
      {"\"1500KB\"", 1'500'000},
      {"\"1.5 MB\"", 1'500'000},
      {"\"0.5 KB\"", 500},
      {"\"1.234 kb\"", 1234},
      {"\"99.999 GB\"", 99'999'000'000},
      {"\"100.000 GB\"", 100'000'000'000},
      {"\"100 GB\"", 100'000'000'000},
      {"100000000000", 100'000'000'000},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(files_of(std::string("{\"maxFileSize\":") + row.json + "}").max_file_size == row.bytes);
  }
  for (const char* bad : {"",
                          "MB",
                          "20",
                          "20 MiB",
                          "20 megabytes",
                          "-1 MB",
                          "1,5 MB",
                          "1.5.5 MB",
                          "1. MB",
                          "1.2345 MB",
                          "0 MB",
                          "100000000001 B",
                          "18446744073709551617 B",
                          "101 GB",
                          "99999999999999999999 B",
                          "20 MB 5",
                          "0x5 MB",
                          ".5 MB",
                          "1.5 B",
                          "100.001 GB"}) {
    CAPTURE(bad);
    CHECK(wrong_files(std::string(R"({"maxFileSize":")") + bad + "\"}") ==
          Lines{std::string("error /file/maxFileSize: \"") + bad +
                "\" is no size | bytes, or a string such as \"20 MB\", up to \"100 GB\""});
  }
  CHECK(wrong_files(R"({"maxFileSize":0})").size() == 1);
  CHECK(wrong_files(R"({"maxFileSize":100000000001})").size() == 1);
  CHECK(wrong_files(R"({"maxFileSize":1.5})").size() == 1);
  CHECK(wrong_files(R"({"maxFileSize":null})").size() == 1);
}

TEST_CASE("the sum's limit is what all files may have, unless configured") {
  CHECK(files_of(R"({"maxFiles":2,"maxFileSize":"300 MB"})").max_total_size == 600'000'000);
  CHECK(files_of(R"({"maxTotalSize":"8 MB"})").max_file_size == 8'000'000);
  CHECK(files_of(R"({"maxTotalSize":"8 MB","maxFileSize":"8 MB"})").max_total_size == 8'000'000);
  CHECK(wrong_files(R"({"maxTotalSize":7999999,"maxFileSize":"8 MB"})") ==
        Lines{"error /file/maxTotalSize: is less than maxFileSize | at least maxFileSize"});
}

TEST_CASE("the number of files is 1 to 20, of which PHP drops none") {
  CHECK(files_of(R"({"maxFiles":20})").max_files == 20);
  for (const char* bad : {"0", "21", "-1", "1.5"}) {
    CHECK(wrong_files(std::string("{\"maxFiles\":") + bad + "}") ==
          Lines{"error /file/maxFiles: is out of range | a whole number from 1 to 20"});
  }
}

TEST_CASE("a file may be required") {
  CHECK(files_of(R"({"required":true})").required);
  CHECK(wrong_files(R"({"required":1})") ==
        Lines{"error /file/required: is a number | true or false"});
}

}  // namespace
}  // namespace casement
