#include "rules/forwarding.hpp"

#include <utility>
#include <variant>

namespace casement::gateway {

using Event = MultipartReader::Event;

std::string first_file_head(const MultipartReader& reader, std::string_view boundary) {
  std::string head = "--";
  head.append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
  head.append(reader.name()).append("\"; filename=\"").append(reader.file_name());
  head.append("\"\r\nContent-Type: ").append(reader.file_type());
  return head.append("\r\n\r\n");
}

std::string encoded_texts(const std::vector<Entry>& texts, std::string_view boundary) {
  MultipartBody body = encode_multipart(texts, boundary);
  return std::get<std::string>(std::move(body.pieces.front()));
}

std::optional<std::string> forwarded_body(MultipartReader* reader, std::span<char> files,
                                          const std::vector<Entry>& texts,
                                          std::string_view boundary) {
  if (reader == nullptr) return encoded_texts(texts, boundary);
  std::string body = first_file_head(*reader, boundary);
  reader->pass_on(boundary);
  for (Event event = Event::bytes; event != Event::end;) {
    event = reader->next(files);
    if (event == Event::refused || event == Event::more) return std::nullopt;
    body.append(files.data(), reader->consumed());
    files = files.subspan(reader->consumed());
  }
  body.resize(body.size() - reader->closing_size());
  return body += encoded_texts(texts, boundary);
}

}  // namespace casement::gateway
