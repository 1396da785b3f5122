/**
 * The whole way for real: the page, a plain CORS proxy made from the documentation's recipe, and PHP as
 * the CRM, on three origins; and the same way when the proxy is broken.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */
/** @typedef {import('../crm/cors_proxy.mjs').CorsProxyOptions} CorsProxyOptions */

const unreadable =
  'Puede que ya haya llegado. Se envió, pero el navegador no puede leer la respuesta. ' +
  'Antes de enviarlo otra vez, pregúntanos si lo tenemos.';
const cut =
  'Puede que ya haya llegado. Se cortó la conexión después de enviar. ' +
  'Antes de enviarlo otra vez, pregúntanos si lo tenemos.';

/** @type {import('../crm/crm.mjs').Crm} */
let crm;
/** @type {import('../crm/cors_proxy.mjs').CorsProxy} */
let proxy;
/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {string} */
let folder;
/** What the page's policy allows beside its own origin: exactly the proxy. @type {string[]} */
const connect = [];

/** @param {Partial<CorsProxyOptions>} [options] */
async function startProxy(options) {
  const started = await startCorsProxy({ crm, origins: [new URL(site.url).origin], ...options });
  connect.splice(0, connect.length, started.origin);
  return started;
}

/** @param {string} origin of the proxy @param {object} [more] */
const configFor = (origin, more) => directConfig(origin, crm, more);

/** @param {object} config */
const open = (config) => form.openForm(browser, site.url, config, { prepare: watchPainting });

/** @param {ListenedPage} page */
async function fillIn(page) {
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'contact', 'lucia@ejemplo.com');
  await form.write(page, 'description', 'Faltan «dos» piezas.');
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-crm-'));
  crm = await startCrm();
  site = await form.serveForm(connect);
  proxy = await startProxy({ tls: true });
  // The page checks the proxy's certificate; the proxy checks the CRM's with its authority.
  const trusted = proxy.certificates?.spki;
  browser = await startChromium([`--ignore-certificate-errors-spki-list=${trusted}`]);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await proxy?.stop();
  await crm?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => crm.reset());

test('page, proxy and CRM on three origins: the case is created, its number is shown, and PHP has every field as it was given', async () => {
  proxy.reset();
  const name = 'factura "marzo" ñandú 🧾.pdf';
  const bytes = Buffer.from('%PDF-1.7\n\0\xff\r\n--boundary\r\n', 'latin1');
  await writeFile(join(folder, name), bytes);
  const start = 'ñ á 😀 "comillas" \'simples\' %22 \\ a=b&c\n\ntab\there\r\nfin';
  const description = start + 'x'.repeat(2500 - [...start].length - 1) + '\r';
  const fields = { 'Año de compra': '2026 "ñ" 😀', 'say "hi"': "it's\\ok", vacio: '' };
  const page = await open(
    configFor(proxy.origin, {
      form: Object.keys(fields).map((key) => ({ name: key })),
      operation: 'talleres "Ñandú" 😀',
      description: { default: description },
    }),
  );
  await (await form.control(page, 'case-type')).select('Claims');
  await (await form.control(page, 'contact')).type('lucia@example.com');
  await form.write(page, 'Año de compra', fields['Año de compra']);
  await (await form.control(page, 'say "hi"')).type(fields['say "hi"']);
  await form.chooseFiles(page, [join(folder, name)]);
  await form.press(page, 'Enviar caso');
  const { caseNumber, recordId, key } = await form.happened(page, 'created');

  const [made, ...others] = await crm.cases();
  assert.equal(others.length, 0);
  assert.equal(caseNumber, made.created?.idPrefijo);
  assert.equal(recordId, made.created?.wolkvox_id);
  assert.match(key, /^[0-9a-f]{32}$/);
  assert.ok((await paintedWords(page)).includes(caseNumber), 'the number is painted');
  assert.equal((await form.spoken(page)).status, `Caso creado. ${caseNumber}`);

  const { form: custom, ...post } = made.post;
  assert.deepEqual(post, {
    operation: 'talleres "Ñandú" 😀',
    'case-type': 'Claims',
    responsible: 'ana@talleres',
    owner: 'ventas@talleres',
    contact: 'lucia@example.com',
    description: description.replace(/\r\n|\r|\n/g, '\r\n'),
    status: 'open',
    priority: 'low',
  });
  assert.deepEqual(JSON.parse(String(custom)), {
    'Año de compra': '2026 "ñ" 😀',
    'say "hi"': "it's\\ok",
  });
  const [{ field, path, name: received, type, error, size, sha256 }, ...more] = made.files;
  assert.equal(more.length, 0);
  assert.deepEqual(
    { field, path, received, type, error, size, sha256 },
    {
      field: 'file',
      path: ['0'],
      received: "factura 'marzo' ñandú 🧾.pdf",
      type: 'application/pdf',
      error: 0,
      size: bytes.length,
      sha256: createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    },
  );
  assert.equal(made.headers['wolkvox-token'], crm.token);
  assert.equal(made.headers['idempotency-key'], undefined);

  const { preflights, posts } = await proxy.requests();
  assert.deepEqual(
    preflights.map(({ accessControlRequestHeaders: headers }) => headers),
    ['wolkvox-token'],
  );
  assert.equal(posts.length, 1);
  assert.equal(posts[0].origin, new URL(site.url).origin);
  const origins = new Set([site.url, proxy.url, crm.url].map((url) => new URL(url).origin));
  assert.equal(origins.size, 3);
  const [warning, ...said] = page.said;
  assert.match(warning, /token of this form is open to everybody/);
  assert.deepEqual(said, []);
  await page.browserContext().close();
});

