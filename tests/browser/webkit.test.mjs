/** WebKitGTK: a form is filled in with keyboard and pointer, sent, and its number read. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startDisplay } from './support/display.mjs';
import { serveForm } from './support/form_page.mjs';
import { decodePng } from './support/png.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig } from './support/states.mjs';
import { startWebKit } from './support/webkit.mjs';

/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof serveForm>>} */
let site;
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;
/** @type {Awaited<ReturnType<typeof startWebKit>>} */
let browser;

before(async () => {
  gateway = await startScriptedGateway();
  site = await serveForm([gateway.origin]);
  display = await startDisplay();
  browser = await startWebKit(display);
});
after(async () => {
  await browser?.close();
  await display?.stop();
  await site?.close();
  await gateway?.close();
});

/** Brings a control into view; its middle. @param {string} selector */
const middle = (selector) =>
  browser.evaluate(async (selector) => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const control = /** @type {HTMLElement} */ (root?.querySelector(selector));
    control.scrollIntoView({ block: 'center', behavior: 'instant' });
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const { x, y, width, height } = control.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, selector);

/** @param {string} selector */
async function press(selector) {
  const { x, y } = await middle(selector);
  await browser.press(x, y);
}

test('WebKitGTK: filled in by keyboard and pointer, the form sends a case and shows its number', async () => {
  gateway.answer({ body: created('SOP-10482') });
  await browser.open(`${site.url}form.html`);
  await browser.evaluate(
    async (config) => {
      const form = /** @type {any} */ (document.createElement('casement-form'));
      const ready = new Promise((resolve, reject) => {
        form.addEventListener('casement-ready', resolve);
        form.addEventListener('casement-error', reject);
      });
      const answered = new Promise((resolve) => form.addEventListener('casement-created', resolve));
      const words = /** @type {Set<string>} */ (new Set());
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
        words.add(text);
        return fillText.call(this, text, ...where);
      };
      Object.assign(window, { answered, words });
      form.setAttribute('open', '');
      form.config = config;
      document.body.append(form);
      await ready;
    },
    shopConfig(gateway.origin, { 'case-type': { default: 'Claims' } }),
  );
  await press('textarea');
  await browser.type('Faltan dos piezas.');
  await press('button[type=submit]');
  const { detail, painted } = await browser.evaluate(async () => {
    const { answered, words } = /** @type {any} */ (window);
    const { detail } = await answered;
    for (let frame = 0; frame < 4; ++frame)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return { detail, painted: /** @type {string[]} */ ([...words]) };
  });
  assert.equal(detail.caseNumber, 'SOP-10482');
  assert.ok(painted.includes('SOP-10482'), painted.join());
  const status = await browser.evaluate(
    () =>
      document.querySelector('casement-form')?.shadowRoot?.querySelector('[role=status]')
        ?.textContent,
  );
  assert.equal(status, 'Caso creado. SOP-10482');
  assert.equal(gateway.posts().length, 1);

  // There is ink where the controls have none: the canvas does show.
  const { pixels } = decodePng(await browser.screenshot());
  let ink = 0;
  for (let i = 0; i < pixels.length; i += 3)
    if (Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) < 90) ++ink;
  assert.ok(ink > 500, `${ink} dark pixels`);
});
