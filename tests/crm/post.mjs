/**
 * The tests' own client: one POST over node's http or https, where certificates, connections and raw bodies are in the
 * test's hands (fetch hides them).
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, Readable } from 'node:stream';

/** The case that the tests send when they care about something else. */
export const PLAIN_CASE = {
  operation: 'support',
  'case-type': 'Request',
  responsible: 'agent@support',
  owner: 'owner@support',
  contact: 'ana@example.com',
  description: 'Case created through API.',
  status: 'open',
  priority: 'low',
  form: '{}',
};

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {Buffer} body
 * @property {string} text
 * @property {() => any} json
 * @property {() => { code: unknown, error: unknown, msg: string, data: any }} envelope the CRM's JSON
 */

/**
 * @typedef {object} PostOptions
 * @property {string} [method]
 * @property {Record<string, string | number | undefined>} [headers] undefined leaves one out
 * @property {Buffer | string | AsyncIterable<Buffer>} [body] a stream needs its content-length among the headers
 * @property {string} [ca] PEM
 * @property {import('node:http').Agent} [agent] default: a connection of its own
 * @property {string} [servername] the name that the certificate must have
 * @property {number} [timeout] ms without any byte; then it rejects
 */

/**
 * Sends, and resolves with the whole answer, or rejects with the connection's error.
 * @param {string} url
 * @param {PostOptions} options
 * @returns {Promise<Answer>}
 */
export function post(url, { method = 'POST', headers = {}, body = '', ...connection }) {
  const whole = typeof body === 'string' || Buffer.isBuffer(body);
  const length = whole ? { 'content-length': Buffer.byteLength(body) } : {};
  const all = Object.entries({ ...length, ...headers }).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const start = url.startsWith('https:') ? httpsRequest : httpRequest;
    const { timeout = 10_000, ca, agent, servername } = connection;
    const options = {
      method,
      headers: /** @type {any} */ (Object.fromEntries(all)),
      timeout,
      ca,
      servername,
    };
    const request = start(url, { agent: agent ?? false, ...options }, (response) => {
      /** @type {Buffer[]} */
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        const text = bytes.toString();
        const json = () => JSON.parse(text);
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, body: bytes, text, json, envelope: json });
      });
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('timeout')));
    if (whole) request.end(body);
    else pipeline(Readable.from(body), request, () => {}); // its errors are the request's
  });
}

/** @typedef {{ name: string, bytes: BlobPart, type?: string }} Attachment */
/** @typedef {[name: string, value: string | Attachment]} Entry */

/**
 * A body as node's own FormData encodes it, with the headers that belong to it.
 * @param {Record<string, string | undefined> | Entry[]} entries undefined leaves a field out
 */
export async function encode(entries) {
  const form = new FormData();
  for (const [name, value] of Array.isArray(entries) ? entries : Object.entries(entries)) {
    if (typeof value === 'string') form.append(name, value);
    else if (value) form.append(name, new Blob([value.bytes], { type: value.type }), value.name);
  }
  const response = new Response(form);
  const contentType = response.headers.get('content-type') ?? '';
  return {
    headers: { 'content-type': contentType },
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/**
 * A body written by hand: the plain case, then one file of so many bytes, made while it is sent.
 * @param {number} size
 * @param {string} [filename]
 */
export function bigBody(size, filename = 'video.mp4') {
  const boundary = '----casement-tests-0123456789abcdef';
  const fields = Object.entries(PLAIN_CASE).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = Buffer.from(
    `${fields.join('')}--${boundary}\r\n` +
      `Content-Disposition: form-data; name="file"; filename="${filename}"\r\n` +
      'Content-Type: video/mp4\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const block = Buffer.from(
    Array.from({ length: 65_536 }, (_, index) => (index * 31 + (index >> 8)) & 255),
  );
  async function* pieces() {
    yield head;
    for (let left = size; left > 0; left -= block.length) {
      yield left < block.length ? block.subarray(0, left) : block;
    }
    yield tail;
  }
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': head.length + size + tail.length,
    },
    body: pieces(),
    block,
  };
}
