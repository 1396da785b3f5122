/**
 * A page that lives: frameworks give settings again, people sign in, routers take the element out and
 * put it back. What was written, attached, sent or answered stays.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { all, change, fillIn, held, taken } from './support/living_page.mjs';
import { mountForm } from './support/mount.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */

const on = stand({ gateway: true, page: true });

/** @param {object} [more] @param {import('./support/form_page.mjs').FormLook} [look] */
const open = (more, look) =>
  form.reopenForm(on.page, on.site.url, shopConfig(on.gateway.origin, more), look);

/** The gateway answers once it is told to. */
function answerLater() {
  on.gateway.seen.length = 0;
  /** @type {(value?: unknown) => void} */
  let answer = () => {};
  on.gateway.answer({ body: created('SOP-7'), wait: new Promise((go) => (answer = go)) });
  return { answer };
}

/** Sends, and waits until the body is at the gateway. @param {ListenedPage} page */
async function send(page) {
  await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement} */ (root?.querySelector('[type=submit]')).click();
  });
  await form.happened(page, 'sent');
}

/** Changes that a page makes without any thought of the form. @type {[string, (element: any, given: any) => void][]} */
const harmless = [
  [
    'an equal document is set again, as a parent component does with each render',
    (e, config) => (e.config = structuredClone(config)),
  ],
  [
    'an equal document with its keys in another order',
    (e, config) => (e.config = Object.fromEntries(Object.entries(config).reverse())),
  ],
  ['the same as text', (e, config) => (e.config = JSON.stringify(config))],
  ['a contact comes late', (e) => e.setAttribute('contact', 'ana@example.com')],
  [
    'the gateway is named by the attribute, too',
    (e, config) => e.setAttribute('gateway', config.gateway),
  ],
  ['the form gets a launcher', (e) => e.setAttribute('launcher', 'Ayuda')],
  ['the title is another', (e, config) => (e.config = { ...config, title: 'Ayuda' })],
  ['the language is another', (e) => (e.lang = 'pt')],
  ['the element moves in the page', (e) => document.body.prepend(e)],
  [
    'the element is plain, and is not',
    (e) => (e.setAttribute('appearance', 'plain'), e.removeAttribute('appearance')),
  ],
];
for (const [what, by] of harmless) {
  test(`${what}: what was written and attached stays`, async () => {
    const page = await open();
    await fillIn(page);
    await change(page, by, shopConfig(on.gateway.origin));
    const now = await held(page);
    now.files = now.files.map((name) => name?.replace('Remover', 'Quitar') ?? '');
    assert.deepEqual(now, all);
  });

  test(`${what} while a case is being sent: it is told once, and nothing is sent twice`, async () => {
    const { answer } = answerLater();
    const page = await open();
    await fillIn(page);
    await send(page);
    await change(page, by, shopConfig(on.gateway.origin));
    answer();
    assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-7');
    assert.equal(on.gateway.posts().length, 1);
  });
}

test('a launcher’s label is translated while its form is filled in', async () => {
  const page = await open({}, { attributes: { launcher: 'Help' } });
  await fillIn(page);
  await change(page, (e) => e.setAttribute('launcher', 'Ayuda'));
  assert.deepEqual(await held(page), all);
  const labels = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    return [
      root?.querySelector('.launcher')?.textContent,
      root?.querySelector('dialog')?.getAttribute('aria-label'),
    ];
  });
  assert.deepEqual(labels, ['Ayuda', 'Ayuda']);
});

test('a form loses its launcher and stands in the page with all that it held', async () => {
  const page = await open({}, { attributes: { launcher: 'Help' } });
  await fillIn(page);
  await change(page, (e) => e.removeAttribute('launcher'));
  assert.deepEqual(await held(page), all);
  const look = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const { overflowY } = getComputedStyle(document.documentElement);
    return {
      dialogs: [...(root?.querySelectorAll('dialog, .launcher') ?? [])].filter((e) =>
        e.checkVisibility(),
      ).length,
      width: root?.querySelector('.card')?.getBoundingClientRect().width,
      overflowY,
    };
  });
  assert.deepEqual(look, { dialogs: 0, width: 720, overflowY: 'visible' });
});

test('a field that is gone is told with what was written in it', async () => {
  const form1 = [{ name: 'order', label: 'Pedido' }];
  const page = await open({ form: form1 });
  await fillIn(page);
  await form.write(page, 'order', '48213');
  await page.evaluate(() => {
    document.addEventListener('casement-changed', (/** @type {any} */ event) =>
      Object.assign(window, { changed: event.detail }),
    );
  });
  await change(page, (e, config) => (e.config = config), shopConfig(on.gateway.origin));
  assert.deepEqual(await held(page), all);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).changed), {
    removed: [{ name: 'order', value: '48213' }],
  });
});

