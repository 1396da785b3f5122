#include "gateway/body/multipart_reader.hpp"

#include <algorithm>
#include <utility>

#include "core/protocol/multipart.hpp"
#include "core/text/unicode.hpp"

namespace casement::gateway {
namespace {

using Event = MultipartReader::Event;
using Rule = MultipartRule;

constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::string_view closing_dashes = "--";

constexpr std::size_t head_limit = 3072;
static_assert(head_limit + head_end.size() + 80 < MultipartReader::held_limit);

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

/// Each bare LF becomes CRLF. False for a CR without its LF.
bool make_crlf(std::string& text) {
  std::size_t bare = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') ++bare;
    if (text[i] != '\r') continue;
    if (i + 1 == text.size() || text[i + 1] != '\n') return false;
    ++i;
  }
  if (bare == 0) return true;
  std::string out;
  out.reserve(text.size() + bare);
  for (const char c : text) {
    if (c == '\n' && !out.ends_with('\r')) out += '\r';
    out += c;
  }
  text = std::move(out);
  return true;
}

}  // namespace

MultipartReader::MultipartReader(std::string_view boundary, const PartNames& names, PartOrder order)
    : opening_(std::string("--").append(boundary)),
      scan_(boundary, {}),
      names_(&names),
      order_(order),
      text_left_(names.max_text) {}

void MultipartReader::forbid(std::string_view boundary) {
  forbidden_opening_ = std::string("--").append(boundary);
  scan_ = BoundaryScan(std::string_view(opening_).substr(2), boundary);
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

Event MultipartReader::next(std::string_view unread) {
  consumed_ = 0;
  for (;;) {
    const std::string_view rest = unread.substr(consumed_);
    Event event = Event::refused;
    switch (state_) {
      case State::start: event = read_start(rest); break;
      case State::head: event = read_head(rest); break;
      case State::nothing: event = read_content(rest); break;
      case State::text:
      case State::file: return read_content(rest);
      case State::ended: return read_epilogue(rest);
      case State::refused: return event;
    }
    if (event != Event::bytes) return event;  // Of a head and of what is left out: go on.
  }
}

/// Event::bytes: go on.
Event MultipartReader::read_start(std::string_view unread) {
  // RFC 2046 counts the line break before a delimiter to it: some write the first one with its own.
  if (position_ == 0 && unread.starts_with(crlf)) {
    consume(crlf.size());
    return Event::bytes;
  }
  if (position_ == 0 && unread == "\r") return Event::more;
  if (!opening_.starts_with(unread.substr(0, opening_.size()))) return refuse(Rule::no_delimiter);
  const std::string_view after = unread.substr(std::min(unread.size(), opening_.size()));
  if (after.starts_with(closing_dashes)) {
    consume(closing_size());
    return end();
  }
  if (after.starts_with(crlf)) {
    consume(opening_.size() + crlf.size());
    state_ = State::head;
    return Event::bytes;
  }
  const bool begun = crlf.starts_with(after) || closing_dashes.starts_with(after);
  return begun ? Event::more : refuse(Rule::delimiter);
}

/// Event::bytes: go on.
Event MultipartReader::read_head(std::string_view unread) {
  const std::string_view bytes = unread.substr(0, head_limit);
  const std::size_t size = bytes.find(head_end);
  if (size == bytes.npos) {
    return bytes.size() < head_limit ? Event::more : refuse(Rule::head_too_long);
  }
  head_ = read_part_head(bytes.substr(0, size));
  if (head_.rule != Rule::none) return refuse(head_.rule);
  if (const Rule rule = judge_part(); rule != Rule::none) return refuse(rule);
  consume(size + head_end.size());
  content_begins_ = true;
  length_ = 0;
  text_.clear();
  if (!head_.file_name) {
    seen_ |= bit_of_text();
    state_ = State::text;
    return Event::bytes;
  }
  state_ = head_.file_name->empty() ? State::nothing : State::file;
  return state_ == State::file ? Event::file : Event::bytes;
}

Rule MultipartReader::judge_part() {
  const auto among = [this](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), head_.name) != list.end();
  };
  if (among(names_->locked)) return Rule::name_locked;
  if (names_->max_files > 0) {
    if (head_.name == names_->file) return judge_file(true);
    if (!names_->one_file.empty() && head_.name == names_->one_file) return judge_file(false);
  }
  if (!among(names_->texts)) return Rule::name_unknown;
  if (head_.file_name) return Rule::text_is_file;
  if (files_ > 0 && order_ == PartOrder::texts_first) return Rule::text_after_file;
  return (seen_ & bit_of_text()) != 0 ? Rule::name_twice : Rule::none;
}

