/**
 * Time from opening (the element is put on the page; the bare page's code is imported) to the last
 * command of the first frame. Every round is a fresh profile: nothing is cached or compiled before.
 */
import { figure } from './report.mjs';
import { leave, median, showForm, startBare, visit } from './stage.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const rounds = 7;

/** Notes when the first frame has been handed to WebGL. @param {Page} page */
const watchFirstFrame = (page) =>
  page.evaluateOnNewDocument(() => {
    const { drawElements } = WebGL2RenderingContext.prototype;
    const note = () => {
      /** @type {any} */ (window).firstFrame ??= performance.now();
    };
    WebGL2RenderingContext.prototype.drawElements = function (...given) {
      drawElements.apply(this, given);
      queueMicrotask(note);
    };
  });

/** @param {Page} page @param {(page: Page) => Promise<unknown>} open */
async function timeToFirstFrame(page, open) {
  await page.evaluate(() => {
    /** @type {any} */ (window).opened = performance.now();
  });
  await open(page);
  await page.waitForFunction('window.firstFrame');
  return /** @type {Promise<number>} */ (page.evaluate('window.firstFrame - window.opened'));
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./report.mjs').Report} report
 */
export async function measureStart(stage, report) {
  report.section(`Time from open to the first frame, median of ${rounds}`);
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const bare = [];
  // In turns, so that a busy machine is busy for both.
  for (let round = 0; round < rounds; ++round) {
    const page = await visit(stage, 'before.html', watchFirstFrame);
    ours.push(await timeToFirstFrame(page, (page) => showForm(page)));
    await leave(page);
    if (!stage.hasBare) continue;
    const other = await visit(stage, 'bare.html', watchFirstFrame);
    bare.push(await timeToFirstFrame(other, startBare));
    await leave(other);
  }
  const row = (/** @type {string} */ name, /** @type {number[]} */ times, note = '') =>
    report.row(
      name,
      `${figure(median(times))} ms`,
      `${figure(Math.min(...times))} to ${figure(Math.max(...times))}${note}`,
    );
  row('the form', ours);
  if (bare.length)
    row(
      'a bare ImGui page',
      bare,
      `; the form takes ${figure(median(ours) / median(bare), 2)} of it`,
    );
}
