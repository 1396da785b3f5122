#include <utility>

#include "core/case_form.hpp"
#include "core/json_document.hpp"

namespace casement {

/// The value of `form`: a JSON object of texts, `{}` when there are none.
std::string CaseForm::custom_fields() const {
  std::string object = "{";
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const FieldSpec& spec = config_.fields[i];
    if (!spec.custom || !is_sent(i)) continue;
    if (object.size() > 1) object += ',';
    object += json_string(spec.name);
    object += ':';
    object += json_string(as_sent(spec.kind, fields_[i].value));
  }
  return object += '}';
}

effect::Post CaseForm::request() const {
  std::vector<Entry> entries;
  bool form_written = false;
  const auto write_form = [&] {
    if (!form_written) entries.push_back({"form", custom_fields()});
    form_written = true;
  };
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const FieldSpec& spec = config_.fields[i];
    if (spec.custom || spec.name == "solution") write_form();
    if (spec.custom || !is_sent(i)) continue;
    entries.push_back({spec.name, std::string(as_sent(spec.kind, fields_[i].value))});
  }
  write_form();
  for (const Attachment& file : attachments_) {
    entries.push_back({config_.files.part_name,
                       FileEntry{clean_file_name(file.name), file.type, {file.id, file.size}}});
  }
  effect::Post post;
  post.url = config_.endpoint.url;
  post.body = encode_multipart(entries, boundary_);
  post.timeout_ms = config_.timeout_ms;
  post.headers.emplace_back("Content-Type", post.body.content_type);
  if (config_.mode == Mode::direct) post.headers.emplace_back("Wolkvox-Token", config_.token);
  if (config_.send_idempotency_key) {
    // IETF draft -07: an sf-string, so with its quotes.
    post.headers.emplace_back("Idempotency-Key", '"' + key_ + '"');
  }
  return post;
}

}  // namespace casement