for (const where of ['in the page', 'taken out'])
  test(`what is given right after a document is for that document, ${where}`, async () => {
    const page = await open();
    const text = 'Faltan dos piezas.';
    await form.write(page, 'description', text);
    const config = shopConfig(on.gateway.origin, {
      'case-type': { options: ['Claims', 'Returns'] },
      priority: { default: 'low', options: ['low', { value: 'top', caseTypes: ['Returns'] }] },
      form: [{ name: 'order' }],
    });
    const give = (/** @type {any} */ element, /** @type {any} */ { config, where }) => {
      if (where === 'taken out') element.remove();
      Object.assign(window, { kept: element });
      element.config = config;
      // A choice may come before what it depends on.
      element.prefill({ order: '48213', priority: 'top', 'case-type': 'Returns' });
    };
    await change(page, give, { config, where });
    await change(page, (e) => document.body.append(e));
    const given = { order: '48213', priority: 'top', 'case-type': 'Returns' };
    const { order, priority, description, ...rest } = await form.values(page);
    assert.deepEqual({ order, priority, 'case-type': rest['case-type'] }, given);
    assert.equal(description, text);
    await form.write(page, 'order', '1');
    await change(page, (e) => e.setAttribute('lang', 'en'));
    assert.equal((await form.values(page)).order, '1', 'not given again over what was written');
  });

test('what was given for one person is not for the next', async () => {
  const page = await open({ form: [] }, { attributes: { contact: 'ana@example.com' } });
  await change(page, (e) => e.prefill({ order: '48213' }));
  await change(page, (e) => e.setAttribute('contact', 'eva@example.com'));
  const config = shopConfig(on.gateway.origin, { form: [{ name: 'order' }] });
  await change(page, (e, config) => (e.config = config), config);
  assert.equal((await form.values(page)).order, '');
});

test('what is given right after another person came is for that person', async () => {
  const config = { form: [{ name: 'order' }] };
  const page = await open(config, { attributes: { contact: 'ana@example.com' } });
  const next = (/** @type {any} */ element, /** @type {string} */ order) => {
    element.setAttribute('contact', `eva${order}@example.com`);
    element.prefill({ order });
  };
  await change(page, next, '1');
  assert.equal((await form.values(page)).order, '1');
  const { answer } = answerLater();
  await fillIn(page);
  await send(page);
  await change(page, next, '2');
  answer();
  await form.happened(page, 'created');
  await taken(page);
  assert.equal((await form.values(page)).order, '2');
});

test('fields that change places keep their text, their focus and their caret', async () => {
  const page = await open({ form: [{ name: 'a' }, { name: 'b' }] });
  await form.write(page, 'a', 'alpha');
  await form.write(page, 'b', 'beta');
  await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const input = /** @type {HTMLInputElement} */ (root?.querySelector('[name=b]'));
    input.setSelectionRange(1, 3);
  });
  const config = shopConfig(on.gateway.origin, {
    form: [{ name: 'c' }, { name: 'b' }, { name: 'a' }],
  });
  await change(page, (e, config) => (e.config = config), config);
  const now = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const value = (/** @type {string} */ name) =>
      /** @type {HTMLInputElement} */ (root?.querySelector(`[name=${name}]`)).value;
    const active = /** @type {HTMLInputElement} */ (root?.activeElement);
    return [
      value('a'),
      value('b'),
      value('c'),
      active?.name,
      active?.selectionStart,
      active?.selectionEnd,
    ];
  });
  assert.deepEqual(now, ['alpha', 'beta', '', 'b', 1, 3]);
});

test('another person finds an empty form; the one before was told of the running send', async () => {
  const { answer } = answerLater();
  const page = await open({}, { attributes: { contact: 'ana@example.com' } });
  await fillIn(page);
  await send(page);
  await change(page, (e) => e.setAttribute('contact', 'luis@example.com'));
  answer();
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-7');
  assert.deepEqual(await held(page), { type: '', text: '', files: [] });
  assert.equal((await form.spoken(page)).receipt, '');
});

test('a wrong document leaves the living form as it is, and says what is wrong', async () => {
  const page = await open();
  await fillIn(page);
  await change(page, (e) => (e.config = { gatway: 'https://cases.example.com' }));
  assert.equal((await form.happened(page, 'error')).reason, 'config');
  assert.deepEqual(await held(page), all);
  assert.ok(
    page.said.some((line) => line.startsWith('warn: casement-form: ')),
    page.said.join(),
  );
});

test('an unknown outcome keeps its key and its gateway', async () => {
  on.gateway.seen.length = 0;
  on.gateway.answer({ hidden: true, body: created('SOP-8') });
  on.gateway.answerChecks({ status: 409, body: '{"code":409,"error":"running"}' });
  const page = await open();
  await fillIn(page);
  await send(page);
  assert.match((await form.happened(page, 'error')).reason, /^unknown/);
  await change(page, (e) => (e.config = { gateway: 'http://127.0.0.1:9' }));
  on.gateway.answerChecks({ status: 200, body: created('SOP-8') });
  await form.press(page, 'Comprobar ahora');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-8');
  assert.equal(on.gateway.posts().length, 1);
});

