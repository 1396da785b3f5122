/**
 * What surrounds the one request: is anybody there, the body with its files, progress, stalls, too
 * long an answer, and asking a gateway whether a case exists.
 */

/** Replies are read up to this size (casement::reply_limit). */
const replyLimit = 1024 * 1024;
const probeTimeout = 10_000;

/** casement::event::Failure */
const Failure = { timeout: 1, tooLong: 2 };

/**
 * @typedef {object} RequestCalls what the module is told
 * @property {(reached: boolean, online: boolean) => void} probeEnded
 * @property {(sent: number, total: number, now: number) => void} progress
 * @property {(failure: number) => void} failed
 * @property {(status: number, body: string) => void} checkEnded
 */

export class Requests {
  #calls;
  #files;
  /** @type {number[]} pairs: framing bytes, then a file's id or 0 */
  #pieces = [];
  #stallAfter = 0;
  #challenge = '';
  #stall = 0;
  #ended = new AbortController();

  /**
   * @param {RequestCalls} calls
   * @param {(id: number) => Blob | undefined} files
   */
  constructor(calls, files) {
    this.#calls = calls;
    this.#files = files;
  }

  /** Nothing is told after this. */
  stop() {
    this.#ended.abort();
    clearTimeout(this.#stall);
  }

  /**
   * A request without CORS says nothing of the answer, but tells that there was one.
   * @param {string} url
   */
  async probe(url) {
    let reached = true;
    try {
      const answer = await fetch(url, {
        method: 'HEAD',
        mode: 'no-cors',
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([this.#ended.signal, AbortSignal.timeout(probeTimeout)]),
      });
      await answer.text(); // an answer that nobody reads looks like a failed one in the tools
    } catch {
      reached = false;
    }
    if (!this.#ended.signal.aborted) this.#calls.probeEnded(reached, navigator.onLine);
  }

  /**
   * Announces the next body.
   * @param {Iterable<number>} pieces
   * @param {number} stallAfter ms without progress
   */
  expect(pieces, stallAfter) {
    this.#pieces = [...pieces];
    this.#stallAfter = stallAfter;
    this.#challenge = '';
  }

  /** The announced body goes with a proof of work. @param {string} challengeUrl */
  prove(challengeUrl) {
    this.#challenge = challengeUrl;
  }

  /**
   * Called by the module's own XMLHttpRequest just before it sends.
   * @param {XMLHttpRequest} request
   * @param {Uint8Array} framing
   * @returns {Blob | Promise<Blob>} a promise when something must be asked and computed before
   */
  opened(request, framing) {
    const alive = () => {
      clearTimeout(this.#stall);
      this.#stall = setTimeout(() => this.#calls.failed(Failure.timeout), this.#stallAfter);
    };
    alive();
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      alive();
      this.#calls.progress(loaded, total, performance.now());
    });
    request.addEventListener('progress', ({ loaded }) => {
      alive();
      if (loaded > replyLimit) this.#calls.failed(Failure.tooLong);
    });
    request.addEventListener('loadend', () => clearTimeout(this.#stall));

    /** @type {BlobPart[]} */
    const parts = [];
    let at = 0;
    for (let pair = 0; pair < this.#pieces.length; pair += 2) {
      parts.push(framing.slice(at, at + this.#pieces[pair]));
      at += this.#pieces[pair];
      const file = this.#files(this.#pieces[pair + 1]);
      if (file) parts.push(file);
    }
    const body = new Blob(parts);
    return this.#challenge ? this.#proved(request, body) : body;
  }

  /**
   * Without its proof the request goes all the same: the gateway then says what is missing.
   * @param {XMLHttpRequest} request
   * @param {Blob} body
   */
  async #proved(request, body) {
    try {
      const { proofFor } = await import('./casement-proof.js');
      const proof = await proofFor(this.#challenge, this.#ended.signal);
      request.setRequestHeader('Authorization', proof);
    } catch {
      // Said above.
    }
    return body;
  }

  /**
   * Asks a gateway by key; status 0 when nothing could be read.
   * @param {string} url
   */
  async check(url) {
    let status = 0;
    let body = '';
    try {
      const answer = await fetch(url, {
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.any([this.#ended.signal, AbortSignal.timeout(probeTimeout)]),
      });
      body = (await answer.text()).slice(0, replyLimit);
      status = answer.status;
    } catch {
      status = 0;
    }
    if (!this.#ended.signal.aborted) this.#calls.checkEnded(status, body);
  }
}
