/**
 * Large things in both directions, for real (PHP behind the plain CORS proxy): the attachment's
 * bytes stay out of the module's memory, its progress is told, an answer that is too long is left.
 * And what a person does meanwhile: wait, cancel, press twice. CASEMENT_LONG=1 sends 300 MB.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { startCorsProxy } from '../crm/cors_proxy.mjs';
import { startCrm } from '../crm/crm.mjs';
import { until } from '../crm/until.mjs';
import { startChromium } from './support/chromium.mjs';
import { directConfig } from './support/direct_config.mjs';
import * as form from './support/form_page.mjs';
import { paintedWords, watchPainting } from './support/painted.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig } from './support/states.mjs';
import { moduleMemory, watchMemory } from './support/wasm_memory.mjs';

const MB = 1_000_000;
const size = (process.env.CASEMENT_LONG ? 300 : 30) * MB;

/** @type {import('../crm/crm.mjs').Crm} */
let crm;
/** @type {import('../crm/cors_proxy.mjs').CorsProxy} */
let proxy;
/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {string} */
let folder;
/** @type {string} */
let video;

/** A file that takes little room on the disk: a hole with something at both ends. @param {string} path @param {number} size */
async function makeFile(path, size) {
  const file = await open(path, 'w');
  await file.write('\0\0\0\x18ftypmp42', 0);
  await file.write('the last', size - 8);
  await file.close();
}

/** @param {string} path */
async function digest(path) {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest('hex');
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-attachment-'));
  video = join(folder, 'vídeo.mp4');
  await makeFile(video, size);
  /** @type {string[]} */
  const connect = [];
  gateway = await startScriptedGateway();
  crm = await startCrm();
  site = await form.serveForm(connect);
  proxy = await startCorsProxy({ crm, origins: [new URL(site.url).origin] });
  connect.push(proxy.origin, gateway.origin);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await proxy?.stop();
  await crm?.stop();
  await gateway?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await crm.reset();
  gateway.seen.length = 0;
});

const file = { maxFileSize: '400 MB', maxTotalSize: '400 MB' };

/** A form that is ready to be sent. @param {object} config */
async function openFilled(config) {
  const page = await form.openForm(browser, site.url, config, {
    prepare: async (page) => {
      await watchPainting(page);
      await watchMemory(page);
    },
  });
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'La grabación de la caja abierta.');
  return page;
}

const direct = (more = {}) =>
  directConfig(proxy.origin, crm, { file, contact: { default: 'lucia@ejemplo.com' }, ...more });

/** @param {import('puppeteer-core').Page} page @param {number} bytesPerSecond */
const slowDown = (page, bytesPerSecond) =>
  page.emulateNetworkConditions({ upload: bytesPerSecond, download: -1, latency: 0 });

test(`an attachment of ${size / MB} MB reaches PHP whole, its progress is shown, and it stays out of wasm memory`, async (context) => {
  const page = await openFilled(direct());
  const before = await moduleMemory(page);
  await form.chooseFiles(page, [video]);
  // A wire, not a loopback: what goes at once shows no progress.
  await slowDown(page, size / 3);
  await page.evaluate(() => {
    const status = document
      .querySelector('casement-form')
      ?.shadowRoot?.querySelector('[role=status]');
    const statuses = /** @type {string[]} */ ([]);
    Object.assign(window, { statuses });
    new MutationObserver(() => statuses.push(status?.textContent ?? '')).observe(
      /** @type {Element} */ (status),
      { childList: true, characterData: true, subtree: true },
    );
  });
  await form.press(page, 'Enviar caso');
  const { caseNumber } = await form.happened(page, 'created');
  const statuses = /** @type {string[]} */ (
    await page.evaluate(() => Reflect.get(window, 'statuses'))
  );
  const [{ created, files }] = await crm.cases();
  assert.equal(caseNumber, created?.idPrefijo);
  assert.deepEqual(
    files.map(({ name, size, error, sha256 }) => ({ name, size, error, sha256 })),
    [{ name: 'vídeo.mp4', size, error: 0, sha256: await digest(video) }],
  );

  const total = `de ${size / MB}.0 MB`;
  const shown = (await paintedWords(page)).split('\n').filter((words) => words.includes(total));
  assert.ok(shown.length >= 5, `painted: ${shown.join(', ')}`);
  for (const quarter of ['25', '50', '75'])
    assert.ok(statuses.includes(`Enviando, ${quarter} %`), `told: ${statuses.join(', ')}`);

  const grown = (await moduleMemory(page)) - before;
  context.diagnostic(
    `${size / MB} MB sent: module memory ${before} bytes, grown by ${grown}; ` +
      `${shown.length} states of progress painted`,
  );
  assert.ok(grown <= MB, `grown by ${grown} bytes`);
  assert.deepEqual(page.said.slice(1), []); // the first line is about the token
  await page.browserContext().close();
});