test('taken out and put back, a form holds what was written; out of the page it holds nothing of it', async () => {
  const { page } = on;
  await page.goto(`${on.site.url}form.html`);
  await page.evaluate(() => {
    const made = /** @type {WebGL2RenderingContext[]} */ ([]);
    Object.assign(window, { made });
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
      /** @this {HTMLCanvasElement} @param {any[]} given */
      function (...given) {
        const context = getContext.apply(this, /** @type {any} */ (given));
        if (given[0] === 'webgl2' && !made.includes(/** @type {any} */ (context)))
          made.push(/** @type {any} */ (context));
        return context;
      }
    );
  });
  await form.showForm(page, shopConfig(on.gateway.origin));
  await fillIn(page);
  for (let times = 0; times < 3; ++times) {
    await change(page, (e) => {
      Object.assign(window, { kept: e });
      e.remove();
    });
    const living = await page.evaluate(
      () =>
        /** @type {any} */ (window).made.filter((/** @type {any} */ c) => !c.isContextLost())
          .length,
    );
    assert.equal(living, 0, 'contexts while it is out');
    assert.deepEqual(await held(page), all);
    await change(page, (e) => document.body.append(e));
    assert.deepEqual(await held(page), all);
    const pixels = await page.evaluate(
      () => !document.querySelector('casement-form')?.shadowRoot?.querySelector('.plain'),
    );
    assert.equal(pixels, true, 'pixels again');
  }
  on.gateway.seen.length = 0;
  on.gateway.answer({ body: created('SOP-9') });
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-9');
  assert.ok(on.gateway.posts()[0].size > 5000, 'with its file');
});

test('taken out while a case is being sent, the element itself is told', async () => {
  const { answer } = answerLater();
  const page = await open();
  await fillIn(page);
  await send(page);
  await change(page, (e) => {
    Object.assign(window, { kept: e });
    e.remove();
  });
  answer();
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-7');
  await change(page, (e) => document.body.append(e));
  assert.match((await form.spoken(page)).receipt ?? '', /SOP-7/);
});

/** An element that gets its settings by and by. @param {ListenedPage} page @param {string} [inside] */
async function bare(page, inside = 'Write to help@example.com') {
  await page.evaluate(mountForm, { inside, waits: false });
  await taken(page);
}

for (const [what, by] of /** @type {[string, (element: any, given: any) => void][]} */ ([
  ['a document', (e, config) => (e.config = config)],
  ['a document as an attribute', (e, config) => e.setAttribute('config', JSON.stringify(config))],
  ['a gateway', (e, config) => e.setAttribute('gateway', config.gateway)],
]))
  test(`without any settings the form waits, and ${what} that comes late is its start`, async () => {
    const page = await open();
    await bare(page);
    await change(page, (e) => e.prefill({ description: 'De la página' }));
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).events), []);
    await change(page, by, shopConfig(on.gateway.origin));
    await form.happened(page, 'ready');
    assert.equal((await held(page)).text, 'De la página');
  });

test('of documents that come while the form loads the last one counts', async () => {
  const page = await open();
  await bare(page);
  const titles = ['Una', 'Dos', 'Tres'].map((title) => shopConfig(on.gateway.origin, { title }));
  await page.evaluate(async (configs) => {
    const element = /** @type {any} */ (document.querySelector('casement-form'));
    for (const config of configs) {
      element.config = config;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, titles);
  await form.happened(page, 'ready');
  await page.waitForFunction(
    () =>
      document.querySelector('casement-form')?.shadowRoot?.querySelector('h2')?.textContent ===
      'Tres',
  );
});

test('what frameworks make of an object is recognised, and its property wins once it comes', async () => {
  const page = await open();
  await bare(page);
  await change(page, (e) => e.setAttribute('config', '[object Object]'));
  const { reason, problems } = /** @type {any} */ (await form.happened(page, 'error'));
  assert.equal(reason, 'config');
  assert.match(problems[0], /property/);
  const shown = () =>
    page.evaluate(() => {
      const element = /** @type {HTMLElement} */ (document.querySelector('casement-form'));
      const note = element.shadowRoot?.querySelector('[role=alert]');
      const slot = element.shadowRoot?.querySelector('slot');
      return {
        words: note?.checkVisibility() && note.textContent,
        fallback: slot?.assignedNodes()[0]?.textContent,
        seen: slot?.parentElement?.checkVisibility(),
      };
    });
  assert.deepEqual(await shown(), {
    words: 'Este formulario no se puede mostrar aquí. Contáctanos directamente.',
    fallback: 'Write to help@example.com',
    seen: true,
  });
  await change(page, (e, config) => (e.config = config), shopConfig(on.gateway.origin));
  await form.happened(page, 'ready');
  assert.equal((await shown()).seen, false);
});
