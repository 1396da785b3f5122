/** A form in pages as people make them: odd language tags, modals, narrow columns, frames, headers that stay. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './form_page.mjs';
import { watchPainting, paintedWords } from './painted.mjs';
import { created } from './scripted_gateway.mjs';
import { stand } from './stand.mjs';
import { shopConfig } from './states.mjs';

/** @typedef {import('./chromium.mjs').ListenedPage} ListenedPage */

const on = stand({ gateway: true });

/** @param {object} [more] @param {import('./form_page.mjs').FormLook & import('./chromium.mjs').PageLook} [look] */
const open = (more, look) =>
  form.openForm(on.browser, on.site.url, shopConfig(on.gateway.origin, more), look);

/** @param {ListenedPage} page */
async function fillIn(page) {
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'Faltan dos piezas.');
}

for (const lang of [
  'es_CO',
  'en_US',
  'pt_BR',
  'en-US.UTF-8',
  'en-',
  'es--CO',
  'x',
  'es_CO@euro',
  '-',
])
  test(`a case is told on a page whose language is "${lang}"`, async () => {
    on.gateway.answer({ body: created('SOP-10482') });
    const page = await open({}, { lang });
    await fillIn(page);
    await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      /** @type {HTMLElement} */ (root?.querySelector('[type=submit]')).click();
    });
    assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-10482');
    assert.match((await form.spoken(page)).receipt ?? '', /SOP-10482/);
    await page.browserContext().close();
  });

for (const when of ['before', 'after'])
  test(`what prefill() gives ${when} the form is there is painted at once`, async () => {
    const page = await open(
      { form: [{ name: 'order', label: 'Pedido' }] },
      { prepare: watchPainting },
    );
    const given = { description: 'Palabras de la página', order: '48213' };
    await page.evaluate(
      (given, config) => {
        if (config) {
          const element = /** @type {any} */ (document.createElement('casement-form'));
          element.config = config;
          element.prefill(given);
          document.querySelector('casement-form')?.replaceWith(element);
          return new Promise((resolve) => element.addEventListener('casement-ready', resolve));
        }
        document.querySelector('casement-form')?.prefill(given);
        return undefined;
      },
      given,
      when === 'before' &&
        shopConfig(on.gateway.origin, { form: [{ name: 'order', label: 'Pedido' }] }),
    );
    await form.settle(page);
    const held = await form.values(page);
    assert.deepEqual([held.description, held.order], [given.description, given.order]);
    const words = await paintedWords(page);
    for (const text of Object.values(given)) assert.ok(words.includes(text), `${text} in ${words}`);
    await page.browserContext().close();
  });

test('what a password manager writes without a word is painted and sent', async () => {
  on.gateway.seen.length = 0;
  on.gateway.answer({ body: created('SOP-1') });
  const page = await open({ contact: { kind: 'email', required: true } });
  await fillIn(page);
  await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLInputElement} */ (root?.querySelector('[name=contact]')).value =
      'ana@example.com';
  });
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-1');
  await page.browserContext().close();
});

test('in a modal that opens with a scale, the form fills its card and presses hit', async () => {
  const page = await open();
  await page.evaluate(async (config) => {
    document.querySelector('casement-form')?.remove();
    const modal = document.createElement('div');
    modal.style.cssText = 'width: 560px; transform: scale(.6); transform-origin: 0 0';
    const element = /** @type {any} */ (document.createElement('casement-form'));
    element.setAttribute('open', '');
    element.config = config;
    modal.append(element);
    document.body.append(modal);
    await new Promise((resolve) => element.addEventListener('casement-ready', resolve));
  }, shopConfig(on.gateway.origin));
  await form.settle(page);
  const look = () =>
    page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const canvas = /** @type {HTMLElement} */ (root?.querySelector('canvas'));
      const area = /** @type {HTMLElement} */ (root?.querySelector('textarea'));
      return { canvas: canvas.offsetWidth, area: area.offsetWidth };
    });
  assert.deepEqual(await look(), { canvas: 560, area: 512 });
  // "Alta" is the last of three segments, in the small picture.
  const { x, y, width, height } = await (
    await form.control(page, 'priority')
  ).evaluate((e) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    return { x, y, width, height };
  });
  await page.mouse.click(x + width * 0.9, y + height / 2);
  assert.equal((await form.values(page)).priority, 'high');
  await page.evaluate(() => {
    const modal = /** @type {HTMLElement} */ (
      document.querySelector('casement-form')?.parentElement
    );
    modal.style.transform = '';
  });
  await form.settle(page);
  assert.deepEqual(await look(), { canvas: 560, area: 512 });
  await page.browserContext().close();
});

