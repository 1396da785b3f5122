/**
 * People fill in and send a whole case, each with what they have: a keyboard alone, a pointer alone,
 * a finger; in three engines, with pixels and without. Each then reads the case's number.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';

import { until } from '../crm/until.mjs';
import * as page from './support/between.mjs';
import { startChromium } from './support/chromium.mjs';
import { startDisplay } from './support/display.mjs';
import { serveForm } from './support/form_page.mjs';
import { chromiumHands, driverHands } from './support/hands.mjs';
import { startMarionette } from './support/marionette.mjs';
import { Person } from './support/person.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig } from './support/states.mjs';
import { startWebKit } from './support/webkit.mjs';

/** @typedef {import('./support/hands.mjs').Hands} Hands */

/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof serveForm>>} */
let site;
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;
/** @type {string} */
let folder;
/** @type {string} */
let invoice;

const number = 'SOP-10482';
const description = 'Faltan «dos» piezas y la factura.';
const contact = 'ana@example.com';
const fileSize = 3000;
const labels = ['Tipo de caso', 'Tu correo', 'Descripción', 'Prioridad', 'Archivos', 'Enviar caso'];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-people-'));
  invoice = join(folder, 'factura.pdf');
  await writeFile(invoice, '%PDF-1.7'.padEnd(fileSize, ' '));
  gateway = await startScriptedGateway();
  gateway.answer({ body: created(number) });
  site = await serveForm([gateway.origin]);
  display = await startDisplay();
});
after(async () => {
  await display?.stop();
  await site?.close();
  await gateway?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The document of the drawings, with a field for the customer's e-mail. */
const config = () => shopConfig(gateway.origin, { contact: undefined });

/**
 * One case arrived, as large as what was filled in, and the page was told its number.
 * @param {Hands} hands
 * @param {number} least bytes
 */
async function oneCaseArrived(hands, least) {
  const posts = gateway.posts();
  gateway.seen.length = 0;
  assert.equal(posts.length, 1);
  const [{ size, headers, cut }] = posts;
  assert.match(headers['content-type'] ?? '', /^multipart\/form-data; boundary=/);
  assert.equal(size, Number(headers['content-length']));
  assert.ok(size > least && size < least + 3000 && !cut, `${size} bytes of ${least}`);
  const [told, ...more] = await page.createdCases(hands);
  assert.equal(told.caseNumber, number);
  assert.deepEqual(more, []);
}

const typed = Buffer.byteLength(description + contact);

/**
 * With a keyboard alone, and what a screen reader tells of the focus.
 * @param {Hands} hands
 * @param {{plain?: boolean, attributes?: Record<string, string>}} [look]
 */
async function sendsByKeyboard(hands, { plain = false, attributes = {} } = {}) {
  const person = new Person(hands);
  await page.openBetween(hands, site.url, config(), { attributes });
  assert.equal(await page.isPlain(hands), plain, 'how the form is seen');

  // In at the front and out at the end, and the same way back.
  await person.tabTo(page.before);
  const names = await person.walk(labels.length + 1);
  const way = [...labels, page.after];
  names.forEach((name, at) => assert.ok(name.startsWith(way[at]), `${name}, not ${way[at]}`));
  const back = await person.walk(labels.length + 1, 'Shift+Tab');
  assert.deepEqual(back, [...names.slice(0, -1).toReversed(), page.before]);

  // Nothing is filled in: the first wrong field has focus, and the form says what is the matter.
  const button = await person.tabTo('Enviar caso');
  assert.equal(button.role, 'button');
  await hands.key('Enter');
  await until(() => person.status());
  assert.match((await person.status()) ?? '', /^Faltan 3 datos/);
  const wrong = await person.heard();
  assert.ok(['combobox', 'button'].includes(wrong.role), wrong.role); // WebKit's select is a button
  assert.deepEqual([wrong.name, wrong.invalid], ['Tipo de caso', true]);

  await hands.type('Recl');
  assert.equal((await person.heard()).held, 'Reclamo');
  await hands.key('ArrowDown');
  assert.equal((await person.heard()).held, 'Queja');
  await hands.key('ArrowUp');
  assert.deepEqual(await person.heard(), { ...wrong, held: 'Reclamo', invalid: false });

  const field = await person.tabTo('Tu correo');
  assert.deepEqual([field.role, field.invalid], ['textbox', true]);
  await hands.type(contact);
  assert.equal((await person.tabTo('Descripción')).role, 'textbox');
  await hands.type(description);
  assert.equal((await person.heard()).held, description);
  assert.equal((await person.tabTo('Prioridad')).held, 'Media');
  await hands.key('ArrowDown');
  assert.equal((await person.heard()).held, 'Alta');
  await person.tabTo('Archivos');
  await person.choose(invoice);
  await person.tabTo('Quitar factura.pdf');
  await person.tabTo('Enviar caso');
  assert.deepEqual(gateway.seen.splice(0), []);
  await hands.key('Space');

  assert.ok(!(await person.hears(number)).invalid);
  assert.equal(await person.status(), `Caso creado. ${number}`);
  await oneCaseArrived(hands, typed + fileSize);
  assert.deepEqual(await person.walk(2), ['Copiar', 'Imprimir']);
}

/**
 * With a pointer alone, on a canvas that has the list and the segments; the page fills in the texts.
 * @param {Hands} hands
 */
async function sendsByPointer(hands) {
  const person = new Person(hands);
  const values = { description, contact };
  await page.openBetween(hands, site.url, config(), { values });
  await person.press('Tipo de caso');
  await person.press('Tipo de caso', 0.3, 2.8); // the second row of 44 px of the list below it
  assert.equal(await person.chosen('Tipo de caso'), 'Reclamo');
  await person.press('Prioridad', 5 / 6);
  assert.equal(await person.chosen('Prioridad'), 'Alta');
  await person.press('Prioridad', 1 / 6);
  assert.equal(await person.chosen('Prioridad'), 'Baja');
  await person.press('Enviar caso');
  await person.hears(number);
  await oneCaseArrived(hands, typed);
  await person.press('Copiar');
  await until(() => person.box('Copiado').catch(() => false));
}

test('Chromium', async (context) => {
  const browser = await startChromium();
  context.after(() => browser.close());
  /** @param {import('./support/chromium.mjs').PageLook} [look] */
  const open = (look) => chromiumHands(browser, look);

  await context.test('with a keyboard alone a case is sent and its number heard', async () => {
    const hands = await open();
    await sendsByKeyboard(hands);
    assert.deepEqual(hands.page.said, []);
  });

  await context.test('with a keyboard alone, in the plain appearance', async () => {
    await sendsByKeyboard(await open(), { plain: true, attributes: { appearance: 'plain' } });
  });

  await context.test('with a pointer alone, by list and segments', async () => {
    await sendsByPointer(await open());
  });

  await context.test('with a pointer alone, in the plain appearance', async () => {
    const hands = await open();
    const person = new Person(hands);
    const values = { description, contact, 'case-type': 'Claims' };
    const attributes = { appearance: 'plain' };
    await page.openBetween(hands, site.url, config(), { values, attributes });
    assert.ok(await page.isPlain(hands));
    await person.press('Descripción', 0.05, -0.15); // its label
    assert.equal((await person.heard()).name, 'Descripción');
    await person.press('Prioridad', 0.5, 0.5);
    assert.equal((await person.heard()).name, 'Prioridad');
    await hands.key('Escape');
    await person.press('Enviar caso');
    await person.hears(number);
    await oneCaseArrived(hands, typed);
    await person.press('Copiar');
    await until(() => person.box('Copiado').catch(() => false));
  });

  await context.test('with a finger, which gets the platform’s own picker', async () => {
    const hands = await open({ width: 390, height: 844, ratio: 2, touch: true });
    hands.press = (x, y) => hands.page.touchscreen.tap(x, y);
    const person = new Person(hands);
    await page.openBetween(hands, site.url, config());
    await person.press('Tipo de caso');
    const picker = await hands.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const select = root?.activeElement;
      const { x, y, width, height } = /** @type {Element} */ (select).getBoundingClientRect();
      const under = root?.elementFromPoint(x + width / 2, y + height / 2);
      return { under: under === select, open: select?.matches('select:open') };
    });
    assert.deepEqual(picker, { under: true, open: true });
    await hands.type('Recl'); // what a phone's wheel would choose
    await hands.key('Enter');
    await until(async () => (await person.chosen('Tipo de caso')) === 'Reclamo');

    await person.press('Tu correo');
    await hands.type(contact);
    await person.press('Descripción');
    await hands.type(description);
    await person.press('Prioridad', 5 / 6);
    assert.equal(await person.chosen('Prioridad'), 'Alta');
    const [chooser] = await Promise.all([
      hands.page.waitForFileChooser(),
      person.press('Archivos'),
    ]);
    await chooser.accept([invoice]);
    await person.hearsOfFile(basename(invoice));
    await person.press('Enviar caso');
    await person.hears(number);
    await oneCaseArrived(hands, typed + fileSize);
  });
});

