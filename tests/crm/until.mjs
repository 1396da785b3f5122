import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something is so, which a test can see but not be told; not for ever.
 * @param {() => unknown} condition may be asynchronous
 * @param {number} [patience] ms
 */
export async function until(condition, patience = 10_000) {
  const end = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${condition}`);
    await sleep(5);
  }
}
