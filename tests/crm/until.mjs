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
  // Each look may take time from what is waited for: soon at first, then less often.
  for (let pause = 5; ; pause = Math.min(pause * 1.5, 50)) {
    const so = await condition();
    if (so) return so;
    if (Date.now() > end) throw new Error(`waited in vain for ${condition}`);
    await sleep(pause);
  }
}
