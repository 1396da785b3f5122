import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something is so, which a test can see but not be told; not for ever.
 * @template So
 * @param {() => So | Promise<So>} condition
 * @param {number} [patience] ms
 * @returns {Promise<So>} what made it so
 */
export async function until(condition, patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const so = await condition();
    if (so) return so;
    if (Date.now() > end) throw new Error(`waited in vain for ${condition}`);
    await sleep(5);
  }
}
