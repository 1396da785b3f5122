#include <utility>

#include "core/fields/case_entries.hpp"
#include "core/form/case_form.hpp"

namespace casement {

effect::Post CaseForm::request() const {
  std::vector<std::string_view> values(fields_.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_sent(i)) values[i] = fields_[i].value;
  }
  std::vector<Entry> entries = case_entries(config_.fields, values);
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
  if (config_.proof_of_work) post.challenge_url = post.url + '/' + key_ + "/challenge";
  return post;
}

}  // namespace casement
