/*
 * Emscripten --pre-js: an XMLHttpRequest of this module's own. emscripten_fetch calls
 * `new XMLHttpRequest()` inside the module's function, so this class shadows the page's for this
 * module alone. The body that it is given is the framing; imports.js puts the files in between as
 * Blobs (they never enter wasm memory) and listens for upload progress, which emscripten_fetch
 * does not know.
 */
class XMLHttpRequest extends globalThis.XMLHttpRequest {
  abort() {
    this.left = true; // one that was never sent does not become unsendable by that
    super.abort();
  }

  /** @param {Uint8Array} framing */
  send(framing) {
    Module['host']['opened'](this, framing, (body) => this.left || super.send(body));
  }
}
