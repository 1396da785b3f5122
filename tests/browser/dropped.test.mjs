/** What is dropped on the form: files of a disk, and folders, whose bytes are nothing that can be read. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { until } from '../crm/until.mjs';
import * as form from './support/form_page.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

const on = stand({ gateway: true });
/** @type {string} */
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-dropped-'));
  await mkdir(join(folder, 'Facturas 2026.pdf'));
  await writeFile(join(folder, 'Facturas 2026.pdf', 'enero.pdf'), '%PDF-1.7');
  await writeFile(join(folder, 'febrero.pdf'), '%PDF-1.7');
});
after(() => rm(folder, { recursive: true, force: true }));

/** @param {import('puppeteer-core').Page} page @param {string[]} names */
async function drop(page, names) {
  const devtools = await page.createCDPSession();
  const { x, y } = await form.middle(page, 'Enviar caso'); // anywhere on the form
  const data = {
    items: [],
    files: names.map((name) => join(folder, name)),
    dragOperationsMask: 1,
  };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop']))
    await devtools.send('Input.dispatchDragEvent', { type, x, y, data });
  await form.settle(page);
}

/** @param {import('puppeteer-core').Page} page */
const said = (page) =>
  page.evaluate(
    () => document.querySelector('casement-form')?.shadowRoot?.querySelector('form')?.textContent,
  );

test('a folder among dropped files has its sentence, whatever its name; without it the files are sent', async () => {
  on.gateway.answer({ body: created('SOP-7') });
  const config = shopConfig(on.gateway.origin, { 'case-type': { default: 'Claims' } });
  const page = await form.openForm(on.browser, on.site.url, config);
  await form.write(page, 'description', 'Las facturas de este año.');
  await drop(page, ['Facturas 2026.pdf', 'febrero.pdf']);
  await until(async () => /Una carpeta no se puede enviar/.test((await said(page)) ?? ''));
  await form.press(page, 'Enviar caso');
  await form.settle(page);
  assert.equal(on.gateway.posts().length, 0);
  await form.press(page, 'Quitar Facturas 2026.pdf');
  assert.doesNotMatch((await said(page)) ?? '', /carpeta/);
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-7');
  await page.browserContext().close();
});
