/**
 * Where there are no pixels the controls are the form: without WebGL2, while the context is lost,
 * with forced colours, on request. Nothing typed or attached is lost on the way there and back.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { decodePng } from './support/png.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { attach, shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */

const on = stand({ gateway: true });

/** @param {ListenedPage} page */
const appearance = (page) =>
  page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
    const visible = (/** @type {string} */ selector) => {
      const element = /** @type {HTMLElement} */ (root.querySelector(selector));
      const { opacity, display } = getComputedStyle(element);
      return display !== 'none' && opacity === '1' && element.offsetHeight >= 15;
    };
    return {
      plain: !!root.querySelector('.card.plain'),
      canvas: root.querySelector('canvas')?.checkVisibility() ?? false,
      select: visible('select'),
      label: visible('label'),
      send: visible('button[type=submit]'),
      inFlow: getComputedStyle(/** @type {Element} */ (root.querySelector('select'))).position,
    };
  });

const asForm = {
  ...{ plain: true, canvas: false, select: true, label: true, send: true },
  inFlow: 'static',
};

/** @param {ListenedPage} page */
async function fillIn(page) {
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'Una línea,\notra y 😀.');
  await attach(page, [{ name: 'factura.pdf', type: 'application/pdf', size: 5000 }]);
}

/** @param {ListenedPage} page */
async function picture(page) {
  await form.hideCarets(page);
  return Buffer.from(await page.screenshot());
}

/** Sends what is there; the case comes. @param {ListenedPage} page */
async function send(page) {
  on.gateway.seen.length = 0;
  on.gateway.answer({ body: created('SOP-10482') });
  await form.press(page, 'Enviar caso');
  assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-10482');
  const posts = on.gateway.posts();
  assert.equal(posts.length, 1);
  assert.ok(posts[0].size > 5000, 'with its file');
  const shown = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    return /** @type {HTMLElement} */ (root?.activeElement)?.textContent;
  });
  assert.equal(shown, 'SOP-10482', 'the number has focus');
}

/** A picture that has ink in it. @param {ListenedPage} page */
async function inked(page) {
  const { pixels } = decodePng(await page.screenshot());
  let dark = 0;
  for (let i = 0; i < pixels.length; i += 3)
    if (Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) < 90) ++dark;
  return dark > 500;
}

for (const [what, open] of /** @type {const} */ ([
  ['asked for by the page', { attributes: { appearance: 'plain' } }],
  [
    'without WebGL2',
    {
      prepare: (/** @type {ListenedPage} */ page) =>
        page.evaluateOnNewDocument(() => {
          const { getContext } = HTMLCanvasElement.prototype;
          HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
            /** @this {HTMLCanvasElement} @param {any} kind @param {any} options */
            function (kind, options) {
              return kind === 'webgl2' ? null : getContext.call(this, kind, options);
            }
          );
        }),
    },
  ],
  [
    'with forced colours',
    {
      prepare: async (/** @type {ListenedPage} */ page) => {
        const devtools = await page.createCDPSession();
        await devtools.send('Emulation.setEmulatedMedia', {
          features: [{ name: 'forced-colors', value: 'active' }],
        });
      },
    },
  ],
]))
  test(`${what}, the controls are a form that is seen, and it sends a case`, async () => {
    const config = shopConfig(on.gateway.origin);
    const page = await form.openForm(
      on.browser,
      on.site.url,
      config,
      /** @type {any} */ ({ width: 456, height: 1100, ...open }),
    );
    assert.deepEqual(await appearance(page), asForm);
    assert.ok(await inked(page));
    // The same rules, told beside the fields.
    await form.press(page, 'Enviar caso');
    const errors = await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      return [...(root?.querySelectorAll('.error') ?? [])]
        .filter((e) => e.textContent && /** @type {HTMLElement} */ (e).offsetHeight > 10)
        .map((e) => e.textContent);
    });
    assert.deepEqual(errors, ['Elige el tipo de caso.', 'Escribe qué pasó, al menos una frase.']);
    await fillIn(page);
    await send(page);
    assert.deepEqual(page.said, []);
    await page.browserContext().close();
  });

