/// @file
/// @brief The body as the CRM gets it: files first, then all texts, under a boundary of the
/// gateway's.
///
/// The visitor sends texts first, so that they are checked before anything goes out. The CRM gets
/// them last: they are its required fields, so an upload that breaks off anywhere before cannot
/// leave a case behind, and its key stays fresh.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "body/multipart_reader.hpp"
#include "core/multipart.hpp"

namespace casement::gateway {

/// What stands before the content of the file that the reader reported last. These are exactly the
/// bytes that were read, but for the boundary.
[[nodiscard]] std::string first_file_head(const MultipartReader& reader, std::string_view boundary);

/// The texts and the closing delimiter: the end of the body, or all of it.
[[nodiscard]] std::string encoded_texts(const std::vector<Entry>& texts, std::string_view boundary);

/// A whole body whose files lie in memory. `reader` stands at the first file's content, which
/// `files` begins with; it is null when there is none. Nothing when a rule is broken on the way.
[[nodiscard]] std::optional<std::string> forwarded_body(MultipartReader* reader,
                                                        std::span<char> files,
                                                        const std::vector<Entry>& texts,
                                                        std::string_view boundary);

}  // namespace casement::gateway
