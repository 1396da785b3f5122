#include "body/multipart_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/multipart.hpp"
#include "core/unicode.hpp"

namespace casement::gateway {
namespace {

using Event = MultipartReader::Event;
using Rule = MultipartRule;

constexpr std::string_view crlf = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view name_begin = "Content-Disposition: form-data; name=\"";
constexpr std::string_view file_name_begin = "\"; filename=\"";
constexpr std::string_view type_begin = "\"\r\nContent-Type: ";

/// PHP splits header lines at 5,120 bytes and reads the rest as a header of its own.
constexpr std::size_t line_limit = 1024;
constexpr std::size_t head_limit = 2 * line_limit;
static_assert(head_limit + head_end.size() + 80 < MultipartReader::held_limit);

std::string_view view(std::span<char> bytes) { return {bytes.data(), bytes.size()}; }

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

/// Up to the next quote, which no escaped name holds.
std::string_view take_quoted(std::string_view& text) {
  const std::string_view inner = text.substr(0, text.find('"'));
  text.remove_prefix(inner.size());
  return inner;
}

bool has_long_line(std::string_view head) {
  const std::size_t second = std::min(head.find(crlf), head.size());
  return second >= line_limit || head.size() - second >= line_limit;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

bool breaks_lines_alone(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') return true;
    if (text[i] == '\r' && text.substr(++i, 1) != "\n") return true;
  }
  return false;
}

}  // namespace

MultipartReader::MultipartReader(std::string_view boundary, const PartNames& names)
    : boundary_(boundary),
      opening_("--" + boundary_),
      scan_(boundary, {}),
      names_(&names),
      text_left_(names.most_text) {}

void MultipartReader::pass_on(std::string_view boundary) {
  passed_on_ = boundary;
  passed_on_opening_ = "--" + passed_on_;
  scan_ = BoundaryScan(boundary_, passed_on_);
}

Rule MultipartReader::finish() const noexcept {
  if (state_ == State::ended || state_ == State::refused) return rule_;
  return Rule::cut_short;
}

Event MultipartReader::refuse(Rule rule) {
  state_ = State::refused;
  rule_ = rule;
  return Event::refused;
}

void MultipartReader::consume(std::size_t count) noexcept {
  consumed_ += count;
  position_ += count;
}

Event MultipartReader::next(std::span<char> unread) {
  consumed_ = 0;
  if (state_ == State::start) {
    const Event event = read_start(unread);
    if (event != Event::bytes) return event;
  }
  for (;;) {
    const std::span<char> rest = unread.subspan(consumed_);
    switch (state_) {
      case State::head: {
        const Event event = read_head(rest);
        if (event != Event::bytes) return event;
        break;  // A text's head: its value is next.
      }
      case State::text:
      case State::file: return read_content(rest);
      case State::ended: return rest.empty() ? Event::more : refuse(Rule::trailing_bytes);
      case State::refused:
      case State::start: return Event::refused;
    }
  }
}

/// Event::bytes: go on.
Event MultipartReader::read_start(std::span<char> unread) {
  const std::string_view bytes = view(unread);
  if (!opening_.starts_with(bytes.substr(0, opening_.size()))) return refuse(Rule::no_delimiter);
  const std::string_view after = bytes.substr(std::min(bytes.size(), opening_.size()));
  if (after.starts_with('-')) {
    if (after.size() < 4) {
      return std::string_view("--\r\n").starts_with(after) ? Event::more : refuse(Rule::delimiter);
    }
    if (!after.starts_with("--\r\n")) return refuse(Rule::delimiter);
    return end(unread, closing_size());
  }
  if (after.size() < crlf.size()) {
    return crlf.starts_with(after) ? Event::more : refuse(Rule::delimiter);
  }
  if (!after.starts_with(crlf)) return refuse(Rule::delimiter);
  consume(opening_size());
  state_ = State::head;
  return Event::bytes;
}

Event MultipartReader::read_head(std::span<char> unread) {
  const std::string_view bytes = view(unread.first(std::min(unread.size(), head_limit)));
  const std::size_t size = bytes.find(head_end);
  if (size == bytes.npos) {
    const std::string_view begun = bytes.substr(0, name_begin.size());
    if (!name_begin.starts_with(begun)) return refuse(Rule::disposition);
    return bytes.size() < head_limit ? Event::more : refuse(Rule::head_too_long);
  }
  if (const Event event = begin_part(bytes.substr(0, size)); event != Event::bytes) {
    if (event == Event::file) consume(size + head_end.size());
    return event;
  }
  consume(size + head_end.size());
  return Event::bytes;
}

/// `head` ends before the empty line. Event::bytes: a text's value is next.
Event MultipartReader::begin_part(std::string_view head) {
  if (has_long_line(head)) return refuse(Rule::head_too_long);
  if (!take(head, name_begin)) return refuse(Rule::disposition);
  name_ = take_quoted(head);
  for (const char c : name_) {
    if (c == '\\' || (c >= 0 && c < 0x20) || c == 0x7F) return refuse(Rule::name_characters);
  }
  const bool is_file = take(head, file_name_begin);
  if (!is_file && head != "\"") return refuse(Rule::disposition);
  if (const Rule rule = judge_part(is_file); rule != Rule::none) return refuse(rule);
  if (!is_file) {
    seen_ |= bit_of_text();
    text_.clear();
    content_begins_ = true;
    state_ = State::text;
    return Event::bytes;
  }
  file_name_ = take_quoted(head);
  if (file_name_.empty() || clean_file_name(file_name_) != file_name_) {
    return refuse(Rule::file_name);
  }
  if (!take(head, type_begin)) {
    return refuse(head == "\"" ? Rule::file_type : Rule::disposition);
  }
  file_type_ = head;
  if (file_type_.empty() || !is_printable(file_type_)) return refuse(Rule::file_type);
  ++files_;
  content_begins_ = true;
  state_ = State::file;
  return Event::file;
}

Rule MultipartReader::judge_part(bool is_file) const {
  const auto among = [this](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), name_) != list.end();
  };
  if (among(names_->locked)) return Rule::name_locked;
  if (names_->most_files > 0 && name_ == names_->file) {
    if (!is_file) return Rule::file_is_text;
    return files_ < names_->most_files ? Rule::none : Rule::too_many_files;
  }
  if (!among(names_->texts)) return Rule::name_unknown;
  if (is_file) return Rule::text_is_file;
  if (files_ > 0) return Rule::text_after_file;
  return (seen_ & bit_of_text()) != 0 ? Rule::name_twice : Rule::none;
}

