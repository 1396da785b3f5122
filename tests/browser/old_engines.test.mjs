/**
 * The main stories in a browser that has forgotten all that the oldest engines of web/engines.json do not know, and
 * that a fault of our own is never told as one of the network.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { paintedWords, watchPainting } from './support/painted.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { attach, shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */

const on = stand({ gateway: true });

/** @param {import('./support/form_page.mjs').FormLook & import('./support/chromium.mjs').PageLook} [look] @param {object} [more] */
function open(look = {}, more = {}) {
  on.gateway.seen.length = 0;
  const config = shopConfig(on.gateway.origin, more);
  return form.openForm(on.browser, on.site.url, config, { oldEngine: true, width: 456, ...look });
}

/** @param {ListenedPage} page */
async function fillIn(page) {
  await (await form.control(page, 'case-type')).select('Claims');
  await (await form.control(page, 'description')).focus();
  await page.keyboard.type('Faltan dos piezas.');
  await attach(page, [
    { name: 'factura.pdf', type: 'application/pdf', size: 5000 },
    { name: 'caja.png', type: 'image/png', size: 5000, picture: true },
  ]);
}

/** @param {ListenedPage} page */
async function sendsItsCase(page) {
  on.gateway.answer({ body: created('SOP-10482') });
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-10482');
  assert.ok(on.gateway.posts()[0].size > 10_000, 'with its files');
}

test('what the oldest engines do not know is gone indeed', async () => {
  const page = await open();
  const left = await page.evaluate(() => ({
    any: 'any' in AbortSignal,
    withResolvers: 'withResolvers' in Promise,
    groupBy: 'groupBy' in Object,
    union: 'union' in Set.prototype,
    idle: 'requestIdleCallback' in globalThis,
    aria: ['ariaLabel', 'ariaInvalid', 'ariaHasPopup', 'role'].some(
      (name) => name in document.body,
    ),
    popover: 'popover' in document.body,
    selectPicker: 'showPicker' in HTMLSelectElement.prototype,
    iterator: 'drop' in [].values(),
    supports: CSS.supports('color:light-dark(red,red)') || CSS.supports('selector(:has(a))'),
    styles: [
      .../** @type {any} */ (document.querySelector('casement-form')).shadowRoot.adoptedStyleSheets,
    ]
      .flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText))
      .filter((rule) =>
        /:has\(|field-sizing: content|scrollbar-width: thin|[^-]light-dark\(/.test(rule),
      ),
    old: [
      'timeout' in AbortSignal,
      'findLast' in Array.prototype,
      'showPicker' in HTMLInputElement.prototype,
    ],
  }));
  assert.deepEqual(left, {
    ...{ any: false, withResolvers: false, groupBy: false, union: false, idle: false, aria: false },
    ...{ popover: false, selectPicker: false, iterator: false, supports: false, styles: [] },
    old: [true, true, true],
  });
  await page.browserContext().close();
});

for (const appearance of ['', 'plain'])
  test(`a case with files is written, refused, sent again and created (${appearance || 'pixels'})`, async () => {
    const page = await open({ attributes: { appearance }, prepare: watchPainting });
    await form.press(page, 'Enviar caso');
    const invalid = await (
      await form.control(page, 'description')
    ).evaluate((e) => [
      e.getAttribute('aria-invalid'),
      /** @type {ShadowRoot} */ (e.getRootNode()).getElementById(
        e.getAttribute('aria-errormessage') ?? '',
      )?.textContent,
    ]);
    assert.deepEqual(invalid, ['true', 'Escribe qué pasó, al menos una frase.']);
    await fillIn(page);
    on.gateway.answer({ status: 403, body: '{"code":403,"error":"PLEASE VALIDATE TOKEN"}' });
    await form.press(page, 'Enviar caso');
    assert.equal((await form.happened(page, 'rejected')).reason, 'token-invalid');
    assert.equal((await form.values(page)).description, 'Faltan dos piezas.');
    await sendsItsCase(page);
    if (!appearance) assert.ok((await paintedWords(page)).includes('SOP-10482'), 'painted');
    await form.press(page, 'Copiar');
    await page.waitForFunction(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      return [...(root?.querySelectorAll('button') ?? [])].some((b) => b.textContent === 'Copiado');
    });
    assert.deepEqual(
      page.said.filter((line) => !line.includes('403')),
      ['warn: casement-form: PLEASE VALIDATE TOKEN'],
    );
    await page.browserContext().close();
  });

