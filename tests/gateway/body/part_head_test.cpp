#include "gateway/body/part_head.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace casement::gateway;
using namespace std::string_literals;

namespace {

using Rule = MultipartRule;

Rule rule_of(const std::string& head) { return read_part_head(head).rule; }

/// Of a head that has nothing but these parameters.
Rule with(const std::string& parameters) {
  return rule_of("Content-Disposition: form-data" + parameters);
}

}  // namespace

TEST_CASE("heads of browsers and libraries say the same") {
  for (
      const std::string& head : {
          "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\nContent-Type: x/y"s,
          "content-type:x/y\r\ncontent-disposition:form-data;filename=\"a.pdf\";name=\"file\""s,
          "Content-Type: x/y\t\r\nContent-Disposition: form-data; name=file; filename=a.pdf; "
          "filename*=utf-8''a.pdf"s,
          "Content-Disposition: form-data; filename=\"a.pdf\"; size=4; "
          "modification-date=\"Fri, 27 Nov 2026 06:00:00 GMT\"; name=\"file\"\r\n"
          "Content-Type: x/y\r\nContent-Transfer-Encoding: BINARY"s,
      }) {
    CAPTURE(head);
    const PartHead read = read_part_head(head);
    CHECK(read.rule == Rule::none);
    CHECK(read.name == "file");
    CHECK(read.file_name == "a.pdf");
    CHECK(read.type == "x/y");
  }
}

TEST_CASE("a name that is not ASCII is taken from what repeats it") {
  for (const std::string& first :
       {"\xC3\xA9.pdf"s, "=?utf-8?B?w6kucGRm?="s, "=?UTF-8?b?w6kucGRm?="s}) {
    const std::string both =
        "; name=\"file\"; filename=\"" + first + "\"; filename*=UTF-8'en'%c3%A9.pdf";
    CHECK(with(both) == Rule::none);
    CHECK(read_part_head("Content-Disposition: form-data" + both).file_name == "\xC3\xA9.pdf");
  }
  for (const std::string& extended : {"utf-8''b.pdf"s, "utf-8''a%2"s, "utf-8''a%zz"s,
                                      "iso-8859-1''a.pdf"s, "a.pdf"s, "utf-8'a.pdf"s}) {
    CHECK(with("; name=\"file\"; filename=\"a.pdf\"; filename*=" + extended) ==
          Rule::file_name_twice);
  }
  CHECK(with("; name=\"file\"; filename*=utf-8''a.pdf") == Rule::file_name_twice);
  CHECK(with("; name=\"file\"; filename=\"=?utf-8?B?YS9i?=\"; filename*=utf-8''a%2Fb") ==
        Rule::file_name);
}

TEST_CASE("what servers read differently is refused") {
  for (const std::string& parameters : {""s,
                                        "; name"s,
                                        "; name="s,
                                        "; name=\"a"s,
                                        "; name=\"a\"x"s,
                                        "; name =\"a\""s,
                                        "; name= \"a\""s,
                                        "; name='a'"s,
                                        "; name=a'b"s,
                                        "; name=a b"s,
                                        "; name==a"s,
                                        "; name=\"a\";"s,
                                        ", name=\"a\""s,
                                        " name=\"a\""s,
                                        "; name=\"a\"; name=\"b\""s,
                                        "; name=\"a\"; NAME=\"b\""s,
                                        "; name=\"a\"; filename=\"b\"; filename=\"c\""s,
                                        "; name*=utf-8''a"s,
                                        "; name=\"a\"; other=\"b\""s,
                                        "; name=a%41"s,
                                        "; name=\"a\"; size=\"\\\""s,
                                        "; filename=\"a\""s}) {
    CAPTURE(parameters);
    CHECK(with(parameters) == Rule::disposition);
  }
  CHECK(rule_of("Content-Disposition: attachment; name=\"a\"") == Rule::disposition);
  CHECK(rule_of("Content-Type: text/plain") == Rule::disposition);
  const std::string fine = "Content-Disposition: form-data; name=\"a\"";
  CHECK(rule_of(fine + "\r\n" + fine) == Rule::head_twice);
  CHECK(rule_of(fine + "\r\nContent-Length: 1\r\nContent-length: 1") == Rule::head_twice);
  for (const std::string& line :
       {" folded"s, "\tfolded"s, "no colon"s, "Content-Type : x/y"s, ""s, ": x"s, "\xC3\xA9: x"s}) {
    CHECK(rule_of(fine + "\r\n" + line) == Rule::head);
  }
  for (const std::string& line : {"Content-Encoding: gzip"s, "X: y"s, "Content-Dispositio: x"s}) {
    CHECK(rule_of(fine + "\r\n" + line) == Rule::head_field);
  }
  for (const std::string& line : {"base64"s, "quoted-printable"s, ""s, "8bit, binary"s}) {
    CHECK(rule_of(fine + "\r\nContent-Transfer-Encoding: " + line) == Rule::transfer_encoding);
  }
  for (const std::string& line : {""s, "-1"s, "+1"s, "1x"s, "99999999999999999999"s, "0x1"s}) {
    CHECK(rule_of(fine + "\r\nContent-Length: " + line) == Rule::part_length);
  }
  CHECK(rule_of(fine + "\r\nContent-Type: Multipart/Mixed; boundary=x") == Rule::nested);
  CHECK(rule_of(fine + "\r\nContent-Type: x/\xC3\xA9") == Rule::file_type);
  CHECK(rule_of(fine + "\r\nContent-Type: x/y\nX: z") == Rule::file_type);
  for (const std::string& name : {"a\\"s, "a\0"s, "a\n"s, "a\x7F"s}) {
    CHECK(with("; name=\"" + name + "\"") == Rule::name_characters);
  }
  for (const std::string& name : {"a\\b"s, "a/b"s, "a\0b"s, "a\x01"s, "a\xFF"s, "a\x7F"s}) {
    CHECK(with("; name=\"a\"; filename=\"" + name + "\"") == Rule::file_name);
  }
  CHECK(rule_of(fine + "\r\nContent-Type: x/y" + std::string(2048 - 17, 'y')) ==
        Rule::head_too_long);
  CHECK(rule_of(fine + "\r\nContent-Type: x/y" + std::string(2047 - 17, 'y')) == Rule::none);
}

TEST_CASE("of a text's type its charset counts") {
  const auto charset_of = [](const std::string& type) {
    return read_part_head("Content-Disposition: form-data; name=a\r\nContent-Type: " + type)
        .charset;
  };
  using Charset = PartHead::Charset;
  for (const char* type : {"text/plain", "application/json; charset=utf-8",
                           "text/plain;charset=\"UTF-8\"; format=flowed", "text/plain; x=y"}) {
    CHECK(charset_of(type) == Charset::utf8);
  }
  CHECK(charset_of("text/plain; charset=ISO-8859-1") == Charset::like_ascii);
  CHECK(charset_of("text/plain; charset=windows-1252") == Charset::like_ascii);
  for (const char* type : {"text/plain; charset=utf-7", "text/plain; charset", "text/plain; x",
                           "text/plain; charset=utf-8; charset=utf-8", "text/plain;"}) {
    CHECK(charset_of(type) == Charset::foreign);
  }
}
