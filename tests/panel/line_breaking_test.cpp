#include "panel/line_breaking.hpp"

#include "support/stage.hpp"

namespace casement {
namespace {

/// One code point of body text is 7.125 px wide here.
class Words {
 public:
  std::vector<std::string_view> wrapped(std::string_view text, float characters) {
    return wrap(text_, TextStyle::body, text, width(characters));
  }
  std::string end(std::string_view text, float characters) {
    return elide_end(text_, TextStyle::body, text, width(characters));
  }
  std::string middle(std::string_view text, float characters) {
    return elide_middle(text_, TextStyle::body, text, width(characters));
  }

 private:
  static float width(float characters) { return characters * 15 * character_width; }
  CaseForm form_ = form_of(look_form);
  FixedText text_{form_, 1, 1};
};

using Lines = std::vector<std::string_view>;

TEST_CASE("a word with a hyphen breaks after it, as browsers break it; a number does not") {
  Words words;
  CHECK(words.wrapped("remova-o ou compacte-o", 8) == Lines{"remova-o", "ou", "compacte", "-o"});
  CHECK(words.wrapped("ou compacte-o", 12) == Lines{"ou compacte-", "o"});
  CHECK(words.wrapped("caso SOP-10482", 9) == Lines{"caso", "SOP-10482"});
  CHECK(words.wrapped("uno - dos -tres", 7) == Lines{"uno -", "dos", "-tres"});
}

TEST_CASE("lines break at spaces, and a line that just fits stays") {
  Words words;
  CHECK(words.wrapped("uno dos tres", 12) == Lines{"uno dos tres"});
  CHECK(words.wrapped("uno dos tres", 11) == Lines{"uno dos", "tres"});
  CHECK(words.wrapped("uno dos tres", 3) == Lines{"uno", "dos", "tre", "s"});
}

TEST_CASE("white space at a break is not drawn, line feeds always break") {
  Words words;
  CHECK(words.wrapped("  uno\t dos \r\ntres  ", 20) == Lines{"uno\t dos", "tres"});
  CHECK(words.wrapped("", 5).empty());
  CHECK(words.wrapped(" \n ", 5).empty());
}

TEST_CASE("a word that is wider than a line is cut between code points") {
  Words words;
  CHECK(words.wrapped("ñandúes", 3) == Lines{"ñan", "dúe", "s"});
  CHECK(words.wrapped("a ñandúes b", 4) == Lines{"a", "ñand", "úes", "b"});
  CHECK(words.wrapped("客服窗口", 1) == Lines{"客", "服", "窗", "口"});
}

TEST_CASE("a line narrower than a character still holds one") {
  Words words;
  CHECK(words.wrapped("ab", 0.5F) == Lines{"a", "b"});
}

TEST_CASE("a text without end is cut to the most lines that can be shown") {
  Words words;
  CHECK(words.wrapped(std::string(5000, 'x'), 1).size() == max_lines);
}

TEST_CASE("an ellipsis takes the place of what does not fit") {
  Words words;
  CHECK(words.end("Reclamo", 7) == "Reclamo");
  CHECK(words.end("Reclamo", 6) == "Recla…");
  CHECK(words.end("Reclamo", 1) == "…");
  CHECK(words.end("Reclamo", 0) == "…");
  CHECK(words.end("", 3).empty());
}

TEST_CASE("a file name keeps its extension") {
  Words words;
  CHECK(words.middle("informe.pdf", 11) == "informe.pdf");
  CHECK(words.middle("informe de marzo.pdf", 12) == "infor…zo.pdf");
  CHECK(words.middle("señal de año nuevo.jpeg", 14) == "señal …vo.jpeg");
  CHECK(words.middle("informe de marzo.pdf", 3) == "in…");
}

TEST_CASE("a name of a hundred thousand characters is cut as well") {
  Words words;
  const std::string name = std::string(100'000, 'x') + ".pdf";
  CHECK(words.middle(name, 12) == "xxx…xxxx.pdf");
  CHECK(words.end(name, 4) == "xxx…");
}

}  // namespace
}  // namespace casement
