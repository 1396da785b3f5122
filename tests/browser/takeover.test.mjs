/**
 * The controls are the form from the start; where there is WebGL2 the pixels take over. 10 loads, or 100 with
 * CASEMENT_LONG=1.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as form from './support/form_page.mjs';
import { frames, watchPainting } from './support/painted.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

const on = stand({ gateway: true });

/** @param {import('puppeteer-core').Page} page */
const isPlain = (page) =>
  page.evaluate(
    () => !!document.querySelector('casement-form')?.shadowRoot?.querySelector('.card.plain'),
  );

/** Leaves `show` in the page: puts a new form there and gives its root as soon as it says that it is ready. */
function defineShow() {
  Object.assign(window, {
    show: async (/** @type {object} */ config) => {
      document.querySelector('casement-form')?.remove();
      const element = /** @type {any} */ (document.createElement('casement-form'));
      element.config = config;
      const ready = new Promise((resolve) => element.addEventListener('casement-ready', resolve));
      document.body.append(element);
      await ready;
      return element.shadowRoot;
    },
  });
}

/** @param {object} config */
const openPage = (config) =>
  form.openForm(on.browser, on.site.url, config, {
    prepare: async (page) => {
      await watchPainting(page);
      await page.evaluateOnNewDocument(defineShow);
    },
  });

/** Usable in the same task: the controls are there and seen. @param {import('puppeteer-core').Page} page @param {object} config */
const showAtOnce = (page, config) =>
  page.evaluate(async (config) => {
    const root = await /** @type {any} */ (window).show(config);
    return {
      plain: !!root.querySelector('.card.plain'),
      area: root.querySelector('textarea').checkVisibility(),
      contexts: root.querySelectorAll('canvas').length,
    };
  }, config);

test('the pixels are what is seen in every load', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await openPage(config);
  const loads = process.env.CASEMENT_LONG ? 100 : 10;
  for (let load = 0; load < loads; ++load) {
    const before = await frames(page);
    assert.deepEqual(await showAtOnce(page, config), { plain: true, area: true, contexts: 0 });
    await form.settle(page);
    assert.equal(await isPlain(page), false, `load ${load}`);
    assert.ok((await frames(page)) > before, 'by Dear ImGui');
  }
  await page.browserContext().close();
});

test('while somebody types nothing takes over; then it does, and nothing of theirs is lost', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await openPage(config);
  const { typed, tookOver } = await page.evaluate(async (config) => {
    const root = await /** @type {any} */ (window).show(config);
    const card = root.querySelector('.card');
    const area = root.querySelector('textarea');
    area.focus();
    let typed = '';
    let tookOver = false;
    for (const began = performance.now(); performance.now() - began < 2500;) {
      document.execCommand('insertText', false, 'a');
      typed += 'a';
      const pressed = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 50));
      // On a machine that stood still for so long nobody typed.
      if (performance.now() - pressed < 900) tookOver ||= !card.classList.contains('plain');
    }
    area.setSelectionRange(1, 3);
    return { typed, tookOver };
  }, config);
  assert.equal(tookOver, false);
  await form.settle(page);
  assert.equal(await isPlain(page), false);
  const now = await page.evaluate(() => {
    const area = /** @type {HTMLTextAreaElement} */ (
      document.querySelector('casement-form')?.shadowRoot?.activeElement
    );
    return [area.value, area.selectionStart, area.selectionEnd];
  });
  assert.deepEqual(now, [typed, 1, 3]);
  await page.browserContext().close();
});

test('a field that has just got focus is somebody about to type: they are not kept waiting', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await openPage(config);
  const waited = await page.evaluate(
    async (config, later) => {
      let made = 0;
      const { getContext } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.getContext = function (/** @type {any[]} */ ...given) {
        if (given[0] === 'webgl2') made = performance.now();
        return /** @type {any} */ (getContext).apply(this, given);
      };
      const form = async () => {
        made = 0;
        const root = await /** @type {any} */ (window).show(config);
        await import(later); // what makes the pixels is at work now
        return root.querySelector('textarea');
      };
      let area = await form();
      while (made) area = await form(); // they were there before
      area.focus();
      const focused = performance.now();
      while (!made) await new Promise(requestAnimationFrame);
      return made - focused;
    },
    config,
    `${on.site.url}casement-later.js`,
  );
  assert.ok(waited > 500, `made ${waited} ms after`);
  await form.settle(page);
  assert.equal(await isPlain(page), false);
  await page.browserContext().close();
});

test('an open list stays open; the pixels take over when something was chosen in it', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await openPage(config);
  // Somebody is at it from the first moment on: nothing takes over before the list is pressed. On a machine that stands
  // still for a second nobody is, and it is tried again.
  const press = async () => {
    const { x, y } = await begin();
    await page.mouse.click(x, y);
    return page.evaluate(() => Reflect.get(window, 'wasPlain'));
  };
  const begin = () =>
    page.evaluate(async (config) => {
      const root = await /** @type {any} */ (window).show(config);
      const select = root.querySelector('select');
      const shift = { key: 'Shift', bubbles: true, composed: true };
      const busy = setInterval(() => select.dispatchEvent(new KeyboardEvent('keydown', shift)), 50);
      Reflect.set(window, 'wasPlain', false);
      select.addEventListener('pointerdown', () => {
        clearInterval(busy);
        Reflect.set(window, 'wasPlain', !!root.querySelector('.card.plain'));
      });
      const { x, y, width, height } = select.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }, config);
  while (!(await press())) await page.reload();
  // Well beyond the second of rest after which they would come.
  const seen = await page.evaluate(async () => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const select = /** @type {HTMLSelectElement} */ (root?.querySelector('select'));
    const seen = { open: select.matches(':open'), closed: false, tookOver: false };
    for (const began = performance.now(); performance.now() - began < 2500;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      seen.closed ||= !select.matches(':open');
      seen.tookOver ||= !root?.querySelector('.card.plain');
    }
    return seen;
  });
  assert.deepEqual(seen, { open: true, closed: false, tookOver: false });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await form.settle(page);
  assert.equal(await isPlain(page), false);
  assert.equal((await form.values(page))['case-type'], 'Request');
  await page.browserContext().close();
});

test('the pixels take over while the platform’s file picker is open, which gives its file all the same', async () => {
  const page = await openPage(shopConfig(on.gateway.origin));
  const waiting = page.waitForFileChooser();
  const at = await page.evaluate(async (config) => {
    const root = await /** @type {any} */ (window).show(config);
    const { x, y, width, height } = root.querySelector('[type=file]').getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, shopConfig(on.gateway.origin));
  await page.mouse.click(at.x, at.y);
  const chooser = await waiting;
  await form.settle(page);
  assert.equal(await isPlain(page), false);
  await chooser.accept([fileURLToPath(import.meta.url)]);
  await page.waitForFunction(() =>
    document
      .querySelector('casement-form')
      ?.shadowRoot?.querySelector('.remove:not([hidden]) button')
      ?.textContent?.endsWith('takeover.test.mjs'),
  );
  await page.browserContext().close();
});
