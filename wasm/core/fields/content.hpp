/// @file
/// @brief What a file's first bytes say that it is, beside what its name says.
///
/// A signature is no proof: a zip may hold anything, and a polyglot passes. It finds the honest
/// mistakes, which the CRM would keep as files that nobody can open. What has no signature, like
/// .csv, is refused only where it plainly is something else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace casement {

enum class Content : std::uint8_t {
  unknown,  ///< no signature that is known here
  text,     ///< no NUL, no control characters but white space; or a UTF-16 byte order mark
  pdf,
  jpeg,
  png,
  gif,
  bmp,
  tiff,
  webp,
  heic,  ///< HEIF and HEIC, the iPhone's pictures
  avif,
  ole,  ///< Office before 2007 (.doc), and later ones with a password
  rtf,
  zip,  ///< .docx and .xlsx too
  seven_zip,
  rar,
  iso_media,  ///< MP4 and QuickTime: ISO/IEC 14496-12
  avi,
  wav,
  asf,  ///< .wmv and .wma
  mp3,
  program,  ///< of Windows, Linux or macOS
  count_
};

/// So many first bytes are worth reading: a PDF may begin after as many of something else (ISO
/// 32000-1, annex H, note 13).
inline constexpr std::size_t content_head = 1024;

/// By the first content_head bytes of a file, or all that it has.
[[nodiscard]] Content content_of(std::span<const std::uint8_t> head) noexcept;

/// Whether a file of this extension (lower case, no dot) may begin so. Extensions that are not
/// among the CRM's formats may begin as they like.
[[nodiscard]] bool fits(std::string_view extension, Content content) noexcept;

/// The extension that such content usually has, with its dot: ".heic"; "" for unknown and text.
[[nodiscard]] std::string_view usual_extension(Content content) noexcept;

}  // namespace casement
