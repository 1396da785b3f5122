/**
 * A visitor whose widget does as casement-form does: what is lost or doubtful it asks for by its key, what was not sent
 * it may send again with the same key, and it believes a definite answer.
 */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { INSERT_PATH } from '../../crm/crm.mjs';
import { CASE, ORIGIN } from '../support/gateway.mjs';
import { SHAPES } from './kinds.mjs';

/**
 * @typedef {import('./ledger.mjs').Entry} Entry
 * @typedef {import('../../crm/post.mjs').Answer} Answer
 * @typedef {{ origin: string, post: typeof import('../../crm/post.mjs').post }} Place a gateway, or what is taken for one
 */

const BOUNDARY = 'FaultsBoundary0123456789abcdefghij';
const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 255));

/** @param {Entry} entry */
export function requestOf({ tag, key, shape }) {
  const { files, size } = SHAPES[/** @type {keyof typeof SHAPES} */ (shape)];
  const part = (/** @type {string} */ rest) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; ${rest}`;
  const texts = { ...CASE, description: `${tag} The printer prints\r\nonly stars.` };
  const pieces = Object.entries(texts).map(([name, value]) =>
    Buffer.from(part(`name="${name}"\r\n\r\n${value}\r\n`)),
  );
  for (let i = 0; i < files; i++) {
    const head = `name="file[]"; filename="${tag}${i}.pdf"\r\nContent-Type: application/pdf`;
    pieces.push(Buffer.from(part(`${head}\r\n\r\n`)), CONTENT.subarray(0, size));
    pieces.push(Buffer.from('\r\n'));
  }
  return {
    body: Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]),
    headers: {
      origin: ORIGIN,
      'idempotency-key': `"${key}"`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
    timeout: 20_000,
  };
}

/** @param {Entry} entry @param {Place} place @param {import('node:http').Agent} [agent] */
export async function send(entry, place, agent) {
  ++entry.sends;
  const request = { ...requestOf(entry), agent };
  return place.post(place.origin + INSERT_PATH, request).catch(() => undefined);
}

/**
 * Sends all of it and breaks the connection some time later, whatever was answered.
 * @param {Entry} entry
 * @param {Place} place
 * @param {number} after ms
 * @returns {Promise<void>}
 */
export function sendAndBreak(entry, place, after) {
  ++entry.sends;
  const { body, headers } = requestOf(entry);
  return new Promise((resolve) => {
    const request = httpRequest(place.origin + INSERT_PATH, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': body.length },
    });
    request.once('error', () => {}).once('close', () => resolve());
    request.once('response', (response) => response.resume());
    request.end(body, () => setTimeout(() => request.destroy(), after));
  });
}

/**
 * What an answer says of the case.
 * @param {Answer | undefined} answer
 * @returns {'created' | 'failed' | 'not-sent' | 'doubt'}
 */
export function verdictOf(answer) {
  if (!answer) return 'doubt';
  const { status } = answer;
  const told = jsonOf(answer);
  if (status === 200 && told?.code === 200) return 'created';
  if (told?.retry === true) return 'not-sent';
  return status >= 500 || [200, 408, 409, 422, 425].includes(status) ? 'doubt' : 'failed';
}

/** @param {Answer} answer @returns {any} */
function jsonOf(answer) {
  try {
    return answer.json();
  } catch {
    return undefined;
  }
}

/**
 * Keeps the last word on an entry.
 * @param {Entry} entry
 * @param {Entry['told']} told
 * @param {Answer | undefined} answer
 * @param {boolean} [late] it was asked when "created" had not been told yet, and may be older than that
 */
export function tell(entry, told, answer, late = false) {
  const number = told === 'created' && answer ? jsonOf(answer).data.idPrefijo : undefined;
  const words = `${answer?.status} ${answer?.text}`;
  if (entry.told !== 'created') Object.assign(entry, { told, number, words });
  else if (told === 'unknown' && entry.lossy && !late) entry.unremembered = true;
  else if (told === 'created' ? number !== entry.number : !late) entry.contradiction ??= words;
}

/**
 * Asks by key until something definite is told, but not for ever.
 * @param {Entry} entry
 * @param {Place} place
 * @param {number} times
 * @param {number} [pause] ms; with a long one it goes on whatever the gateway is sure of
 * @returns {Promise<'settled' | 'not-sent' | 'unknown'>}
 */
export async function ask(entry, place, times, pause = 150) {
  for (let i = 0; i < times; i++) {
    if (i > 0) await sleep(pause);
    const late = entry.told !== 'created';
    const answer = await place
      .post(`${place.origin}${INSERT_PATH}/${entry.key}`, {
        method: 'GET',
        headers: { origin: ORIGIN },
      })
      .catch(() => undefined);
    if (answer?.status === 404) {
      tell(entry, 'failed', answer, late);
      return 'not-sent';
    }
    if (answer?.status === 200) {
      const { code } = answer.json();
      tell(entry, code === 200 ? 'created' : 'failed', answer, late);
      return 'settled';
    }
    tell(entry, 'unknown', answer, late);
    // The gateway is sure that it cannot say more.
    if (pause < 500 && Number(answer?.headers['retry-after'] ?? 0) >= 30) break;
  }
  return 'unknown';
}

/**
 * @typedef {object} Patience
 * @property {Promise<unknown>} [calm] what is told as not sent, or not told at all, is tried again after it
 * @property {[times: number, pause: number]} [asks]
 */

/**
 * Sees a case through, from an answer on.
 * @param {Entry} entry
 * @param {() => Place} somewhere
 * @param {import('./kinds.mjs').Random} random
 * @param {Answer | undefined} answer
 * @param {Patience} [patience]
 */
export async function follow(entry, somewhere, random, answer, { calm, asks = [12, 150] } = {}) {
  let late = true;
  for (let tries = 0; tries < 10; tries++) {
    const verdict = verdictOf(answer);
    if (verdict === 'created' || verdict === 'failed') return tell(entry, verdict, answer, late);
    await sleep((20 + 100 * random()) * (1 + tries));
    if (verdict === 'doubt') {
      // Whoever finds nobody comes again when there is somebody.
      if (!answer) await calm;
      const asked = await ask(entry, somewhere(), ...asks);
      if (asked !== 'not-sent') return;
      if (random() < 0.3) return; // the visitor gives up, told that nothing was sent
    } else {
      tell(entry, 'failed', answer, late);
      await calm;
    }
    late = entry.told !== 'created';
    answer = await send(entry, somewhere());
  }
}
