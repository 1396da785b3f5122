/**
 * No run's ink touches its box's edge: every box that the widget makes for words holds all of them,
 * whatever the font, the ratio, and what was drawn before. CASEMENT_INK=long takes all texts
 * through all ratios.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startChromium } from './chromium.mjs';
import { counters, farReaching, lookAtInk, sentences, serveSources, textSizes } from './ink.mjs';

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
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

// Chromium hints the fonts of a process whose first page had a ratio of 1, and of no other.
for (const ratio of [1, 2])
  test(`on a screen of ${ratio}x no ink touches its box's edge, and a living atlas holds what a fresh one does`, async (context) => {
    const page = await openPage(browser, { ratio });
    await page.goto(`${site.url}empty`);
    const all = await textSizes();
    assert.equal(all.length, 9);
    const sizes = long ? all : all.filter((_, at) => at === 2 || at === 4 || at === 5);
    const words = await sentences();
    assert.ok(words.length > 300);
    const texts = [...counters, ...farReaching, ...(long ? words : words.slice(0, 6))];
    for (const family of families) {
      const survey = { sizes, families: [family], ratios, texts, twice: true };
      const { runs, area, faults } = await page.evaluate(lookAtInk, survey);
      context.diagnostic(`${family}: ${runs} runs in ${(area / 1e6).toFixed(1)} Mpx`);
      assert.ok(runs > texts.length * sizes.length);
      assert.deepEqual(faults, []);
    }
    await page.browserContext().close();
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
