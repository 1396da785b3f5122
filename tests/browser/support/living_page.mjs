/** What the stories of a living page do with it, and what they look at. */
import * as form from './form_page.mjs';
import { changeElement } from './mount.mjs';
import { attach } from './states.mjs';

/** @typedef {import('./chromium.mjs').ListenedPage} ListenedPage */

/** Until the element has taken up what the page said. @param {ListenedPage} page */
export async function taken(page) {
  await page.evaluate(() => Promise.resolve());
  await form.settle(page);
}

/** @param {ListenedPage} page @param {(element: any, given: any) => void} change @param {unknown} [given] */
export async function change(page, change, given) {
  await page.evaluate(changeElement, `${change}`, given);
  await taken(page);
}

/** @param {ListenedPage} page */
export async function fillIn(page) {
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'Faltan dos piezas.');
  await attach(page, [{ name: 'factura.pdf', type: 'application/pdf', size: 5000 }]);
}

/** @param {ListenedPage} page */
export const held = (page) =>
  page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (
      (document.querySelector('casement-form') ?? /** @type {any} */ (window).kept).shadowRoot
    );
    return {
      type: root.querySelector('select')?.value,
      text: root.querySelector('textarea')?.value,
      files: [...root.querySelectorAll('.remove:not([hidden]) button')].map((b) => b.textContent),
    };
  });
export const all = { type: 'Claims', text: 'Faltan dos piezas.', files: ['Quitar factura.pdf'] };
