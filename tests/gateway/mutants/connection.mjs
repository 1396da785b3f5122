/** One keep-alive connection, one request after the other: node's own client costs more than all that it asks. */
import { connect } from 'node:net';

export class Connection {
  /** @type {import('node:net').Socket | undefined} */
  #socket;
  /** @type {Buffer} */
  #received = Buffer.alloc(0);
  #wake = () => {};
  #port;

  /** @param {number} port */
  constructor(port) {
    this.#port = port;
  }

  #open() {
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    this.#received = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, bytes]) : bytes;
      this.#wake();
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#wake();
    });
    this.#socket = socket;
    return socket;
  }

  /**
   * A POST. Undefined when the connection ended without an answer.
   * @param {string} path
   * @param {Record<string, string | number>} headers
   * @param {Buffer} body
   * @returns {Promise<{ status: number, text: string } | undefined>}
   */
  async post(path, headers, body) {
    const socket = this.#socket ?? this.#open();
    const all = { host: 'localhost', ...headers, 'content-length': body.length };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.cork();
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
    socket.write(body);
    socket.uncork();
    for (;;) {
      const end = this.#received.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = this.#received.toString('latin1', 0, end);
        const size = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? NaN);
        const whole = Number.isNaN(size) ? this.#unchunked(end + 4) : end + 4 + size;
        if (whole && this.#received.length >= whole) {
          const text = this.#received.toString('utf8', end + 4, whole);
          this.#received = this.#received.subarray(whole);
          if (/\r\nconnection: close/i.test(head)) this.close();
          return { status: Number(head.slice(9, 12)), text };
        }
      }
      if (this.#socket !== socket) return undefined;
      await new Promise((resolve) => (this.#wake = () => resolve(undefined)));
    }
  }

  /** Where a body in chunks ends, once it is there. @param {number} from */
  #unchunked(from) {
    const end = this.#received.indexOf('0\r\n\r\n', from);
    return end < 0 ? undefined : end + 5;
  }

  close() {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}