/**
 * What a form that was sent through a broken proxy says, and that it kept everything.
 * @param {object} config
 * @param {{reason: string, status: string, painted: string, posts: number}} expected posts: at the CRM
 */
async function sendInVain(config, { reason, status, painted, posts }) {
  const page = await open(config);
  await fillIn(page);
  const typed = await form.values(page);
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'error')).reason, reason);
  assert.equal((await form.spoken(page)).status, status);
  const seen = (await paintedWords(page)).replaceAll('\n', ' ');
  assert.ok(seen.includes(painted), `not painted: ${painted}`);
  assert.deepEqual(await form.values(page), typed);
  assert.equal((await crm.posts()).length, posts);
  await page.browserContext().close();
}

test('where the preflight does not allow the token, the answer may not be read, and the CRM gets nothing', async () => {
  const broken = await startProxy({ allowHeaders: 'content-type, idempotency-key' });
  await sendInVain(configFor(broken.origin), {
    reason: 'unknown-unreadable',
    status: unreadable,
    painted: 'el navegador no puede leer la respuesta',
    posts: 0,
  });
  const { preflights } = await broken.requests();
  assert.equal(preflights[0].accessControlRequestHeaders, 'wolkvox-token');
  await broken.stop();
});

test('a proxy whose answers carry no CORS headers made the case, so the form says that it may exist', async () => {
  const broken = await startProxy({ withoutCors: true });
  await sendInVain(configFor(broken.origin), {
    reason: 'unknown-unreadable',
    status: unreadable,
    painted: 'el navegador no puede leer la respuesta',
    posts: 1,
  });
  await broken.stop();
});

test('a proxy that vanishes after it has handed the case on: the connection was cut, the case may exist', async () => {
  const broken = await startProxy();
  await crm.next({ reply: 'slow', delay: 600 });
  const page = await open(configFor(broken.origin));
  await fillIn(page);
  await form.press(page, 'Enviar caso');
  await form.happened(page, 'sent');
  await until(async () => (await crm.posts()).length > 0);
  await broken.stop();
  assert.equal((await form.happened(page, 'error')).reason, 'unknown-cut');
  assert.equal((await form.spoken(page)).status, cut);
  assert.equal((await crm.posts()).length, 1);
  await page.browserContext().close();
});

test('a proxy that is not there: nothing was sent, and the form says so', async () => {
  const gone = await startProxy();
  await gone.stop();
  await sendInVain(configFor(gone.origin), {
    reason: 'unreachable',
    status:
      'No pudimos conectarnos. El servicio no responde, así que no se envió nada. Inténtalo en ' +
      'unos minutos. Todo lo que escribiste sigue aquí.',
    painted: 'El servicio no responde, así que no se envió nada.',
    posts: 0,
  });
  assert.equal((await crm.requests()).length, 0, 'nothing reached the CRM at all');
});
