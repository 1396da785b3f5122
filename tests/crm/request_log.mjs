/**
 * Reading the log that request_log.nginx.conf writes.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} LoggedRequest a request that has ended; texts are empty where it had none
 * @property {number} ended seconds since 1970
 * @property {number} seconds how long it took
 * @property {string} method
 * @property {string} uri
 * @property {number} status 444 where the connection was cut, 499 or 400 where the sender left
 * @property {number} connection which connection it came on,
 * @property {number} nth and the how manieth it was there
 * @property {number} received bytes
 * @property {number} sent bytes
 * @property {string} contentLength
 * @property {string} contentType
 * @property {string} tls
 * @property {string} sni
 * @property {string} host
 * @property {string} origin
 * @property {string} userAgent
 * @property {string} accessControlRequestMethod
 * @property {string} accessControlRequestHeaders
 * @property {string} idempotencyKey
 * @property {string} upstreamStatus
 */

/**
 * The requests that have ended, oldest first. nginx logs a request when its connection is done with it, which can be a
 * moment after the client saw the answer: so this waits while a request is still going on, but not for long.
 * @param {string} base where nginx shows `requests`, the log, and `busy`, its stub_status
 * @param {number} [patience] ms
 * @returns {Promise<LoggedRequest[]>}
 */
export async function readRequestLog(base, patience = 500) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const status = await (await fetch(`${base}/busy`)).text();
    const [, reading, writing] = /Reading: (\d+) Writing: (\d+)/.exec(status) ?? [];
    if (reading === '0' && writing === '1') break; // the one that asks
    await sleep(5);
  }
  const lines = (await (await fetch(`${base}/requests`)).text()).split('\n');
  return lines.flatMap((line) => (line ? [JSON.parse(line)] : []));
}
