/** A phone: fingers, its keyboard, turning it, zooming in with two fingers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openPage } from './support/chromium.mjs';
import * as form from './support/form_page.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */

const on = stand();

const phone = { width: 360, height: 740, ratio: 2, touch: true };

/** @param {object} [config] */
async function openPhone(config = {}) {
  return form.openForm(
    on.browser,
    on.site.url,
    shopConfig('https://cases.example.com', {
      contact: { kind: 'email', required: true },
      form: [{ name: 'phone', kind: 'phone' }],
      ...config,
    }),
    phone,
  );
}

/** @param {ListenedPage} page */
const canvasSize = (page) =>
  page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const canvas = /** @type {HTMLCanvasElement} */ (root?.querySelector('canvas'));
    const card = /** @type {HTMLElement} */ (root?.querySelector('.stage'));
    return { pixels: canvas.width, css: card.getBoundingClientRect().width };
  });

test('targets are 44 px, text is 16 px so that no focus zooms in, and lists are the platform’s own', async () => {
  const page = await openPhone();
  const found = await page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
    const controls = [...root.querySelectorAll('input, textarea, select, button')].filter(
      (e) => /** @type {HTMLElement} */ (e).offsetHeight,
    );
    return controls.map((control) => {
      control.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y, width, height } = control.getBoundingClientRect();
      return {
        what: `${control.tagName} ${control.getAttribute('name')}`,
        low: height < 44,
        font: parseFloat(getComputedStyle(control).fontSize),
        text: control.matches('.text'),
        list: control.matches('select:not(.segmented)'),
        hit: root.elementFromPoint(x + width / 2, y + height / 2) === control,
      };
    });
  });
  assert.ok(found.length >= 6);
  for (const { what, low, font, text, list, hit } of found) {
    assert.equal(low, false, `${what} is at least 44 px high`);
    if (text || list) assert.ok(font >= 16, `${what}: ${font} px`);
    assert.equal(hit, text || list, `${what} under a finger`);
  }
  await page.browserContext().close();
});

test('a finger presses segments and scrolls the page', async () => {
  const page = await openPhone();
  const { x, y } = await form.middle(page, 'priority');
  await page.touchscreen.tap(x + 100, y);
  await form.settle(page);
  assert.equal((await form.values(page)).priority, 'high');

  const devtools = await page.createCDPSession();
  await page.evaluate(() => scrollTo(0, 0));
  const touch = (/** @type {any} */ type, /** @type {number} */ y) =>
    devtools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: 180, y }],
    });
  await touch('touchStart', 600);
  for (let at = 590; at > 300; at -= 15) await touch('touchMove', at);
  await touch('touchEnd', 300);
  await page.waitForFunction(() => scrollY > 150);
  // The finger that scrolled has let go: the next one presses.
  const low = await form.middle(page, 'priority');
  await page.touchscreen.tap(low.x - 100, low.y);
  await form.settle(page);
  assert.equal((await form.values(page)).priority, 'low');
  await page.browserContext().close();
});

test('turned on its side, the form is as wide as the screen and holds what was typed', async () => {
  const page = await openPhone();
  await form.write(
    page,
    'description',
    'Faltan dos piezas del pedido, que llegó ayer por la tarde.',
  );
  const upright = await canvasSize(page);
  await page.setViewport({
    ...{ width: 740, height: 360, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    isLandscape: true,
  });
  await form.settle(page);
  const turned = await canvasSize(page);
  assert.ok(turned.css > upright.css * 1.5);
  assert.equal(turned.pixels, Math.round(turned.css * 2));
  assert.match((await form.values(page)).description, /^Faltan/);
  await page.browserContext().close();
});

test('zoomed in with two fingers, the canvas has the pixels that the screen shows', async () => {
  const page = await openPhone();
  const before = await canvasSize(page);
  assert.equal(before.pixels, Math.round(before.css * 2));
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
  await page.waitForFunction(
    (width) => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      return (root?.querySelector('canvas')?.width ?? 0) >= width;
    },
    { timeout: 20_000 },
    Math.round(before.css * 4),
  );
  await page.browserContext().close();
});

test('the field that is written in stays in view when the keyboard takes half of the screen', async () => {
  const page = await openPhone();
  const control = await form.control(page, 'phone');
  await control.evaluate((e) => {
    e.scrollIntoView({ block: 'end', behavior: 'instant' });
    e.focus({ preventScroll: true });
  });
  await page.setViewport({
    ...{ width: 360, height: 370, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  });
  await page.waitForFunction(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const box = root?.activeElement?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
  });
  await page.browserContext().close();
});

