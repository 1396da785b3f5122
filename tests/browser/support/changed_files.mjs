/** What is done with a form whose files change, and what it says then; watched by its page. */
import { until } from '../../crm/until.mjs';

/** @typedef {import('./hands.mjs').Hands} Hands */

/** In the page: what the form tells, and which files are being read. */
export function watch() {
  const told = /** @type {string[]} */ ([]);
  const reading = new Set();
  Object.assign(window, { told, reading });
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = function () {
    const read = arrayBuffer.call(this);
    reading.add(read);
    const ended = () => reading.delete(read);
    read.then(ended, ended);
    return read;
  };
  for (const name of ['sent', 'created', 'rejected', 'error'])
    document.addEventListener(`casement-${name}`, (event) => {
      const { caseNumber, reason } = /** @type {CustomEvent} */ (event).detail;
      told.push(`${name} ${reason || caseNumber}`.trim());
    });
}

/** Presses send and waits for what comes of it. @param {Hands} hands @returns {Promise<string[]>} */
export const send = (hands) =>
  hands.evaluate(async () => {
    const { told } = /** @type {any} */ (window);
    told.length = 0;
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement} */ (root?.querySelector('button[type=submit]')).click();
    const end = performance.now() + 30_000;
    while (!told.some((/** @type {string} */ what) => what !== 'sent') && performance.now() < end)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    for (let frame = 0; frame < 4; ++frame)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return told;
  });

/** What the form says, and its files with what is wrong with each. @param {Hands} hands */
export const look = (hands) =>
  hands.evaluate(async () => {
    for (let frame = 0; frame < 4; ++frame)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    const root = document.querySelector('casement-form')?.shadowRoot;
    const text = (/** @type {Element | null | undefined} */ element) => element?.textContent ?? '';
    return {
      status: text(root?.querySelector('[role=status]')),
      description: root?.querySelector('textarea')?.value,
      files: [...(root?.querySelectorAll('.remove') ?? [])].map((row) => [
        text(row.querySelector('button')),
        text(row.querySelector('.error')),
      ]),
      focus: text(root?.activeElement),
    };
  });

/**
 * Until the form has seen what was chosen: a file that changes within those milliseconds was never
 * another one.
 * @param {Hands} hands
 */
export const seen = (hands) =>
  until(() => hands.evaluate(() => !(/** @type {any} */ (window).reading.size)));
