/**
 * One form, sent again and again to a CRM (real PHP, behind the real proxy) that fails in every
 * documented way before it creates the case: each failure has its own sentence, and nothing that was
 * typed or attached is lost on the way.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { startCorsProxy } from '../crm/cors_proxy.mjs';
import { startCrm } from '../crm/crm.mjs';
import { startChromium } from './support/chromium.mjs';
import { directConfig } from './support/direct_config.mjs';
import * as form from './support/form_page.mjs';
import { paintedWords, watchPainting } from './support/painted.mjs';

/** @typedef {string | import('../crm/crm.mjs').CrmReply} Reply */

const otherPage = '<!doctype html><title>Mantenimiento</title><h1>Volvemos pronto</h1>';

/**
 * What the CRM answers, the reason that the page's program is told, the sentence.
 * @type {[Reply, string, string][]}
 */
const rejections = [
  [
    '400',
    'missing-parameters',
    'El sistema dice que falta algo. Completa el formulario y envíalo otra vez, o avísanos.',
  ],
  [
    'error-inside',
    'missing-parameters',
    'El sistema dice que falta algo. Completa el formulario y envíalo otra vez, o avísanos.',
  ],
  [
    '400-api',
    'api-not-found',
    'El formulario llama a algo que no existe en el sistema. Enviarlo otra vez no servirá: avísanos.',
  ],
  [
    '401',
    'token-missing',
    'El formulario no se identificó ante el sistema. Enviarlo otra vez no servirá: avísanos.',
  ],
  [
    '403-token',
    'token-invalid',
    'El permiso del formulario no es válido. Enviarlo otra vez no servirá: avísanos.',
  ],
  ['403-limit', 'daily-limit', 'Se llegó al límite de casos de hoy. Envíalo mañana.'],
  [
    '403-simultaneous',
    'busy',
    'Están llegando muchos casos a la vez. Envíalo otra vez en un minuto.',
  ],
  [
    '404',
    'not-found',
    'No hay nada en la dirección del formulario. Enviarlo otra vez no servirá: avísanos.',
  ],
  [
    '412',
    'bad-request',
    'El sistema no aceptó un dato. Revisa el formulario y envíalo otra vez, o avísanos.',
  ],
  [
    '413',
    'too-large',
    'Es demasiado grande. Quita archivos o elige más pequeños y envíalo otra vez.',
  ],
];

/** @type {[Reply, string, string][]} */
const doubts = [
  [
    { reply: 'raw', body: otherPage, contentType: 'text/html' },
    'unknown-not-json',
    'Se envió, pero respondió una página web, no el sistema.',
  ],
  ['empty', 'unknown-empty', 'Se envió, pero la respuesta llegó vacía.'],
  ['truncated', 'unknown-cut-short', 'Se envió, pero la respuesta llegó incompleta.'],
  ['500', 'unknown-server-error', 'Se envió, pero el sistema falló.'],
  ['502', 'unknown-server-error', 'Se envió, pero el sistema falló.'],
  ['nonsense', 'unknown-too-long', 'Se envió, pero la respuesta es demasiado larga.'],
  ['cut', 'unknown-unreadable', 'Se envió, pero el navegador no puede leer la respuesta.'],
];

/** @type {import('../crm/crm.mjs').Crm} */
let crm;
/** @type {import('../crm/cors_proxy.mjs').CorsProxy} */
let proxy;
/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('./support/chromium.mjs').ListenedPage} */
let page;
/** @type {string} */
let folder;
/** @type {Record<string, string>} */
let typed;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-replies-'));
  const pdf = join(folder, 'factura.pdf');
  await writeFile(pdf, '%PDF-1.7');
  /** @type {string[]} */
  const connect = [];
  crm = await startCrm();
  site = await form.serveForm(connect);
  proxy = await startCorsProxy({ crm, origins: [new URL(site.url).origin] });
  connect.push(proxy.origin);
  browser = await startChromium();
  const config = directConfig(proxy.origin, crm, { form: [{ name: 'pedido' }] });
  page = await form.openForm(browser, site.url, config, { prepare: watchPainting });
  await (await form.control(page, 'case-type')).select('Claims');
  await (await form.control(page, 'priority')).select('high');
  await form.write(page, 'contact', 'lucia@ejemplo.com');
  await form.write(page, 'description', 'Faltan «dos» piezas,\ny la factura.');
  await form.write(page, 'pedido', '48213');
  await form.chooseFiles(page, [pdf]);
  typed = await form.values(page);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await proxy?.stop();
  await crm?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** @param {string} sentence */
async function isPainted(sentence) {
  const painted = (await paintedWords(page)).replaceAll('\n', ' ');
  assert.ok(painted.includes(sentence), `not painted: ${sentence}`);
}

async function nothingIsLost() {
  assert.deepEqual(await form.values(page), typed);
  assert.ok(await form.control(page, 'Quitar factura.pdf'), 'the attachment is still there');
}

for (const [reply, reason, sentence] of rejections) {
  const name = typeof reply === 'string' ? reply : reply.reply;
  test(`answered with ${name}: ${sentence}`, async () => {
    await crm.next(reply);
    await form.press(page, 'Enviar caso');
    assert.equal((await form.happened(page, 'rejected')).reason, reason);
    const { status } = await form.spoken(page);
    const start = `${sentence} Todo lo que escribiste sigue aquí.`;
    assert.ok(status?.startsWith(`El caso no se creó. ${start}`), status ?? '');
    await isPainted(sentence);
    await nothingIsLost();
  });
}

for (const [reply, reason, sentence] of doubts) {
  const name = typeof reply === 'string' ? reply : 'HTML';
  test(`answered with ${name}: ${sentence}`, async () => {
    await crm.next(reply);
    await form.press(page, 'Enviar caso');
    assert.equal((await form.happened(page, 'error')).reason, reason);
    assert.equal(
      (await form.spoken(page)).status,
      `Puede que ya haya llegado. ${sentence} ` +
        'Antes de enviarlo otra vez, pregúntanos si lo tenemos.',
    );
    await isPainted(sentence);
    await form.press(page, 'Volver al formulario');
    const { status } = await form.spoken(page);
    assert.match(status ?? '', /^Puede que ya haya llegado\. .*el caso puede quedar repetido\./);
    await nothingIsLost();
  });
}

test('after all of them the same form creates its case, with all that was typed in it', async () => {
  await crm.reset();
  await form.press(page, 'Enviar caso');
  const { caseNumber } = await form.happened(page, 'created');
  const [{ post, files, created }] = await crm.cases();
  assert.equal(created?.idPrefijo, caseNumber);
  const { 'case-type': type, priority, contact, description, form: custom } = post;
  assert.deepEqual(
    { type, priority, contact, description, custom },
    {
      type: 'Claims',
      priority: 'high',
      contact: 'lucia@ejemplo.com',
      description: 'Faltan «dos» piezas,\r\ny la factura.',
      custom: '{"pedido":"48213"}',
    },
  );
  assert.deepEqual(
    files.map(({ name }) => name),
    ['factura.pdf'],
  );
});