test('Firefox', async (context) => {
  const firefox = await startMarionette(display);
  context.after(() => firefox.close());
  const hands = driverHands(firefox);
  await context.test('with a keyboard alone a case is sent and its number heard', () =>
    sendsByKeyboard(hands),
  );
  await context.test('with a keyboard alone, in the plain appearance', () =>
    sendsByKeyboard(hands, { plain: true, attributes: { appearance: 'plain' } }),
  );
  await context.test('with a pointer alone, by list and segments', () => sendsByPointer(hands));
});

test('Firefox without WebGL2: with a keyboard alone, the form shows itself plain', async (context) => {
  const firefox = await startMarionette(display, { 'webgl.disabled': true });
  context.after(() => firefox.close());
  await sendsByKeyboard(driverHands(firefox), { plain: true });
});

test('WebKitGTK', async (context) => {
  const webkit = await startWebKit(display);
  context.after(() => webkit.close());
  const hands = driverHands(webkit);
  await context.test('with a keyboard alone a case is sent and its number heard', () =>
    sendsByKeyboard(hands),
  );
  await context.test('with a keyboard alone, in the plain appearance', () =>
    sendsByKeyboard(hands, { plain: true, attributes: { appearance: 'plain' } }),
  );
  await context.test('with a pointer alone, by list and segments', () => sendsByPointer(hands));
});
