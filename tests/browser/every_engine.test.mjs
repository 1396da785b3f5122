/**
 * Pages as people really make them, in three engines: odd language tags, values from the page, modals,
 * narrow columns, frames, headers that stay, settings given again, a look that changes.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { until } from '../crm/until.mjs';
import { startDisplay } from './support/display.mjs';
import { engines } from './support/engines.mjs';
import {
  all,
  boxes,
  change,
  fillIn,
  held,
  painted,
  send,
  told,
  watch,
  written,
} from './support/every_engine.mjs';
import { serveForm } from './support/form_page.mjs';
import { mountForm, untilDrawn } from './support/mount.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('./support/hands.mjs').Hands} Hands */
/** @typedef {import('./support/mount.mjs').Mount} Mount */

/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof serveForm>>} */
let site;
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;

before(async () => {
  gateway = await startScriptedGateway();
  site = await serveForm([], true); // the tests' own policy allows no frames
  display = await startDisplay();
});
after(async () => {
  await display?.stop();
  await site?.close();
  await gateway?.close();
});

/**
 * @param {Hands} hands
 * @param {Mount & {prepare?: string}} [mount] prepare: a function for the page, before the form is there
 * @param {object} [more] of the document
 */
async function open(hands, { prepare = '() => {}', ...mount } = {}, more = {}) {
  gateway.seen.length = 0;
  gateway.answer({ body: created('SOP-7') });
  await hands.open(`${site.url}form.html`);
  await hands.evaluate(watch);
  await hands.evaluate((prepare) => void (0, eval)(`(${prepare})`)(), prepare);
  await hands.evaluate(mountForm, {
    config: shopConfig(gateway.origin, { 'case-type': { default: 'Claims' }, ...more }),
    lang: 'es',
    ...mount,
  });
  await hands.evaluate(untilDrawn);
}

/** What each page does, and what must be so. @type {Record<string, (hands: Hands) => Promise<void>>} */
const pages = {};

pages['a case is told on a page with an odd language tag'] = async (hands) => {
  const odd = ['es_CO', 'en_US', 'pt_BR', 'en-US.UTF-8', 'en-', 'es--CO', 'x', 'es_CO@euro', '-'];
  for (const lang of odd) {
    await open(hands, { lang, values: { description: written } });
    await send(hands);
    assert.equal((await told(hands, 'created')).caseNumber, 'SOP-7', lang);
    const receipt = await hands.evaluate(
      () => document.querySelector('casement-form')?.shadowRoot?.querySelector('dl')?.textContent,
    );
    assert.match(receipt ?? '', /SOP-7/, lang);
  }
};

for (const when of ['before', 'after'])
  pages[`what prefill() gives ${when} the form is there is held and painted`] = async (hands) => {
    const values = { description: 'Palabras de la página', order: '48213' };
    const early = when === 'before' ? { values } : {};
    await open(hands, early, { form: [{ name: 'order', label: 'Pedido' }] });
    if (when === 'after') await change(hands, (e, values) => e.prefill(values), values);
    const { words } = await painted(hands);
    for (const text of Object.values(values))
      assert.ok(words.includes(text), `${text} in ${words}`);
  };

pages['what a password manager writes without a word is sent'] = async (hands) => {
  await open(hands, { values: { description: written } }, { contact: { required: true } });
  await change(hands, (e) => (e.shadowRoot.querySelector('[name=contact]').value = 'a@b.co'));
  await send(hands);
  assert.equal((await told(hands, 'created')).caseNumber, 'SOP-7');
};

