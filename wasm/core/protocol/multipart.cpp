#include "core/protocol/multipart.hpp"

#include <utility>

#include "core/text/unicode.hpp"

namespace casement {

namespace {

/// Every lone CR, lone LF and CRLF becomes CRLF.
void append_with_crlf(std::string& to, std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' && text[i] != '\n') continue;
    to += text.substr(begin, i - begin);
    to += crlf;
    if (text[i] == '\r' && text.substr(i + 1, 1) == "\n") ++i;
    begin = i + 1;
  }
  to += text.substr(begin);
}

/// The only three bytes that names and file names escape: not `\`, not `%`, not NUL.
void append_escaped(std::string& to, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') {
      to += "%0A";
    } else if (c == '\r') {
      to += "%0D";
    } else if (c == '"') {
      to += "%22";
    } else {
      to += c;
    }
  }
}

/// File API, Blob's constructor: a type with a character outside U+0020..U+007E is no type.
std::string_view content_type_of(const FileEntry& file) {
  constexpr std::string_view unknown = "application/octet-stream";
  for (const char c : file.type) {
    if (c < 0x20 || c > 0x7E) return unknown;
  }
  return file.type.empty() ? unknown : std::string_view(file.type);
}

}  // namespace

MultipartBody encode_multipart(std::span<const Entry> entries, std::string_view boundary) {
  MultipartBody body;
  body.content_type = "multipart/form-data; boundary=";
  body.content_type += boundary;

  std::string bytes;
  const auto close_run = [&body, &bytes] {
    body.size += bytes.size();
    body.pieces.emplace_back(std::move(bytes));
    bytes.clear();
  };

  // WHATWG HTML, multipart/form-data encoding algorithm: names and values are normalised and
  // escaped differently, file names are not normalised at all.
  for (const Entry& entry : entries) {
    bytes += "--";
    bytes += boundary;
    bytes += "\r\nContent-Disposition: form-data; name=\"";
    std::string name;
    append_with_crlf(name, to_valid_utf8(entry.name));
    append_escaped(bytes, name);
    bytes += '"';
    if (const auto* file = std::get_if<FileEntry>(&entry.value)) {
      bytes += "; filename=\"";
      append_escaped(bytes, to_valid_utf8(file->name));
      bytes += "\"\r\nContent-Type: ";
      bytes += content_type_of(*file);
      bytes += "\r\n\r\n";
      close_run();
      body.size += file->file.size;
      body.pieces.emplace_back(file->file);
    } else if (const auto* text = std::get_if<std::string>(&entry.value)) {
      bytes += "\r\n\r\n";
      if (is_valid_utf8(*text)) {
        append_with_crlf(bytes, *text);
      } else {
        append_with_crlf(bytes, to_valid_utf8(*text));
      }
    }
    bytes += crlf;
  }
  bytes += "--";
  bytes += boundary;
  bytes += "--\r\n";
  close_run();
  return body;
}

std::string clean_file_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  const std::string valid = to_valid_utf8(name);
  for (std::string_view rest = valid; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    if (next.value == '"') {
      out += '\'';
    } else if (next.value == '\\' || next.value == '/' || is_control(next.value)) {
      out += '_';
    } else {
      out += rest.substr(0, next.length);
    }
    rest.remove_prefix(next.length);
  }
  return out;
}

}  // namespace casement
