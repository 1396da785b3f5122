/**
 * Every state, light, dark, right to left and plain: axe finds nothing in the real controls, and the
 * painted words have the contrast that WCAG 2.2 AA asks for.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';

import { wordsOf } from './support/contrast.mjs';
import * as form from './support/form_page.mjs';
import { decodePng } from './support/png.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig, states } from './support/states.mjs';

/** @typedef {import('./support/form_page.mjs').ListenedPage} ListenedPage */

const on = stand({ gateway: true, connect: ['http://127.0.0.1:9'] });

/** @type {string} */
let axe;
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});

/** What a page may change at any time. */
const looks = [
  { name: 'light', dark: false, direction: 'ltr' },
  { name: 'dark', dark: true, direction: 'ltr' },
  { name: 'right to left', dark: false, direction: 'rtl' },
];

/**
 * @param {import('./support/states.mjs').State} state
 * @param {{ratio?: number, attributes?: Record<string, string>}} [look]
 */
async function reach(state, { ratio = 1, attributes } = {}) {
  const config = (state.config ?? shopConfig)(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, {
    width: 456,
    height: 900,
    ratio,
    attributes,
    prepare: async (page) => {
      await page.evaluateOnNewDocument(() => {
        const { fillText } = CanvasRenderingContext2D.prototype;
        CanvasRenderingContext2D.prototype.fillText = function (...words) {
          if (!(/** @type {any} */ (window).mute)) fillText.apply(this, words);
        };
      });
    },
  });
  await state.reach(page, 'es', on.gateway);
  await page.mouse.move(1, 1);
  return page;
}

/** @param {ListenedPage} page @param {(typeof looks)[number]} look */
async function dress(page, { dark, direction }) {
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
  ]);
  await page.evaluate((direction) => (document.documentElement.dir = direction), direction);
  await form.settle(page);
}

for (const state of states)
  for (const appearance of ['pixels', 'plain'])
    test(`axe finds nothing: ${state.name}, ${appearance}`, async () => {
      const page = await reach(state, { attributes: { appearance } });
      await page.evaluate(axe);
      for (const look of looks) {
        await dress(page, look);
        // In place of the form stands one sentence, which fewer rules look at.
        const least = state.name === 'configuration' ? 5 : 8;
        const violations = await page.evaluate(async (least) => {
          const { violations, passes } = await /** @type {any} */ (window).axe.run('casement-form');
          if (passes.length < least) throw new Error(`axe looked at ${passes.length} rules only`);
          return violations.map((/** @type {any} */ { id, help, nodes }) => [
            id,
            help,
            ...nodes.map((/** @type {any} */ node) => node.html),
          ]);
        }, least);
        assert.deepEqual(violations, [], look.name);
      }
      await page.browserContext().close();
    });

/** A picture with the words, or without them: everything is rasterised anew. @param {ListenedPage} page @param {boolean} mute */
async function picture(page, mute) {
  await page.evaluate((mute) => {
    Object.assign(window, { mute });
    document.fonts.dispatchEvent(new Event('loadingdone'));
  }, mute);
  await form.settle(page);
  return decodePng(await page.screenshot());
}

// Pictures of what moves would differ by more than their words.
const still = [
  'empty',
  'filled',
  'created',
  'created without number',
  'errors',
  'rejected',
  'list open',
];

for (const state of states.filter(({ name }) => still.includes(name)))
  test(`the painted words are readable: ${state.name}`, async (context) => {
    const ratio = 3;
    const page = await reach(state, { ratio });
    await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      /** @type {HTMLElement | null | undefined} */ (root?.activeElement)?.blur();
    });
    for (const look of looks) {
      await dress(page, look);
      const words = await picture(page, false);
      const ground = await picture(page, true);
      // A full stop or an accent alone may have no pixel that is all ink.
      const found = wordsOf(words, ground, ratio).filter(
        ({ width, height }) => width >= 5 * ratio && height >= 5 * ratio,
      );
      assert.ok(found.length >= 5, `${look.name}: ${found.length} words`);
      const least = Math.min(...found.map(({ ratio }) => ratio));
      context.diagnostic(`${look.name}: ${found.length} words, ${least.toFixed(2)} to 1 at least`);
      const faint = found.filter((word) => word.ratio < 4.5);
      assert.deepEqual(faint, [], look.name);
    }
    await page.browserContext().close();
  });
