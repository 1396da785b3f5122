#include "core/protocol/multipart.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/json.hpp"
#include "support/exact_text.hpp"

using namespace casement;
using casement::testing::ExactText;
using namespace std::string_literals;

namespace {

const std::string_view boundary = "----CasementBoundary0123456789abcdef0123456789abcdef";

/// Puts files' bytes in the places of their references and checks what the header promises.
std::string assembled(const MultipartBody& body, const std::vector<std::string>& files) {
  std::string bytes;
  bool after_bytes = false;
  for (const BodyPiece& piece : body.pieces) {
    if (const auto* file = std::get_if<FileRef>(&piece)) {
      REQUIRE(file->id < files.size());
      bytes += files[file->id];
      after_bytes = false;
    } else {
      CHECK_FALSE(after_bytes);
      CHECK_FALSE(std::get<std::string>(piece).empty());
      bytes += std::get<std::string>(piece);
      after_bytes = true;
    }
  }
  CHECK(body.size == bytes.size());
  return bytes;
}

Entry text_entry(std::string name, std::string value) {
  return {std::move(name), std::move(value)};
}

Entry file_entry(std::string name, std::string file_name, std::string type, FileRef file) {
  return {std::move(name), FileEntry{std::move(file_name), std::move(type), file}};
}

/// The whole body of one entry, between its delimiters.
std::string encoded(const Entry& entry, const std::vector<std::string>& files = {}) {
  const MultipartBody body = encode_multipart({&entry, 1}, "B");
  const std::string bytes = assembled(body, files);
  const std::string_view start = "--B\r\nContent-Disposition: form-data; ";
  const std::string_view end = "\r\n--B--\r\n";
  REQUIRE(bytes.starts_with(start));
  REQUIRE(bytes.ends_with(end));
  return bytes.substr(start.size(), bytes.size() - start.size() - end.size());
}

Json read_vectors() {
  std::string text;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(CASEMENT_TESTS_DIR "/core/protocol/multipart_vectors.json", "rb"), &std::fclose);
  REQUIRE(file != nullptr);
  char chunk[4096];
  while (const std::size_t size = std::fread(chunk, 1, sizeof chunk, file.get())) {
    text.append(chunk, size);
  }
  return Json::parse(text, nullptr, false);
}

/// A text of the vectors: a string, or the bytes of one that is no valid UTF-8.
std::string vector_text(const Json& entry, std::string_view name) {
  const Json* value = member(entry, name);
  REQUIRE(value != nullptr);
  if (const std::string* text = text_of(value)) return *text;
  const Json* bytes = member(*value, "bytes");
  REQUIRE(bytes != nullptr);
  std::string text;
  for (const Json& byte : *bytes) text += static_cast<char>(byte.get<unsigned char>());
  return text;
}

}  // namespace

TEST_CASE("every vector of web-platform-tests is encoded to the byte") {
  const Json document = read_vectors();
  REQUIRE(document.is_object());
  const Json* vectors = member(document, "vectors");
  REQUIRE(vectors != nullptr);
  CHECK(vectors->size() == 47);
  const std::string& vector_boundary = *text_of(member(document, "boundary"));

  for (const Json& vector : *vectors) {
    CAPTURE(*text_of(member(vector, "id")));
    CAPTURE(*text_of(member(vector, "description")));
    std::vector<Entry> entries;
    std::vector<std::string> files;
    for (const Json& entry : *member(vector, "entries")) {
      if (entry.contains("value")) {
        entries.push_back(text_entry(vector_text(entry, "name"), vector_text(entry, "value")));
        continue;
      }
      const std::string content = vector_text(entry, "content");
      const FileRef file{static_cast<std::uint32_t>(files.size()), content.size()};
      files.push_back(content);
      entries.push_back(file_entry(vector_text(entry, "name"), vector_text(entry, "filename"),
                                   vector_text(entry, "type"), file));
    }
    const MultipartBody body = encode_multipart(entries, ExactText(vector_boundary));
    CHECK(assembled(body, files) == vector_text(vector, "expected"));
    CHECK(body.content_type == "multipart/form-data; boundary=" + vector_boundary);
  }
}

TEST_CASE("no entries give the closing delimiter alone") {
  const MultipartBody body = encode_multipart({}, ExactText(boundary));
  CHECK(assembled(body, {}) == "--" + std::string(boundary) + "--\r\n");
  CHECK(body.pieces.size() == 1);
}

TEST_CASE("names escape line breaks and quotes, after normalising the breaks") {
  CHECK(encoded(text_entry("a\nb", "c")) == "name=\"a%0D%0Ab\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\rb", "c")) == "name=\"a%0D%0Ab\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\r\nb", "c")) == "name=\"a%0D%0Ab\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\n\rb", "c")) == "name=\"a%0D%0A%0D%0Ab\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\r\r\n\nb", "c")) == "name=\"a%0D%0A%0D%0A%0D%0Ab\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\r", "c")) == "name=\"a%0D%0A\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\"b", "c")) == "name=\"a%22b\"\r\n\r\nc");
  CHECK(encoded(text_entry("", "")) == "name=\"\"\r\n\r\n");
}

