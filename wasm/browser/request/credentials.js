/**
 * What shows a gateway who sends, and that they took a moment: the portal's token and the proof of work. A file of its
 * own (casement-credentials.js), loaded only by forms that have one of them.
 */
import { proofFor } from './proof.js';

/** @typedef {import('../../../web/src/types.js').Token} Token */

/** ms that the page has to say its token. */
const patience = 10_000;

/**
 * A function is asked each time: what it said before may have expired.
 * @param {Token} token
 * @returns {Promise<string | null | undefined>}
 */
async function saidBy(token) {
  if (typeof token !== 'function') return token;
  const said = token();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the token function has not answered')), patience);
  });
  return Promise.race([said, late]).finally(() => clearTimeout(timer));
}

/** What cannot be had is left out: the gateway then says what is missing. @param {unknown} error */
const leftOut = (error) => void console.warn('casement-form:', error);

/**
 * @param {Token} token
 * @param {string} challengeUrl of the case's challenge, or ''
 * @param {AbortSignal} signal
 */
export async function headersFor(token, challengeUrl, signal) {
  /** @type {Record<string, string>} */
  const headers = {};
  const said = await saidBy(token).catch(leftOut);
  if (said) headers.Authorization = `Bearer ${said}`;
  const proof = challengeUrl && (await proofFor(challengeUrl, signal, headers).catch(leftOut));
  if (proof) headers['Proof-Of-Work'] = proof;
  return headers;
}