test('an answer of 200 MB is left after the first: unknown, in its own words, and not in wasm memory', async (context) => {
  const page = await openFilled(direct());
  const before = await moduleMemory(page);
  await crm.next('flood');
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'error')).reason, 'unknown-too-long');
  assert.match(
    (await form.spoken(page)).status ?? '',
    /^Puede que ya haya llegado\. Se envió, pero la respuesta es demasiado larga\./,
  );
  const [answer] = (await crm.requests()).filter(({ method }) => method === 'POST');
  const grown = (await moduleMemory(page)) - before;
  context.diagnostic(`left after ${answer.sent} bytes at the CRM; memory grown by ${grown}`);
  assert.ok(grown <= 4 * MB, `grown by ${grown} bytes`);
  assert.ok(answer.sent < 150 * MB, `${answer.sent} bytes were taken`);
  await page.browserContext().close();
});

test('a server that stays silent is given up after the configured second: the case may exist', async () => {
  const page = await openFilled(direct({ timeout: 1 }));
  const typed = await form.values(page);
  await crm.next('silence');
  await form.press(page, 'Enviar caso');
  await form.happened(page, 'sent');
  const from = Date.now();
  assert.equal((await form.happened(page, 'error')).reason, 'unknown-timeout');
  assert.ok(Date.now() - from < 20_000);
  assert.match((await form.spoken(page)).status ?? '', /la respuesta no llegó a tiempo/);
  await form.press(page, 'Volver al formulario');
  assert.deepEqual(await form.values(page), typed);
  await page.browserContext().close();
});

test('cancelled while sending: the transfer ends, and the form says that the case may exist', async () => {
  gateway.answer({ body: created('SOP-1') });
  const page = await openFilled(shopConfig(gateway.origin, { file }));
  await form.chooseFiles(page, [video]);
  await slowDown(page, MB);
  await form.press(page, 'Enviar caso');
  await form.happened(page, 'sent');
  const post = () => gateway.posts()[0];
  await until(() => (post()?.size ?? 0) > 0.1 * MB, 60_000);
  await form.press(page, 'Cancelar');
  assert.equal((await form.happened(page, 'error')).reason, 'unknown-canceled');
  assert.match(
    (await form.spoken(page)).status ?? '',
    /^Puede que ya haya llegado\. Cancelaste mientras se enviaba\./,
  );
  await until(() => post()?.cut);
  assert.ok((post()?.size ?? 0) < size);
  await page.browserContext().close();
});

test('pressing send twice, by pointer and by program, makes one request', async () => {
  gateway.answer({ body: created('SOP-2'), wait: 500 });
  const page = await openFilled(shopConfig(gateway.origin));
  const { x, y } = await form.middle(page, 'Enviar caso');
  await page.mouse.click(x, y, { count: 2 });
  await page.evaluate(() => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    for (let i = 0; i < 2; ++i) {
      root.querySelector('button[type=submit]').click();
      root.querySelector('form').requestSubmit();
    }
  });
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-2');
  assert.equal(gateway.posts().length, 1);
  await page.browserContext().close();
});