/** Boxes that shrink to what is in them, and how wide the form is there. @type {[string, string, string, number][]} */
const boxes = [
  ['a flex item beside words', 'display: flex; width: 900px', '', 560],
  ['a float', '', 'float: left', 560],
  ['a table cell', '', 'display: table-cell', 560],
  ['an inline block', '', 'display: inline-block', 560],
  ['an absolute box', 'position: relative', 'position: absolute', 560],
  ['a column of 240 px', 'width: 240px', '', 240],
  ['a float in a column of 240 px', 'width: 240px', 'float: left', 240],
  ['a flex item in a row of 300 px', 'display: flex; width: 300px', '', 300],
  ['a wide page', 'width: 1000px', '', 720],
];
for (const [what, outer, inner, width] of boxes)
  test(`in ${what} the form is ${width} px wide`, async () => {
    const page = await open();
    const widths = await page.evaluate(
      async (outer, inner) => {
        const element = /** @type {HTMLElement} */ (document.querySelector('casement-form'));
        const box = document.createElement('div');
        box.style.cssText = outer;
        const around = document.createElement('div');
        around.style.cssText = inner;
        // A flex item or a cell is the element itself or its box, alike.
        document.body.append(box);
        box.append(inner ? around : element);
        if (inner) around.append(element);
        for (let frames = 0; frames < 6; ++frames)
          await new Promise((resolve) => requestAnimationFrame(resolve));
        const canvas = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('canvas'));
        return [element.offsetWidth, canvas.offsetWidth];
      },
      outer,
      inner,
    );
    assert.deepEqual(widths, [width, width]);
    await page.browserContext().close();
  });

test('the first wrong field is seen with its label, below a header that stays', async () => {
  const page = await open({}, { height: 500 });
  await page.evaluate(() => {
    const header = document.createElement('header');
    header.style.cssText = 'position: sticky; top: 0; height: 120px; background: #cde; z-index: 5';
    document.body.prepend(header);
    const below = document.createElement('div');
    below.style.height = '900px';
    document.body.append(below);
  });
  await form.settle(page);
  await form.press(page, 'Enviar caso');
  const top = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const active = /** @type {HTMLElement} */ (root?.activeElement);
    return active.getBoundingClientRect().top;
  });
  assert.ok(top > 120 + 24, `at ${top} px`);
  await page.browserContext().close();
});

for (const appearance of ['', 'plain'])
  for (const by of ['Enter in the description of a list', 'the button'])
    test(`in a frame that may not send forms, ${by} sends a case (${appearance || 'pixels'})`, async () => {
      on.gateway.answer({ body: created('SOP-2') });
      // The test site's own policy allows no frames.
      const page = await open({}, { prepare: (page) => page.setBypassCSP(true) });
      await page.evaluate(async (url) => {
        document.querySelector('casement-form')?.remove();
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
        frame.style.cssText = 'width: 700px; height: 800px';
        frame.src = url;
        document.body.append(frame);
        await new Promise((resolve) => (frame.onload = resolve));
      }, `${on.site.url}form.html`);
      const inner = page.frames().find((frame) => frame.parentFrame());
      assert.ok(inner);
      const number = inner.evaluate(
        async (config, appearance) => {
          const element = /** @type {any} */ (document.createElement('casement-form'));
          element.setAttribute('open', '');
          if (appearance) element.setAttribute('appearance', appearance);
          element.config = config;
          document.body.append(element);
          const told = new Promise((resolve) =>
            element.addEventListener('casement-created', (/** @type {any} */ event) =>
              resolve(event.detail.caseNumber),
            ),
          );
          await new Promise((resolve) => element.addEventListener('casement-ready', resolve));
          Object.assign(window, { isReady: true });
          return told;
        },
        shopConfig(on.gateway.origin, {
          'case-type': { default: 'Claims' },
          form: [{ name: 'order' }],
        }),
        appearance,
      );
      await inner.waitForFunction('window.isReady');
      const at = await inner.evaluateHandle(
        (name) => document.querySelector('casement-form')?.shadowRoot?.querySelector(name),
        by === 'the button' ? '[type=submit]' : '[name=order]',
      );
      await inner.evaluate(() => {
        document.querySelector('casement-form')?.prefill({ description: 'Desde un marco' });
      });
      await /** @type {any} */ (at).focus();
      await page.keyboard.press('Enter');
      assert.equal(await number, 'SOP-2');
      await page.browserContext().close();
    });

test('Control and Enter sends from any field', async () => {
  on.gateway.answer({ body: created('SOP-3') });
  const page = await open();
  await fillIn(page);
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-3');
  await page.browserContext().close();
});