test('a context that is lost leaves a form to go on with, and comes back with what was typed meanwhile', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, { width: 456, height: 1100 });
  await fillIn(page);
  const before = await picture(page);
  const lose = (/** @type {'loseContext' | 'restoreContext'} */ what) =>
    page.evaluate(async (what) => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const canvas = /** @type {HTMLCanvasElement} */ (root?.querySelector('canvas'));
      const keep = /** @type {any} */ (window);
      keep.loss ??= canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
      keep.loss[what]();
    }, what);
  await lose('loseContext');
  await page.waitForFunction(() =>
    document.querySelector('casement-form')?.shadowRoot?.querySelector('.plain'),
  );
  await form.settle(page);
  assert.deepEqual(await appearance(page), asForm);
  assert.equal((await form.values(page)).description, 'Una línea,\notra y 😀.');
  await form.write(page, 'description', 'Escrito sin píxeles.');

  await lose('restoreContext');
  await page.waitForFunction(
    () => !document.querySelector('casement-form')?.shadowRoot?.querySelector('.plain'),
  );
  await form.write(page, 'description', 'Una línea,\notra y 😀.');
  await page.mouse.move(1, 1);
  await form.settle(page);
  assert.ok(before.equals(await picture(page)), 'the same pixels');
  await send(page);
  await page.browserContext().close();
});

test('the page may choose the appearance at any time; what was typed and attached stays', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, { width: 456, height: 1100 });
  await fillIn(page);
  for (const value of ['plain', '', 'plain']) {
    await page.evaluate(
      (value) => document.querySelector('casement-form')?.setAttribute('appearance', value),
      value,
    );
    await form.settle(page);
    assert.equal((await appearance(page)).plain, value === 'plain');
    assert.equal((await form.values(page)).description, 'Una línea,\notra y 😀.');
  }
  await send(page);
  await page.browserContext().close();
});

test('where nothing is painted, WebGL’s limits say nothing: lines are as thin as the screen shows them', async () => {
  const fields = Array.from({ length: 12 }, (_, i) => ({ name: `n${i}` }));
  const config = shopConfig(on.gateway.origin, { form: fields });
  const page = await form.openForm(on.browser, on.site.url, config, {
    ...{ width: 400, ratio: 3, attributes: { appearance: 'plain' } },
  });
  await form.write(page, 'n0', 'x');
  const padding = await (
    await form.control(page, 'Enviar caso')
  ).evaluate((button) => parseFloat(getComputedStyle(button).paddingTop));
  assert.ok(Math.abs(padding - 11) < 0.01, `12 px without a border of 1 px: ${padding}`);
  await page.browserContext().close();
});

for (const look of ['', 'plain'])
  test(`a removed file gives its focus to the next one, then to the picker (${look || 'pixels'})`, async () => {
    const config = shopConfig(on.gateway.origin);
    const page = await form.openForm(on.browser, on.site.url, config, {
      attributes: { appearance: look },
    });
    await attach(
      page,
      ['a', 'b', 'c'].map((name) => ({ name: `${name}.pdf`, type: '', size: 10 })),
    );
    const focused = () =>
      page.evaluate(() => {
        const active = document.querySelector('casement-form')?.shadowRoot?.activeElement;
        return active?.textContent || active?.getAttribute('name');
      });
    // Twice before a frame: each press means the file that its button names.
    await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const buttons = /** @type {HTMLElement[]} */ ([
        ...(root?.querySelectorAll('.remove button') ?? []),
      ]);
      buttons[0].focus();
      buttons[0].click();
      buttons[1].click();
    });
    await form.settle(page);
    assert.equal(await focused(), 'Quitar c.pdf');
    await page.keyboard.press('Enter');
    await form.settle(page);
    assert.equal(await focused(), 'file[]');
    await page.browserContext().close();
  });

test('a second failed send is told as the first was', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, {});
  await page.evaluate(() => {
    const told = /** @type {string[]} */ ([]);
    Object.assign(window, { told });
    const status = /** @type {Element} */ (
      document.querySelector('casement-form')?.shadowRoot?.querySelector('[role=status]')
    );
    new MutationObserver(() => told.push(status.textContent ?? '')).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  for (let times = 0; times < 2; ++times) await form.press(page, 'Enviar caso');
  const told = await page.evaluate(() => /** @type {any} */ (window).told.filter(Boolean));
  const sentence = 'Faltan 2 datos. Revisa el tipo de caso y la descripción.';
  assert.deepEqual(told, [sentence, sentence]);
  await page.browserContext().close();
});