/// Of a name among the texts.
std::uint64_t MultipartReader::bit_of_text() const {
  const auto known = std::find(names_->texts.begin(), names_->texts.end(), name_);
  return std::uint64_t{1} << static_cast<unsigned>(known - names_->texts.begin());
}

bool MultipartReader::add_text(std::string_view bytes) {
  if (bytes.size() > text_left_) return false;
  text_left_ -= bytes.size();
  text_ += bytes;
  return true;
}

/// RFC 2046 lets a part without a body end in the line break of its head, so a delimiter may be
/// seen in content that begins with one. True when that is settled.
bool MultipartReader::begin_content(std::string_view bytes) {
  for (const std::string* opening : {&opening_, &passed_on_opening_}) {
    if (opening->empty()) continue;
    if (bytes.starts_with(*opening)) {
      refuse(opening == &opening_ ? Rule::delimiter : Rule::own_boundary);
      return false;
    }
    if (opening->starts_with(bytes)) return false;
  }
  content_begins_ = false;
  return true;
}

Event MultipartReader::read_content(std::span<char> unread) {
  const std::string_view bytes = view(unread);
  if (content_begins_ && !begin_content(bytes)) {
    return state_ == State::refused ? Event::refused : Event::more;
  }
  const BoundaryScan::Hit hit = scan_.find(bytes);
  if (hit.found == BoundaryScan::Found::forbidden) return refuse(Rule::own_boundary);
  if (hit.found == BoundaryScan::Found::whole) return end_content(unread, hit.at);

  // A CR belongs to the delimiter that may follow it.
  std::size_t size = hit.at;
  if (size > 0 && bytes[size - 1] == '\r') --size;
  if (state_ == State::text) {
    if (!add_text(bytes.substr(0, size))) return refuse(Rule::texts_too_long);
    consume(size);
    return Event::more;
  }
  consume(size);
  return size > 0 ? Event::bytes : Event::more;
}

/// At `feed` a line begins with the boundary: it must be a delimiter.
Event MultipartReader::end_content(std::span<char> unread, std::size_t feed) {
  const std::string_view bytes = view(unread);
  if (feed == 0 || bytes[feed - 1] != '\r') return refuse(Rule::delimiter);
  const std::size_t size = feed - 1;
  const std::size_t boundary_at = feed + 3;
  const std::string_view after = bytes.substr(boundary_at + boundary_.size());
  const std::string_view expected = after.starts_with('-') ? "--\r\n" : crlf;
  if (!expected.starts_with(after.substr(0, expected.size()))) return refuse(Rule::delimiter);

  const bool is_text = state_ == State::text;
  if (after.size() < expected.size()) {
    if (is_text && !add_text(bytes.substr(0, size))) return refuse(Rule::texts_too_long);
    consume(size);
    return !is_text && size > 0 ? Event::bytes : Event::more;
  }
  if (!is_text && size > 0) {
    consume(size);
    return Event::bytes;
  }
  if (is_text) {
    if (!add_text(bytes.substr(0, size))) return refuse(Rule::texts_too_long);
    if (!is_valid_utf8(text_)) return refuse(Rule::text_encoding);
    if (breaks_lines_alone(text_)) return refuse(Rule::text_line_break);
  } else if (!passed_on_.empty()) {
    std::memcpy(unread.data() + boundary_at, passed_on_.data(), passed_on_.size());
  }
  const bool closing = expected.size() > crlf.size();
  consume(size + crlf.size());
  if (is_text) {
    // The value is told first. Its delimiter is read anew, as if the body began there.
    state_ = State::start;
    return Event::text;
  }
  if (closing) return end(unread, size + crlf.size() + closing_size());
  consume(opening_size());
  state_ = State::head;
  return Event::file_end;
}

/// The closing delimiter ends at `size`, and so must the bytes.
Event MultipartReader::end(std::span<char> unread, std::size_t size) {
  if (unread.size() > size) return refuse(Rule::trailing_bytes);
  consume(closing_size());
  state_ = State::ended;
  return Event::end;
}

}  // namespace casement::gateway
