/// @file
/// @brief Wires one instance: what widget.js may call, one thin function for each thing that can
/// happen. The module has no main(), draws no frame by itself and holds no state until
/// casement_start() makes a widget.
#include <emscripten/emscripten.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "browser/bridge/contract.hpp"
#include "browser/widget.hpp"

using casement::Widget;
namespace event = casement::event;
namespace host = casement::host;

extern "C" {

EMSCRIPTEN_KEEPALIVE Widget* casement_start() { return new Widget; }

/// What the page says, as a whole; flags: host::settings_…
EMSCRIPTEN_KEEPALIVE void casement_configure(Widget* widget, const char* config,
                                             std::size_t config_length, const char* document_url,
                                             std::size_t document_url_length, const char* gateway,
                                             std::size_t gateway_length, const char* contact,
                                             std::size_t contact_length, const char* language,
                                             std::size_t language_length, int flags) {
  casement::Settings settings;
  settings.config.assign(config, config_length);
  settings.config_read = (flags & host::settings_config_read) != 0;
  settings.context.document_url.assign(document_url, document_url_length);
  settings.context.gateway.assign(gateway, gateway_length);
  settings.context.contact.assign(contact, contact_length);
  settings.language.assign(language, language_length);
  settings.language_chosen = (flags & host::settings_language_chosen) != 0;
  widget->configure(settings);
}

/// Whether these are the words that host_words() asked for; none at all end the waiting for them.
EMSCRIPTEN_KEEPALIVE int casement_words(Widget* widget, const char* tag, std::size_t tag_length,
                                        const char* file, std::size_t length) {
  return widget->take_words(casement::language_of({tag, tag_length}), {file, length}) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void casement_stop(Widget* widget) { delete widget; }

/// Whether there is a form to show (the configuration was right).
EMSCRIPTEN_KEEPALIVE int casement_has_form(const Widget* widget) {
  return widget->form() != nullptr;
}

EMSCRIPTEN_KEEPALIVE void casement_frame(Widget* widget, int width, float ratio, double now_s) {
  widget->frame(width, ratio, now_s);
}

EMSCRIPTEN_KEEPALIVE void casement_pointer(Widget* widget, int kind, float x, float y, int touch) {
  widget->pointer(static_cast<host::PointerKind>(kind), x, y, touch != 0);
}

/// Whether the wheel was used (an open list scrolls); otherwise it is the page's.
EMSCRIPTEN_KEEPALIVE int casement_wheel(Widget* widget, float lines) {
  return widget->wheel(lines) ? 1 : 0;
}

/// Whether ImGui shows a list of options; the keyboard closes it from the control's side.
EMSCRIPTEN_KEEPALIVE int casement_list_open(const Widget* widget) { return widget->list_open(); }
EMSCRIPTEN_KEEPALIVE void casement_close_list(Widget* widget) { widget->close_list(); }

EMSCRIPTEN_KEEPALIVE void casement_drag_over(Widget* widget, int over) {
  widget->drag_over(over != 0);
}

/// Memory for what JavaScript lends to a call.
EMSCRIPTEN_KEEPALIVE void* casement_allocate(std::size_t bytes) { return std::malloc(bytes); }
EMSCRIPTEN_KEEPALIVE void casement_release(void* memory) { std::free(memory); }

/// The colours in the order of casement::Theme; flags: host::theme_…
EMSCRIPTEN_KEEPALIVE void casement_theme(Widget* widget, const std::uint32_t* colours,
                                         float field_radius, float text_scale, int flags) {
  casement::Theme theme{};
  std::memcpy(&theme, colours, offsetof(casement::Theme, field_radius));
  theme.field_radius = field_radius;
  theme.text_scale = text_scale;
  theme.reduced_motion = (flags & host::theme_reduced_motion) != 0;
  theme.coarse_pointer = (flags & host::theme_coarse_pointer) != 0;
  theme.right_to_left = (flags & host::theme_right_to_left) != 0;
  widget->set_theme(theme);
}

EMSCRIPTEN_KEEPALIVE void casement_restore_context(Widget* widget) { widget->restore_context(); }

/// Focus went to this control of the description (-1: to none); flags: host::focus_…
EMSCRIPTEN_KEEPALIVE void casement_focus(Widget* widget, int control, int flags) {
  widget->set_focus(control < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(control)),
                    (flags & host::focus_ring) != 0, (flags & host::focus_editing) != 0);
}

EMSCRIPTEN_KEEPALIVE void casement_press(Widget* widget, std::size_t control) {
  widget->press(control);
}

EMSCRIPTEN_KEEPALIVE void casement_set_value(Widget* widget, std::size_t control, const char* text,
                                             std::size_t length) {
  if (const auto field = widget->mirror().field(control))
    widget->dispatch(event::SetValue{*field, {text, length}});
}

EMSCRIPTEN_KEEPALIVE void casement_leave(Widget* widget, std::size_t control) {
  if (const auto field = widget->mirror().field(control)) widget->dispatch(event::Leave{*field});
}

EMSCRIPTEN_KEEPALIVE void casement_add_file(Widget* widget, std::uint32_t id, const char* name,
                                            std::size_t name_length, const char* type,
                                            std::size_t type_length, double size, double modified) {
  widget->dispatch(event::AddFile{id,
                                  {name, name_length},
                                  {type, type_length},
                                  static_cast<std::uint64_t>(size),
                                  static_cast<std::uint64_t>(modified)});
}

/// The first bytes of a file that was added: content_head of them, or all that it has.
EMSCRIPTEN_KEEPALIVE void casement_file_looked(Widget* widget, std::uint32_t id,
                                               const std::uint8_t* head, std::size_t length) {
  widget->dispatch(event::FileLooked{id, casement::content_of({head, length})});
}

/// Bytes of the JPEG that is in the file's place now; 0: there is none.
EMSCRIPTEN_KEEPALIVE void casement_file_converted(Widget* widget, std::uint32_t id, double size) {
  widget->dispatch(event::FileConverted{id, static_cast<std::uint64_t>(size)});
}

/// The ids of those that could not be read.
EMSCRIPTEN_KEEPALIVE void casement_files_checked(Widget* widget, const std::uint32_t* unreadable,
                                                 std::size_t count) {
  widget->dispatch(event::FilesChecked{{unreadable, unreadable + count}});
}

EMSCRIPTEN_KEEPALIVE void casement_probe_ended(Widget* widget, int reached, int online) {
  widget->dispatch(event::ProbeEnded{reached != 0, online != 0});
}

EMSCRIPTEN_KEEPALIVE void casement_progress(Widget* widget, double sent, double total,
                                            double now_ms) {
  widget->dispatch(
      event::Progress{static_cast<std::uint64_t>(sent), static_cast<std::uint64_t>(total), now_ms});
}

/// The browser's side gave up on the request: an event::Failure by number.
EMSCRIPTEN_KEEPALIVE void casement_request_failed(Widget* widget, int failure) {
  widget->request_failed(static_cast<event::Failure>(failure));
}

EMSCRIPTEN_KEEPALIVE void casement_check_ended(Widget* widget, int status, const char* body,
                                               std::size_t length, int key_lives) {
  widget->check_ended(status, {body, length}, key_lives);
}

EMSCRIPTEN_KEEPALIVE void casement_tick(Widget* widget) { widget->dispatch(event::Tick{}); }

EMSCRIPTEN_KEEPALIVE void casement_copied(Widget* widget) { widget->dispatch(event::Copied{}); }

/// By the page: what it gave before is forgotten too.
EMSCRIPTEN_KEEPALIVE void casement_reset(Widget* widget) { widget->dispatch(event::NewCase{true}); }

EMSCRIPTEN_KEEPALIVE void casement_prefill(Widget* widget, const char* name,
                                           std::size_t name_length, const char* value,
                                           std::size_t value_length) {
  widget->dispatch(event::Prefill{{name, name_length}, {value, value_length}});
}

}  // extern "C"
