/// In every state, at every width, ratio, zoom and language: nothing leaves the card, nothing lies
/// on something else.
#include "support/stories.hpp"

namespace casement {
namespace {

struct State {
  std::string_view name;
  std::string_view document;
  void (*reach)(Stage&);
};

/// Every kind of field, long labels, read-only ones, a list and segments.
constexpr std::string_view full_form = R"({"gateway": "https://gateway.example/",
  "contact": {"visibility": "shown", "hint": "Te escribimos ahí mientras lo resolvemos, nunca para otra cosa."},
  "status": {"visibility": "shown", "default": "closed",
             "options": ["open", {"value": "closed", "condition": "Closed"}]},
  "owner": {"visibility": "read-only", "default": "ana.maria.de.los.angeles@operaciones.example"},
  "priority": {"options": ["Inmediata, el servicio no funciona en absoluto", "Puede esperar a mañana",
                           "Cuando se pueda"]},
  "form": [{"name": "pedido", "label": "Número del pedido, como aparece en la factura o en el correo",
            "required": true},
           {"name": "Superkalifragilistikexpialigetisch_ohne_Leerzeichen", "kind": "date"},
           {"name": "area", "kind": "choice", "options": ["A", "B"], "default": "A"}]})";

void nothing(Stage&) {}
void send_empty(Stage& stage) { stage.apply(event::Send{}); }
void refused(Stage& stage) {
  start_sending(stage);
  stage.apply(event::ReplyArrived{
      400, R"({"code":400,"error":"SOME PARAMETERS ARE REQUIRED: responsible, owner, status"})",
      ""});
}
void wrong_files(Stage& stage) {
  stage.apply(event::AddFile{
      1, "programa con un nombre larguísimo que no cabe en ninguna línea.exe", "", 1});
  stage.apply(event::AddFile{2, "x", "", 0});
  stage.apply(event::AddFile{3, "película.mp4", "video/mp4", 900'000'000});
  stage.apply(event::Send{});
}
void long_text(Stage& stage) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "Llegó incompleto y nadie responde. ";
  stage.set("description", words);
}
void create_usual(Stage& stage) { create(stage, "SOP-10482"); }
void create_long(Stage& stage) { create(stage, "SOP-2026-11-24-BOGOTA-0000000010482"); }
void create_endless(Stage& stage) { create(stage, std::string(120, '9')); }
void create_without_number(Stage& stage) { create(stage, ""); }
void check(Stage& stage) {
  lose_answer(stage);
  stage.apply(event::CheckNow{});
}
void sent_completely(Stage& stage) {
  start_sending(stage);
  stage.apply(event::Progress{0, 1000, 0});
  stage.apply(event::Progress{1000, 1000, 1000});
}

constexpr std::string_view direct_form = R"({"proxy": "https://proxy.example/{url}",
  "server": "crm0001.wolkvox.com", "token": "demo", "operation": "acme", "responsible": "ana@acme",
  "owner": "ana@acme", "status": "open"})";

constexpr State states[] = {
    {"empty", look_form, &nothing},
    {"filled", look_form, &fill},
    {"every kind", full_form, &nothing},
    {"every kind, wrong", full_form, &send_empty},
    {"rejected", look_form, &refused},
    {"wrong files", look_form, &wrong_files},
    {"long text", look_form, &long_text},
    {"probing", look_form,
     [](Stage& stage) {
       fill(stage);
       stage.apply(event::Send{});
     }},
    {"sending", look_form,
     [](Stage& stage) {
       start_sending(stage);
       report_progress(stage);
     }},
    {"waiting", look_form, &sent_completely},
    {"created", look_form, &create_usual},
    {"long number", look_form, &create_long},
    {"endless number", look_form, &create_endless},
    {"no number", look_form, &create_without_number},
    {"unknown", look_form, &lose_answer},
    {"checking", look_form, &check},
    {"gave up", look_form, &give_up_checking},
    {"unknown, no gateway", direct_form, &lose_answer},
};

bool inside(const Rect& inner, const Rect& outer) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
         inner.y + inner.h <= outer.y + outer.h;
}

bool apart(const Rect& a, const Rect& b) {
  return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
}

