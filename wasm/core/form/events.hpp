/// @file
/// @brief What happens to a form: by a person, the page, the platform, the network. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/fields/content.hpp"
#include "core/text/language.hpp"

namespace casement {

namespace event {

struct SetValue {  ///< a field (index into fields()) was edited or an option chosen
  std::size_t field;
  std::string value;
};
struct Leave {  ///< a field lost focus: its rules speak from now on
  std::size_t field;
};
struct AddFile {
  std::uint32_t id;
  std::string name;
  std::string type;
  std::uint64_t size;
  /// When it was last modified, in the platform's unit; 0 when that is not known. A file that is
  /// there already with the same name, size and time is not added twice; one with the name of a
  /// file that could not be read takes its place.
  std::uint64_t modified = 0;
};
struct FileLooked {  ///< its first bytes were read, soon after it was added
  std::uint32_t id;
  Content content;
};
struct FileConverted {  ///< answers ConvertFile
  std::uint32_t id;
  std::uint64_t size;  ///< of the JPEG; 0: the platform cannot
};
struct RemoveFile {
  std::uint32_t id;
};
struct PickFiles {};
struct Send {};
struct Cancel {};
struct FilesChecked {  ///< answers CheckFiles
  std::vector<std::uint32_t> unreadable;
};
struct ProbeEnded {  ///< of the no-cors probe; before sending, or after a status 0
  bool reached;
  bool online;  ///< what the platform believes
};
struct Progress {  ///< upload; may never come (a service worker that answers suppresses it)
  std::uint64_t sent;
  std::uint64_t total;
  double now_ms;
};
struct ReplyArrived {
  int http_status;
  std::string body;
  std::string local_time;  ///< of the answer, as the person writes dates
};
/// `unsent`: the browser threw before the request was on its way.
enum class Failure { network, timeout, too_long, unsent };
struct RequestFailed {  ///< status 0: no answer that we may read
  Failure failure;
};
struct CheckEnded {  ///< GET {endpoint}/{key}; status 0 when it failed
  int http_status;
  std::string body;
  std::string local_time;
  std::int32_t key_lives =
      0;  ///< for how many seconds the gateway still knows the key; 0: not said
};
struct CheckNow {};
struct Tick {  ///< one second of the countdown to the next check has passed
};
struct BackToForm {};
struct NewCase {
  bool forget = false;  ///< what the page gave by Prefill, too
};
struct CopyNumber {};
struct Copied {};
struct Print {};
struct SetLanguage {
  Language language;
};
/// From the page: a value by field name, the CRM's names first; unknown names, locked fields and
/// options that are not offered are ignored, until a configuration brings them. They also stand in
/// the next new case.
struct Prefill {
  std::string name;
  std::string value;
};

}  // namespace event

using Event =
    std::variant<event::SetValue, event::Leave, event::AddFile, event::FileLooked,
                 event::FileConverted, event::RemoveFile, event::PickFiles, event::Send,
                 event::Cancel, event::FilesChecked, event::ProbeEnded, event::Progress,
                 event::ReplyArrived, event::RequestFailed, event::CheckEnded, event::CheckNow,
                 event::Tick, event::BackToForm, event::NewCase, event::CopyNumber, event::Copied,
                 event::Print, event::SetLanguage, event::Prefill>;

}  // namespace casement
