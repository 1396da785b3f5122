/**
 * Text goes into real controls: input methods, dead keys, autofill, undo, selection and the
 * clipboard are the browser's own, and all of it arrives once.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { paintedWords, watchPainting } from './support/painted.mjs';
import { decodePng, difference } from './support/png.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const on = stand();

/** @param {object} [more] of the document @param {import('./support/chromium.mjs').PageLook} [look] */
const open = (more = {}, look = {}) =>
  form.openForm(
    on.browser,
    on.site.url,
    shopConfig('https://cases.example.com', {
      contact: { kind: 'email', required: true, autocomplete: 'email' },
      form: [
        { name: 'phone', kind: 'phone', autocomplete: 'tel' },
        { name: 'amount', kind: 'number' },
        { name: 'day', kind: 'date' },
      ],
      ...more,
    }),
    { ...look, prepare: watchPainting },
  );

/** A picture of a control's box. @param {Page} page @param {string} name */
async function pictureOf(page, name) {
  const clip = await (
    await form.control(page, name)
  ).evaluate((e) => {
    const { x, y, width, height } = e.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height };
  });
  return decodePng(await page.screenshot({ clip }));
}

for (const [language, steps, text] of /** @type {const} */ ([
  ['Japanese', ['に', 'にほ', 'にほん', 'にほんご', '日本語'], '日本語'],
  ['Korean', ['ㅎ', '하', '한', '한ㄱ', '한그', '한글'], '한글'],
]))
  test(`${language} by an input method: the preedit is seen, and the text arrives once`, async () => {
    const page = await open();
    const devtools = await page.createCDPSession();
    await (await form.control(page, 'description')).focus();
    await page.keyboard.type('A ');
    await form.settle(page);
    const without = await pictureOf(page, 'description');
    let seen = without;
    for (const step of steps) {
      await devtools.send('Input.imeSetComposition', {
        text: step,
        selectionStart: step.length,
        selectionEnd: step.length,
      });
      await form.settle(page);
      const now = await pictureOf(page, 'description');
      assert.ok(difference(seen, now).differing > 0, `'${step}' is seen`);
      seen = now;
    }
    await devtools.send('Input.insertText', { text });
    await page.keyboard.type('.');
    await form.settle(page);
    assert.equal((await form.values(page)).description, `A ${text}.`);
    await page.keyboard.press('Tab');
    await form.settle(page);
    assert.ok((await paintedWords(page)).includes(`A ${text}.`), 'the canvas paints it afterwards');
    await page.browserContext().close();
  });

test('dead keys make ñ and ã, once each', async () => {
  const page = await open();
  const devtools = await page.createCDPSession();
  await (await form.control(page, 'description')).focus();
  for (const [letter, accented] of [
    ['n', 'ñ'],
    ['a', 'ã'],
  ]) {
    // As an X11 keyboard reports them: the dead key alone, then the letter with its accent.
    const dead = { key: 'Dead', code: 'BracketLeft', windowsVirtualKeyCode: 219 };
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...dead });
    await devtools.send('Input.imeSetComposition', {
      text: '~',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...dead });
    const key = { key: accented, code: `Key${letter.toUpperCase()}` };
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    await devtools.send('Input.insertText', { text: accented });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  }
  await form.settle(page);
  assert.equal((await form.values(page)).description, 'ñã');
  await page.browserContext().close();
});

test('what a password manager or the browser fills in arrives, from the events that each of them fires', async () => {
  const page = await open();
  for (const [name, value, type] of [
    ['contact', 'ana@example.com', 'input'],
    ['phone', '+57 300 000 0000', 'change'],
  ])
    await (
      await form.control(page, name)
    ).evaluate(
      (e, value, type) => {
        e.value = value;
        e.dispatchEvent(new Event(type, { bubbles: true }));
      },
      value,
      type,
    );
  await form.settle(page);
  const painted = await paintedWords(page);
  for (const value of ['ana@example.com', '+57 300 000 0000'])
    assert.ok(painted.includes(value), value);
  await page.browserContext().close();
});

test('an autofilled control hides nothing that the canvas painted', async () => {
  const page = await open();
  await form.write(page, 'contact', 'ana@example.com');
  await page.keyboard.press('Tab');
  await form.settle(page);
  const before = await pictureOf(page, 'contact');

  const devtools = await page.createCDPSession();
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: `document.querySelector('casement-form').shadowRoot.querySelector('[name=contact]')`,
  });
  await devtools.send('DOM.getDocument', { depth: -1, pierce: true });
  const { nodeId } = await devtools.send('DOM.requestNode', {
    objectId: String(result.objectId),
  });
  await devtools.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: ['autofill'] });
  const filled = await (
    await form.control(page, 'contact')
  ).evaluate((e) => e.matches(':autofill'));
  assert.ok(filled, 'the browser holds it for autofilled');
  await form.settle(page);
  const same = { mean: 0, differing: 0 };
  assert.deepEqual(difference(before, await pictureOf(page, 'contact')), same);
  // In focus it shows its value itself.
  await form.hideCarets(page);
  await (await form.control(page, 'contact')).evaluate((e) => e.focus());
  await form.settle(page);
  const focused = await pictureOf(page, 'contact');
  await devtools.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: [] });
  await form.settle(page);
  assert.deepEqual(difference(focused, await pictureOf(page, 'contact')), same);
  await page.browserContext().close();
});