bool on_grid(const Rect& box) {
  for (const float edge : {box.x, box.y, box.w, box.h})
    if (edge != std::floor(edge)) return false;
  return true;
}

/// What is wrong with the frame, or nothing.
std::string complaint(Stage& stage) {
  const PanelFrame& frame = stage.draw();
  const Rect card{0, 0, stage.width, frame.height};
  const float padding = std::floor(24 * stage.ratio + 0.5F);
  const Rect inner{padding, padding, stage.width - 2 * padding, frame.height - 2 * padding};
  if (frame.height != std::floor(frame.height)) return "the height is between two pixels";
  for (std::size_t i = 0; i < frame.places.size(); ++i) {
    const Placed& one = frame.places[i];
    const std::string part = std::to_string(static_cast<int>(one.id.part));
    if (one.box.w <= 0 || one.box.h <= 0) return "empty part " + part;
    if (!on_grid(one.box)) return "between two pixels: part " + part;
    // Only the target of the cross reaches into the padding.
    if (!inside(one.box, one.id.part == Part::remove_file ? card : inner))
      return "leaves the card: part " + part;
    if (one.content.w > 0 && !inside(one.content, one.box)) return "content outside: part " + part;
    for (std::size_t k = i + 1; k < frame.places.size(); ++k) {
      const Placed& other = frame.places[k];
      if (!apart(one.box, other.box) && !(one.segmented && inside(other.box, one.box)))
        return "part " + part + " on part " + std::to_string(static_cast<int>(other.id.part));
    }
  }
  const std::vector<DrawnLine> lines = stage.lines();
  if (lines.empty()) return "no words";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Rect& line = lines[i].box;
    // A centred line may start one pixel early by rounding.
    if (!inside(line, {inner.x - 1, inner.y, inner.w + 2, inner.h}))
      return "leaves the card: " + lines[i].words;
    for (std::size_t k = i + 1; k < lines.size(); ++k)
      if (!apart({line.x + 1, line.y, line.w - 2, line.h}, lines[k].box))
        return lines[i].words + " on " + lines[k].words;
    for (const Placed& placed : frame.places)
      if (placed.id.part != Part::remove_file && !apart(line, placed.box) &&
          !inside({line.x + 1, line.y, line.w - 2, line.h}, placed.box))
        return lines[i].words + " crosses part " + std::to_string(static_cast<int>(placed.id.part));
  }
  return {};
}

/// Draw data is there and each command keeps within the card's width.
std::string draw_data_complaint(Stage& stage) {
  const ImDrawData& data = *stage.panel.draw_data();
  if (!data.Valid || data.TotalVtxCount == 0) return "nothing drawn";
  if (data.TotalVtxCount > 0xFFFF) return "more vertices than 16-bit indices reach";
  for (const ImDrawList* list : data.CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer)
      if (command.ElemCount > 0 &&
          (command.ClipRect.x < 0 || command.ClipRect.y < 0 || command.ClipRect.z > stage.width))
        return "clip rectangle outside";
  return {};
}

void check_all(float ratio) {
  for (const State& state : states)
    for (const float zoom : {1.0F, 2.0F})
      for (const Language language : {Language::en, Language::es, Language::pt})
        for (const float width : {300.0F, 331.0F, 398.0F, 509.0F, 720.0F}) {
          CAPTURE(std::string(state.name));
          CAPTURE(ratio);
          CAPTURE(zoom);
          CAPTURE(std::string(tag_of(language)));
          CAPTURE(width);
          Stage stage(state.document, width, ratio, zoom, language);
          state.reach(stage);
          CHECK(complaint(stage) == "");
          CHECK(draw_data_complaint(stage) == "");
        }
}

TEST_CASE("nothing overlaps or leaves the card at ratio 1") { check_all(1); }
TEST_CASE("nothing overlaps or leaves the card at ratio 1.25") { check_all(1.25F); }
TEST_CASE("nothing overlaps or leaves the card at ratio 1.5") { check_all(1.5F); }
TEST_CASE("nothing overlaps or leaves the card at ratio 2") { check_all(2); }
TEST_CASE("nothing overlaps or leaves the card at ratio 3") { check_all(3); }

