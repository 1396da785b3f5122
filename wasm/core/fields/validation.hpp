/// @file
/// @brief The rules of a value, each with a message bound to its field.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/fields/content.hpp"
#include "core/fields/field.hpp"
#include "core/messages/messages.hpp"

namespace casement {

/// A rule that was broken, independent of the language that will tell it.
struct Fault {
  Message message{};
  /// What the sentence's placeholders stand for: counts; for file_too_large and files_too_large
  /// bytes.
  std::array<std::uint64_t, 2> numbers{};
  std::string_view example{};  ///< for `malformed` and `file_other_content`

  [[nodiscard]] std::string in(Language language) const;
  bool operator==(const Fault&) const = default;
};

/// The rule says that something is not there at all (rather than wrong).
[[nodiscard]] bool is_missing(const Fault& fault) noexcept;

/// A value as it is sent: text as typed; what follows a rule without white space around it, in the
/// CRM's own form where it is right.
[[nodiscard]] std::string as_sent(FieldKind kind, std::string_view value);

/// A value as its control would hold it: valid UTF-8, line breaks LF in a multi-line field (HTML,
/// textarea's API value) and none in the others.
[[nodiscard]] std::string as_held(FieldKind kind, std::string_view value);

/// An option without case types is offered for all of them, even while none is chosen.
[[nodiscard]] bool is_offered(const Option& option, std::string_view case_type);

/// True when the value is one of the options offered for this case type.
[[nodiscard]] bool is_offered(const FieldSpec& spec, std::string_view value,
                              std::string_view case_type);

/// The first broken rule of a field's value, or nothing. `required` is the field's own need or one
/// that another field brings (a closed status asks for a solution).
[[nodiscard]] std::optional<Fault> check_value(const FieldSpec& spec, std::string_view value,
                                               bool required, std::string_view case_type);

/// The type that a folder has (freedesktop.org, shared MIME-info). It can be dropped, and never be
/// sent: its files are not among what the browser gives.
inline constexpr std::string_view folder_type = "inode/directory";

/// What the core knows of a chosen file; the platform holds its bytes.
struct Attachment {
  std::uint32_t id = 0;    ///< the platform's
  std::string name;        ///< as on the device
  std::string type;        ///< MIME type by the platform, may be empty
  std::uint64_t size = 0;  ///< bytes
  std::optional<Fault> fault;
  std::uint64_t modified = 0;        ///< by the platform, in its unit; 0: not known
  bool unreadable = false;           ///< no longer what was chosen, when it was read last
  bool again = false;                ///< was chosen once more, which adds nothing
  std::optional<Content> content{};  ///< once its first bytes were read
  bool converting = false;           ///< to JPEG by the platform; not judged meanwhile
  /// What it was before that, for who chooses it again.
  struct Chosen {
    std::string name;
    std::uint64_t size;
  };
  std::optional<Chosen> chosen{};
};

/// Pictures of more bytes are not made JPEG: whoever reads one holds all of it.
inline constexpr std::uint64_t jpeg_source_limit = 100'000'000;

/// Whether it is a picture that must be JPEG to be accepted: HEIC, as iPhones take them. Before its
/// first bytes are read, by its name.
[[nodiscard]] bool wants_jpeg(const FileLimits& limits, const Attachment& attachment);

/// The name of what such a picture becomes: "IMG_0001.HEIC" is "IMG_0001.jpg" then, or .jpeg where
/// that alone is accepted, and "IMG_0001-2.jpg" beside another of that name.
[[nodiscard]] std::string jpeg_name(const FileLimits& limits, std::span<const Attachment> all,
                                    const Attachment& attachment);

/// Lower-case extension without the dot, "" when there is none.
[[nodiscard]] std::string extension_of(std::string_view file_name);

/// Sets each attachment's fault by the limits: type, emptiness, content, size, count, sum; or that
/// it can no longer be read. Files that are refused for themselves count neither in number nor in
/// the sum.
void check_attachments(const FileLimits& limits, std::span<Attachment> attachments);

}  // namespace casement
