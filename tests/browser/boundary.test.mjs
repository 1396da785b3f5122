/**
 * What the browser or the page throws inside a call from the module does not end its work: the case is
 * sent all the same and told. Each import's piece of the browser breaks in turn, before the form is there,
 * while it is filled in, and while its case is on the way.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { until } from '../crm/until.mjs';
import { mountForm } from './support/mount.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

const on = stand({ gateway: true, page: true });

/**
 * By what the import needs (wasm/browser/imports.js): what throws from now on.
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

/** @param {() => void} brake */
const breakNow = (brake) => on.page.evaluate(`{ ${broken}; (${brake})() }`);

/** Not with a frame: those may be what is broken. @param {string} name */
async function told(name) {
  /** @type {any} */
  let detail;
  await until(async () => {
    const events = await on.page.evaluate(() => /** @type {any} */ (window).events);
    detail = events.find((/** @type {any[]} */ [told]) => told === name)?.[1];
    return !!detail;
  }, 30_000);
  return detail;
}

/** A form with all that it asks for. @param {() => unknown} [early] before it is there */
async function openFilled(early = () => {}) {
  on.gateway.seen.length = 0;
  await on.page.goto(`${on.site.url}form.html`);
  await early();
  await on.page.evaluate(mountForm, {
    config: shopConfig(on.gateway.origin, { 'case-type': { default: 'Claims' } }),
    values: { description: 'Faltan dos piezas.' },
  });
  await told('ready');
}

const send = () =>
  on.page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement} */ (root?.querySelector('[type=submit]')).click();
  });

for (const [what, brake] of breaks)
  for (const when of ['before the form is there', 'while it is filled in', 'on the way'])
    test(`${what} breaks ${when}: the case is told`, async () => {
      /** @type {(value?: unknown) => void} */
      let answer = () => {};
      on.gateway.answer({ body: created('SOP-5'), wait: new Promise((go) => (answer = go)) });
      // What a form stands on to be there at all is no import's.
      const early = ['a context', 'busy', 'the surroundings', 'the fonts'].includes(what);
      const atOnce = when === 'before the form is there' && !early;
      await openFilled(() => atOnce && breakNow(brake));
      if (when === 'while it is filled in') await breakNow(brake);
      await send();
      await told('sent');
      if (when === 'on the way') await breakNow(brake);
      answer();
      assert.equal((await told('created')).caseNumber, 'SOP-5');
      assert.equal(on.gateway.posts().length, 1);
    });

/** Where a request begins: what throws there, once. @type {[string, () => void][]} */
const beginnings = [
  ['open', () => once(XMLHttpRequest.prototype, 'open')],
  ['setRequestHeader', () => once(XMLHttpRequest.prototype, 'setRequestHeader')],
  ['send', () => once(XMLHttpRequest.prototype, 'send')],
  ['listening', () => once(XMLHttpRequestEventTarget.prototype, 'addEventListener')],
  ['the body', () => once(window, 'Blob')],
];

/** @param {any} owner @param {string} name */
function once(owner, name) {
  const own = Object.hasOwn(owner, name);
  const real = owner[name];
  owner[name] = function () {
    if (own) owner[name] = real;
    else delete owner[name];
    throw new Error('broken by the test');
  };
}

for (const [what, brake] of beginnings)
  test(`the request breaks at its beginning (${what}): it is told as not sent, and can be sent again`, async () => {
    on.gateway.answer({ body: created('SOP-6') });
    await openFilled();
    await on.page.evaluate(`{ ${once}; (${brake})() }`);
    await send();
    assert.equal((await told('error')).reason, 'unsent');
    assert.deepEqual(on.gateway.posts(), []);
    await send();
    assert.equal((await told('created')).caseNumber, 'SOP-6');
    assert.equal(on.gateway.posts().length, 1);
  });

test('what throws once the request is on its way is no proof that nothing was sent', async () => {
  on.gateway.answer({ body: created('SOP-6'), wait: new Promise(() => {}) });
  await openFilled();
  await on.page.evaluate(() => {
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) {
      send.call(this, body);
      throw new Error('broken by the test');
    };
  });
  await send();
  assert.match((await told('error')).reason, /^unknown/);
});
