#include "gateway/rules/forwarding.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/bodies.hpp"

using namespace casement;
using namespace casement::gateway;
using namespace casement::gateway::testing;
using namespace std::string_literals;

namespace {

const std::vector<Entry> texts{{"operation", "acme"}, {"a", "1"}};

std::string texts_by(std::string_view by) {
  return replaced(text_part("operation", "acme") + text_part("a", "1") + closing(), boundary, by);
}

/// What goes out while a body comes, which is as long as it was said to be.
std::string passed(const std::string& body, std::string_view from = boundary) {
  using Event = MultipartReader::Event;
  const PartNames part_names = names();
  MultipartReader reader(from, part_names, PartOrder::texts_first);
  std::string_view unread = body;
  while (reader.next(unread) != Event::file) unread.remove_prefix(reader.consumed());
  unread.remove_prefix(reader.consumed());
  PassingBody passing(reader, body.size(), other, texts, part_names.max_files);
  std::string out;
  for (Event event = Event::file; event != Event::more;) {
    event = reader.next(unread);
    REQUIRE(event != Event::refused);
    out += passing.before(event);
    if (event == Event::bytes) out += unread.substr(0, reader.consumed());
    unread.remove_prefix(reader.consumed());
  }
  REQUIRE(reader.finish() == MultipartRule::none);
  out += passing.end();
  CHECK(out.size() == passing.length());
  return out;
}

std::string by_other(const std::string& body) { return replaced(body, boundary, other); }

}  // namespace

TEST_CASE("a browser's body passes on as it is, files first") {
  const std::string files = file_part("file[]", "a.pdf", "application/pdf", "%PDF\r\n") +
                            file_part("file[]", "b.png", "image/png", "PNG");
  CHECK(passed(text_part("a", "1") + files + closing()) == by_other(files) + texts_by(other));
}

TEST_CASE("what is left out is made up for behind the closing delimiter") {
  const std::string delimiter = "--"s.append(boundary) + "\r\n";
  const std::string first = file_part("file[]", "a.pdf", "application/pdf", "%PDF");
  const std::string second =
      "Content-Length: 3\r\nContent-Type: image/png\r\n"
      "Content-Disposition: form-data; filename=\"b.png\"; name=\"file[]\"\r\n\r\nPNG\r\n";
  const std::string expected =
      by_other(first + file_part("file[]", "b.png", "image/png", "PNG")) + texts_by(other);
  CHECK(passed(first + delimiter + second + closing()) == expected + std::string(19, ' '));
  const std::string nothing = file_part("file[]", "", "", "");
  CHECK(passed(first + nothing + delimiter + second + closing()) ==
        expected + std::string(19 + nothing.size(), ' '));
  CHECK(passed(first + nothing + closing()) ==
        by_other(first) + texts_by(other) + std::string(nothing.size(), ' '));
  std::string ends_bare = by_other(first) + texts_by(other);
  ends_bare.resize(ends_bare.size() - 2);
  CHECK(passed(first + "--"s.append(boundary) + "--") == ends_bare);
}

TEST_CASE("files without a byte pass as well") {
  const std::string empty = file_part("file[]", "a.pdf", "application/pdf", "");
  CHECK(passed(empty + empty + closing()) == by_other(empty + empty) + texts_by(other));
}

TEST_CASE("the tersest head has room for itself") {
  const std::string first = file_part("file[]", "a.pdf", "application/pdf", "%PDF");
  const std::string terse = "--"s.append(boundary) +
                            "\r\nContent-Disposition:form-data;name=\"file[]\";filename=b\r\n"
                            "Content-Type:x/y\r\n\r\nB\r\n";
  const std::string out = passed(first + terse + terse + closing());
  CHECK(out == by_other(first + terse + terse) + texts_by(other));
}

TEST_CASE("a shorter boundary than the gateway's own leaves room for its own") {
  const auto by_x = [](const std::string& body) { return replaced(body, boundary, "x"); };
  const std::string first = file_part("file[]", "a.pdf", "application/pdf", "%PDF");
  const std::string two = passed(by_x(first + first + closing()), "x");
  CHECK(two.starts_with(by_other(first + first) + texts_by(other)));
}

TEST_CASE("a body in memory never holds the boundary that it gets") {
  const std::string holds = "\n--"s.append(other);
  CHECK(forwarded_body({}, texts, other) == texts_by(other));
  CHECK(forwarded_body({{"file[]", "a", "x/y", "1"}, {"file[]", "b", "", "2"}}, texts, other) ==
        by_other(file_part("file[]", "a", "x/y", "1") +
                 replaced(file_part("file[]", "b", "", "2"), "\r\nContent-Type: ", "")) +
            texts_by(other));
  CHECK_FALSE(forwarded_body({{"file[]", "a", "", holds}}, texts, other));
  CHECK_FALSE(
      forwarded_body({{"file[]", "a", "", std::string_view(holds).substr(1)}}, texts, other));
}
