/// At 400 px (398 inside the card's border) and 1x, everything stands where the drawings have it:
/// the numbers are measured in look/light.png, from the inside of each card's border.
#include "support/stories.hpp"

namespace casement {
namespace {

void check(const Rect& box, float x, float y, float w, float h) {
  CAPTURE(box.x);
  CAPTURE(box.y);
  CAPTURE(box.w);
  CAPTURE(box.h);
  CHECK(box == Rect{x, y, w, h});
}

/// Top of the line box of this line.
float top(Stage& stage, std::string_view words) {
  const auto box = stage.line(words);
  CAPTURE(std::string(words));
  REQUIRE(box.has_value());
  return box->y;
}

TEST_CASE("the filled form stands as drawn") {
  Stage stage;
  fill(stage);
  const std::size_t type = stage.field("case-type");
  const std::size_t priority = stage.field("priority");
  check(stage.box(Part::heading), 24, 24, 350, 28);
  CHECK(top(stage, "Cuéntanos qué pasó. Te damos el número al enviar.") == 54);
  CHECK(top(stage, "Tipo de caso") == 94);
  CHECK(top(stage, "(obligatorio)") == 94);
  check(stage.box(Part::field, type), 24, 120, 350, 44);
  CHECK(top(stage, "Reclamo") == 131);
  CHECK(top(stage, "Descripción") == 182);
  check(stage.box(Part::field, stage.field("description")), 24, 208, 350, 112);
  CHECK(top(stage, "tienes.") == 344);
  CHECK(top(stage, "Prioridad") == 380);
  check(stage.box(Part::field, priority), 24, 406, 350, 44);
  check(stage.box(Part::option, priority, 0), 24, 406, 111, 44);
  check(stage.box(Part::option, priority, 1), 143, 406, 112, 44);
  check(stage.box(Part::option, priority, 2), 263, 406, 111, 44);
  CHECK(top(stage, "Archivos") == 468);
  check(stage.box(Part::pick_files), 24, 494, 350, 74);
  CHECK(top(stage, "Elegir archivos") == 510);
  CHECK(top(stage, "factura-marzo «final».pdf") == 578);
  CHECK(top(stage, "482 KB") == 602);
  CHECK(top(stage, "foto de la caja abierta.jpg") == 644);
  check(stage.box(Part::send), 24, 717, 350, 46);
  CHECK(stage.draw().height == 787);
}

TEST_CASE("the text of a field stands inside its border and padding") {
  Stage stage;
  const std::size_t field = stage.field("description");
  for (const Placed& placed : stage.draw().places) {
    if (placed.id != PartId{Part::field, static_cast<std::uint32_t>(field), 0}) continue;
    check(placed.content, 37, placed.box.y + 11, 324, 90);
  }
}

TEST_CASE("sending stands as drawn") {
  Stage stage;
  start_sending(stage);
  report_progress(stage);
  CHECK(top(stage, "Enviando") == 94);
  CHECK(top(stage, "1.6 de 2.6 MB") == 140);
  check(stage.box(Part::cancel), 24, 176, 350, 46);
  CHECK(top(stage, "Puedes dejar esta página abierta; nada se pierde si se corta.") == 234);
  CHECK(stage.draw().height == 276);
}

TEST_CASE("the created case stands as drawn") {
  Stage stage;
  create(stage, "SOP-10482");
  check(stage.box(Part::heading), 24, 86, 350, 28);
  CHECK(top(stage, "Lo recibimos. Guarda este número para consultarlo.") == 116);
  CHECK(top(stage, "SOP-10482") == 167);
  CHECK(top(stage, "Copiar") == 172);
  CHECK(top(stage, "24 nov 2026, 10:42") == 228);
  CHECK(stage.line("24 nov 2026, 10:42")->x == 134);
  CHECK(top(stage, "Reclamo") == 256);
  CHECK(top(stage, "2 (2.6 MB)") == 284);
  check(stage.box(Part::print), 24, 322, 170, 46);
  check(stage.box(Part::new_case), 204, 322, 170, 46);
  CHECK(stage.draw().height == 392);
}

TEST_CASE("errors stand as drawn") {
  Stage stage(R"({"gateway": "https://gateway.example/", "file": {"maxFiles": 1},
                  "priority": "medium"})");
  stage.apply(event::Send{});
  check(stage.box(Part::alert), 24, 94, 350, 66);
  CHECK(top(stage, "Faltan 2 datos") == 107);
  CHECK(top(stage, "Tipo de caso") == 178);
  check(stage.box(Part::field, stage.field("case-type")), 24, 204, 350, 44);
  CHECK(top(stage, "Elige el tipo de caso.") == 254);
  check(stage.box(Part::field, stage.field("description")), 24, 316, 350, 112);
  CHECK(top(stage, "Escribe qué pasó, al menos una frase.") == 434);
  CHECK(top(stage, "Archivos") == 470);
}

TEST_CASE("the unknown outcome stands as drawn") {
  Stage stage;
  lose_answer(stage);
  CHECK(stage.form.progress().left == "Intento 1, en 4 s");
  CHECK(top(stage, "Intento 1, en 4 s") == 130);
  check(stage.box(Part::check_now), 24, 164, 350, 46);
  CHECK(stage.draw().height == 234);
}

}  // namespace
}  // namespace casement
