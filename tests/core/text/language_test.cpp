#include "core/text/language.hpp"

#include <doctest/doctest.h>

namespace casement {
namespace {

TEST_CASE("a language is known by its tag's primary subtag, whatever the case or separator") {
  struct Row {
    const char* tag;
    Language language;
    bool known;
  };
  const Row rows[] = {
      {"en", Language::en, true},    {"es", Language::es, true},
      {"pt", Language::pt, true},    {"es-CO", Language::es, true},
      {"pt_BR", Language::pt, true}, {"ES", Language::es, true},
      {"Pt-br", Language::pt, true}, {"en-Latn-GB", Language::en, true},
      {"", Language::en, false},     {"e", Language::en, false},
      {"est", Language::en, false},  {"spa", Language::en, false},
      {"xx", Language::en, false},   {"-es", Language::en, false},
      {"x-es", Language::en, false}, {"\xC3\xA9s", Language::en, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.tag);
    CHECK(language_of(row.tag) == row.language);
    CHECK(speaks(row.tag) == row.known);
  }
}

TEST_CASE("a language's own tag is known again") {
  for (const Language language : languages) {
    CHECK(speaks(tag_of(language)));
    CHECK(language_of(tag_of(language)) == language);
  }
}

TEST_CASE("a text that lacks a language falls back to another, English first") {
  LocalText text;
  CHECK(text.empty());
  CHECK(text.get(Language::es) == "");
  text.in[2] = "Oi";
  CHECK_FALSE(text.empty());
  CHECK(text.get(Language::es) == "Oi");
  text.in[0] = "Hi";
  CHECK(text.get(Language::es) == "Hi");
  text.in[1] = "Hola";
  CHECK(text.get(Language::es) == "Hola");
  CHECK(text.get(Language::pt) == "Oi");
}

TEST_CASE("one string stands for every language") {
  const LocalText text = LocalText::same("Ticket");
  for (const Language language : languages) {
    CHECK(text.get(language) == "Ticket");
  }
}

}  // namespace
}  // namespace casement
