/// @file
/// @brief The body as the CRM gets it: files first, then all texts, under a boundary of the
/// gateway's.
///
/// The visitor sends texts first, so that they are checked before anything goes out. The CRM gets
/// them last: they are its required fields, so an upload that breaks off anywhere before cannot
/// leave a case behind, and its key stays fresh.
///
/// Every head is written anew, and what a client adds to its own is left out. So that the length of
/// a body that is passed on while it comes is known before its end, as many bytes as were left out
/// follow behind the closing delimiter, where nobody reads (RFC 2046, 5.1.1: the epilogue).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/protocol/multipart.hpp"
#include "gateway/body/multipart_reader.hpp"

namespace casement::gateway {

/// A file of a body that lies in memory.
struct HeldFile {
  std::string name;  ///< of the part
  std::string file_name;
  std::string type;  ///< empty: none was said
  std::string_view bytes;
};

/// A body that is passed on while it comes. Its files' bytes go out as they lie; what goes out
/// between them is said here, and how long all of it will be is known from the first byte on.
class PassingBody {
 public:
  /// `reader` stands at the first file's content of a body of `body_length` bytes; from here on it
  /// refuses `boundary`, which is at least as long as the visitor's.
  PassingBody(MultipartReader& reader, std::uint64_t body_length, std::string_view boundary,
              const std::vector<Entry>& texts, std::size_t max_files);

  /// Of all that goes out.
  [[nodiscard]] std::uint64_t length() const noexcept { return length_; }

  /// For each of the reader's events: what goes out before the bytes of Event::bytes.
  [[nodiscard]] std::string before(MultipartReader::Event event);

  /// Behind the files when the reader has read all: the texts, and what makes up the length.
  [[nodiscard]] std::string end();

 private:
  [[nodiscard]] std::string head() const;
  [[nodiscard]] std::uint64_t still_to_come() const;

  MultipartReader& reader_;
  std::uint64_t body_length_;
  std::string boundary_;
  std::string texts_;
  std::size_t more_files_;  ///< that may still begin
  std::size_t longer_ = 0;  ///< than the visitor's boundary
  std::string pending_;     ///< to go out before what comes next
  std::uint64_t length_ = 0;
  std::uint64_t left_ = 0;  ///< bytes that go out before the texts, at most
};

/// A whole body. Nothing when it holds the boundary itself.
[[nodiscard]] std::optional<std::string> forwarded_body(const std::vector<HeldFile>& files,
                                                        const std::vector<Entry>& texts,
                                                        std::string_view boundary);

}  // namespace casement::gateway
