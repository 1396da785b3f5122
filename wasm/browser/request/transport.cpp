#include "browser/request/transport.hpp"

#include <emscripten/fetch.h>

#include <cstring>
#include <utility>
#include <variant>
#include <vector>

#include "browser/bridge/host.hpp"

namespace casement {

/// What emscripten_fetch reads until it has ended, and the fetch itself.
struct Transport::Request {
  Transport* owner;  ///< null once nobody wants to hear of it
  effect::Post post;
  std::string framing;
  std::vector<const char*> headers;
  emscripten_fetch_t* fetch = nullptr;
};

void Transport::post(effect::Post post) {
  abort();
  request_ = new Request{this, std::move(post), {}, {}};
  Request& request = *request_;

  std::vector<std::uint32_t> pieces;
  std::size_t run = 0;
  for (const BodyPiece& piece : request.post.body.pieces) {
    if (const auto* bytes = std::get_if<std::string>(&piece)) {
      request.framing += *bytes;
      run += bytes->size();
    } else {
      pieces.insert(pieces.end(), {static_cast<std::uint32_t>(run), std::get<FileRef>(piece).id});
      run = 0;
    }
  }
  pieces.insert(pieces.end(), {static_cast<std::uint32_t>(run), 0});
  const std::string& challenge = request.post.challenge_url;
  host::host_expect(pieces.data(), pieces.size() / 2, request.post.timeout_ms, challenge.data(),
                    challenge.size());

  for (const auto& [name, value] : request.post.headers)
    request.headers.insert(request.headers.end(), {name.c_str(), value.c_str()});
  request.headers.push_back(nullptr);

  emscripten_fetch_attr_t attributes;
  emscripten_fetch_attr_init(&attributes);
  std::strcpy(attributes.requestMethod, "POST");
  attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_REPLACE;
  attributes.requestHeaders = request.headers.data();
  attributes.requestData = request.framing.data();
  attributes.requestDataSize = request.framing.size();
  attributes.userData = &request;
  // Every status but 2xx arrives as an error (emscripten#12684); only status 0 is one.
  const auto ended = [](emscripten_fetch_t* fetch) {
    auto* ended_request = static_cast<Request*>(fetch->userData);
    Transport* owner = ended_request->owner;
    if (owner == nullptr) return;  // abort() closes the fetch itself
    const int status = fetch->status;
    std::string body(fetch->data, static_cast<std::size_t>(fetch->numBytes));
    ended_request->owner = nullptr;
    owner->request_ = nullptr;
    emscripten_fetch_close(fetch);
    delete ended_request;
    if (status == 0)
      owner->listener_.failed(event::Failure::network);
    else
      owner->listener_.replied(status, std::move(body));
  };
  attributes.onsuccess = ended;
  attributes.onerror = ended;
  request.fetch = emscripten_fetch(&attributes, request.post.url.c_str());
}

void Transport::abort() {
  Request* request = std::exchange(request_, nullptr);
  if (request == nullptr) return;
  request->owner = nullptr;
  if (request->fetch != nullptr) emscripten_fetch_close(request->fetch);
  delete request;
}

void Transport::give_up(event::Failure failure) {
  if (request_ == nullptr) return;
  abort();
  listener_.failed(failure);
}

}  // namespace casement
