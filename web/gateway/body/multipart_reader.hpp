/// @file
/// @brief Reads a multipart/form-data body piece by piece, as RFC 7578 and RFC 2046 write it.
///
/// Servers read malformed bodies differently: PHP alone has two dozen ways to find a field that a
/// filter did not see. So nothing that comes is passed on as it is but the bytes of files: heads
/// and texts are written anew (rules/forwarding.hpp), and what two readers could take differently
/// is refused with the rule that it broke. What differs harmlessly is taken (body/part_head.hpp),
/// each name must be in the form's list, and where a body is not held whole texts come before
/// files.
///
/// Memory does not depend on the body: texts are collected up to a limit, a file's bytes are left
/// where they are. The caller keeps what was not consumed (never more than `held_limit` bytes) in
/// front of the bytes that come next:
///
///     for (;;) switch (reader.next(unread)) {           // unread: std::string_view
///       case Event::text: … reader.name(), reader.text() …
///       case Event::file: … reader.file_name(), reader.file_type() …
///       case Event::bytes: … the first reader.consumed() bytes are the file's …
///       case Event::more: … drop what was consumed, append to what is left …
///     }
///
/// To pass files on under another boundary, name it with forbid(): it may not occur in them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/body/boundary_scan.hpp"
#include "gateway/body/multipart_rule.hpp"
#include "gateway/body/part_head.hpp"

namespace casement::gateway {

/// What may be in a form's body, byte for byte.
struct PartNames {
  std::vector<std::string> texts;   ///< the visitor's, 64 at most
  std::vector<std::string> locked;  ///< the gateway's: a visitor's own is refused
  std::string file;                 ///< of attachments
  std::size_t max_files = 0;
  std::size_t max_text = std::size_t{256} * 1024;  ///< bytes of all texts
  std::string one_file;  ///< taken for `file` when the body has one alone; empty: nothing is
};

/// Where texts may stand.
enum class PartOrder : std::uint8_t { any, texts_first };

class MultipartReader {
 public:
  enum class Event {
    more,      ///< needs bytes behind those that are left
    text,      ///< a whole text field
    file,      ///< a file begins
    bytes,     ///< some of its bytes
    file_end,  ///< it is whole
    end,       ///< the closing delimiter: only line breaks may follow
    refused,   ///< rule() says why; nothing can follow
  };

  /// Bytes that may be left unread: a part's head, whose lines are bounded, or a delimiter.
  static constexpr std::size_t held_limit = 4096;

  /// `boundary` as boundary_of() gives it; `names` outlives the reader.
  MultipartReader(std::string_view boundary, const PartNames& names, PartOrder order);
  MultipartReader(std::string_view boundary, PartNames&& names, PartOrder order) = delete;

  /// Consumes from the front of `unread`: see consumed().
  Event next(std::string_view unread);

  /// Bytes that the last next() took from the front.
  [[nodiscard]] std::size_t consumed() const noexcept { return consumed_; }
  /// All bytes taken so far.
  [[nodiscard]] std::uint64_t position() const noexcept { return position_; }

  /// From here on no line of a file may begin like this delimiter's. Of 27 bytes at least.
  void forbid(std::string_view boundary);

  /// The body is over: the rule that is then broken, if any.
  [[nodiscard]] MultipartRule finish() const noexcept;

  /// Of the part that was reported last, or refused.
  [[nodiscard]] const std::string& name() const noexcept { return head_.name; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }  ///< with CRLF
  [[nodiscard]] std::string take_text() noexcept { return std::exchange(text_, {}); }
  [[nodiscard]] const std::string& file_name() const noexcept { return *head_.file_name; }
  [[nodiscard]] const std::string& file_type() const noexcept { return head_.type; }
  [[nodiscard]] MultipartRule rule() const noexcept { return rule_; }

  /// Of the closing delimiter alone, without the line break before it.
  [[nodiscard]] std::size_t closing_size() const noexcept { return opening_.size() + 2; }

 private:
  enum class State { start, head, text, file, nothing, ended, refused };

  Event read_start(std::string_view unread);
  Event read_head(std::string_view unread);
  [[nodiscard]] bool begin_content(std::string_view bytes);
  Event read_content(std::string_view unread);
  Event end_content(std::string_view unread, std::size_t feed);
  Event end_text();
  Event read_epilogue(std::string_view unread);
  Event end();
  [[nodiscard]] MultipartRule judge_part();
  [[nodiscard]] MultipartRule judge_file(bool listed);
  [[nodiscard]] std::uint64_t bit_of_text() const;
  [[nodiscard]] bool add_content(std::string_view bytes);
  Event refuse(MultipartRule rule);
  void consume(std::size_t count) noexcept;

  std::string opening_;            ///< of a delimiter: two dashes and the boundary
  std::string forbidden_opening_;  ///< the same of the other one, or empty
  BoundaryScan scan_;
  const PartNames* names_;
  PartOrder order_;
  std::uint64_t seen_ = 0;  ///< bit i: of PartNames::texts[i]
  State state_ = State::start;
  MultipartRule rule_ = MultipartRule::none;
  bool content_begins_ = false;  ///< nothing of a value or a file was read yet
  std::size_t consumed_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t length_ = 0;    ///< of the part's content so far
  std::size_t file_parts_ = 0;  ///< those without a file too
  std::size_t files_ = 0;
  bool listed_ = true;  ///< all file parts so far were under a name that may be there again
  std::size_t text_left_;
  std::size_t epilogue_left_ = 64;
  PartHead head_;
  std::string text_;
};

}  // namespace casement::gateway