test('on a screen with a mouse as well, a finger on a list opens the platform’s picker', async () => {
  // The pointer that the page is laid out for is the mouse; the finger comes on top.
  const config = shopConfig('https://cases.example.com');
  const page = await form.openForm(on.browser, on.site.url, config);
  await page.evaluate(() => {
    const shown = /** @type {string[]} */ ([]);
    Object.assign(window, { shown });
    HTMLSelectElement.prototype.showPicker = function () {
      shown.push(this.name);
    };
  });
  const touch = async (/** @type {string} */ name, dx = 0) => {
    const { x, y } = await form.middle(page, name);
    await page.touchscreen.tap(x + dx, y);
    await form.settle(page);
  };
  await touch('case-type');
  await touch('priority', 220);
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).shown), ['case-type']);
  assert.equal((await form.values(page)).priority, 'high');
  await page.browserContext().close();
});

test('a page that counts in tenths of a rem makes no text smaller', async () => {
  const page = await openPhone();
  await page.evaluate(() => (document.documentElement.style.fontSize = '62.5%'));
  await form.settle(page);
  const size = await (
    await form.control(page, 'description')
  ).evaluate((e) => getComputedStyle(e).fontSize);
  assert.equal(size, '16px');
  await page.browserContext().close();
});

test('a finger on a laptop’s screen opens a list, also in a frame of another origin', async () => {
  // Another port is another origin: there the platform's own list may not be opened by a script.
  const other = await form.serveForm([], true);
  const framing = await form.serveForm([], true);
  const page = await openPage(on.browser, { width: 760, height: 1000 });
  await page.goto(`${framing.url}empty.html`);
  await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    frame.style.cssText = 'width: 700px; height: 900px; border: 0';
    frame.src = url;
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
  }, `${other.url}form.html`);
  const frame = page.frames().find((frame) => frame.parentFrame());
  assert.ok(frame);
  await form.showForm(/** @type {any} */ (frame), shopConfig('https://cases.example.com'));
  const devtools = await page.createCDPSession();
  const tap = async (/** @type {number} */ across, /** @type {number} */ down) => {
    const { x, y } = await frame.evaluate(
      (across, down) => {
        const select = document.querySelector('casement-form')?.shadowRoot?.querySelector('select');
        const { x, y, width, height } = /** @type {Element} */ (select).getBoundingClientRect();
        return { x: x + width * across, y: y + height * down };
      },
      across,
      down,
    );
    const margin = await page.evaluate(() => {
      const { x, y } = /** @type {Element} */ (
        document.querySelector('iframe')
      ).getBoundingClientRect();
      return { x, y };
    });
    const touchPoints = [{ x: x + margin.x, y: y + margin.y }];
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await form.settle(/** @type {any} */ (frame));
  };
  assert.equal(await frame.evaluate(() => matchMedia('(pointer: coarse)').matches), false);
  await tap(0.5, 0.5);
  const open = await frame.evaluate(
    () => !!document.querySelector('casement-form')?.shadowRoot?.querySelector('.card.listing'),
  );
  assert.equal(open, true, 'the list that is drawn');
  await tap(0.3, 2.8); // its second row
  assert.equal((await form.values(/** @type {any} */ (frame)))['case-type'], 'Claims');
  await page.browserContext().close();
  await framing.close();
  await other.close();
});

test('a finger picks a time with the platform’s picker; what that would not show stays a text', async () => {
  const page = await openPhone({ form: [{ name: 'when', kind: 'time' }] });
  const when = () =>
    page.evaluate(() => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
      const input = /** @type {HTMLInputElement} */ (root.querySelector('[name=when]'));
      return { type: input.type, step: input.step, value: input.value };
    });
  const prefill = (/** @type {string} */ value) =>
    page.evaluate(
      (value) =>
        /** @type {any} */ (document.querySelector('casement-form')).prefill({ when: value }),
      value,
    );
  assert.deepEqual(await when(), { type: 'time', step: '1', value: '' });
  await prefill('14:30:15');
  await form.settle(page);
  assert.deepEqual(await when(), { type: 'time', step: '1', value: '14:30:15' });
  await prefill('about noon');
  await form.settle(page);
  assert.deepEqual(await when(), { type: 'text', step: '', value: 'about noon' });
  // Picked: a platform's picker sets the value and tells so.
  await prefill('');
  await form.settle(page);
  await page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
    const input = /** @type {HTMLInputElement} */ (root.querySelector('[name=when]'));
    input.value = '07:05:00';
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await form.settle(page);
  assert.equal((await form.values(page)).when, '07:05:00');
  await page.browserContext().close();
});

test('with a mouse and a keyboard a time is typed', async () => {
  const page = await form.openForm(
    on.browser,
    on.site.url,
    shopConfig('https://cases.example.com', { form: [{ name: 'when', kind: 'time' }] }),
    { width: 500, height: 700 },
  );
  await form.write(page, 'when', '09:05');
  const input = await form.control(page, 'when');
  assert.equal(await input.evaluate((input) => /** @type {any} */ (input).type), 'text');
  assert.equal((await form.values(page)).when, '09:05');
  assert.equal(await input.evaluate((input) => input.getAttribute('aria-invalid')), null);
  await page.browserContext().close();
});