TEST_CASE("every state shows the screen that it is named after") {
  const auto screen = [](void (*reach)(Stage&), std::string_view document = look_form) {
    Stage stage(document);
    reach(stage);
    return stage.form.screen();
  };
  CHECK(screen(&refused) == Screen::form);
  CHECK(screen(&sent_completely) == Screen::sending);
  CHECK(screen(&create_without_number) == Screen::created);
  CHECK(screen(&give_up_checking) == Screen::unknown);
  CHECK(screen(&lose_answer, direct_form) == Screen::unknown);
}

TEST_CASE("fields and buttons are at least 44 px high, targets at least 44 px wide") {
  Stage stage;
  fill(stage);
  for (const Placed& placed : stage.draw().places) {
    if (placed.id.part == Part::heading) continue;
    CHECK(placed.box.h >= 44);
    CHECK(placed.box.w >= 44);
  }
  Stage created;
  create_usual(created);
  const Rect copy = created.box(Part::copy_number);
  CHECK(copy.h >= 44);
  CHECK(copy.w >= 44);
}

TEST_CASE("a text area grows with its text up to twelve lines") {
  Stage stage;
  const std::size_t description = stage.field("description");
  const auto height_with = [&](int lines) {
    std::string text;
    for (int i = 1; i < lines; ++i) text += "x\n";
    stage.set("description", text + "x");
    return stage.box(Part::field, description).h;
  };
  CHECK(height_with(1) == 112);
  CHECK(height_with(4) == 112);
  CHECK(height_with(5) == 5 * 22 + 22);
  CHECK(height_with(11) == 11 * 22 + 22);
  CHECK(height_with(12) == 12 * 22 + 22);
  CHECK(height_with(13) == 12 * 22 + 22);
}

TEST_CASE("up to four options that fit are segments, others a list") {
  const auto segmented = [](std::string_view options, float width) {
    Stage stage(std::string(R"({"gateway": "https://gateway.example/", "priority": {"options": )")
                    .append(options)
                    .append("}}"),
                width);
    const auto id = PartId{Part::field, static_cast<std::uint32_t>(stage.field("priority")), 0};
    for (const Placed& placed : stage.draw().places)
      if (placed.id == id) return placed.segmented;
    return false;
  };
  CHECK_FALSE(segmented(R"(["a"])", 398));
  CHECK(segmented(R"(["a", "b"])", 398));
  CHECK(segmented(R"(["a", "b", "c", "d"])", 398));
  CHECK_FALSE(segmented(R"(["a", "b", "c", "d", "e"])", 398));
  // A third of 350 px less two gaps and paddings is 95 px: thirteen characters.
  CHECK(segmented(R"(["1234567890123", "b", "c"])", 398));
  CHECK_FALSE(segmented(R"(["12345678901234", "b", "c"])", 398));
  CHECK_FALSE(segmented(R"(["1234567890123", "b", "c"])", 360));
}

TEST_CASE("a field that its control is editing is not painted twice") {
  Stage stage;
  stage.set("description", "Algo");
  CHECK(stage.line("Algo").has_value());
  const PartId id{Part::field, static_cast<std::uint32_t>(stage.field("description")), 0};
  stage.focus = Focus{.id = id, .ring = true, .editing = true};
  CHECK_FALSE(stage.line("Algo").has_value());
  stage.set("description", "");
  CHECK_FALSE(stage.line("¿Qué pasó?").has_value());
  stage.focus = Focus{.id = id, .ring = true, .editing = false};
  CHECK(stage.line("¿Qué pasó?").has_value());
}

TEST_CASE("an error takes the place of the hint, the counter stays") {
  Stage stage;
  CHECK(stage.line("0 / 2500").has_value());
  stage.apply(event::Send{});
  CHECK(stage.line("Escribe qué pasó, al menos una frase.").has_value());
  CHECK_FALSE(stage.line("Incluye números de pedido o fechas si los").has_value());
  CHECK(stage.line("0 / 2500").has_value());
}

TEST_CASE("a finger is not asked to drop files") {
  Stage stage;
  CHECK(stage.line("o soltarlos aquí").has_value());
  stage.theme.coarse_pointer = true;
  CHECK_FALSE(stage.line("o soltarlos aquí").has_value());
}

}  // namespace
}  // namespace casement
