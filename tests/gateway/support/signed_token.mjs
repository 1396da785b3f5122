/** A portal's token, as a portal signs it (JWS, RFC 7515), with a secret. */
import { createHmac } from 'node:crypto';

export const AUDIENCE = 'casement';

/**
 * @param {string} secret
 * @param {Record<string, unknown>} claims beside aud and an exp in five minutes, or instead of them
 */
export function signedToken(secret, claims) {
  const encoded = (/** @type {object} */ part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url');
  const all = { aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 300, ...claims };
  const message = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(all)}`;
  return `${message}.${createHmac('sha256', secret).update(message).digest('base64url')}`;
}