test('forced colours may come and go while a form is filled in', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, {
    width: 456,
    height: 1100,
    prepare: async (page) => {
      const devtools = await page.createCDPSession();
      await devtools.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'forced-colors', value: 'active' }],
      });
      Object.assign(page, { devtools });
    },
  });
  await fillIn(page);
  const { devtools } = /** @type {any} */ (page);
  const force = async (/** @type {string} */ value) => {
    await devtools.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'forced-colors', value }],
    });
    await form.settle(page);
  };
  await force('none');
  assert.equal((await appearance(page)).plain, false);
  assert.ok(await inked(page), 'the canvas shows what was typed before it was there');
  await force('active');
  assert.deepEqual(await appearance(page), asForm);
  await send(page);
  await page.browserContext().close();
});

test('a segment is pressed, and the keys move from there: the list under the segments is the control', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, {
    attributes: { appearance: 'plain' },
  });
  const press = async (/** @type {string} */ word) => {
    const { x, y } = await page.evaluate((word) => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const segments = [...(root?.querySelectorAll('.segments span') ?? [])];
      const segment = segments.find(({ textContent }) => textContent === word);
      segment?.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = /** @type {Element} */ (segment).getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, word);
    await page.mouse.click(x, y);
    await form.settle(page);
  };
  const shown = () =>
    page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const chosen = [...(root?.querySelectorAll('.chosen') ?? [])];
      return {
        chosen: chosen.map(({ textContent }) => textContent),
        focused: root?.activeElement?.getAttribute('name'),
      };
    });
  await press('Alta');
  assert.equal((await form.values(page)).priority, 'high');
  assert.deepEqual(await shown(), { chosen: ['Alta'], focused: 'priority' });
  await page.keyboard.press('ArrowUp');
  await form.settle(page);
  assert.equal((await form.values(page)).priority, 'medium');
  assert.deepEqual(await shown(), { chosen: ['Media'], focused: 'priority' });
  await page.browserContext().close();
});

test('the appearance changes under the hands of a person who writes: control, caret and undo stay', async () => {
  const config = shopConfig(on.gateway.origin);
  const page = await form.openForm(on.browser, on.site.url, config, {
    width: 456,
    height: 1100,
    attributes: { appearance: 'plain' },
  });
  await (await form.control(page, 'description')).focus();
  await page.keyboard.type('Faltan piezas.');
  await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const area = /** @type {HTMLTextAreaElement} */ (root?.activeElement);
    area.setSelectionRange(7, 13);
    Object.assign(window, { area });
  });
  for (const value of ['', 'plain', '']) {
    await page.evaluate(
      (value) => document.querySelector('casement-form')?.setAttribute('appearance', value),
      value,
    );
    await form.settle(page);
    const kept = await page.evaluate(() => {
      const { area } = /** @type {any} */ (window);
      const root = document.querySelector('casement-form')?.shadowRoot;
      return [area === root?.activeElement, area.selectionStart, area.selectionEnd];
    });
    assert.deepEqual(kept, [true, 7, 13], `appearance '${value}'`);
  }
  await page.keyboard.type('tornillos');
  assert.equal((await form.values(page)).description, 'Faltan tornillos.');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  assert.match((await form.values(page)).description, /^Faltan (piezas|tornillo)?/);
  await page.browserContext().close();
});

for (const look of ['', 'plain'])
  test(`with no room for more files their row stays, and what is dropped is told to be too many (${look || 'pixels'})`, async () => {
    const config = shopConfig(on.gateway.origin, { file: { maxFiles: 1 } });
    const page = await form.openForm(on.browser, on.site.url, config, {
      attributes: { appearance: look },
    });
    await attach(page, [{ name: 'a.pdf', type: '', size: 10 }]);
    const files = () =>
      page.evaluate(() => {
        const root = document.querySelector('casement-form')?.shadowRoot;
        const wrap = /** @type {HTMLElement} */ (root?.querySelector('.files'));
        const picker = /** @type {HTMLInputElement} */ (wrap.querySelector('input'));
        return {
          hidden: wrap.hidden,
          disabled: picker.disabled,
          rows: [...(root?.querySelectorAll('.remove') ?? [])].map(
            (row) => row.querySelector('.error')?.textContent,
          ),
        };
      });
    assert.deepEqual(await files(), { hidden: false, disabled: true, rows: [''] });
    await attach(page, [{ name: 'b.pdf', type: '', size: 10 }]);
    const { rows } = await files();
    assert.equal(rows.length, 2);
    assert.ok(rows[1], 'the second one is told to be too many');
    await page.browserContext().close();
  });
