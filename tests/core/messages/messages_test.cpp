#include "core/messages/messages.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "core/text/unicode.hpp"

namespace casement {
namespace {

/// The placeholders of a text, sorted by number.
std::string placeholders(std::string_view words) {
  std::string found;
  for (char digit = '0'; digit <= '9'; ++digit) {
    const std::string placeholder{'{', digit, '}'};
    if (words.find(placeholder) != std::string_view::npos) found += placeholder;
  }
  return found;
}

TEST_CASE("every message says something in every language, with the same placeholders") {
  for (std::size_t i = 0; i < message_count; ++i) {
    const auto message = static_cast<Message>(i);
    CAPTURE(text(Language::en, message));
    for (const Language language : languages) {
      const std::string_view words = text(language, message);
      CHECK_FALSE(words.empty());
      CHECK((trimmed(words) == words || message == Message::list_and));
      CHECK(to_valid_utf8(words) == words);
      CHECK(placeholders(words) == placeholders(text(Language::en, message)));
    }
  }
}

TEST_CASE("messages are found by their name, from the first to the last") {
  CHECK(text(Language::en, Message::title) == "Open a case");
  CHECK(text(Language::es, Message::title) == "Abrir un caso");
  CHECK(text(Language::pt, Message::title) == "Abrir um caso");
  CHECK(text(Language::es, Message::check_now) == "Comprobar ahora");
}

TEST_CASE("sentences end with a full stop and name no other language's words") {
  const Message sentences[] = {Message::intro,
                               Message::missing_description,
                               Message::bad_email,
                               Message::file_type,
                               Message::nothing_lost,
                               Message::offline_body,
                               Message::rejected_body,
                               Message::unknown_cut,
                               Message::unknown_advice,
                               Message::checking_body,
                               Message::created_intro,
                               Message::keep_open,
                               Message::not_found_by_key,
                               Message::cannot_send_body,
                               Message::may_exist,
                               Message::too_large_body};
  for (const Message message : sentences) {
    for (const Language language : languages) {
      CAPTURE(text(language, message));
      CHECK(text(language, message).ends_with('.'));
    }
  }
}

TEST_CASE("arguments take the place of their placeholders") {
  CHECK(format("{0} of {1}", {"1", "2"}) == "1 of 2");
  CHECK(format("{1}, {0}, {1}", {"a", "b"}) == "b, a, b");
  CHECK(format("nothing", {"a"}) == "nothing");
  CHECK(format("", {"a"}) == "");
  CHECK(format("{0}", {"{1}", "b"}) == "{1}");
}

TEST_CASE("a placeholder without an argument stays") {
  CHECK(format("{0} {1}", {"a"}) == "a {1}");
  CHECK(format("{0}", {}) == "{0}");
  CHECK(format("{x} {} { {0", {"a"}) == "{x} {} { {0");
  CHECK(format("{/}{:}", {"a"}) == "{/}{:}");
}

TEST_CASE("sizes read as the look shows them") {
  struct Row {
    double bytes;
    const char* english;
    const char* portuguese;
  };
  const Row rows[] = {
      {0, "0 B", "0 B"},
      {1, "1 B", "1 B"},
      {999, "999 B", "999 B"},
      {1'000, "1 KB", "1 KB"},
      {482'000, "482 KB", "482 KB"},
      {999'499, "999 KB", "999 KB"},
      {999'500, "1 MB", "1 MB"},
      {1'000'000, "1 MB", "1 MB"},
      {2'100'000, "2.1 MB", "2,1 MB"},
      {2'582'000, "2.6 MB", "2,6 MB"},
      {20'000'000, "20 MB", "20 MB"},
      {300'000'000, "300 MB", "300 MB"},
      {999'949'999, "999.9 MB", "999,9 MB"},
      {999'950'000, "1 GB", "1 GB"},
      {2'500'000'000, "2.5 GB", "2,5 GB"},
      {-5, "0 B", "0 B"},
      {0.0 / 0.0, "0 B", "0 B"},
      {1e300, "1000000000 GB", "1000000000 GB"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    CHECK(file_size(Language::en, row.bytes) == row.english);
    CHECK(file_size(Language::es, row.bytes) == row.english);
    CHECK(file_size(Language::pt, row.bytes) == row.portuguese);
  }
}

TEST_CASE("a part and its whole are told in the whole's unit") {
  CHECK(size_of_total(Language::es, 1'600'000, 2'600'000) == "1.6 de 2.6 MB");
  CHECK(size_of_total(Language::pt, 1'600'000, 2'600'000) == "1,6 de 2,6 MB");
  CHECK(size_of_total(Language::fr, 1'600'000, 2'600'000) == "1,6 sur 2,6 Mo");
  CHECK(size_of_total(Language::de, 1'600'000, 2'600'000) == "1,6 von 2,6 MB");
  CHECK(size_of_total(Language::en, 2'000'000, 2'600'000) == "2.0 of 2.6 MB");
  CHECK(size_of_total(Language::en, 40'000, 20'000'000) == "0.0 of 20.0 MB");
  CHECK(size_of_total(Language::en, 512, 2'048) == "1 of 2 KB");
  CHECK(size_of_total(Language::en, 0, 900) == "0 of 900 B");
}

std::string list_of(Language language, const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    add_to_list(language, list, names[i], i + 1 == names.size());
  }
  return list;
}

TEST_CASE("things are listed as a sentence does") {
  CHECK(list_of(Language::en, {}) == "");
  CHECK(list_of(Language::en, {"a"}) == "a");
  CHECK(list_of(Language::en, {"a", "b"}) == "a and b");
  CHECK(list_of(Language::en, {"a", "b", "c"}) == "a, b and c");
  CHECK(list_of(Language::es, {"el tipo de caso", "la descripción"}) ==
        "el tipo de caso y la descripción");
  CHECK(list_of(Language::fr, {"le type", "la priorité"}) == "le type et la priorité");
  CHECK(list_of(Language::de, {"die Lösung", "den Status"}) == "die Lösung und den Status");
  CHECK(list_of(Language::pt, {"o tipo", "a descrição"}) == "o tipo e a descrição");
}

TEST_CASE("Spanish says e before the sound of i") {
  struct Row {
    const char* word;
    const char* expected;
  };
  const Row rows[] = {{"“Identificación”", "a e “Identificación”"},
                      {"ítems", "a e ítems"},
                      {"Ítems", "a e Ítems"},
                      {"historia", "a e historia"},
                      {"hielo", "a y hielo"},
                      {"yeso", "a y yeso"},
                      {"“hola”", "a y “hola”"},
                      {"2 ideas", "a y 2 ideas"},
                      {"", "a y "}};
  for (const Row& row : rows) CHECK(list_of(Language::es, {"a", row.word}) == row.expected);
  CHECK(list_of(Language::en, {"a", "items"}) == "a and items");
}

// The last ones: the words of a language are taken for good.

/// A language's words as web/words.mjs writes them.
std::string words_file(Language language) {
  char stamp[9];
  (void)std::snprintf(stamp, sizeof stamp, "%08x", static_cast<unsigned>(words_stamp()));
  std::string file = stamp;
  for (std::size_t i = 0; i < message_count; ++i) {
    file.append("\n").append(text(language, static_cast<Message>(i)));
  }
  return file + "\n";
}

TEST_CASE("the words of a language are taken from a file that is whole and of this version") {
  const std::string file = words_file(Language::es);
  const auto changed = [&](std::size_t at, std::string_view to) {
    return std::string(file).replace(at, 1, to);
  };
  CHECK_FALSE(take_words(Language::es, ""));
  for (std::size_t length = 0; length < file.size(); ++length) {
    CHECK_FALSE(take_words(Language::es, std::string_view(file).substr(0, length)));
  }
  CHECK_FALSE(take_words(Language::es, file + "one more\n"));
  CHECK_FALSE(take_words(Language::es, file + "\n"));
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK_FALSE(take_words(Language::es, changed(i, file[i] == '0' ? "1" : "0")));
    CHECK_FALSE(take_words(Language::es, changed(i, "g")));
  }
  CHECK_FALSE(take_words(Language::es, changed(20, "\n")));
  CHECK_FALSE(take_words(Language::es, changed(20, std::string_view("\0", 1))));
  const std::size_t left = words_limit - file.size();
  CHECK_FALSE(take_words(Language::es, changed(20, std::string(left + 2, 'a'))));
  CHECK(text(Language::es, Message::title) == "Abrir un caso");

  CHECK(take_words(Language::es, changed(9, "Ya")));
  CHECK(text(Language::es, Message::title) == "Yabrir un caso");
  CHECK(text(Language::es, Message::back_to_form) == "Volver al formulario");
  CHECK(take_words(Language::es, file));  // the first are kept: somebody may hold them
  CHECK(text(Language::es, Message::title) == "Yabrir un caso");
}

TEST_CASE("a file of words may have as many bytes as the limit, and not one more") {
  const std::string file = words_file(Language::pt);
  const auto padded = [&](std::size_t size) {
    return std::string(file).insert(9, size - file.size(), 'a');
  };
  CHECK_FALSE(take_words(Language::pt, padded(words_limit + 1)));
  CHECK(take_words(Language::pt, padded(words_limit)));
}

}  // namespace
}  // namespace casement
