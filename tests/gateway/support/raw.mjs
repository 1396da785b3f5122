/**
 * HTTP by hand: bytes as a test writes them, on a connection that it keeps, and the answers one by one.
 */
import { connect } from 'node:net';
import { INSERT_PATH } from '../../crm/crm.mjs';
import { CASE, makeKey, ORIGIN } from './gateway.mjs';

/**
 * @typedef {object} RawAnswer
 * @property {number} status NaN when it is no answer at all
 * @property {Record<string, string>} headers names in lower case
 * @property {string} text
 */

/**
 * @param {number} port
 * @param {string} [host]
 */
export async function openRaw(port, host = '127.0.0.1') {
  const socket = connect(port, host);
  let received = Buffer.alloc(0);
  let ended = false;
  /** @type {() => void} */
  let wake = () => {};
  socket.on('error', () => {});
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    wake();
  });
  const closed = new Promise((resolve) =>
    socket.once('close', () => {
      ended = true;
      wake();
      resolve(undefined);
    }),
  );
  await new Promise((resolve) => socket.once('connect', resolve));

  return {
    socket,
    /** Resolves when the other side has ended the connection. */
    closed,
    get isClosed() {
      return ended;
    },
    /** Bytes that belong to no answer that was asked for. */
    get rest() {
      return received.toString('latin1');
    },
    /** @param {string | Buffer} bytes */
    write: (bytes) => socket.write(bytes),
    /**
     * The next answer; undefined when the connection ends before.
     * @param {{ head?: boolean }} [asked] head: it has no body, whatever its length says
     * @returns {Promise<RawAnswer | undefined>}
     */
    answer: async ({ head = false } = {}) => {
      for (;;) {
        const end = received.indexOf('\r\n\r\n');
        if (end >= 0) {
          const [line, ...lines] = received.subarray(0, end).toString('latin1').split('\r\n');
          const headers = Object.fromEntries(
            lines.map((each) => {
              const colon = each.indexOf(':');
              return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()];
            }),
          );
          const size = head ? 0 : Number(headers['content-length'] ?? 0);
          if (received.length >= end + 4 + size) {
            const text = received.subarray(end + 4, end + 4 + size).toString();
            received = received.subarray(end + 4 + size);
            const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(line) ?? [];
            return { status: Number(status), headers, text };
          }
        }
        if (ended) return undefined;
        await new Promise((resolve) => (wake = () => resolve(undefined)));
      }
    },
  };
}

/**
 * A body by hand, with one file of so many bytes when there is to be one.
 * @param {object} [wanted]
 * @param {string} [wanted.boundary]
 * @param {number} [wanted.file] bytes
 * @param {Record<string, string>} [wanted.texts]
 */
export function writtenBody({
  boundary = 'WrittenBoundary0123456789abcdef',
  file = 0,
  texts = CASE,
} = {}) {
  const part = (/** @type {string} */ rest) =>
    `--${boundary}\r\nContent-Disposition: form-data; ${rest}`;
  const pieces = Object.entries(texts).map(([name, value]) =>
    part(`name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (file > 0) {
    const head = 'name="file[]"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n';
    pieces.push(part(head), 'x'.repeat(file), '\r\n');
  }
  return {
    body: `${pieces.join('')}--${boundary}--\r\n`,
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

/**
 * A request's head, its lines in the order given; an array writes a header more than once.
 * @param {string} line
 * @param {Record<string, string | number | string[] | undefined>} headers
 */
export function writtenHead(line, headers) {
  const lines = Object.entries({ host: 'localhost', origin: ORIGIN, ...headers }).flatMap(
    ([name, value]) =>
      value === undefined ? [] : [value].flat().map((each) => `${name}: ${each}\r\n`),
  );
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/**
 * A whole POST of a case by hand.
 * @param {Parameters<typeof writtenBody>[0]} [wanted]
 * @param {Parameters<typeof writtenHead>[1]} [headers] instead of its own, or beside them
 */
export function writtenCase(wanted = {}, headers = {}) {
  const { body, type } = writtenBody(wanted);
  const key = makeKey();
  const own = {
    'idempotency-key': `"${key}"`,
    'content-type': type,
    'content-length': body.length,
  };
  return { head: writtenHead(`POST ${INSERT_PATH}`, { ...own, ...headers }), body, key };
}
