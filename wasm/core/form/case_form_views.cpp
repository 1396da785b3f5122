#include <optional>

#include "core/fields/case_rules.hpp"
#include "core/fields/crm_fields.hpp"
#include "core/form/case_form.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

/// Longer lists of file formats are shortened.
constexpr std::size_t named_formats = 6;

}  // namespace

const FormConfig& CaseForm::config() const noexcept { return config_; }
Language CaseForm::language() const noexcept { return language_; }
SubmissionState CaseForm::state() const noexcept { return state_; }
std::uint64_t CaseForm::revision() const noexcept { return revision_; }

std::string_view CaseForm::say(Message message) const noexcept { return text(language_, message); }

std::string CaseForm::size_text(std::uint64_t bytes) const {
  return file_size(language_, static_cast<double>(bytes));
}

// Rules that depend on other fields -------------------------------------------------------------

std::string_view CaseForm::case_type() const noexcept {
  const std::size_t field = find_field(config_.fields, CrmFieldId::case_type);
  return field < fields_.size() ? std::string_view(fields_[field].value) : std::string_view();
}

/// The status that this case will have is a closed one, as far as the form knows it.
bool CaseForm::closed() const noexcept {
  const std::size_t field = find_field(config_.fields, CrmFieldId::status);
  return field < fields_.size() && config_.fields[field].visibility != Visibility::locked &&
         is_closed(config_.fields[field], fields_[field].value);
}

/// What the gateway writes is none of this form's.
bool CaseForm::takes_part(std::size_t field) const noexcept {
  const FieldSpec& spec = config_.fields[field];
  return spec.visibility != Visibility::locked && casement::takes_part(spec, closed());
}

bool CaseForm::must_have(std::size_t field) const noexcept {
  return takes_part(field) && casement::must_have(config_.fields[field], closed());
}

bool CaseForm::is_sent(std::size_t field) const noexcept {
  return takes_part(field) && !trimmed(fields_[field].value).empty();
}

std::optional<Fault> CaseForm::fault(std::size_t field) const {
  if (!takes_part(field)) return std::nullopt;
  return check_value(config_.fields[field], fields_[field].value, must_have(field), case_type());
}

/// The first wrong file's, or that there is none.
std::optional<Fault> CaseForm::files_fault() const {
  if (!accepts_files()) return std::nullopt;
  for (const Attachment& attachment : attachments_) {
    if (attachment.fault) return attachment.fault;
  }
  if (config_.files.required && attachments_.empty()) return Fault{Message::missing_files};
  return std::nullopt;
}

// Fields ----------------------------------------------------------------------------------------

std::size_t CaseForm::field_count() const noexcept { return fields_.size(); }
const FieldSpec& CaseForm::spec(std::size_t field) const noexcept { return config_.fields[field]; }
const std::string& CaseForm::value(std::size_t field) const noexcept {
  return fields_[field].value;
}

std::uint32_t CaseForm::field_id(std::size_t field) const noexcept { return fields_[field].id; }

bool CaseForm::visible(std::size_t field) const noexcept {
  return config_.fields[field].visibility != Visibility::hidden && takes_part(field);
}

bool CaseForm::editable(std::size_t field) const noexcept {
  return config_.fields[field].visibility == Visibility::shown && takes_part(field);
}

bool CaseForm::required(std::size_t field) const noexcept {
  const bool never_empty = config_.fields[field].kind == FieldKind::choice &&
                           !fields_[field].initial.empty() && !fields_[field].value.empty();
  return must_have(field) && !never_empty;
}

std::string_view CaseForm::label(std::size_t field) const {
  const FieldSpec& spec = config_.fields[field];
  if (!spec.label.empty()) return spec.label.get(language_);
  const CrmField* crm = crm_field_of(spec);
  return crm != nullptr ? say(crm->label) : std::string_view(spec.name);
}

