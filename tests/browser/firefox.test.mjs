/** Firefox: the demo sends a case, text stands still, and nothing is scrambled where canvases are. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startDisplay } from './support/display.mjs';
import { openFirefoxPage, startFirefox } from './support/firefox.mjs';
import * as form from './support/form_page.mjs';
import { fields, measureHandover, texts, writeTexts } from './support/handover.mjs';
import { paintedWords, watchPainting } from './support/painted.mjs';
import { decodePng, difference } from './support/png.mjs';
import { shopConfig } from './support/states.mjs';

/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;

before(async () => {
  site = await form.serveForm();
  display = await startDisplay();
});
after(async () => {
  await display?.stop();
  await site?.close();
});

/** @param {import('puppeteer-core').Browser} browser @param {string[]} [without] of the texts */
async function openFilled(browser, without = /** @type {string[]} */ ([])) {
  const page = await openFirefoxPage(browser, { width: 516, height: 1000 });
  await page.goto(`${site.url}form.html`);
  const asked = { ...fields, form: fields.form.filter(({ name }) => !without.includes(name)) };
  await form.showForm(page, shopConfig('https://cases.example.com', asked), { lang: 'es' });
  await writeTexts(page, without);
  return page;
}

test('Firefox: the demo sends a case, and the hand-over moves no glyph by more than 1 CSS px', async (context) => {
  const browser = await startFirefox(display);
  const page = await openFirefoxPage(browser);
  await watchPainting(page);
  await page.goto(site.url);
  await page.waitForFunction(
    () =>
      document.querySelector('casement-form')?.shadowRoot?.querySelector('textarea')?.offsetHeight,
  );
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.evaluate(() => {
    const events = /** @type {any[]} */ ([]);
    Object.assign(window, { events });
    document.addEventListener('casement-created', (event) =>
      events.push(['created', /** @type {CustomEvent} */ (event).detail]),
    );
  });
  await (await form.control(page, 'description')).type('Faltan dos piezas.');
  await form.press(page, 'Send case');
  const { caseNumber } = await form.happened(page, 'created');
  assert.match(caseNumber, /^\w+-\d+$/);
  assert.ok((await paintedWords(page)).includes(caseNumber), 'the number is painted');
  assert.deepEqual(page.said, []);

  const other = await openFilled(browser);
  for (const name of Object.keys(texts).reverse()) {
    const { x, y, box, lines } = await measureHandover(other, name, 1);
    context.diagnostic(`${name}: ${lines} lines moved ${x} across, ${y} down, boxes ${box} CSS px`);
    assert.ok(lines > 0 && x <= 1 && y <= 1 && box <= 1, name);
  }
  await browser.close();
});

test('with privacy.resistFingerprinting the text is the same to read', async (context) => {
  const pictures = [];
  for (const resist of [false, true]) {
    const browser = await startFirefox(display, { 'privacy.resistFingerprinting': resist });
    // Fonts of other scripts are among what it keeps from pages, and so are large textures, for
    // which a tall form is drawn with fewer pixels.
    const page = await openFilled(browser, ['scripts', 'left', 'long']);
    const card = await page.$('casement-form');
    const png = Buffer.from((await card?.screenshot()) ?? []);
    if (process.env.CASEMENT_KEEP) {
      await mkdir(process.env.CASEMENT_KEEP, { recursive: true });
      await writeFile(join(process.env.CASEMENT_KEEP, `firefox-resist-${resist}.png`), png);
    }
    pictures.push(decodePng(png));
    await browser.close();
  }
  const [usual, resisting] = pictures;
  const { mean, differing } = difference(usual, resisting);
  context.diagnostic(`mean ${mean.toFixed(2)} of 255, ${(100 * differing).toFixed(2)} % differ`);
  assert.ok(mean < 0.5 && differing < 0.01);
});
