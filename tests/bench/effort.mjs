/**
 * What a frame costs: CPU time of the page's main thread over many frames, each brought about by a
 * pointer that moves from one field to another. In the thread's own time, so that what else the
 * machine does is not counted; the graphics process is not counted either.
 */
import { frames, watchPainting } from '../browser/support/painted.mjs';
import { figure } from './report.mjs';
import { leave, median, showForm, startBare, visit } from './stage.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{script: number, all: number}} Effort milliseconds for each frame */

const rounds = 3;
const warmUp = 60; // frames, until the engine has compiled what is hot
const counted = 200;

/**
 * Moves a pointer over the canvas for so many refreshes of the screen.
 * @param {Page} page @param {number} refreshes
 */
const moveAbout = (page, refreshes) =>
  page.evaluate(async (refreshes) => {
    const form = document.querySelector('casement-form');
    const canvas = /** @type {HTMLCanvasElement} */ (
      (form?.shadowRoot ?? document).querySelector('canvas')
    );
    const { left, top, width, height } = canvas.getBoundingClientRect();
    for (let refresh = 0; refresh < refreshes; ++refresh) {
      const where = {
        clientX: left + width / 2,
        clientY: top + height * (refresh % 2 ? 0.25 : 0.6),
        bubbles: true,
      };
      canvas.dispatchEvent(new PointerEvent('pointermove', where));
      canvas.dispatchEvent(new MouseEvent('mousemove', where));
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, refreshes);

/** @param {Page} page @returns {Promise<Effort>} */
async function effort(page) {
  const session = await page.createCDPSession();
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = (/** @type {string} */ name) =>
      metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return { script: seconds('ScriptDuration'), all: seconds('TaskDuration') };
  };
  await moveAbout(page, warmUp);
  const [before, framesBefore] = [await read(), await frames(page)];
  await moveAbout(page, counted);
  const [after, drawn] = [await read(), (await frames(page)) - framesBefore];
  if (drawn < counted / 2) throw new Error(`only ${drawn} frames for ${counted} moves`);
  return {
    script: ((after.script - before.script) * 1000) / drawn,
    all: ((after.all - before.all) * 1000) / drawn,
  };
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./report.mjs').Report} report
 */
export async function measureEffort(stage, report) {
  report.section(`CPU time of the main thread per frame, ${counted} frames, median of ${rounds}`);
  /** @type {Effort[]} */
  const ours = [];
  /** @type {Effort[]} */
  const bare = [];
  for (let round = 0; round < rounds; ++round) {
    const page = await visit(stage, 'before.html', watchPainting);
    await showForm(page);
    ours.push(await effort(page));
    await leave(page);
    if (!stage.hasBare) continue;
    const other = await visit(stage, 'bare.html', watchPainting);
    await startBare(other);
    bare.push(await effort(other));
    await leave(other);
  }
  for (const part of /** @type {const} */ (['script', 'all'])) {
    const name = { script: 'scripts and wasm', all: 'everything' }[part];
    const row = (/** @type {string} */ who, /** @type {Effort[]} */ efforts) => {
      const cost = median(efforts.map((each) => each[part]));
      report.row(`${who}, ${name}`, `${figure(cost, 2)} ms`);
      return cost;
    };
    const form = row('the form', ours);
    if (bare.length) report.ratio(form, row('a bare ImGui page', bare));
  }
}
