/**
 * No run's ink touches its box's edge: every box that the widget makes for words holds all of them,
 * whatever the font, the ratio, and what was drawn before. CASEMENT_INK=long takes all texts
 * through all sizes and ratios: some millions of runs, drawn without a graphics process for that.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startChromium } from './support/chromium.mjs';
import { startDisplay } from './support/display.mjs';
import { openFirefoxPage, startFirefox } from './support/firefox.mjs';
import {
  counters,
  farReaching,
  lookAtInk,
  sentences,
  serveSources,
  textSizes,
} from './support/ink.mjs';
import { startWebKit } from './support/webkit.mjs';

const long = process.env.CASEMENT_INK === 'long';

// Hinted and not, text and picture, tall, deep and narrow ones, and two that swing out of their lines.
const families = [
  '"DejaVu Sans"',
  'Inter',
  '"DejaVu Serif"',
  '"DejaVu Sans Mono"',
  '"Noto Sans CJK JP"',
  'Inter, "Noto Color Emoji"',
  'Amiri',
  'Kristi',
];
const steps = long ? Array.from({ length: 41 }, (_, step) => (20 + step) / 20) : [1, 1.15, 1.45, 3];
// Back and forth, as nobody zooms: what was drawn before must not matter.
const ratios = steps.map((_, at) => steps[(at * 17 + 3) % steps.length]);

/** @type {Awaited<ReturnType<typeof serveSources>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;

before(async () => {
  site = await serveSources();
  browser = await startChromium(long ? ['--disable-accelerated-2d-canvas'] : []);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** A form has a few hundred words, and each of them in one size; a proof takes them all through all. */
async function texts() {
  const words = await sentences();
  assert.ok(words.length > 300);
  const few = [...counters, ...farReaching, ...words.slice(0, 6)];
  return { few, more: long ? words.slice(6) : [] };
}

/** @param {Omit<import('./support/ink.mjs').Found, 'faults'>} found */
const told = ({ runs, area, tight, padding, loose }) =>
  `${runs} runs in ${(area / 1e6).toFixed(1)} Mpx, ${((area / tight - 1) * 100).toFixed(1)} % more than tight; ` +
  `padding ${padding.toFixed(1)} px; ${((loose / runs / 4) * 100).toFixed(1)} % of the edges have more room`;

/** @returns {Promise<number[][]>} */
async function sizes() {
  const all = await textSizes();
  assert.equal(all.length, 9);
  return long ? all : all.filter((_, at) => at === 2 || at === 4 || at === 5);
}

// Chromium hints the fonts of a process whose first page had a ratio of 1, and of no other.
for (const ratio of [1, 2])
  for (const family of families)
    test(`${family} on a screen of ${ratio}x: no ink touches its box's edge, and a living atlas holds what a fresh one does`, async (context) => {
      const page = await openPage(browser, { ratio });
      await page.goto(`${site.url}empty`);
      const { few, more } = await texts();
      const sum = { runs: 0, area: 0, tight: 0, padding: 0, loose: 0 };
      /** @param {Omit<import('./support/ink.mjs').Survey, 'family' | 'ratios'>} survey */
      const look = async (survey) => {
        const found = await page.evaluate(lookAtInk, { ...survey, family, ratios });
        assert.deepEqual(found.faults, []);
        for (const key of /** @type {const} */ (['runs', 'area', 'tight', 'loose']))
          sum[key] += found[key];
        sum.padding = Math.max(sum.padding, found.padding);
      };
      await look({ sizes: await sizes(), texts: few, twice: true });
      // In parts, each well within what a driver waits for.
      for (const size of more.length ? await sizes() : [])
        await look({ sizes: [size], texts: more });
      context.diagnostic(told(sum));
      assert.ok(sum.runs > few.length * ratios.length);
      assert.ok(sum.padding <= 3);
      assert.ok(sum.area <= 1.1 * sum.tight);
      await page.browserContext().close();
    });

/** @typedef {Pick<import('./support/hands.mjs').Hands, 'open' | 'evaluate'> & {close: () => Promise<unknown>}} Engine */

/** @type {Record<string, (display: Awaited<ReturnType<typeof startDisplay>>) => Promise<Engine>>} */
const engines = {
  Firefox: async (display) => {
    const firefox = await startFirefox(display);
    const page = await openFirefoxPage(firefox);
    return {
      open: (url) => page.goto(url),
      evaluate: (script, ...given) => /** @type {Promise<any>} */ (page.evaluate(script, ...given)),
      close: () => firefox.close(),
    };
  },
  WebKitGTK: startWebKit,
};
for (const [name, start] of Object.entries(engines))
  test(`${name}: no ink touches its box's edge`, async (context) => {
    const display = await startDisplay();
    context.after(() => display.stop());
    const engine = await start(display);
    context.after(() => engine.close());
    await engine.open(`${site.url}empty`);
    const { few } = await texts();
    for (const family of families) {
      const survey = { sizes: await sizes(), texts: few, family, ratios };
      const found = await engine.evaluate(lookAtInk, survey);
      context.diagnostic(`${family}: ${told(found)}`);
      assert.deepEqual(found.faults, []);
      assert.ok(found.runs > few.length * ratios.length);
      assert.ok(found.padding <= 3 && found.area <= 1.1 * found.tight);
    }
  });

test('of a value that is wider than the atlas, the part in view is drawn', async () => {
  const page = await openPage(browser);
  await page.goto(`${site.url}empty`);
  const { atlas, fromLeft, fromRight } = await page.evaluate(async () => {
    /** @type {typeof import('../../wasm/browser/paint/runs.js')} */
    const { Runs } = await import(new URL('runs.js', location.href).href);
    /** @type {typeof import('../../wasm/browser/paint/measure.js')} */
    const { Measure } = await import(new URL('measure.js', location.href).href);
    const ruler = document.createElement('div');
    document.documentElement.append(ruler);
    const measure = new Measure();
    const runs = new Runs(ruler, 2048, measure);
    measure.setStyle(0, 15, 22, 400);
    measure.configure(1, 1, 'Amiri');
    runs.configure(300);
    const text = 'شكوى '.repeat(80).trim();
    const whole = measure.advance(0, text);
    const part = (/** @type {number} */ start) => {
      const { slot, left } = runs.run(0, 0xff000000, text, 'rtl', start);
      return { from: left, to: left + slot.width, beyond: left + slot.width - whole };
    };
    return { atlas: runs.canvas.width, fromLeft: part(0), fromRight: part(whole - 300) };
  });
  assert.ok(fromLeft.from <= 0 && fromLeft.to >= atlas - 10);
  assert.ok(fromRight.from > 0 && fromRight.beyond >= 0);
  await page.browserContext().close();
});