test('a plain form is a form that is seen, with no canvas beside it', async () => {
  const page = await open({ attributes: { appearance: 'plain' } });
  const shown = await page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
    return ['canvas', 'textarea', 'select', 'label', 'button[type=submit]'].map(
      (selector) =>
        /** @type {HTMLElement} */ (root.querySelector(selector))?.checkVisibility?.() ??
        !!root.querySelector(selector)?.getClientRects().length,
    );
  });
  assert.deepEqual(shown, [false, true, true, true, true]);
  await page.browserContext().close();
});

test('an unknown outcome is asked for by its key, and found', async () => {
  const page = await open();
  await fillIn(page);
  on.gateway.answer({ reset: 'after' });
  on.gateway.answerChecks({ body: created('SOP-20519') });
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-20519');
  // Chromium itself sends once more when a connection breaks.
  const keys = new Set(on.gateway.posts().map(({ headers }) => headers['idempotency-key']));
  assert.equal(keys.size, 1);
  await page.browserContext().close();
});

test('a gateway that nobody reaches is told as such', async () => {
  const page = await open({}, { gateway: 'http://127.0.0.1:9' });
  await fillIn(page);
  await form.press(page, 'Enviar caso');
  await page.waitForFunction(() =>
    /No pudimos conectar|no se pudo conectar/i.test(
      document.querySelector('casement-form')?.shadowRoot?.querySelector('[role=status]')
        ?.textContent ?? '',
    ),
  );
  assert.equal(on.gateway.posts().length, 0);
  await page.browserContext().close();
});

test('a proof of work is found', async () => {
  const page = await open({}, { proofOfWork: true });
  await fillIn(page);
  const salt = '5a17?key=1&';
  const challenge = createHash('sha256').update(`${salt}321`).digest('hex');
  const asked = { algorithm: 'SHA-256', challenge, maxnumber: 1000, salt, signature: 'abc' };
  on.gateway.answerChecks({ body: JSON.stringify(asked) });
  await sendsItsCase(page);
  assert.match(
    String(on.gateway.posts()[0].headers['proof-of-work']),
    /^Altcha algorithm=SHA-256, number=321, /,
  );
  await page.browserContext().close();
});

test('the launcher has its names, also in another language, and opens its form', async () => {
  const page = await open({ attributes: { launcher: '' } });
  const names = () =>
    page.evaluate(() => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
      const attribute = (/** @type {string} */ selector, /** @type {string} */ name) =>
        root.querySelector(selector)?.getAttribute(name);
      return {
        button: root.querySelector('.launcher')?.textContent,
        popup: attribute('.launcher', 'aria-haspopup'),
        dialog: attribute('dialog', 'aria-label'),
        close: attribute('.close', 'aria-label'),
      };
    });
  assert.deepEqual(await names(), {
    ...{ button: 'Abrir un caso', popup: 'dialog', dialog: 'Abrir un caso', close: 'Cerrar' },
  });
  await page.evaluate(() => (document.documentElement.lang = 'pt'));
  await page.waitForFunction(
    () =>
      document.querySelector('casement-form')?.shadowRoot?.querySelector('h2')?.textContent ===
      'Abrir um caso',
  );
  assert.deepEqual(await names(), {
    ...{ button: 'Abrir um caso', popup: 'dialog', dialog: 'Abrir um caso', close: 'Fechar' },
  });
  await page.browserContext().close();
});

test('on a dark page a browser without light-dark() shows a light form, its own parts included', async () => {
  const page = await open({ dark: true, attributes: { style: 'color-scheme: dark' } });
  const colours = await page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
    const { backgroundColor, colorScheme } = getComputedStyle(
      /** @type {Element} */ (root.querySelector('.card')),
    );
    return { backgroundColor, colorScheme };
  });
  assert.deepEqual(colours, { backgroundColor: 'rgb(255, 255, 255)', colorScheme: 'light' });
  await page.browserContext().close();
});

test('without AbortSignal.any alone a case is sent', async () => {
  const page = await open({
    oldEngine: false,
    prepare: async (page) => {
      await page.evaluateOnNewDocument(() => void Reflect.deleteProperty(AbortSignal, 'any'));
    },
  });
  await fillIn(page);
  await sendsItsCase(page);
  await page.browserContext().close();
});

test('when the question whether anybody is there cannot even be asked, the case is sent all the same', async () => {
  const page = await open();
  await fillIn(page);
  await page.evaluate(() => {
    Object.assign(globalThis, {
      Request: class {
        constructor() {
          throw new TypeError('not made here');
        }
      },
    });
  });
  await sendsItsCase(page);
  await page.browserContext().close();
});