pages['a file that is not what its name says is told in its row, and never sent'] = async (
  hands,
) => {
  await open(hands, { values: { description: written } });
  await change(hands, (e) => {
    const head = (/** @type {string} */ text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
    const files = new DataTransfer();
    for (const [name, type, text] of [
      ['IMG_0001.jpg', 'image/jpeg', '\0\0\0\x20ftypheic\0\0\0\0mif1heic'],
      ['factura.pdf', 'application/pdf', '\x89PNG\r\n\x1A\n\0\0\0\rIHDR'],
      ['corte.pdf', 'application/pdf', '\0\0\0\0 nada de nada'],
      ['bien.pdf', 'application/pdf', '%PDF-1.7'],
    ])
      files.items.add(new File([head(text.padEnd(5000, '\0'))], name, { type }));
    const picker = e.shadowRoot.querySelector('[type=file]');
    picker.files = files.files;
    picker.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const shown = () =>
    hands.evaluate(
      () => document.querySelector('casement-form')?.shadowRoot?.querySelector('form')?.textContent,
    );
  for (const sentence of [
    /Está dañado o no es lo que dice su nombre\./,
    /Las fotos HEIC del iPhone no se aceptan\. Guárdala como JPEG o quítala\./,
    /Por dentro es un archivo \.png\. Elige otro o quítalo\./,
  ])
    await until(async () => sentence.test((await shown()) ?? ''));
  await send(hands);
  assert.equal(gateway.posts().length, 0);
  for (const name of ['IMG_0001.jpg', 'factura.pdf', 'corte.pdf'])
    await change(
      hands,
      (e, label) =>
        [...e.shadowRoot.querySelectorAll('.remove button')]
          .find((button) => button.textContent === label)
          .click(),
      `Quitar ${name}`,
    );
  assert.doesNotMatch((await shown()) ?? '', /HEIC|Por dentro|dañado/);
  await send(hands);
  assert.equal((await told(hands, 'created')).caseNumber, 'SOP-7');
};

pages['in a modal that opens with a scale the form fills its card, and presses hit'] = async (
  hands,
) => {
  const boxes = ['width: 560px; transform: scale(.6); transform-origin: 0 0'];
  await open(hands, { boxes });
  const look = () =>
    hands.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      return root?.querySelector('canvas')?.offsetWidth;
    });
  assert.equal(await look(), 560);
  const at = await hands.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const { x, y, width, height } = /** @type {Element} */ (
      root?.querySelector('[name=priority]')
    ).getBoundingClientRect();
    return { x: x + width * 0.9, y: y + height / 2 };
  });
  await hands.press(at.x, at.y);
  await until(() =>
    hands.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const choice = /** @type {HTMLSelectElement} */ (root?.querySelector('[name=priority]'));
      return choice.value === 'high';
    }),
  );
  await change(hands, (e) => (e.parentElement.style.transform = ''));
  assert.equal(await look(), 560);
};

/** Boxes that shrink to what is in them, and how wide the form is there. @type {[string, string[], number][]} */
const widths = [
  ['a flex item beside words', ['display: flex; width: 900px'], 560],
  ['a float', ['', 'float: left'], 560],
  ['a table cell', ['', 'display: table-cell'], 560],
  ['an inline block', ['', 'display: inline-block'], 560],
  ['an absolute box', ['position: relative', 'position: absolute'], 560],
  ['a column of 240 px', ['width: 240px'], 240],
  ['a float in a column of 240 px', ['width: 240px', 'float: left'], 240],
  ['a flex item in a row of 300 px', ['display: flex; width: 300px'], 300],
  ['a wide page', ['width: 1000px'], 720],
];
pages['in boxes that shrink to what is in them the form has a width of its own'] = async (
  hands,
) => {
  await open(hands);
  for (const [what, styles, width] of widths) {
    await change(
      hands,
      (element, styles) => {
        let place = document.body;
        for (const style of styles) {
          const box = document.createElement('div');
          box.style.cssText = style;
          place.append(box);
          place = box;
        }
        place.append(element);
      },
      styles,
    );
    const now = await hands.evaluate(() => {
      const element = /** @type {HTMLElement} */ (document.querySelector('casement-form'));
      return [element.offsetWidth, element.shadowRoot?.querySelector('canvas')?.offsetWidth];
    });
    assert.deepEqual(now, [width, width], what);
  }
};

