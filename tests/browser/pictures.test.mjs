/**
 * HEIC, an iPhone's pictures: JPEG where the browser reads them (Safari does; here a browser that is made to), else a
 * sentence that says what to do. What arrives is read by PHP.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { until } from '../crm/until.mjs';
import { directConfig } from './support/direct_config.mjs';
import * as form from './support/form_page.mjs';
import { stand } from './support/stand.mjs';

const on = stand({ crm: true });
/** @type {string} */
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-pictures-'));
  const heic = '\0\0\0\x20ftypheic\0\0\0\0mif1heic'.padEnd(70_000, '\0');
  for (const name of ['IMG_0001.HEIC', 'IMG_0002.jpg']) await writeFile(join(folder, name), heic);
});
after(() => rm(folder, { recursive: true, force: true }));

/** In the page: HEIC is read as a picture of 40 × 30, when `readPicture` is called. */
function readsHeic() {
  const read = createImageBitmap;
  const asked = new Promise((resolve) => Object.assign(window, { readPicture: resolve }));
  window.createImageBitmap = /** @type {any} */ (
    async (/** @type {any} */ source, /** @type {any[]} */ ...rest) => {
      const isHeic = source instanceof Blob && (await source.slice(4, 12).text()) === 'ftypheic';
      if (!isHeic) return Reflect.apply(read, window, [source, ...rest]);
      await asked;
      return read(new ImageData(40, 30));
    }
  );
}

/** @param {(page: form.ListenedPage) => Promise<unknown>} [prepare] */
async function openFilled(prepare) {
  const config = directConfig(on.proxy.origin, on.crm, {
    contact: { default: 'lucia@ejemplo.com' },
  });
  const page = await form.openForm(on.browser, on.site.url, config, {
    prepare: async (page) => void (await prepare?.(page)),
  });
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'La foto de la caja.');
  await form.chooseFiles(page, [join(folder, 'IMG_0001.HEIC'), join(folder, 'IMG_0002.jpg')]);
  return page;
}

const names = ['IMG_0001', 'IMG_0002'];

/**
 * Waits until both files' rows say it.
 * @param {import('puppeteer-core').Page} page
 * @param {string} note
 * @param {[string, string]} [extensions]
 */
const bothSay = (page, note, extensions = ['HEIC', 'jpg']) =>
  until(async () => {
    const said = await page.evaluate(
      () =>
        document.querySelector('casement-form')?.shadowRoot?.querySelector('form')?.textContent ??
        '',
    );
    const row = new RegExp(`Quitar (\\w+)\\.([a-zA-Z]+)${note}`, 'g');
    const rows = [...said.matchAll(row)].map(([, name, extension]) => `${name}.${extension}`);
    return rows.join() === names.map((name, i) => `${name}.${extensions[i]}`).join();
  });

test('where HEIC can be read it is sent as JPEG, and the case waits for it', async () => {
  const page = await openFilled((page) => page.evaluateOnNewDocument(readsHeic));
  await bothSay(page, 'Convirtiéndola a JPEG…');
  await form.press(page, 'Enviar caso');
  await page.evaluate(() => Reflect.get(window, 'readPicture')());
  await form.happened(page, 'created');
  const [{ files }] = await on.crm.cases();
  assert.deepEqual(
    files.map(({ name, error }) => ({ name, error })),
    [
      { name: 'IMG_0001.jpg', error: 0 },
      { name: 'IMG_0002.jpg', error: 0 },
    ],
  );
  for (const { size } of files) assert.ok(size > 100 && size < 70_000, `${size}`);
  await page.browserContext().close();
});

test('what it became is said in its row', async () => {
  const page = await openFilled((page) => page.evaluateOnNewDocument(readsHeic));
  await page.evaluate(() => Reflect.get(window, 'readPicture')());
  await bothSay(page, '[\\d.]+ [KM]?B; convertida a JPEG', ['jpg', 'jpg']);
  await page.browserContext().close();
});

test('where it cannot be read its row says what to do, and nothing is sent', async () => {
  const page = await openFilled();
  await bothSay(page, 'Las fotos HEIC del iPhone no se aceptan. Guárdala como JPEG o quítala.');
  const { length } = await on.crm.cases();
  await form.press(page, 'Enviar caso');
  await form.settle(page);
  assert.equal((await on.crm.cases()).length, length);
  for (const name of ['IMG_0001.HEIC', 'IMG_0002.jpg']) await form.press(page, `Quitar ${name}`);
  await form.press(page, 'Enviar caso');
  await form.happened(page, 'created');
  await page.browserContext().close();
});
