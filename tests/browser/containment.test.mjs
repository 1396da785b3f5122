/**
 * The page around the form: its shortcuts, its wheel, its scroller and its Tab order go on as if the
 * form were not there, and what the form has no use for still reaches it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../crm/until.mjs';
import * as form from './support/form_page.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const on = stand();

const watched = [
  ...['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'copy', 'cut', 'paste'],
  ...['compositionstart', 'compositionend', 'wheel', 'touchstart', 'touchmove', 'touchend'],
];

/**
 * A portal with shortcuts on every key, in a scroller of its own; a field before and one after.
 * @param {object} [config]
 */
async function openPortal(config = {}) {
  const page = await form.openForm(
    on.browser,
    on.site.url,
    shopConfig('https://cases.example.com', config),
    { height: 700 },
  );
  await page.evaluate((types) => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(window, { heard });
    for (const type of types)
      document.body.addEventListener(
        type,
        (event) => heard.push([event.type, /** @type {any} */ (event).key].filter(Boolean).join()),
        { passive: true },
      );
    const scroller = document.createElement('div');
    scroller.id = 'scroller';
    Object.assign(scroller.style, { height: '600px', overflowY: 'scroll' });
    const field = (/** @type {string} */ id) =>
      Object.assign(document.createElement('input'), { id, size: 10 });
    const filler = document.createElement('div');
    filler.style.height = '1500px';
    const element = /** @type {Element} */ (document.querySelector('casement-form'));
    element.before(scroller);
    scroller.append(field('before'), element, field('after'), filler);
  }, watched);
  await page.waitForFunction(
    () =>
      document.querySelector('casement-form')?.shadowRoot?.querySelector('textarea')?.offsetHeight,
  );
  await form.settle(page);
  await page.evaluate(() => /** @type {any} */ (window).heard.splice(0));
  return page;
}

/** What the page heard since the last call. @param {Page} page @returns {Promise<string[]>} */
const heard = (page) => page.evaluate(() => /** @type {any} */ (window).heard.splice(0));

/** @param {Page} page */
const scrolled = (page) => page.evaluate(() => document.querySelector('#scroller')?.scrollTop);

/** The id or name of what has focus, inside the form too. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    const { id, name, type } = /** @type {HTMLInputElement} */ (inner);
    return name || (inner?.getRootNode() === document ? id : type);
  });

test('200 actions inside the form reach the page 0 times, and nothing of it moves', async () => {
  const page = await openPortal({ contact: { kind: 'email' } });
  const { keyboard } = page;
  let actions = 0;
  const act = async (/** @type {() => Promise<unknown>} */ what) => {
    await what();
    ++actions;
  };
  await (await form.control(page, 'description')).focus();
  await form.settle(page);
  const top = await scrolled(page);
  for (const key of 'Hola, ¿qué tal? Faltan dos piezas del pedido: 48213 «ya» /?#gs1!')
    await act(() => keyboard.sendCharacter(key));
  for (const key of 'jkhl/?gsnpcbvtwxdefimoquyz0123456789')
    await act(() => keyboard.press(/** @type {any} */ (key)));
  for (const key of /** @type {const} */ ([
    ...['Enter', 'Backspace', 'Delete', 'Home', 'End', 'ArrowUp', 'ArrowDown', 'ArrowLeft'],
    ...['ArrowRight', 'PageUp', 'PageDown', 'Space'],
  ]))
    for (let times = 0; times < 3; ++times)
      await act(() => keyboard.press(/** @type {any} */ (key)));
  for (const key of /** @type {const} */ (['a', 'c', 'x', 'v', 'z', 'y']))
    for (let times = 0; times < 3; ++times)
      await act(async () => {
        await keyboard.down('Control');
        await keyboard.press(key);
        await keyboard.up('Control');
      });
  for (const letter of 'SHIFTED') await act(() => keyboard.press(/** @type {any} */ (letter)));
  assert.deepEqual(await heard(page), [], 'while writing');

  await (await form.control(page, 'contact')).focus();
  for (const key of 'ana@example.com') await act(() => keyboard.press(/** @type {any} */ (key)));
  await (await form.control(page, 'priority')).focus();
  for (const key of /** @type {const} */ (['ArrowUp', 'ArrowDown', 'Home', 'End', 'a', 'b', 'm']))
    for (let times = 0; times < 2; ++times) await act(() => keyboard.press(key));
  assert.deepEqual(await heard(page), [], 'while choosing');

  // A list that a pointer opened: keys move in it, the wheel scrolls it, Escape closes it alone.
  await form.press(page, 'case-type');
  for (const key of /** @type {const} */ ([
    'ArrowDown',
    'ArrowDown',
    'ArrowUp',
    'End',
    'Home',
    'q',
  ]))
    await act(() => keyboard.press(key));
  await act(() => keyboard.press('Escape'));
  for (let times = 0; times < 3; ++times) {
    await act(() => form.press(page, 'case-type'));
    await act(() => keyboard.press('ArrowDown'));
    await act(() => keyboard.press('Enter'));
  }
  // Long enough to scroll inside itself.
  await form.write(page, 'description', 'una línea\n'.repeat(40));
  const area = await form.control(page, 'description');
  await area.evaluate((e) => (e.scrollTop = 60));
  const { x, y } = await form.middle(page, 'description');
  await page.mouse.move(x, y);
  const before = await scrolled(page);
  for (const delta of [30, 30, -30]) {
    const from = await area.evaluate((e) => e.scrollTop);
    await act(() => page.mouse.wheel({ deltaY: delta }));
    await until(async () => (await area.evaluate((e) => e.scrollTop)) === from + delta);
  }
  assert.deepEqual(await heard(page), [], 'in lists and in a text that scrolls');
  assert.equal(await scrolled(page), before, 'the page stood still');
  assert.ok(actions >= 200, `${actions} actions`);
  assert.equal(typeof top, 'number');
  await page.browserContext().close();
});