test('the page is asked before it is left while a case is being sent, and not before or after', async () => {
  /** @type {(value?: unknown) => void} */
  let answer = () => {};
  on.gateway.answer({ body: created('SOP-4'), wait: new Promise((go) => (answer = go)) });
  const page = await open();
  const asks = () =>
    page.evaluate(() => {
      const leaving = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(leaving);
      return leaving.defaultPrevented;
    });
  await fillIn(page);
  assert.equal(await asks(), false);
  await form.press(page, 'Enviar caso');
  await form.happened(page, 'sent');
  assert.equal(await asks(), true);
  answer();
  await form.happened(page, 'created');
  assert.equal(await asks(), false);
  await page.browserContext().close();
});

test('focus() goes to the first field, to the first wrong one, and waits for a form that is to come', async () => {
  const page = await open();
  const focused = () =>
    page.evaluate(() => {
      const active = document.querySelector('casement-form')?.shadowRoot?.activeElement;
      return active?.getAttribute('name') ?? active?.className;
    });
  await page.evaluate(() => document.querySelector('casement-form')?.focus());
  assert.equal(await focused(), 'case-type');
  await (await form.control(page, 'case-type')).select('Claims');
  await form.press(page, 'Enviar caso');
  await page.evaluate(() => {
    /** @type {HTMLElement} */ (document.activeElement).blur();
    document.querySelector('casement-form')?.focus();
  });
  assert.equal(await focused(), 'description');
  await page.evaluate((config) => {
    const element = /** @type {any} */ (document.createElement('casement-form'));
    element.config = config;
    document.querySelector('casement-form')?.replaceWith(element);
    element.focus();
    return new Promise((resolve) => element.addEventListener('casement-ready', resolve));
  }, shopConfig(on.gateway.origin));
  await page.waitForFunction(
    () =>
      document.querySelector('casement-form')?.shadowRoot?.activeElement?.getAttribute('name') ===
      'case-type',
  );
  await page.browserContext().close();
});

test('a launcher lies above whatever the page stacks, and the page behind its dialog stands still', async () => {
  const page = await open({}, { attributes: { launcher: 'Ayuda' } });
  await page.evaluate(() => {
    document.querySelector('casement-form')?.close();
    const cover = document.createElement('div');
    cover.style.cssText = 'position: fixed; inset: 0; z-index: 2147483647; background: #eee';
    document.body.append(cover);
    const tall = document.createElement('div');
    tall.style.height = '3000px';
    document.body.append(tall);
  });
  await form.settle(page);
  const button = await page.evaluate(() => {
    const host = document.querySelector('casement-form');
    const box = host?.shadowRoot?.querySelector('.launcher')?.getBoundingClientRect();
    const x = (box?.x ?? 0) + (box?.width ?? 0) / 2;
    const y = (box?.y ?? 0) + (box?.height ?? 0) / 2;
    return { x, y, hit: document.elementFromPoint(x, y) === host };
  });
  assert.equal(button.hit, true);
  const width = () => page.evaluate(() => document.documentElement.clientWidth);
  const before = await width();
  await page.mouse.click(button.x, button.y);
  await page.waitForFunction(
    () => document.querySelector('casement-form')?.shadowRoot?.querySelector('dialog')?.open,
  );
  assert.equal(await width(), before, 'nothing jumps');
  await page.mouse.move(100, 100);
  await page.mouse.wheel({ deltaY: 500 });
  await form.settle(page);
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.keyboard.press('Escape');
  await page.waitForFunction(
    () => getComputedStyle(document.documentElement).overflowY === 'visible',
  );
  await page.browserContext().close();
});

test('a form that could not be loaded is tried again when the network is there again', async () => {
  const page = await open();
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  await session.send('Network.setBlockedURLs', {
    urls: ['*casement-panel.js*', '*casement.wasm*'],
  });
  await page.evaluate(() => {
    Object.assign(window, { isReady: false, errors: 0 });
    addEventListener('casement-ready', () => Object.assign(window, { isReady: true }));
    addEventListener('casement-error', () => ++/** @type {any} */ (window).errors);
  });
  await page.reload();
  await page.evaluate((config) => {
    addEventListener('casement-ready', () => Object.assign(window, { isReady: true }));
    addEventListener('casement-error', () => Object.assign(window, { failed: true }));
    const element = /** @type {any} */ (document.createElement('casement-form'));
    element.config = config;
    document.body.append(element);
  }, shopConfig(on.gateway.origin));
  await page.waitForFunction('window.failed');
  await session.send('Network.setBlockedURLs', { urls: [] });
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.waitForFunction('window.isReady');
  await page.browserContext().close();
});
