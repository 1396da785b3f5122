/**
 * Pictures of every state: 1x and 2x, 360 and 720 px, light and dark, in every language, on one
 * sheet a state (tests/shots), and the README's picture. With CASEMENT_LOOK naming a folder that
 * holds the drawings light.png and dark.png, each state's drawing stands beside it at 400 px.
 * `./dev shots [STATE...]` takes these states alone; `--whole` keeps every picture in build/shots.
 * `--gallery` writes other sheets instead, to build/gallery: the font of a system that has no other,
 * phone and desktop, at four ratios.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openPage, startChromium } from './support/chromium.mjs';
import { openForm, serveForm } from './support/form_page.mjs';
import { startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig, states } from './support/states.mjs';

const tree = join(dirname(fileURLToPath(import.meta.url)), '../..');
const wholeFolder = join(tree, 'build/shots');
const sheetFolder = join(tree, 'tests/shots');
const galleryFolder = join(tree, 'build/gallery');
const margin = 28;
const look = process.env.CASEMENT_LOOK ?? '';

/** @typedef {import('./support/states.mjs').State} State */
/** @typedef {{title: string, png: Buffer, width: number}} Shot width: CSS px on the sheet */

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const gateway = await startScriptedGateway();
const site = await serveForm([gateway.origin, 'http://127.0.0.1:9']);
const browser = await startChromium();

/**
 * @typedef {object} As
 * @property {number} width of the form, CSS px
 * @property {number} ratio
 * @property {boolean} dark
 * @property {'en' | 'es' | 'pt' | 'fr' | 'de'} lang
 * @property {boolean} [touch]
 * @property {string} [font] instead of the page's
 */

/** @param {State} state @param {As} as */
async function shoot(state, { width, ratio, dark, lang, touch, font }) {
  const config = (state.config ?? shopConfig)(gateway.origin);
  const page = await openForm(browser, site.url, config, {
    width: width + 2 * margin,
    height: 200,
    ratio,
    dark,
    lang,
    touch,
    prepare: async (page) => {
      await page.evaluateOnNewDocument((font) => {
        addEventListener('DOMContentLoaded', () => {
          const { style } = document.documentElement;
          if (font) style.setProperty('--casement-font', font);
        });
      }, font);
    },
  });
  await state.reach(page, lang, gateway);
  await page.mouse.move(1, 1);
  const png = Buffer.from(await page.screenshot({ fullPage: true }));
  await page.browserContext().close();
  return png;
}

/** @param {State} state */
async function sheet(state) {
  /** @type {Shot[]} */
  const shots = [];
  for (const dark of [false, true]) {
    const theme = dark ? 'dark' : 'light';
    const drawing = look && join(look, `${theme}.png`);
    if (state.drawing && drawing && existsSync(drawing))
      shots.push({
        title: `the drawing, ${theme}`,
        png: await crop(await readFile(drawing), state.drawing),
        width: 456,
      });
    const png = await shoot(state, { width: 400, ratio: 1, dark, lang: 'es' });
    shots.push({ title: `400 px, 1x, ${theme}, es`, png, width: 456 });
  }
  for (const lang of /** @type {const} */ (['en', 'es', 'pt', 'fr', 'de']))
    for (const dark of [false, true])
      for (const width of [360, 720])
        for (const ratio of [1, 2]) {
          const png = await shoot(state, { width, ratio, dark, lang });
          const title = `${width} px, ${ratio}x, ${dark ? 'dark' : 'light'}, ${lang}`;
          shots.push({ title, png, width: width + 2 * margin });
        }
  await mkdir(wholeFolder, { recursive: true });
  if (process.argv.includes('--whole'))
    for (const { title, png } of shots)
      await writeFile(join(wholeFolder, `${state.name}, ${title}.png`), png);
  const file = `${state.name.replaceAll(' ', '-')}.jpg`;
  await writeFile(join(sheetFolder, file), await arrange(shots, 5000, 0.4));
  console.log(`tests/shots/${file}: ${shots.length} pictures`);
}

/** @param {State} state */
async function gallerySheets(state) {
  const font = '"DejaVu Sans"';
  for (const [screen, as] of /** @type {const} */ ([
    ['phone', { width: 360, touch: true, lang: 'es' }],
    ['desktop', { width: 720, touch: false, lang: 'en' }],
  ])) {
    /** @type {Shot[]} */
    const shots = [];
    const width = as.width + 2 * margin;
    for (const dark of [false, true])
      for (const ratio of [1, 1.25, 2, 3])
        shots.push({
          title: `${screen}, ${ratio}x, ${dark ? 'dark' : 'light'}`,
          png: await shoot(state, { ...as, font, dark, ratio }),
          width,
        });
    const file = `${state.name.replaceAll(' ', '-')}-${screen}.png`;
    await writeFile(join(galleryFolder, file), await arrange(shots, 4 * (width + 16) + 16, 1));
    console.log(`build/gallery/${file}: ${shots.length} pictures`);
  }
}

/**
 * A part of a picture with the margin around it.
 * @param {Buffer} png
 * @param {[number, number, number, number]} box
 */
async function crop(png, [x, y, width, height]) {
  const page = await openPage(browser, { width: 1400, height: 1100 });
  await page.setContent(`<style>body{margin:0}img{display:block}</style>
    <img src="data:image/png;base64,${png.toString('base64')}">`);
  const clip = {
    x: x - margin,
    y: y - margin,
    width: width + 2 * margin,
    height: height + 2 * margin,
  };
  const part = Buffer.from(await page.screenshot({ clip }));
  await page.browserContext().close();
  return part;
}

/**
 * Pictures with their titles on one page.
 * @param {Shot[]} shots
 * @param {number} width CSS px of the page
 * @param {number} scale of the result
 */
async function arrange(shots, width, scale) {
  const page = await openPage(browser, { width, height: 400, ratio: scale });
  const figures = shots.map(
    ({ title, png, width: w }) => `<figure><figcaption>${title}</figcaption>
      <img width="${w}" src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  await page.setContent(`<style>
      body{margin:16px;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start;
        font:16px Inter;background:#888}
      figure{margin:0}img{display:block}</style>${figures.join('')}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  // A sheet of words and flat colours is a quarter as large this way, and as readable.
  const sheet = scale < 1;
  const picture = await page.screenshot({
    fullPage: true,
    type: sheet ? 'jpeg' : 'png',
    ...(sheet && { quality: 80 }),
  });
  await page.browserContext().close();
  return Buffer.from(picture);
}

try {
  const gallery = process.argv.includes('--gallery');
  await mkdir(gallery ? galleryFolder : sheetFolder, { recursive: true });
  for (const state of states)
    if (!wanted.length || wanted.includes(state.name))
      await (gallery ? gallerySheets : sheet)(state);
  if (!gallery && (!wanted.length || wanted.includes('readme'))) {
    const [filled, done] = ['filled', 'created'].map(
      (name) => /** @type {State} */ (states.find((state) => state.name === name)),
    );
    const shots = [];
    for (const state of [filled, done])
      shots.push({
        title: '',
        png: await shoot(state, { width: 400, ratio: 2, dark: false, lang: 'en' }),
        width: 456,
      });
    await writeFile(join(sheetFolder, 'readme.png'), await arrange(shots, 976, 1));
  }
} finally {
  await browser.close();
  await site.close();
  await gateway.close();
}
