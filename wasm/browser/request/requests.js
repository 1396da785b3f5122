/**
 * What surrounds the one request: is anybody there, the body with its files, progress, stalls, too
 * long an answer, and asking a gateway whether a case exists.
 */
import {
  failureNetwork,
  failureTimeout,
  failureTooLong,
  failureUnsent,
  replyLimit,
} from '../bridge/contract.js';

const probeTimeout = 10_000;

/** An upload that stands still for so long may be waiting for a file that can no longer be read, ms. */
const stillFor = 5000;

/**
 * @typedef {object} Expected the next request of the module
 * @property {number[]} pieces pairs: framing bytes, then a file's id or 0
 * @property {number} stallAfter ms without progress
 * @property {string} challenge address of its proof of work, or ''
 */

/**
 * @typedef {object} RequestCalls what the module is told
 * @property {(reached: boolean, online: boolean) => void} probeEnded
 * @property {(sent: number, total: number, now: number) => void} progress
 * @property {(failure: number) => void} failed
 * @property {(status: number, body: string, keyLives: number) => void} checkEnded with the seconds that the gateway
 *   still knows the key; 0: it did not say
 * @property {() => import('../../../web/src/types.js').Token} token what the page says
 */

export class Requests {
  #calls;
  #files;
  /** Announced, and not yet opened. @type {Expected | undefined} */
  #expected;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stall;
  #ended = new AbortController();

  /**
   * @param {RequestCalls} calls
   * @param {Pick<import('./files.js').Files, 'body' | 'unreadable'>} files
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
   * A short question, which ends with the form or after a while. What is made here is made outside of any `catch`:
   * only what the network did is told as its doing.
   * @param {string} url
   * @param {RequestInit} how
   * @returns {Promise<[status: number, text: string, keyLives: number] | undefined>} nothing when the network brought no answer
   */
  async #ask(url, how) {
    const patience = new AbortController(); // AbortSignal.any is younger than the browsers that are meant
    const { signal } = patience;
    const request = new Request(url, { cache: 'no-store', credentials: 'omit', signal, ...how });
    const giveUp = () => patience.abort();
    const timer = setTimeout(giveUp, probeTimeout);
    this.#ended.signal.addEventListener('abort', giveUp);
    // The text is read always: an answer that nobody reads looks like a failed one in the tools.
    const answered = fetch(request).then(
      async (answer) =>
        /** @type {[number, string, number]} */ ([
          answer.status,
          await answer.text(),
          Number(answer.headers.get('Idempotency-Key-Expires')) || 0,
        ]),
    );
    const answer = await answered.catch(() => undefined);
    clearTimeout(timer);
    this.#ended.signal.removeEventListener('abort', giveUp);
    return answer;
  }

  /**
   * A request without CORS says nothing of the answer, but tells that there was one.
   * @param {string} url
   */
  async probe(url) {
    const how = /** @type {const} */ ({
      method: 'HEAD',
      mode: 'no-cors',
      referrerPolicy: 'no-referrer',
    });
    // When not even asking was possible, that is not the network's doing: the case itself will tell.
    const reached = await this.#ask(url, how).then(Boolean, () => true);
    if (!this.#ended.signal.aborted) this.#calls.probeEnded(reached, navigator.onLine);
  }

  /**
   * Announces the next request; the module opens it in the same call.
   * @param {Iterable<number>} pieces
   * @param {number} stallAfter
   * @param {string} challenge
   */
  expect(pieces, stallAfter, challenge) {
    const expected = (this.#expected = { pieces: [...pieces], stallAfter, challenge });
    // What threw on the way there sent nothing.
    queueMicrotask(() => this.#expected === expected && this.#calls.failed(failureUnsent));
  }

  /**
   * Called by the module's own XMLHttpRequest when it would send.
   * @param {XMLHttpRequest} request
   * @param {Uint8Array} framing
   * @param {(body: Blob) => void} send
   */
  async opened(request, framing, send) {
    const expected = this.#expected;
    this.#expected = undefined;
    try {
      const { pieces, stallAfter, challenge } = /** @type {Expected} */ (expected);
      this.#watch(request, stallAfter);
      const body = this.#body(framing, pieces);
      if (challenge || this.#calls.token()) {
        const headers = await this.#credentials(challenge);
        for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      }
      send(body);
    } catch (error) {
      request.abort(); // resets only what was sent
      await undefined; // until the module's call is over
      this.#calls.failed(request.readyState ? failureUnsent : failureNetwork);
      throw error; // for the console
    }
  }

  /** @param {XMLHttpRequest} request @param {number} stallAfter */
  #watch(request, stallAfter) {
    let isUploading = true;
    const wait = (/** @type {number} */ time, /** @type {() => void} */ then) => {
      clearTimeout(this.#stall);
      return (this.#stall = setTimeout(then, time));
    };
    const alive = () => {
      const look = wait(stillFor, async () => {
        const unreadable = isUploading ? await this.#files.unreadable() : [];
        if (look !== this.#stall) return;
        if (unreadable.length) this.#calls.failed(failureNetwork);
        else wait(stallAfter - stillFor, () => this.#calls.failed(failureTimeout));
      });
    };
    alive();
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      alive();
      this.#calls.progress(loaded, total, performance.now());
    });
    request.upload.addEventListener('loadend', () => (isUploading = false));
    request.addEventListener('progress', ({ loaded }) => {
      alive();
      if (loaded > replyLimit) this.#calls.failed(failureTooLong);
    });
    request.addEventListener('loadend', () => {
      clearTimeout(this.#stall);
      this.#stall = undefined;
    });
  }

  /** @param {Uint8Array} framing in the module's memory @param {number[]} pieces */
  #body(framing, pieces) {
    /** @type {BlobPart[]} */
    const parts = [];
    let at = 0;
    for (let pair = 0; pair < pieces.length; pair += 2) {
      parts.push(framing.slice(at, at + pieces[pair]));
      at += pieces[pair];
      const file = this.#files.body(pieces[pair + 1]);
      if (file) parts.push(file);
    }
    return new Blob(parts);
  }

  /**
   * Without its credentials a request goes all the same: the gateway then says what is missing.
   * @param {string} [challenge]
   * @returns {Promise<Record<string, string>>}
   */
  async #credentials(challenge = '') {
    const token = this.#calls.token();
    if (!token && !challenge) return {};
    try {
      const { headersFor } = await import('./casement-credentials.js');
      return await headersFor(token, challenge, this.#ended.signal);
    } catch {
      return {};
    }
  }

  /**
   * Asks a gateway by key; status 0 when nothing could be read.
   * @param {string} url
   */
  async check(url) {
    const how = { headers: { Prefer: 'wait=8', ...(await this.#credentials()) } };
    const [status, body, lives] = (await this.#ask(url, how).catch(() => undefined)) ?? [0, '', 0];
    if (!this.#ended.signal.aborted)
      this.#calls.checkEnded(status, body.slice(0, replyLimit), lives);
  }
}
