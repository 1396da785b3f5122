/** What people expect of a form in a page: keys, focus, a question before leaving, a launcher above all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */

const on = stand({ gateway: true });

/** @param {object} [more] @param {import('./support/form_page.mjs').FormLook & import('./support/chromium.mjs').PageLook} [look] */
const open = (more, look) =>
  form.openForm(on.browser, on.site.url, shopConfig(on.gateway.origin, more), look);

/** @param {ListenedPage} page */
async function fillIn(page) {
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'Faltan dos piezas.');
}

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
