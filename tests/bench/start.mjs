/**
 * Time from opening (the element is put on the page; the bare page's code is imported) to the last
 * command of the first frame. Every round is a fresh profile: nothing is cached or compiled before.
 */
import { figure } from './report.mjs';
import { leave, median, showForm, startBare, visit } from './stage.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('puppeteer-core').CDPSession} CDPSession */
/** @typedef {{time: number, cpu: number}} Start milliseconds */

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

/** CPU seconds that the page's process has used, all its threads. @param {CDPSession} session */
async function processTime(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ProcessTime')?.value ?? NaN;
}

/**
 * @param {Page} page
 * @param {(page: Page) => Promise<unknown>} open
 * @returns {Promise<Start>}
 */
async function start(page, open) {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const before = await processTime(session);
  await open(page);
  await page.waitForFunction('window.firstFrame');
  const cpu = ((await processTime(session)) - before) * 1000;
  const time = /** @type {number} */ (await page.evaluate('window.firstFrame - window.opened'));
  return { time, cpu };
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./report.mjs').Report} report
 */
export async function measureStart(stage, report) {
  report.section(`From open to the first frame, median of ${rounds}`);
  /** @type {Start[]} */
  const ours = [];
  /** @type {Start[]} */
  const bare = [];
  // In turns, so that a busy machine is busy for both.
  for (let round = 0; round < rounds; ++round) {
    const page = await visit(stage, 'before.html', watchFirstFrame);
    ours.push(await start(page, (page) => showForm(page)));
    await leave(page);
    if (!stage.hasBare) continue;
    const other = await visit(stage, 'bare.html', watchFirstFrame);
    bare.push(await start(other, startBare));
    await leave(other);
  }
  for (const part of /** @type {const} */ (['time', 'cpu'])) {
    const name = { time: 'time', cpu: "CPU time of the page's process" }[part];
    const row = (/** @type {string} */ who, /** @type {Start[]} */ starts) => {
      const list = starts.map((each) => each[part]);
      const range = `${figure(Math.min(...list))} to ${figure(Math.max(...list))}`;
      report.row(`${who}, ${name}`, `${figure(median(list))} ms`, range);
      return median(list);
    };
    const form = row('the form', ours);
    if (bare.length) report.ratio(form, row('a bare ImGui page', bare));
  }
}
