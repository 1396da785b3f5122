#include "gateway/rules/forwarding.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "gateway/body/header_text.hpp"

namespace casement::gateway {

using Event = MultipartReader::Event;

namespace {

/// `blank` and `quote` may be empty.
std::string head_of(const HeldFile& file, std::string_view boundary, std::string_view blank,
                    std::string_view quote) {
  std::string head = "--";
  head.append(boundary).append("\r\nContent-Disposition:").append(blank).append("form-data;");
  const auto add = [&](std::string_view name, std::string_view value) {
    const std::string_view around = is_plain_word(value) ? quote : "\"";
    head.append(blank).append(name).append(around).append(value).append(around);
  };
  add("name=", file.name);
  head += ';';
  add("filename=", file.file_name);
  if (!file.type.empty()) {
    head.append("\r\nContent-Type:").append(blank).append(file.type);
  }
  return head.append("\r\n\r\n");
}

/// The texts and the closing delimiter without its line break.
std::string encoded_texts(const std::vector<Entry>& texts, std::string_view boundary) {
  MultipartBody body = encode_multipart(texts, boundary);
  auto text = std::get<std::string>(std::move(body.pieces.front()));
  text.resize(text.size() - crlf.size());
  return text;
}

}  // namespace

PassingBody::PassingBody(MultipartReader& reader, std::uint64_t body_length,
                         std::string_view boundary, const std::vector<Entry>& texts,
                         std::size_t max_files)
    : reader_(reader),
      body_length_(body_length),
      boundary_(boundary),
      texts_(encoded_texts(texts, boundary)),
      more_files_(max_files - 1),
      longer_(boundary.size() + 4 - reader.closing_size()) {
  reader.forbid(boundary);
  const HeldFile first{reader.name(), reader.file_name(), reader.file_type(), {}};
  pending_ = head_of(first, boundary, " ", "\"");
  left_ = pending_.size() + still_to_come() + longer_ * more_files_;
  length_ = left_ + texts_.size();
}

/// Without the closing delimiter, instead of which the texts go out.
std::uint64_t PassingBody::still_to_come() const {
  const std::uint64_t come = body_length_ - reader_.position();
  return std::max<std::uint64_t>(come, reader_.closing_size()) - reader_.closing_size();
}

/// As browsers write it, if what is left has room for it: what is still to come needs no more than
/// it has itself. Without blanks and quotes it is no longer than what was read.
std::string PassingBody::head() const {
  const std::uint64_t others = still_to_come() + longer_ * more_files_ + pending_.size();
  const HeldFile file{reader_.name(), reader_.file_name(), reader_.file_type(), {}};
  std::string head = head_of(file, boundary_, " ", "\"");
  if (others + head.size() > left_) head = head_of(file, boundary_, "", "\"");
  if (others + head.size() > left_) head = head_of(file, boundary_, "", "");
  return head;
}

std::string PassingBody::before(Event event) {
  if (event == Event::file_end) pending_ += crlf;
  if (event == Event::file) {
    --more_files_;
    pending_ += head();
  }
  if (event != Event::bytes) return {};
  left_ -= pending_.size() + reader_.consumed();
  return std::exchange(pending_, {});
}

std::string PassingBody::end() {
  std::string bytes = std::exchange(pending_, {});
  std::string rest(static_cast<std::size_t>(left_ - bytes.size()), ' ');
  if (rest.size() >= crlf.size()) rest.replace(0, crlf.size(), crlf);
  return bytes.append(texts_).append(rest);
}

std::optional<std::string> forwarded_body(const std::vector<HeldFile>& files,
                                          const std::vector<Entry>& texts,
                                          std::string_view boundary) {
  const BoundaryScan scan(boundary, {});
  std::string body;
  for (const HeldFile& file : files) {
    body += head_of(file, boundary, " ", "\"");
    const std::size_t begin = body.size() - 1;  // The head's last line feed.
    body += file.bytes;
    if (scan.find(std::string_view(body).substr(begin)).found == BoundaryScan::Found::whole) {
      return std::nullopt;
    }
    body += crlf;
  }
  return body.append(encoded_texts(texts, boundary)).append(crlf);
}

}  // namespace casement::gateway
