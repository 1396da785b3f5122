/**
 * The plain form is the drawing too: it is seen first, and the pixels then take over without a jump.
 * CASEMENT_LOOKS=all compares every state at every size; a folder in CASEMENT_TWINS gets the pictures.
 */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { startChromium } from './support/chromium.mjs';
import * as form from './support/form_page.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig, states } from './support/states.mjs';
import { bothLooks, compare } from './support/twin_look.mjs';

const on = stand({ gateway: true, connect: ['http://127.0.0.1:9'] });
/** @type {Map<number, import('puppeteer-core').Browser>} */
const screens = new Map();
after(() => Promise.all([...screens.values()].map((browser) => browser.close())));

/**
 * A screen of this ratio. One that is only emulated has its borders on whole CSS px, so a broken ratio
 * is a browser's own.
 * @param {number} ratio
 */
async function screen(ratio) {
  if (Number.isInteger(ratio)) return { browser: on.browser, ratio };
  const flag = `--force-device-scale-factor=${ratio}`;
  const browser = screens.get(ratio) ?? (await startChromium([flag]));
  screens.set(ratio, browser);
  return { browser, ratio: 0 };
}

const folder = process.env.CASEMENT_TWINS;

/** Of the pixels outside of words, and CSS px that words may move or the card may grow. */
const mostShare = 0.005;
const furthest = 1;

/**
 * @typedef {object} Size
 * @property {number} width of the form
 * @property {number} [ratio]
 * @property {boolean} [dark]
 * @property {'en' | 'es' | 'pt' | 'fr' | 'de'} [lang]
 * @property {boolean} [rtl]
 * @property {boolean} [touch]
 * @property {number} [text] size of the page's text, px
 */

/** @type {Size[]} */
const few = [
  { width: 400 },
  { width: 400, ratio: 1.5 },
  { width: 332, ratio: 1.5, dark: true, touch: true },
];
/** @type {Size[]} */
const all = [
  ...few,
  { width: 300, lang: 'pt' },
  { width: 300, lang: 'de' },
  { width: 332, lang: 'fr', touch: true },
  { width: 400, ratio: 2, dark: true },
  { width: 560, ratio: 1.25, lang: 'en' },
  { width: 720, ratio: 1.5 },
  { width: 400, rtl: true },
  { width: 332, ratio: 2, touch: true, rtl: true },
  { width: 400, text: 24 },
  { width: 300, text: 32, lang: 'pt' },
];

/** What a list looks like is the platform's own affair in the plain form. */
const compared = states.filter(({ name }) => name !== 'list open');
const long = process.env.CASEMENT_LOOKS === 'all';
const only = process.env.CASEMENT_STATE;

/** @param {Size} size */
const titleOf = ({ width, ratio = 1, dark, lang = 'es', rtl, touch, text }) =>
  [
    `${width} px`,
    `${ratio}x`,
    lang,
    ...(dark ? ['dark'] : []),
    ...(rtl ? ['right to left'] : []),
    ...(touch ? ['touch'] : []),
    ...(text ? [`text of ${text} px`] : []),
  ].join(', ');

for (const state of compared) {
  if (only && only !== state.name) continue;
  for (const size of long
    ? all
    : ['filled', 'created', 'errors'].includes(state.name)
      ? few
      : few.slice(0, 1))
    test(`${state.name}, ${titleOf(size)}: plain and pixels are one picture`, async (t) => {
      const { width, ratio = 1, dark, lang = 'es', rtl, touch, text } = size;
      const config = (state.config ?? shopConfig)(on.gateway.origin);
      const shown = await screen(ratio);
      const page = await form.openForm(shown.browser, on.site.url, config, {
        width: width + 56,
        height: 300,
        ratio: shown.ratio,
        dark,
        lang,
        touch,
        prepare: (page) =>
          page
            .evaluateOnNewDocument(
              (rtl, text) =>
                addEventListener('DOMContentLoaded', () => {
                  if (rtl) document.documentElement.dir = 'rtl';
                  if (text) document.documentElement.style.fontSize = `${text}px`;
                }),
              rtl,
              text,
            )
            .then(() => {}),
      });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'prefers-reduced-motion', value: 'reduce' }, // else a bar moves on meanwhile
      ]);
      await state.reach(page, lang, on.gateway);
      if (state.name === 'sending')
        await page.emulateNetworkConditions({ download: 1e6, upload: 1, latency: 1 });
      const twins = await bothLooks(page);
      await page.browserContext().close();
      const { share, moved, height, map, width: across } = compare(twins, ratio);
      const far = moved.filter(({ by }) => by > furthest);
      t.diagnostic(
        `${(share * 100).toFixed(2)} % of the pixels, words by ${Math.max(0, ...moved.map(({ by }) => by)).toFixed(2)} px, height by ${height.toFixed(2)} px`,
      );
      if (folder) {
        await mkdir(folder, { recursive: true });
        const file = join(folder, `${state.name}, ${titleOf(size)}`);
        await writeFile(`${file}, drawn.png`, twins.drawn);
        await writeFile(`${file}, plain.png`, twins.plain);
        const rows = map.length / across;
        const grey = Buffer.from(map.map((of) => [255, 200, 0][of]));
        await writeFile(
          `${file}, apart.pgm`,
          Buffer.concat([Buffer.from(`P5 ${across} ${rows} 255\n`), grey]),
        );
      }
      assert.ok(Math.abs(height) <= furthest, `the card is ${height} px taller`);
      assert.deepEqual(far, []);
      assert.ok(share <= mostShare, `${share} of the pixels differ`);
    });
}
