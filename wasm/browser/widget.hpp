/// @file
/// @brief One widget in a browser: events come in, the core decides, both views follow.
///
/// State flows one way: event → CaseForm → effects and, with the next frame, pixels and controls.
/// JavaScript calls the `casement_…` functions of main.cpp; everything they ask back for is in
/// host.hpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "browser/bridge/contract.hpp"
#include "browser/mirror/mirror.hpp"
#include "browser/paint/canvas_text.hpp"
#include "browser/request/transport.hpp"
#include "core/form/case_form.hpp"
#include "panel/panel.hpp"

namespace casement {

/// What the page says of its form, as a whole: at the start and whenever some of it changes.
struct Settings {
  std::string config;        ///< text of the document
  bool config_read = false;  ///< false: it could not be fetched
  ConfigContext context;
  std::string language;          ///< BCP 47
  bool language_chosen = false;  ///< by the element's own attribute: wins over the document's
};

class Widget final : private TransportListener {
 public:
  /// The page's settings, again or for the first time; a form that lives takes them up.
  void configure(const Settings& settings);

  /// The words that host_words() asked for, as a file of web/words.mjs; empty when they cannot be
  /// had. A widget without a form is configured again then.
  [[nodiscard]] bool take_words(Language language, std::string_view file);

  void dispatch(const Event& event);
  void request_failed(event::Failure failure) { transport_.give_up(failure); }
  void check_ended(int http_status, std::string body, int key_lives);

  void set_theme(const Theme& theme);
  void set_focus(std::optional<std::size_t> control, bool ring, bool editing);
  void press(std::size_t control);  ///< by keyboard or assistive technology
  void pointer(host::PointerKind kind, float x, float y, bool touch);
  [[nodiscard]] bool wheel(float lines);  ///< whether it was used
  [[nodiscard]] bool list_open() const { return panel_.opened_list().has_value(); }
  void close_list();
  void drag_over(bool over);
  void frame(int width, float ratio, double now_s);
  void restore_context();

  [[nodiscard]] const CaseForm* form() const noexcept { return form_ ? &*form_ : nullptr; }
  [[nodiscard]] const Mirror& mirror() const noexcept { return mirror_; }

 private:
  void replied(int http_status, std::string body) override;
  void failed(event::Failure failure) override;
  [[nodiscard]] std::size_t first_wrong_file() const;
  void draw(int width, float ratio, double now_s);
  void run(const Effect& effect);
  void perform(const effect::CheckFiles& effect);
  void perform(const effect::ConvertFile& effect);
  void perform(const effect::Probe& effect);
  void perform(const effect::Post& effect);
  void perform(const effect::Abort& effect);
  void perform(const effect::Check& effect);
  void perform(const effect::StartTicks& effect);
  void perform(const effect::StopTicks& effect);
  void perform(const effect::OpenFilePicker& effect);
  void perform(const effect::DropFile& effect);
  void perform(const effect::ReleaseFiles& effect);
  void perform(const effect::CopyText& effect);
  void perform(const effect::PrintReceipt& effect);
  void perform(const effect::FocusField& effect);
  void perform(const effect::FocusFiles& effect);
  void perform(const effect::FocusHeading& effect);
  void perform(const effect::Tell& tell);
  void perform(const effect::Dropped& effect);
  void focus_soon(PartId part);
  [[nodiscard]] bool await_words();
  void tell_problems(const ConfigOutcome& outcome, bool refused);

  std::optional<CaseForm> form_;      ///< absent until there is a right configuration
  Language wanted_ = Language::en;    ///< what the form is to speak once its words are there
  std::optional<Language> wordless_;  ///< its words were asked for in vain
  std::string contact_;               ///< the person whose form it is, where the page says so
  CanvasText text_;
  Panel panel_{text_};
  Mirror mirror_;
  Transport transport_{*this};
  Theme theme_{};
  std::optional<Focus> focus_;
  const PanelFrame* frame_ = nullptr;
  std::optional<PartId> hovered_;
  bool pressed_ = false;
  int cursor_ = 0;
  bool busy_ = false;
  std::vector<PartId> focus_next_;  ///< focus moves once the controls of the next frame exist
};

}  // namespace casement
