#include "core/fields/validation.hpp"

#include <algorithm>

#include "core/fields/crm_fields.hpp"
#include "core/fields/field_kinds.hpp"
#include "core/text/ascii.hpp"
#include "core/text/unicode.hpp"

namespace casement {
namespace {

Message missing_message(const FieldSpec& spec) {
  if (const CrmField* crm = crm_field_of(spec)) {
    // A status or a priority may have been made a text, and the others a choice.
    const bool generic =
        crm->missing == Message::missing_text || crm->missing == Message::missing_choice;
    if (!generic) return crm->missing;
  }
  return spec.kind == FieldKind::choice ? Message::missing_choice : Message::missing_text;
}

bool accepts(const FileLimits& limits, std::string_view extension) {
  for (const std::string& each : limits.extensions) {
    if (each == extension) return true;
  }
  return false;
}

/// What an iPhone takes and few others can open, under whatever name.
bool is_heic(std::string_view extension, const std::optional<Content>& content) {
  return content == Content::heic || extension == "heic" || extension == "heif";
}

std::optional<Fault> check_content(std::string_view extension, Content content) {
  if (fits(extension, content)) return std::nullopt;
  const std::string_view usual = usual_extension(content);
  if (usual.empty()) return Fault{Message::file_damaged};
  return Fault{Message::file_other_content, {}, usual};
}

std::optional<Fault> check_attachment(const FileLimits& limits, const Attachment& attachment) {
  if (attachment.type == folder_type) return Fault{Message::file_folder};
  const std::string extension = extension_of(attachment.name);
  const bool accepted = accepts(limits, extension);
  if (attachment.converting || (!attachment.content && wants_jpeg(limits, attachment)))
    return std::nullopt;
  const bool as_itself = accepted && fits(extension, Content::heic);
  if (!as_itself && is_heic(extension, attachment.content) && !accepts(limits, "heic")) {
    return Fault{Message::file_heic};
  }
  if (!accepted) {
    return Fault{accepts(limits, "zip") ? Message::file_type_or_zip : Message::file_type};
  }
  if (attachment.size == 0) return Fault{Message::file_empty};
  if (attachment.content) {
    if (auto fault = check_content(extension, *attachment.content)) return fault;
  }
  if (attachment.size > limits.max_file_size) {
    return Fault{Message::file_too_large, {limits.max_file_size}};
  }
  if (attachment.unreadable) return Fault{Message::file_unreadable};
  return std::nullopt;
}

}  // namespace

bool wants_jpeg(const FileLimits& limits, const Attachment& attachment) {
  const std::string extension = extension_of(attachment.name);
  const bool as_itself = accepts(limits, extension) && fits(extension, Content::heic);
  const bool heic = attachment.content.value_or(Content::heic) == Content::heic &&
                    is_heic(extension, attachment.content);
  return heic && !as_itself && !attachment.chosen && attachment.size <= jpeg_source_limit &&
         !attachment.unreadable && (accepts(limits, "jpg") || accepts(limits, "jpeg"));
}

std::string jpeg_name(const FileLimits& limits, std::span<const Attachment> all,
                      const Attachment& attachment) {
  std::string_view stem = attachment.name;
  std::string extension = extension_of(stem);
  // What follows a dot need be no extension: "Factura No. 123".
  const bool known = is_heic(extension, {}) || accepts(limits, extension);
  if (known) stem.remove_suffix(extension.size() + 1);
  if (!accepts(limits, extension) || !fits(extension, Content::jpeg))
    extension = accepts(limits, "jpg") ? "jpg" : "jpeg";
  std::string name = std::string(stem) + '.' + extension;
  const auto is_taken = [&](const Attachment& each) {
    return &each != &attachment && each.name == name;
  };
  for (int number = 2; std::any_of(all.begin(), all.end(), is_taken); ++number)
    name = std::string(stem) + '-' + std::to_string(number) + '.' + extension;
  return name;
}

std::string Fault::in(Language language) const {
  const bool bytes = message == Message::file_too_large || message == Message::files_too_large;
  const std::string first =
      bytes ? file_size(language, static_cast<double>(numbers[0])) : std::to_string(numbers[0]);
  return format(text(language, message),
                {example.empty() ? std::string_view(first) : example, std::to_string(numbers[1])});
}

bool is_missing(const Fault& fault) noexcept {
  return fault.message >= Message::missing_text && fault.message <= Message::missing_contact;
}

std::string as_sent(FieldKind kind, std::string_view value) {
  std::string sent(traits_of(kind).is_right == nullptr ? value : trimmed(value));
  if (kind == FieldKind::time && sent.size() == 5) sent += ":00";
  return sent;
}

std::string as_held(FieldKind kind, std::string_view value) {
  std::string valid = to_valid_utf8(value);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    char c = valid[i];
    if (c == '\r' || c == '\n') {
      if (kind != FieldKind::multiline) continue;
      if (c == '\r' && i + 1 < valid.size() && valid[i + 1] == '\n') continue;
      c = '\n';
    }
    valid[kept++] = c;
  }
  valid.resize(kept);
  return valid;
}

bool is_offered(const Option& option, std::string_view case_type) {
  if (option.case_types.empty()) return true;
  for (const std::string& each : option.case_types) {
    if (each == case_type) return true;
  }
  return false;
}

bool is_offered(const FieldSpec& spec, std::string_view value, std::string_view case_type) {
  for (const Option& option : spec.options) {
    if (option.value == value) return is_offered(option, case_type);
  }
  return false;
}

std::optional<Fault> check_value(const FieldSpec& spec, std::string_view value, bool required,
                                 std::string_view case_type) {
  if (trimmed(value).empty()) {
    if (required) return Fault{missing_message(spec)};
    return std::nullopt;
  }
  if (spec.kind == FieldKind::choice) {
    if (!is_offered(spec, value, case_type)) return Fault{Message::bad_choice};
    return std::nullopt;
  }
  const FieldKindTraits& kind = traits_of(spec.kind);
  if (kind.is_right != nullptr) value = trimmed(value);
  const std::size_t length = count_code_points(value);
  if (spec.max_length != 0 && length > spec.max_length) {
    return Fault{Message::too_long, {spec.max_length, length}};
  }
  if (length < spec.min_length) return Fault{Message::too_short, {spec.min_length}};
  if (kind.is_right != nullptr && !kind.is_right(value)) {
    return Fault{kind.wrong, {}, kind.example};
  }
  return std::nullopt;
}

std::string extension_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(file_name.substr(dot + 1));
  for (char& c : extension) c = lower(c);
  return extension;
}

void check_attachments(const FileLimits& limits, std::span<Attachment> attachments) {
  std::uint64_t sum = 0;
  std::uint32_t count = 0;
  for (Attachment& attachment : attachments) {
    attachment.fault = check_attachment(limits, attachment);
    if (attachment.fault) continue;
    if (count >= limits.max_files) {
      attachment.fault = Fault{Message::too_many_files, {limits.max_files}};
    } else if (!attachment.converting && attachment.size > limits.max_total_size - sum) {
      attachment.fault = Fault{Message::files_too_large, {limits.max_total_size}};
    } else {
      ++count;
      if (!attachment.converting) sum += attachment.size;
    }
  }
}

}  // namespace casement