std::string_view CaseForm::hint(std::size_t field) const {
  const FieldSpec& spec = config_.fields[field];
  if (!spec.hint.empty()) return spec.hint.get(language_);
  return is_field(spec, CrmFieldId::description) ? say(Message::description_hint)
                                                 : std::string_view();
}

std::string_view CaseForm::placeholder(std::size_t field) const {
  const FieldSpec& spec = config_.fields[field];
  if (!spec.placeholder.empty()) return spec.placeholder.get(language_);
  if (spec.kind == FieldKind::choice) return say(Message::choose_option);
  return is_field(spec, CrmFieldId::description) ? say(Message::description_placeholder)
                                                 : std::string_view();
}

std::string CaseForm::error(std::size_t field) const {
  if (!fields_[field].told || !visible(field)) return {};
  const std::optional<Fault> found = fault(field);
  return found ? found->in(language_) : std::string();
}

std::string CaseForm::counter(std::size_t field) const {
  const FieldSpec& spec = config_.fields[field];
  if (spec.kind != FieldKind::multiline || spec.max_length == 0) return {};
  return std::to_string(count_code_points(fields_[field].value)) + " / " +
         std::to_string(spec.max_length);
}

std::vector<OptionView> CaseForm::options(std::size_t field) const {
  std::vector<OptionView> views;
  for (const Option& option : config_.fields[field].options) {
    if (!is_offered(option, case_type())) continue;
    views.push_back({option.value, option.name(language_), option.value == fields_[field].value});
  }
  return views;
}

// Attachments -----------------------------------------------------------------------------------

bool CaseForm::accepts_files() const noexcept { return config_.files.max_files > 0; }

bool CaseForm::accepts_more_files() const noexcept {
  std::size_t accepted = 0;
  for (const Attachment& attachment : attachments_) accepted += attachment.fault ? 0u : 1u;
  return accepted < config_.files.max_files;
}

std::span<const Attachment> CaseForm::attachments() const noexcept { return attachments_; }

std::string CaseForm::attachment_note(std::size_t attachment) const {
  const Attachment& file = attachments_[attachment];
  if (file.fault) return file.fault->in(language_);
  if (file.converting) return std::string(say(Message::file_converting));
  std::string size = size_text(file.size);
  if (file.chosen) size = format(say(Message::file_converted), {size});
  return file.again ? format(say(Message::file_again), {size}) : size;
}

/// "PDF, images, video and more; 20 MB each".
std::string CaseForm::files_note() const {
  const FileLimits& limits = config_.files;
  std::string formats;
  bool pdf = false;
  bool image = false;
  bool video = false;
  for (std::size_t i = 0; i < limits.extensions.size(); ++i) {
    const std::string& extension = limits.extensions[i];
    pdf = pdf || extension == "pdf";
    image = image || extension == "png" || extension == "jpg";
    video = video || extension == "mp4" || extension == "mov";
    if (i >= named_formats) continue;
    if (i > 0) formats += ", ";
    for (const char c : extension) {
      formats += c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
    }
  }
  if (limits.extensions.size() > named_formats) {
    formats = pdf && image && video ? std::string(say(Message::files_kinds))
                                    : format(say(Message::files_more), {formats});
  }
  const bool one = limits.max_files == 1;
  std::string note = format(say(one ? Message::files_one : Message::files_each),
                            {formats, size_text(limits.max_file_size)});
  if (limits.max_total_size < limits.max_file_size * limits.max_files) {
    note = format(say(Message::files_total), {note, size_text(limits.max_total_size)});
  }
  return note;
}

std::string CaseForm::files_error() const {
  if (!files_told_ || !attachments_.empty()) return {};
  const std::optional<Fault> found = files_fault();
  return found ? found->in(language_) : std::string();
}

std::string CaseForm::accept_attribute() const {
  std::string list;
  for (const std::string& extension : config_.files.extensions) {
    if (!list.empty()) list += ',';
    list += '.';
    list += extension;
  }
  return list;
}

}  // namespace casement
