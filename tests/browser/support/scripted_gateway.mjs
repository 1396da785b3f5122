/**
 * A server that behaves as a gateway's address would, one scripted answer after the other: for the
 * states that a real CRM cannot be brought into at will (an upload that stands still, a connection
 * that breaks). Everything about bytes is proven with the real PHP in tests/crm instead.
 */
import { createServer } from 'node:http';

/**
 * @typedef {object} Script
 * @property {number} [status] of the answer, 200 when absent
 * @property {string} [body] of the answer
 * @property {string} [type] of the answer
 * @property {number} [readOnly] reads so many bytes, then stands still and never answers
 * @property {Promise<unknown>} [until] with readOnly: it goes on reading when this happens
 * @property {'before' | 'after'} [reset] breaks the connection before or after the whole body
 * @property {boolean} [hidden] answers without CORS headers
 * @property {number | Promise<unknown>} [wait] ms before the answer, or until this happens
 */

/**
 * @typedef {object} SeenRequest
 * @property {string} method
 * @property {string} url
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {number} size bytes of the body so far
 * @property {boolean} cut the sender left before the body was whole
 * @property {boolean} paused it stands still, or did
 */

/** The CRM's answer for a case that was created. @param {string} number */
export const created = (number, record = '64cb') =>
  JSON.stringify({
    code: 200,
    error: 'null',
    msg: 'Succesfully create record',
    data: { wolkvox_id: record, idPrefijo: number },
  });

/** @typedef {Awaited<ReturnType<typeof startScriptedGateway>>} ScriptedGateway */

export async function startScriptedGateway() {
  /** @type {Script} */
  let post = { body: created('SOP-10482') };
  /** @type {Script} */
  let check = { status: 404, body: '{}' };
  /** @type {SeenRequest[]} */
  const seen = [];

  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const entry = { method, url, headers, size: 0, cut: false, paused: false };
    seen.push(entry);
    const cors = {
      'Access-Control-Allow-Origin': headers.origin ?? '*',
      'Access-Control-Allow-Headers':
        'authorization, wolkvox-token, idempotency-key, content-type, prefer, proof-of-work',
      Vary: 'Origin',
    };
    if (method === 'OPTIONS' || method === 'HEAD') {
      response.writeHead(204, cors).end();
      return;
    }
    const script = method === 'POST' ? post : check;
    const {
      status = 200,
      body = '',
      type = 'application/json',
      readOnly,
      until,
      reset,
      hidden,
    } = script;
    if (reset === 'before') request.socket.destroy();
    request.on('data', (bytes) => {
      entry.size += bytes.length;
      if (readOnly === undefined || entry.size < readOnly || entry.paused) return;
      entry.paused = true;
      request.pause();
      until?.then(() => request.resume());
    });
    request.on('close', () => (entry.cut = !request.complete));
    request.on('end', () => {
      if (reset === 'after') {
        request.socket.destroy();
        return;
      }
      const say = () => {
        response.writeHead(status, { 'Content-Type': type, ...(hidden ? {} : cors) });
        response.end(body);
      };
      if (script.wait instanceof Promise) script.wait.then(say);
      else setTimeout(say, script.wait ?? 0);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    seen,
    posts: () => seen.filter(({ method }) => method === 'POST'),
    /** @param {Script} script */
    answer: (script) => (post = script),
    /** @param {Script} script */
    answerChecks: (script) => (check = script),
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