/// Of several parts under a name for one PHP takes the last, and others the first. `listed`: the
/// name is the form's own, under which there may be several.
Rule MultipartReader::judge_file(bool listed) {
  if (!head_.file_name) return Rule::file_is_text;
  const bool several = listed && (names_->max_files > 1 || head_.name.ends_with("[]"));
  if (file_parts_ > 0 && !(several && listed_)) return Rule::file_twice;
  listed_ = several;
  // A file input without a file sends a part as well: no more of these than of others.
  if (++file_parts_ > 2 * names_->max_files) return Rule::too_many_files;
  if (!head_.file_name->empty() && ++files_ > names_->max_files) return Rule::too_many_files;
  head_.name = names_->file;
  return Rule::none;
}

/// Of a name among the texts.
std::uint64_t MultipartReader::bit_of_text() const {
  const auto known = std::find(names_->texts.begin(), names_->texts.end(), head_.name);
  return std::uint64_t{1} << static_cast<unsigned>(known - names_->texts.begin());
}

/// False when there is too much of it.
bool MultipartReader::add_content(std::string_view bytes) {
  length_ += bytes.size();
  if (state_ == State::text) {
    if (bytes.size() > text_left_) return refuse(Rule::texts_too_long), false;
    text_left_ -= bytes.size();
    text_ += bytes;
  }
  if (state_ == State::nothing && !bytes.empty()) return refuse(Rule::file_name), false;
  consume(bytes.size());
  return true;
}

/// RFC 2046 lets a part without a body end in the line break of its head, so a delimiter may be
/// seen in content that begins with one. True when that is settled.
bool MultipartReader::begin_content(std::string_view bytes) {
  for (const std::string* opening : {&opening_, &forbidden_opening_}) {
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

Event MultipartReader::read_content(std::string_view unread) {
  if (content_begins_ && !begin_content(unread)) {
    return state_ == State::refused ? Event::refused : Event::more;
  }
  const BoundaryScan::Hit hit = scan_.find(unread);
  if (hit.found == BoundaryScan::Found::forbidden) return refuse(Rule::own_boundary);
  if (hit.found == BoundaryScan::Found::whole) return end_content(unread, hit.at);

  // A CR belongs to the delimiter that may follow it.
  std::size_t size = hit.at;
  if (size > 0 && unread[size - 1] == '\r') --size;
  if (!add_content(unread.substr(0, size))) return Event::refused;
  return state_ == State::file && size > 0 ? Event::bytes : Event::more;
}

/// At `feed` a line begins with the boundary: it must be a delimiter. Event::bytes of what is left
/// out: go on.
Event MultipartReader::end_content(std::string_view unread, std::size_t feed) {
  if (feed == 0 || unread[feed - 1] != '\r') return refuse(Rule::delimiter);
  const std::size_t size = feed - 1;
  const std::string_view after = unread.substr(feed + 1 + opening_.size());
  const bool begun = crlf.starts_with(after) || closing_dashes.starts_with(after);
  const bool whole = after.starts_with(crlf) || after.starts_with(closing_dashes);
  if (!whole && !begun) return refuse(Rule::delimiter);
  if (!add_content(unread.substr(0, size))) return Event::refused;
  if (state_ == State::file && size > 0) return Event::bytes;
  if (!whole) return Event::more;
  if (head_.length && *head_.length != length_) return refuse(Rule::part_length);
  // What ended is told first. Its delimiter is read anew, as if the body began there.
  consume(crlf.size());
  const State ended = std::exchange(state_, State::start);
  if (ended == State::text) return end_text();
  return ended == State::file ? Event::file_end : Event::bytes;
}

Event MultipartReader::end_text() {
  if (head_.charset == PartHead::Charset::foreign ||
      (head_.charset == PartHead::Charset::like_ascii && !is_ascii(text_))) {
    return refuse(Rule::text_charset);
  }
  if (!is_valid_utf8(text_)) return refuse(Rule::text_encoding);
  return make_crlf(text_) ? Event::text : refuse(Rule::text_line_break);
}

Event MultipartReader::end() {
  state_ = State::ended;
  return Event::end;
}

/// Only line breaks, and few.
Event MultipartReader::read_epilogue(std::string_view unread) {
  if (unread.size() > epilogue_left_ || unread.find_first_not_of(crlf) != unread.npos) {
    return refuse(Rule::trailing_bytes);
  }
  epilogue_left_ -= unread.size();
  consume(unread.size());
  return Event::more;
}

}  // namespace casement::gateway
