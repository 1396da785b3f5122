/// @file
/// @brief Reads a multipart/form-data body piece by piece, and takes it only as our encoder writes
/// it.
///
/// Servers read malformed bodies differently: PHP alone has two dozen ways to find a field that a
/// filter did not see. So nothing is interpreted here. Each byte of a part's head must be the byte
/// that the WHATWG algorithm (core/multipart.hpp) would have put there, each name must be in the
/// form's list, texts come before files, and all else is refused with the rule that it broke.
///
/// Memory does not depend on the body: texts are collected up to a limit, a file's bytes are left
/// where they are. The caller keeps what was not consumed (never more than `held_limit` bytes) in
/// front of the bytes that come next:
///
///     for (;;) switch (reader.next(unread)) {           // unread: std::span<char>
///       case Event::text: … reader.name(), reader.text() …
///       case Event::file: … reader.file_name(), reader.file_type() …
///       case Event::bytes: … the first reader.consumed() bytes are the file's …
///       case Event::more: … drop what was consumed, append to what is left …
///     }
///
/// To pass files on under another boundary of the same length, give it with pass_on(): from then on
/// delimiters are rewritten in place, so that all consumed bytes can be forwarded as they lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "body/boundary_scan.hpp"
#include "body/multipart_rule.hpp"

namespace casement::gateway {

/// What may be in a form's body, byte for byte.
struct PartNames {
  std::vector<std::string> texts;   ///< the visitor's, 64 at most
  std::vector<std::string> locked;  ///< the gateway's: a visitor's own is refused
  std::string file;                 ///< of attachments
  std::size_t most_files = 0;
  std::size_t most_text = std::size_t{256} * 1024;  ///< bytes of all texts
};

class MultipartReader {
 public:
  enum class Event {
    more,      ///< needs bytes behind those that are left
    text,      ///< a whole text field
    file,      ///< a file begins
    bytes,     ///< some of its bytes
    file_end,  ///< the delimiter behind it; at the last file it is the closing one, and Event::end
    end,       ///< the closing delimiter
    refused,   ///< rule() says why; nothing can follow
  };

  /// Bytes that may be left unread: a part's head, whose lines are bounded, or a delimiter.
  static constexpr std::size_t held_limit = 4096;

  /// `boundary` as boundary_of() gives it; `names` outlives the reader.
  MultipartReader(std::string_view boundary, const PartNames& names);
  MultipartReader(std::string_view boundary, PartNames&& names) = delete;

  /// Consumes from the front of `unread`: see consumed().
  Event next(std::span<char> unread);

  /// Bytes that the last next() took from the front.
  [[nodiscard]] std::size_t consumed() const noexcept { return consumed_; }
  /// All bytes taken so far.
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

  /// From here on: delimiters get this boundary, of the same length, and it may not occur.
  void pass_on(std::string_view boundary);

  /// The body is over: the rule that is then broken, if any.
  [[nodiscard]] MultipartRule finish() const noexcept;

  /// Of the text or the file that was reported last.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }  ///< with CRLF
  [[nodiscard]] std::string take_text() noexcept { return std::exchange(text_, {}); }
  [[nodiscard]] const std::string& file_name() const noexcept { return file_name_; }
  [[nodiscard]] const std::string& file_type() const noexcept { return file_type_; }
  [[nodiscard]] MultipartRule rule() const noexcept { return rule_; }

  /// Of the closing delimiter, which the last consumed bytes end with at Event::end.
  [[nodiscard]] std::size_t closing_size() const noexcept { return boundary_.size() + 6; }
  /// Of the delimiter before a part, without the line break before it.
  [[nodiscard]] std::size_t opening_size() const noexcept { return boundary_.size() + 4; }

 private:
  enum class State { start, head, text, file, ended, refused };

  Event read_start(std::span<char> unread);
  Event read_head(std::span<char> unread);
  [[nodiscard]] bool begin_content(std::string_view bytes);
  Event read_content(std::span<char> unread);
  Event end_content(std::span<char> unread, std::size_t feed);
  Event end(std::span<char> unread, std::size_t size);
  Event begin_part(std::string_view head);
  [[nodiscard]] MultipartRule judge_part(bool is_file) const;
  [[nodiscard]] std::uint64_t bit_of_text() const;
  [[nodiscard]] bool add_text(std::string_view bytes);
  Event refuse(MultipartRule rule);
  void consume(std::size_t count) noexcept;

  std::string boundary_;
  std::string passed_on_;          ///< the other boundary, or empty
  std::string opening_;            ///< of a delimiter: two dashes and the boundary
  std::string passed_on_opening_;  ///< the same of the other one, or empty
  BoundaryScan scan_;
  const PartNames* names_;
  std::uint64_t seen_ = 0;  ///< bit i: of PartNames::texts[i]
  State state_ = State::start;
  MultipartRule rule_ = MultipartRule::none;
  bool content_begins_ = false;  ///< nothing of a value or a file was read yet
  std::size_t consumed_ = 0;
  std::uint64_t position_ = 0;
  std::size_t files_ = 0;
  std::size_t text_left_;
  std::string name_;
  std::string text_;
  std::string file_name_;
  std::string file_type_;
};

}  // namespace casement::gateway
