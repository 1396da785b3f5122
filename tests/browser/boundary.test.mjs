/**
 * What the browser or the page throws inside a call from the module does not end its work: the case is
 * sent all the same and told. Each import's piece of the browser breaks in turn, before the form is there,
 * while it is filled in, and while its case is on the way.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../crm/until.mjs';
import { openPage } from './chromium.mjs';
import { created } from './scripted_gateway.mjs';
import { stand } from './stand.mjs';
import { shopConfig } from './states.mjs';

const on = stand({ gateway: true });

/**
 * By what the import needs (wasm/browser/bridge/imports.js): what throws from now on.
 * @type {[string, () => void][]}
 */
const breaks = [
  ['local_time', () => (Intl.DateTimeFormat = /** @type {any} */ (broken))],
  ['advance', () => (CanvasRenderingContext2D.prototype.measureText = broken)],
  ['run', () => (CanvasRenderingContext2D.prototype.fillText = broken)],
  ['value_runs', () => (Range.prototype.getClientRects = broken)],
  ['thumbnail', () => (window.createImageBitmap = broken)],
  ['texture', () => (WebGL2RenderingContext.prototype.texImage2D = broken)],
  ['begin_frame', () => (WebGL2RenderingContext.prototype.viewport = broken)],
  ['draw', () => (WebGL2RenderingContext.prototype.drawElements = broken)],
  ['a context', () => (HTMLCanvasElement.prototype.getContext = broken)],
  ['request_frame', () => (window.requestAnimationFrame = broken)],
  ['place', () => (CSSStyleDeclaration.prototype.setProperty = broken)],
  ['focus', () => (HTMLElement.prototype.focus = broken)],
  ['focus, scrolling', () => (Element.prototype.scrollIntoView = broken)],
  ['ticks', () => (window.setInterval = /** @type {any} */ (broken))],
  ['busy', () => (window.addEventListener = broken)],
  ['token_exposed', () => (console.warn = broken)],
  ['the surroundings', () => (window.getComputedStyle = broken)],
  ['the fonts', () => (window.matchMedia = broken)],
];

/** @returns {never} */
function broken() {
  throw new Error('broken by the test');
}

/** @param {import('puppeteer-core').Page} page @param {() => void} brake */
const breakNow = (page, brake) => page.evaluate(`{ ${broken}; (${brake})() }`);

/** Not with a frame: those may be what is broken. @param {import('puppeteer-core').Page} page @param {string} name */
async function told(page, name) {
  /** @type {any} */
  let detail;
  await until(async () => {
    const events = await page.evaluate(() => /** @type {any} */ (window).events);
    detail = events.find((/** @type {any[]} */ [told]) => told === name)?.[1];
    return !!detail;
  }, 30_000);
  return detail;
}

for (const [what, brake] of breaks)
  for (const when of ['before the form is there', 'while it is filled in', 'on the way'])
    test(`${what} breaks ${when}: the case is told`, async () => {
      /** @type {(value?: unknown) => void} */
      let answer = () => {};
      on.gateway.seen.length = 0;
      on.gateway.answer({ body: created('SOP-5'), wait: new Promise((go) => (answer = go)) });
      const page = await openPage(on.browser);
      await page.goto(`${on.site.url}form.html`);
      // What a form stands on to be there at all is no import's.
      const early = ['a context', 'busy', 'the surroundings', 'the fonts'].includes(what);
      if (when === 'before the form is there' && !early) await breakNow(page, brake);
      await page.evaluate(
        (config) => {
          const element = /** @type {any} */ (document.createElement('casement-form'));
          const events = /** @type {any[]} */ ([]);
          Object.assign(window, { events });
          for (const name of ['ready', 'sent', 'created', 'error'])
            element.addEventListener(`casement-${name}`, (/** @type {any} */ event) =>
              events.push([name, { ...event.detail, error: `${event.detail.error}` }]),
            );
          element.setAttribute('open', '');
          element.config = config;
          document.body.append(element);
          element.prefill({ description: 'Faltan dos piezas.' });
        },
        shopConfig(on.gateway.origin, { 'case-type': { default: 'Claims' } }),
      );
      await told(page, 'ready');
      if (when === 'while it is filled in') await breakNow(page, brake);
      await page.evaluate(() => {
        const root = document.querySelector('casement-form')?.shadowRoot;
        /** @type {HTMLElement} */ (root?.querySelector('[type=submit]')).click();
      });
      await told(page, 'sent');
      if (when === 'on the way') await breakNow(page, brake);
      answer();
      assert.equal((await told(page, 'created')).caseNumber, 'SOP-5');
      assert.equal(on.gateway.seen.filter(({ method }) => method === 'POST').length, 1);
      await page.browserContext().close();
    });
