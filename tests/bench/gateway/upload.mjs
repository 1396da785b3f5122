/** One case with a large attachment, made while it is sent. */
import { post } from '../../crm/post.mjs';
import { INSERT_PATH } from '../../crm/crm.mjs';
import { CASE, ORIGIN } from '../../gateway/support/gateway.mjs';

export const MB = 1_000_000;
const BOUNDARY = 'UploadBoundary0123456789abcdefghij';
/** Line breaks and dashes among the bytes: no scan for the boundary skips them all. */
const BLOCK = Buffer.alloc(
  250_000,
  'a film is mostly noise, and some of it looks like this:\r\n--',
);

/** A gateway that takes as many and as large uploads as are sent. */
export const roomy = {
  fields: { file: { maxFileSize: 5_000 * MB, maxTotalSize: 5_000 * MB } },
  limits: { simultaneous: 64, queue: 1000, answerSeconds: 300, addressConnections: 12_000 },
};

/**
 * @param {number} port
 * @param {number} size
 * @param {string} key
 */
export async function send(port, size, key) {
  const text = (/** @type {[string, string]} */ [name, value]) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = Buffer.from(
    `${Object.entries(CASE).map(text).join('')}--${BOUNDARY}\r\n` +
      'Content-Disposition: form-data; name="file[]"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n',
  );
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
  async function* body() {
    yield head;
    for (let left = size; left > 0; left -= BLOCK.length) yield BLOCK.subarray(0, left);
    yield tail;
  }
  const answer = await post(`http://127.0.0.1:${port}${INSERT_PATH}`, {
    body: body(),
    timeout: 300_000,
    headers: {
      origin: ORIGIN,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + size + tail.length,
      'idempotency-key': `"${key}"`,
    },
  });
  if (answer.status !== 200) throw new Error(`an upload got ${answer.status}: ${answer.text}`);
}
