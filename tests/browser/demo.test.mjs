/** The demo, as a visitor uses it: in Chromium, with its service worker as the CRM. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { serve } from '../../web/serve.mjs';
import { openPage, startChromium } from './support/chromium.mjs';
import { chooseFiles, control, press, settle, siteFolder, write } from './support/form_page.mjs';
import { frames, paintedWords, watchPainting } from './support/painted.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
/** @type {string} */
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-demo-'));
  site = await serve({ root: siteFolder });
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** @param {string} url */
async function openDemo(url) {
  const page = await openPage(browser, { width: 1200 });
  await watchPainting(page);
  await page.goto(url);
  await ready(page);
  return page;
}

/** The form is there and the demo's CRM answers. @param {Page} page */
async function ready(page) {
  await page.evaluate(() => {
    /** @type {any} */ (window).created = new Promise((resolve) =>
      document.addEventListener('casement-created', (/** @type {any} */ event) =>
        resolve(event.detail),
      ),
    );
  });
  await page.waitForFunction(() => {
    const shadow = document.querySelector('casement-form')?.shadowRoot;
    return shadow?.querySelector('textarea')?.getBoundingClientRect().height;
  });
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await settle(page);
}

/** @param {Page} page @returns {Promise<{caseNumber: string, recordId: string, key: string}>} */
const created = (page) => page.evaluate(() => /** @type {any} */ (window).created);

/** What the panel beside the form shows: names and values. @param {Page} page */
const received = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('#received dt')].map((dt) => [
        dt.textContent,
        dt.nextElementSibling?.textContent,
      ]),
    ),
  );

test('a description alone makes a case, whose number stands on the canvas and in the event', async () => {
  const page = await openDemo(site.url);
  await (await control(page, 'description')).type('Faltan dos piezas.');
  await press(page, 'Send case');
  const { caseNumber, recordId, key } = await created(page);
  assert.match(caseNumber, /^\w+-\d+$/);
  assert.ok(recordId);
  assert.match(key, /^[0-9a-f]{32}$/);
  await settle(page);
  assert.ok((await paintedWords(page)).includes(caseNumber), 'the number is painted');
  assert.equal((await received(page)).description, 'Faltan dos piezas.');
  assert.deepEqual(page.said, []);
  await page.browserContext().close();
});

test('every field and a chosen PDF arrive at the service worker as they were given', async () => {
  const page = await openDemo(site.url);
  const name = 'factura "marzo" ñandú 🧾.pdf';
  const pdf = join(folder, name);
  await writeFile(pdf, '%PDF-1.7\n\x00\xff binary\r\n--boundary');
  const description = `ñ á 😀 "comillas" 'simples' \\ %22\nsegunda línea ${'x'.repeat(2400)}`;
  await write(page, 'description', description);
  await (await control(page, 'numero_pedido')).type('TA-1 "ñ" 😀');
  await chooseFiles(page, [pdf]);
  assert.ok((await paintedWords(page)).includes('PDF'), 'the file is on the list');
  await press(page, 'Send case');
  await created(page);
  await settle(page);
  const seen = await received(page);
  assert.equal(seen.description, description.replaceAll('\n', '\r\n'));
  assert.equal(seen['Wolkvox-Token'] ?? seen['wolkvox-token'], 'demo');
  assert.deepEqual(JSON.parse(seen.form ?? ''), { numero_pedido: 'TA-1 "ñ" 😀' });
  assert.equal(seen.operation, 'talleres_andina');
  const files = await page.evaluate(() => document.querySelector('#received ul')?.textContent);
  assert.ok(files?.includes("factura 'marzo' ñandú 🧾.pdf"), files ?? '');
  assert.ok(files?.includes('application/pdf') && files.includes('file[]'), files ?? '');
  assert.deepEqual(page.said, []);
  await page.browserContext().close();
});

test('it survives a forced reload', async () => {
  const page = await openDemo(site.url);
  const session = await page.createCDPSession();
  await Promise.all([page.waitForNavigation(), session.send('Page.reload', { ignoreCache: true })]);
  await ready(page);
  await (await control(page, 'description')).type('Otra vez.');
  await press(page, 'Send case');
  assert.ok((await created(page)).caseNumber);
  assert.deepEqual(page.said, []);
  await page.browserContext().close();
});

test('it runs from a subfolder of a plain file server, under the policy of its own meta tag', async () => {
  const plain = await serve({ root: siteFolder, base: '/some/folder/', plain: true });
  const page = await openDemo(plain.url);
  await (await control(page, 'description')).type('Desde una carpeta.');
  await press(page, 'Send case');
  assert.ok((await created(page)).caseNumber);
  assert.deepEqual(page.said, []);
  await page.browserContext().close();
  await plain.close();
});

test('it says so when service workers are unavailable', async () => {
  const page = await openPage(browser);
  await page.evaluateOnNewDocument(() => {
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined });
  });
  await page.goto(site.url);
  const notice = await page.waitForSelector('#no-worker', { visible: true });
  assert.match((await notice?.evaluate((e) => e.textContent)) ?? '', /no service workers/);
  await page.browserContext().close();
});

test('the served policy is the strict one, and the same stands in the page', async () => {
  const answer = await fetch(site.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  const html = await readFile(join(siteFolder, 'index.html'), 'utf8');
  for (const rule of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
  ]) {
    assert.ok(policy.split('; ').includes(rule), rule);
    assert.ok(html.includes(rule), rule);
  }
});

test('nothing is drawn while nothing happens, and at most three frames a key', async () => {
  const page = await openDemo(site.url);
  const idleFrom = await frames(page);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  assert.equal((await frames(page)) - idleFrom, 0, 'frames in 5 idle seconds');

  const area = await control(page, 'description');
  await area.focus();
  await settle(page);
  const from = await frames(page);
  await page.keyboard.type('Fifty characters are typed here, one after another', { delay: 20 });
  await settle(page);
  const drawn = (await frames(page)) - from;
  assert.ok(drawn > 0 && drawn <= 150, `${drawn} frames for 50 keys`);
  await page.browserContext().close();
});
