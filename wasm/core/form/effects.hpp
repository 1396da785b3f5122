/// @file
/// @brief What the platform is asked to do for a form, in order. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/protocol/multipart.hpp"

namespace casement {

namespace effect {

/// Is each file still there, and what it was when it was chosen? Only its ends are read, in bounded
/// time. Answered with FilesChecked.
struct CheckFiles {};
/// The file's picture as a JPEG in its place, if the platform can. Answered with FileConverted.
struct ConvertFile {
  std::uint32_t id;
  std::uint64_t limit;  ///< bytes that the JPEG should have at most
};
struct Probe {  ///< no-cors request: is anybody there?
  std::string url;
};
struct Post {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Content-Type included
  MultipartBody body;
  std::uint32_t timeout_ms;
  /// Of the proof of work that goes with it as `Authorization` (a gateway's: see its
  /// rules/proof_of_work.hpp), or empty.
  std::string challenge_url;
};
struct Abort {};  ///< drops the probe or the request under way
struct Check {    ///< GET, answered with CheckEnded
  std::string url;
};
struct StartTicks {};  ///< one Tick a second until StopTicks
struct StopTicks {};
struct OpenFilePicker {};
struct DropFile {  ///< the platform may drop this file
  std::uint32_t id;
};
struct ReleaseFiles {};  ///< and now all that it holds
struct CopyText {
  std::string text;
};
struct PrintReceipt {};
struct FocusField {  ///< the first wrong field after a failed send
  std::size_t field;
};
struct FocusFiles {};    ///< likewise, for the attachments
struct FocusHeading {};  ///< the screen changed: its heading, or the case number, takes focus
/// For the page: `casement-sent`, `-created`, `-rejected`, `-error`.
struct Tell {
  enum class What { sent, created, rejected, error };
  What what;
  std::string case_number;
  std::string record_id;
  std::string key;     ///< the idempotency key
  std::string reason;  ///< rejected, error: a stable English word such as "token-invalid"
  std::string answer;  ///< rejected: the CRM's own words, which are for developers, or empty
};

/// For the page: what was written, chosen or attached and has no place in the new configuration:
/// names of fields with their values; the files' part name with a file's name each.
struct Dropped {
  std::vector<std::pair<std::string, std::string>> values;
};

}  // namespace effect

using Effect =
    std::variant<effect::CheckFiles, effect::ConvertFile, effect::Probe, effect::Post,
                 effect::Abort, effect::Check, effect::StartTicks, effect::StopTicks,
                 effect::OpenFilePicker, effect::DropFile, effect::ReleaseFiles, effect::CopyText,
                 effect::PrintReceipt, effect::FocusField, effect::FocusFiles, effect::FocusHeading,
                 effect::Tell, effect::Dropped>;
using Effects = std::vector<Effect>;

}  // namespace casement
