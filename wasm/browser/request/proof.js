/** The proof of work that a gateway may ask for: a challenge of ALTCHA v1, solved. */

/** Digests under way at once: the browser computes them on threads of its own. */
const batch = 512;

/** @param {string} hex @returns {number[]} */
const bytesOf = (hex) => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));

/**
 * The value of Proof-Of-Work for a case.
 * @param {string} url of the case's challenge
 * @param {AbortSignal} signal
 * @param {Record<string, string>} [headers]
 */
export async function proofFor(url, signal, headers) {
  const how = /** @type {const} */ ({ cache: 'no-store', credentials: 'omit' });
  const answer = await fetch(url, { ...how, signal, headers });
  const { algorithm, challenge, maxnumber, salt, signature } = await answer.json();
  const wanted = bytesOf(challenge);
  const text = new TextEncoder();
  for (let first = 0; first <= maxnumber; first += batch) {
    signal.throwIfAborted();
    const digests = await Promise.all(
      Array.from({ length: batch }, (_, i) =>
        crypto.subtle.digest(algorithm, text.encode(salt + (first + i))),
      ),
    );
    const found = digests.findIndex((digest) => {
      const bytes = new Uint8Array(digest);
      return wanted.every((byte, i) => bytes[i] === byte);
    });
    if (found >= 0) {
      const number = first + found;
      return `Altcha algorithm=${algorithm}, number=${number}, challenge=${challenge}, salt=${salt}, signature=${signature}`;
    }
  }
  throw new Error('the challenge has no solution');
}
