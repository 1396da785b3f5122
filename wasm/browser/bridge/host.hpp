/// @file
/// @brief The browser as this module sees it: functions that JavaScript (imports.js) provides.
///
/// widget.cmake makes each an import that is looked up once, at start, in the `host` object that
/// imports.js gives to the module's factory; no glue code stands between. Strings are UTF-8
/// with a length in bytes; lengths in px are device pixels. One instance of the module serves one
/// widget.
#pragma once

#include <cstddef>
#include <cstdint>

namespace casement::host {

extern "C" {

// Platform ---------------------------------------------------------------------------------------

/// crypto.getRandomValues; 0 when refused.
int host_random(std::uint8_t* bytes, std::size_t count);

/// Now, as the person writes dates and times in this language; returns the bytes written.
std::size_t host_local_time(const char* tag, std::size_t tag_length, char* out, std::size_t room);

// Words (runs.js, lines.js) ----------------------------------------------------------------------

/// Names the styles before their first use: size and line height in CSS px, weight.
void host_text_style(int style, float size, float line, int weight);
float host_advance(int style, const char* text, std::size_t length);
/// Writes a casement::Run.
void host_run(int style, std::uint32_t colour, const char* text, std::size_t length, float* run);
/// Writes casement::PlacedRun records; returns their number, at most `room`.
std::size_t host_value_runs(std::uint32_t field, std::uint32_t colour, const char* value,
                            std::size_t length, float* runs, std::size_t room);
float host_value_height(std::uint32_t field, const char* value, std::size_t length,
                        float content_width);
void host_thumbnail(std::uint32_t file, float side, float* run);
/// Changes when the atlas was emptied: what was drawn before with its coordinates is void.
std::uint32_t host_atlas_generation();

// Pixels (canvas.js) -----------------------------------------------------------------------------

/// Alpha-only pixels of one of ImGui's textures: a part (x, y, w, h) of whole_w × whole_h.
void host_texture(std::uint32_t id, int whole_w, int whole_h, int x, int y, int w, int h,
                  const std::uint8_t* pixels, int pitch);
void host_drop_texture(std::uint32_t id);
void host_begin_frame(int width, int height, int overhang);
/// One ImDrawList; the widths of its records are in contract.hpp.
void host_draw(const void* vertices, std::size_t vertex_count, const void* indices,
               std::size_t index_count, const std::int32_t* commands, std::size_t command_count);
void host_request_frame();
void host_cursor(int cursor);

// Meaning (form_controls.js) ---------------------------------------------------------------------

/// The whole description of the real controls: strings, each preceded by its length (u32); the
/// order is told in mirror.hpp.
void host_describe(const char* strings, std::size_t bytes);
/// Boxes of the described controls in their order.
void host_place(const float* boxes, std::size_t control_count);
/// Gives focus to the control at this place in the description's order.
void host_focus(std::size_t control);

// Effects (files.js, requests.js, imports.js) ---------------------------------------------

/// Opens each file and reads its ends, in bounded time: answered with casement_files_checked().
void host_check_files();
void host_probe(const char* url, std::size_t length);
void host_check(const char* url, std::size_t length);
/// Announces the next emscripten_fetch. Its body is made of pieces, pairs of framing bytes and a
/// file's id: an id of 0 means "no file after these bytes". It stalls out after timeout_ms without
/// any progress. With a challenge's address it goes with the proof of work that is asked there.
void host_expect(const std::uint32_t* pieces, std::size_t pair_count, std::uint32_t timeout_ms,
                 const char* challenge, std::size_t length);
void host_ticks(int on);
/// A case is being sent: leaving the page now would break that off.
void host_busy(int on);
void host_pick_files();
void host_release_files();
/// The file is a picture that is to be JPEG, of at most so many bytes where that can be: answered
/// with casement_file_converted().
void host_convert_file(std::uint32_t id, double limit);
void host_drop_file(std::uint32_t id);
void host_copy(const char* text, std::size_t length);
void host_print();
/// An event for the page, an effect::Tell::What: its record as in describe.
void host_tell(int what, const char* strings, std::size_t bytes);
/// For the page: what was written and has no place in the new configuration; name, value, name, …
void host_dropped(const char* strings, std::size_t bytes);
/// The words of a language are wanted: casement_words() brings them.
void host_words(const char* tag, std::size_t tag_length);
/// Lines for the developer. `refused`: the configuration has errors and was not taken up; 0:
/// warnings alone.
void host_config_problems(int refused, const char* strings, std::size_t bytes);
/// Says in the console that the configuration's token is open to every visitor.
void host_token_exposed();

}  // extern "C"

}  // namespace casement::host
