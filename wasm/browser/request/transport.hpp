/// @file
/// @brief The request by emscripten_fetch. Files never enter this module's memory: the framing
/// bytes are handed over, and the module-scoped XMLHttpRequest (module_xhr.js) puts the files
/// between them.
#pragma once

#include <cstdint>
#include <string>

#include "core/form/effects.hpp"
#include "core/form/events.hpp"

namespace casement {

/// Hears how the request ended.
class TransportListener {
 public:
  virtual ~TransportListener() = default;
  virtual void replied(int http_status, std::string body) = 0;
  virtual void failed(event::Failure failure) = 0;
};

class Transport {
 public:
  explicit Transport(TransportListener& listener) : listener_(listener) {}
  ~Transport() { abort(); }
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// Sends; one request at a time, a second call first aborts the first.
  void post(effect::Post request);

  /// Ends the request without a word to the listener.
  void abort();

  /// The browser's side ended it (timeout, too long a reply): aborts and tells the listener.
  void give_up(event::Failure failure);

 private:
  struct Request;
  TransportListener& listener_;
  Request* request_ = nullptr;
};

}  // namespace casement