pages['the first wrong field is seen with its label, below a header that stays'] = async (
  hands,
) => {
  await open(hands);
  await change(hands, (element) => {
    const header = document.createElement('header');
    header.style.cssText = 'position: sticky; top: 0; height: 120px; background: #cde; z-index: 5';
    document.body.prepend(header);
    element.style.marginBottom = '3000px';
    scrollTo(0, element.getBoundingClientRect().bottom + scrollY - 160);
  });
  await send(hands);
  const { name, top, below } = await hands.evaluate(() => {
    const active = document.querySelector('casement-form')?.shadowRoot?.activeElement;
    const box = active?.getBoundingClientRect();
    const below = innerHeight - (box?.bottom ?? 0);
    return { name: active?.getAttribute('name'), top: box?.top ?? 0, below };
  });
  assert.equal(name, 'description');
  assert.ok(top > 120 + 24 && below > 0, `at ${top} px`);
};

for (const by of ['Enter in a text field', 'the button'])
  for (const appearance of ['', 'plain'])
    pages[`in a frame that may not send forms, ${by} sends a case (${appearance || 'pixels'})`] =
      async (hands) => {
        await open(hands);
        // The frame is of the page's own origin: what runs in the page may run there.
        await hands.evaluate(
          async (mount, given) => {
            document.querySelector('casement-form')?.remove();
            const frame = document.createElement('iframe');
            frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
            frame.style.cssText = 'width: 700px; height: 800px';
            frame.src = 'form.html';
            document.body.append(frame);
            await new Promise((resolve) => (frame.onload = resolve));
            const inner = /** @type {any} */ (frame.contentWindow);
            inner.given = given;
            const script = inner.document.createElement('script');
            script.textContent = `window.mounted = (${mount})(given)`;
            inner.document.body.append(script);
            await inner.mounted;
            inner.document
              .querySelector('casement-form')
              .addEventListener('casement-created', (/** @type {any} */ { detail }) =>
                Reflect.get(window, 'events').push(['created', detail]),
              );
          },
          `${mountForm}`,
          {
            config: shopConfig(gateway.origin, {
              'case-type': { default: 'Claims' },
              form: [{ name: 'order' }],
            }),
            attributes: { appearance },
            values: { description: written },
          },
        );
        const at = await hands.evaluate(
          async (selector, focus) => {
            const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
            const root = frame.contentDocument?.querySelector('casement-form')?.shadowRoot;
            const element = /** @type {HTMLElement} */ (root?.querySelector(selector));
            if (focus) {
              frame.contentWindow?.focus();
              element.focus();
            }
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
            for (let frames = 0; frames < 4; ++frames)
              await new Promise((resolve) => requestAnimationFrame(resolve));
            const box = element.getBoundingClientRect();
            const { x, y } = frame.getBoundingClientRect();
            return { x: x + box.x + box.width / 2, y: y + box.y + box.height / 2 };
          },
          by === 'the button' ? '[type=submit]' : '[name=order]',
          by !== 'the button',
        );
        if (by === 'the button') await hands.press(at.x, at.y);
        else await hands.key('Enter');
        assert.equal((await told(hands, 'created')).caseNumber, 'SOP-7');
      };