test('what the form has no use for reaches the page: shortcuts with Control, Escape, function keys, the wheel', async () => {
  const page = await openPortal();
  const { keyboard } = page;
  await (await form.control(page, 'description')).focus();
  await keyboard.down('Control');
  await keyboard.press('k');
  await keyboard.up('Control');
  assert.deepEqual(await heard(page), ['keydown,k', 'keyup,k']);
  await keyboard.press('Escape');
  await keyboard.press('F9');
  assert.deepEqual(await heard(page), ['keydown,Escape', 'keyup,Escape', 'keydown,F9', 'keyup,F9']);

  await keyboard.down('Alt');
  await keyboard.press('s');
  await keyboard.up('Alt');
  assert.deepEqual(
    (await heard(page)).filter((what) => !what.startsWith('keypress')),
    ['keydown,s', 'keyup,s'],
  );

  await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement} */ (root?.querySelector('button[type=submit]')).focus();
  });
  await keyboard.press('j');
  assert.deepEqual(await heard(page), ['keydown,j', 'keypress,j', 'keyup,j']);

  // The wheel over the form scrolls the page.
  const { x, y } = await form.middle(page, 'priority');
  const from = Number(await scrolled(page));
  await page.mouse.move(x, y);
  await page.mouse.wheel({ deltaY: 120 });
  await page.waitForFunction(
    (from) => (document.querySelector('#scroller')?.scrollTop ?? 0) > from + 100,
    {},
    from,
  );
  assert.deepEqual(await heard(page), ['wheel']);
  await page.browserContext().close();
});

test('Tab goes through page and form in the order that is seen, and Shift+Tab back again', async () => {
  const page = await openPortal();
  await page.focus('#before');
  const order = ['before', 'case-type', 'description', 'priority', 'file[]', 'submit', 'after'];
  const there = [await focused(page)];
  const tops = [];
  while (there.length < order.length) {
    await page.keyboard.press('Tab');
    there.push(await focused(page));
    tops.push(
      await page.evaluate(() => {
        const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
        const scroller = /** @type {Element} */ (document.querySelector('#scroller'));
        return (inner?.getBoundingClientRect().top ?? 0) + scroller.scrollTop;
      }),
    );
  }
  assert.deepEqual(there, order);
  assert.deepEqual(
    tops,
    [...tops].sort((a, b) => a - b),
    'downwards',
  );
  const back = [await focused(page)];
  while (back.length < order.length) {
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    back.push(await focused(page));
  }
  assert.deepEqual(back, [...order].reverse());
  const keys = (await heard(page)).filter((key) => !key.endsWith('Shift'));
  assert.ok(
    keys.every((key) => key.endsWith(',Tab')),
    keys.join(' '),
  );
  await page.browserContext().close();
});

test('focus by a click makes nothing scroll', async () => {
  const page = await openPortal();
  const { x, y } = await form.middle(page, 'description');
  await page.evaluate(() => document.querySelector('#scroller')?.scrollBy(0, 40));
  const before = await scrolled(page);
  await page.mouse.click(x, y - 40);
  await form.settle(page);
  assert.equal(await focused(page), 'description');
  assert.equal(await scrolled(page), before);
  await page.browserContext().close();
});

test('in the launcher’s dialog Escape closes an open list first, then the dialog', async () => {
  const config = shopConfig('https://cases.example.com');
  const page = await form.openForm(on.browser, on.site.url, config, {
    attributes: { launcher: 'Ayuda' },
  });
  const isOpen = () =>
    page.evaluate(
      () => !!document.querySelector('casement-form')?.shadowRoot?.querySelector('dialog')?.open,
    );
  const closed = await page.screenshot();
  await form.press(page, 'case-type');
  assert.notDeepEqual(await page.screenshot(), closed);
  await page.keyboard.press('Escape');
  await form.settle(page);
  assert.equal(await isOpen(), true);
  await page.keyboard.press('ArrowDown');
  await form.settle(page);
  assert.equal(
    (await form.values(page))['case-type'],
    'Request',
    'the keys are the control’s again',
  );
  await page.keyboard.press('Escape');
  await form.settle(page);
  assert.equal(await isOpen(), false);
  await page.browserContext().close();
});
