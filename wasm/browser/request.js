/*
 * Emscripten --pre-js: an XMLHttpRequest of this module's own. emscripten_fetch calls
 * `new XMLHttpRequest()` inside the module's function, so this class shadows the page's for this
 * module alone. The body that it is given is the framing; host.js puts the files in between as
 * Blobs (they never enter wasm memory) and listens for upload progress, which emscripten_fetch
 * does not know.
 */
class XMLHttpRequest extends globalThis.XMLHttpRequest {
  /** @param {Uint8Array} framing */
  send(framing) {
    super.send(Module['host']['opened'](this, framing));
  }
}
