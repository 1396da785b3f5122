/// @file
/// @brief How a form on the stage comes to the screens that tests look at.
#pragma once

#include "support/stage.hpp"

namespace casement {

inline void fill(Stage& stage) {
  stage.set("case-type", "Claims");
  stage.set("description",
            "El pedido 48213 llegó incompleto: faltan dos piezas y la factura "
            "dice otra dirección.");
  stage.apply(event::AddFile{1, "factura-marzo «final».pdf", "application/pdf", 482'000});
  stage.apply(event::AddFile{2, "foto de la caja abierta.jpg", "image/jpeg", 2'100'000});
}

inline void start_sending(Stage& stage) {
  fill(stage);
  stage.apply(event::Send{});
  stage.apply(event::FilesChecked{});
  stage.apply(event::ProbeEnded{true, true});
}

inline void report_progress(Stage& stage) {
  stage.apply(event::Progress{0, 2'600'000, 0});
  stage.apply(event::Progress{800'000, 2'600'000, 1000});
  stage.apply(event::Progress{1'600'000, 2'600'000, 4000});
}

inline void create(Stage& stage, std::string_view number) {
  start_sending(stage);
  stage.apply(event::ReplyArrived{
      200,
      std::string(R"({"code":200,"error":"null","msg":"","data":{"wolkvox_id":"","idPrefijo":")")
          .append(number)
          .append(R"("}})"),
      "24 nov 2026, 10:42"});
}

inline void lose_answer(Stage& stage) {
  start_sending(stage);
  stage.apply(event::RequestFailed{event::Failure::network});
  stage.apply(event::FilesChecked{});
  stage.apply(event::ProbeEnded{false, true});
}

inline void give_up_checking(Stage& stage) {
  lose_answer(stage);
  for (int i = 0; i < 2000; ++i) {
    stage.apply(event::Tick{});
    if (stage.form.state() == SubmissionState::checking) stage.apply(event::CheckEnded{0, "", ""});
  }
}

}  // namespace casement