TEST_CASE("nothing else in a name is escaped") {
  CHECK(encoded(text_entry("a\\b%22';\x7F\x01", "c")) == "name=\"a\\b%22';\x7F\x01\"\r\n\r\nc");
  CHECK(encoded(text_entry("a\0b"s, "c")) == "name=\"a\0b\"\r\n\r\nc"s);
  CHECK(encoded(text_entry("ñ💩", "c")) == "name=\"ñ💩\"\r\n\r\nc");
}

TEST_CASE("values normalise line breaks and escape nothing") {
  CHECK(encoded(text_entry("a", "1\n2\r3\r\n4\"\\%")) == "name=\"a\"\r\n\r\n1\r\n2\r\n3\r\n4\"\\%");
  CHECK(encoded(text_entry("a", "--B--")) == "name=\"a\"\r\n\r\n--B--");
  CHECK(encoded(text_entry("a", "x\xE2\x82")) == "name=\"a\"\r\n\r\nx\uFFFD");
}

TEST_CASE("file names escape like names but do not normalise") {
  const FileRef file{0, 1};
  const auto head = [file](std::string file_name) {
    return encoded(file_entry("f", std::move(file_name), "text/plain", file), {"x"});
  };
  const auto expected = [](const std::string& shown) {
    return "name=\"f\"; filename=\"" + shown + "\"\r\nContent-Type: text/plain\r\n\r\nx";
  };
  CHECK(head("b\nc") == expected("b%0Ac"));
  CHECK(head("b\rc") == expected("b%0Dc"));
  CHECK(head("b\r\nc") == expected("b%0D%0Ac"));
  CHECK(head("b\n\rc") == expected("b%0A%0Dc"));
  CHECK(head("b\"c") == expected("b%22c"));
  CHECK(head("b\\c'") == expected("b\\c'"));
  CHECK(head("") == expected(""));
}

TEST_CASE("a file without a type, or with one that is none, is an octet stream") {
  const std::string octets =
      "name=\"f\"; filename=\"a\"\r\nContent-Type: application/octet-stream\r\n\r\n";
  for (const std::string& type :
       {""s, "text/plain\r\nX: y"s, "text/\xC3\xB1"s, "a\x7F"s, "a\0b"s}) {
    CHECK(encoded(file_entry("f", "a", type, {0, 0}), {""}) == octets);
  }
  CHECK(encoded(file_entry("f", "a", "text/csv; charset=x~ ", {0, 0}), {""}) ==
        "name=\"f\"; filename=\"a\"\r\nContent-Type: text/csv; charset=x~ \r\n\r\n");
}

TEST_CASE("files are references between merged runs of bytes, in the entries' order") {
  const std::vector<Entry> entries = {text_entry("a", "1"), text_entry("b", "2"),
                                      file_entry("file[]", "x.pdf", "", {7, 5'000'000'000}),
                                      file_entry("file[]", "y.pdf", "", {9, 0}),
                                      text_entry("c", "3")};
  const MultipartBody body = encode_multipart(entries, ExactText(boundary));
  REQUIRE(body.pieces.size() == 5);
  CHECK(std::get<FileRef>(body.pieces[1]) == FileRef{7, 5'000'000'000});
  CHECK(std::get<FileRef>(body.pieces[3]) == FileRef{9, 0});
  std::uint64_t bytes = 0;
  for (const std::size_t piece : {0U, 2U, 4U})
    bytes += std::get<std::string>(body.pieces[piece]).size();
  CHECK(body.size == bytes + 5'000'000'000);
}

TEST_CASE("entries of one name stay apart") {
  const std::vector<Entry> entries = {text_entry("a", "1"), text_entry("a", "1")};
  const std::string part = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
  CHECK(assembled(encode_multipart(entries, "B"), {}) == part + part + "--B--\r\n");
}

TEST_CASE("a file name is cleaned of what PHP reads in its own way") {
  CHECK(clean_file_name(ExactText("")) == "");
  CHECK(clean_file_name(ExactText("factura ñ 2024.pdf")) == "factura ñ 2024.pdf");
  CHECK(clean_file_name(ExactText("a\"b'c.pdf")) == "a'b'c.pdf");
  CHECK(clean_file_name(ExactText("..\\..\\x/y.pdf")) == ".._.._x_y.pdf");
  CHECK(clean_file_name(ExactText("x.php\0.png"s)) == "x.php_.png");
  CHECK(clean_file_name(ExactText("a\r\n\t\x7F\u0080\u009Fb\u00A0")) == "a______b\u00A0");
  CHECK(clean_file_name(ExactText("a\xFF\xED\xA0\x80.png")) == "a\uFFFD\uFFFD.png");
}