test('every text control is large enough to be filled in and is what is found at its centre', async () => {
  for (const look of [{}, { width: 360 }, { touch: true, width: 360 }]) {
    const page = await open({}, look);
    const found = await page.evaluate(async () => {
      const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
      const report = [];
      for (const control of root.querySelectorAll('input:not([type=file]), textarea')) {
        control.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { x, y, width, height } = control.getBoundingClientRect();
        const hit = root.elementFromPoint(x + width / 2, y + height / 2);
        report.push({
          name: control.getAttribute('name'),
          large: width >= 30 && height >= 15,
          hit: hit === control,
        });
      }
      return report;
    });
    assert.equal(found.length, 5);
    for (const { name, large, hit } of found) assert.ok(large && hit, `${name}`);
    await page.browserContext().close();
  }
});

test('phones get the right keyboard, and the browser what it may fill in', async () => {
  const page = await open();
  const attributes = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    return [...(root?.querySelectorAll('input:not([type=file]), textarea') ?? [])].map((e) => {
      const { name, type, inputMode, autocomplete } = /** @type {HTMLInputElement} */ (e);
      return [name, type, inputMode, autocomplete].join(' ');
    });
  });
  assert.deepEqual(attributes.sort(), [
    'amount text decimal off',
    'contact email email email',
    'day text numeric off',
    'description textarea  off',
    'phone tel tel tel',
  ]);
  await page.browserContext().close();
});

test('undo, redo, a double click and a drag are the browser’s own', async () => {
  const page = await open();
  await (await form.control(page, 'contact')).focus();
  await page.keyboard.type('ana lucia');
  const selection = () =>
    page.evaluate(() => {
      const control = /** @type {any} */ (
        document.querySelector('casement-form')?.shadowRoot?.querySelector('textarea')
      );
      return control.value.slice(control.selectionStart, control.selectionEnd);
    });
  const undo = async (/** @type {string} */ key) => {
    await page.keyboard.down('Control');
    await page.keyboard.press(/** @type {any} */ (key));
    await page.keyboard.up('Control');
    await form.settle(page);
  };
  await undo('z');
  const undone = (await form.values(page)).contact;
  assert.notEqual(undone, 'ana lucia');
  await undo('y');
  assert.equal((await form.values(page)).contact, 'ana lucia');

  await form.write(page, 'description', 'Faltan piezas importantes');
  const area = await form.control(page, 'description');
  const box = await area.evaluate((e) => {
    const { x, y } = e.getBoundingClientRect();
    return { x: x + parseFloat(e.style.paddingLeft), y: y + parseFloat(e.style.paddingTop) + 11 };
  });
  await page.mouse.click(box.x + 15, box.y, { clickCount: 2 });
  assert.equal((await selection()).trim(), 'Faltan');
  await page.mouse.click(box.x + 15, box.y, { clickCount: 3 });
  assert.equal(await selection(), 'Faltan piezas importantes');
  await page.mouse.click(box.x + 5, box.y);
  await page.mouse.move(box.x, box.y);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y, { steps: 4 });
  await page.mouse.up();
  assert.equal(await selection(), 'Faltan piezas importantes');
  await page.browserContext().close();
});

test('typing stops where the core’s limit is, in code points; what is pasted stays whole and is told', async () => {
  const page = await open({ description: { maxLength: 10 } });
  const description = async () => (await form.values(page)).description;
  const area = await form.control(page, 'description');
  await area.focus();
  for (const character of ['a', 'b', 'c', '😀', 'd', '😀', 'e', 'f', 'g']) {
    await page.keyboard.sendCharacter(character);
    await form.settle(page);
  }
  assert.equal([...(await description())].length, 9, 'one below');
  await page.keyboard.sendCharacter('😀');
  await form.settle(page);
  assert.equal([...(await description())].length, 10, 'at the limit');
  for (const character of ['x', '😀', 'y']) await page.keyboard.sendCharacter(character);
  await form.settle(page);
  assert.equal(await description(), 'abc😀d😀efg😀', 'one above');

  await page.evaluate(() => {
    const box = document.createElement('input');
    box.value = 'doce letras!';
    document.body.append(box);
    box.select();
    document.execCommand('copy');
    box.remove();
  });
  await area.evaluate((e) => {
    e.focus();
    e.select();
  });
  await page.keyboard.down('Control');
  await page.keyboard.press('v');
  await page.keyboard.up('Control');
  await form.settle(page);
  assert.equal(await description(), 'doce letras!');
  await page.keyboard.press('Tab');
  await form.settle(page);
  const error = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    return root?.querySelector('textarea ~ .error')?.textContent;
  });
  assert.match(error ?? '', /10/);
  await page.browserContext().close();
});