/** Changes that a page makes without any thought of the form. @type {Record<string, (element: any, config: any) => unknown>} */
const harmless = {
  'an equal document is set again': (e, config) => (e.config = structuredClone(config)),
  'a contact comes late': (e) => e.setAttribute('contact', 'ana@example.com'),
  'the form gets a launcher': (e) => e.setAttribute('launcher', 'Ayuda'),
  'the element moves in the page': (e) => document.body.prepend(e),
  'the element is taken out and put back': (e) => (e.remove(), document.body.append(e)),
  'the element is plain, and is not': (e) => (
    e.setAttribute('appearance', 'plain'),
    e.removeAttribute('appearance')
  ),
};
for (const [what, by] of Object.entries(harmless))
  pages[`${what}: what was written stays, and a case on its way is told once`] = async (hands) => {
    const config = shopConfig(gateway.origin, { 'case-type': { default: 'Claims' } });
    await open(hands);
    await fillIn(hands);
    await change(hands, by, config);
    assert.deepEqual(await held(hands), all);
    /** @type {(value?: unknown) => void} */
    let answer = () => {};
    gateway.answer({ body: created('SOP-7'), wait: new Promise((go) => (answer = go)) });
    await send(hands);
    await told(hands, 'sent');
    await change(hands, by, config);
    answer();
    assert.equal((await told(hands, 'created')).caseNumber, 'SOP-7');
    assert.equal(gateway.posts().length, 1);
    assert.ok(gateway.posts()[0].size > 5000, 'with its file');
  };

pages['another person finds an empty form'] = async (hands) => {
  await open(hands, { attributes: { contact: 'ana@example.com' } });
  await fillIn(hands);
  await change(hands, (e) => e.setAttribute('contact', 'luis@example.com'));
  assert.deepEqual(await held(hands), { text: '', files: [] });
};

pages['out of the page the element holds what was written, and its context is freed'] = async (
  hands,
) => {
  await open(hands);
  await fillIn(hands);
  await change(hands, (element) => {
    const canvas = element.shadowRoot.querySelector('canvas');
    Object.assign(window, { kept: element, context: canvas.getContext('webgl2') });
    element.remove();
  });
  const lost = () => hands.evaluate(() => Reflect.get(window, 'context').isContextLost());
  await until(lost);
  assert.deepEqual(await held(hands), all);
  await change(hands, (element) => document.body.append(element));
  assert.deepEqual(await held(hands), all);
  await send(hands);
  assert.equal((await told(hands, 'created')).caseNumber, 'SOP-7');
};

const long = { description: written.repeat(9) };
const enlarge = () => (document.documentElement.style.fontSize = '24px');

pages['text size and font of the page at run time come out as on a fresh page'] = async (hands) => {
  await open(hands, { values: long });
  await change(hands, enlarge);
  await change(hands, (element) => element.style.setProperty('--casement-font', 'monospace'));
  const living = await boxes(hands);
  const attributes = { style: '--casement-font: monospace' };
  await open(hands, { values: long, attributes, prepare: `${enlarge}` });
  assert.deepEqual(living, await boxes(hands));
};

pages['smaller text of the page comes out plain as on a fresh page'] = async (hands) => {
  const attributes = { appearance: 'plain' };
  await open(hands, { values: long, attributes, prepare: `${enlarge}` });
  await change(hands, () => (document.documentElement.style.fontSize = '16px'));
  const living = await boxes(hands);
  await open(hands, { values: long, attributes });
  assert.deepEqual(living, await boxes(hands));
};

pages['what changes while the form is not laid out is there when it is seen again'] = async (
  hands,
) => {
  const accent = '0,100,0,255';
  await open(hands, { values: long });
  assert.notEqual((await painted(hands)).button, accent);
  await change(hands, (element) => (element.style.display = 'none'));
  await change(hands, enlarge);
  await change(hands, (element) => element.style.setProperty('--casement-accent', '#006400'));
  await change(hands, (element) => (element.style.display = ''));
  assert.equal((await painted(hands)).button, accent);
  const living = await boxes(hands);
  const attributes = { style: '--casement-accent: #006400' };
  await open(hands, { values: long, attributes, prepare: `${enlarge}` });
  assert.deepEqual(living, await boxes(hands));
};

for (const [name, start] of Object.entries(engines))
  test(name, async (context) => {
    const { hands, close } = await start(display);
    context.after(close);
    for (const [what, so] of Object.entries(pages)) await context.test(what, () => so(hands));
  });
