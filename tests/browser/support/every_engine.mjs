/** What the stories of all engines do with a page, and what they look at. */
import { until } from '../../crm/until.mjs';
import { changeElement, untilDrawn } from './mount.mjs';

/** @typedef {import('./hands.mjs').Hands} Hands */

export const written = 'Faltan dos piezas.';

/** In the page: the words that the canvas draws, and the colour that it has 8 px inside the button. */
export function watch() {
  const painted = { words: /** @type {string[]} */ ([]), button: '' };
  Object.assign(window, { painted });
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
    painted.words.push(text);
    return fillText.call(this, text, ...where);
  };
  const { drawElements } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.drawElements = function (...given) {
    drawElements.apply(this, given);
    const canvas = /** @type {HTMLCanvasElement} */ (this.canvas);
    const root = /** @type {ShadowRoot} */ (canvas.getRootNode());
    const button = root.querySelector('[type=submit]')?.getBoundingClientRect();
    const box = canvas.getBoundingClientRect();
    if (!button?.width) return;
    const ratio = canvas.width / box.width;
    const pixel = new Uint8Array(4);
    const x = (button.left - box.left + 8) * ratio;
    const y = (box.bottom - button.bottom + button.height / 2) * ratio;
    this.readPixels(x, y, 1, 1, this.RGBA, this.UNSIGNED_BYTE, pixel);
    painted.button = pixel.join();
  };
}

/** @param {Hands} hands @returns {Promise<{words: string[], button: string}>} */
export const painted = (hands) => hands.evaluate(() => Reflect.get(window, 'painted'));

/** Something that the page does, drawn. @param {Hands} hands @param {(element: any, given: any) => unknown} change @param {unknown} [given] */
export async function change(hands, change, given) {
  await hands.evaluate(changeElement, `${change}`, given);
  await hands.evaluate(untilDrawn);
}

/** A person's text, and a file. @param {Hands} hands */
export const fillIn = (hands) =>
  change(
    hands,
    (element, written) => {
      const root = element.shadowRoot;
      const area = root.querySelector('textarea');
      area.focus();
      document.execCommand('insertText', false, written);
      area.blur();
      const files = new DataTransfer();
      files.items.add(
        new File(['%PDF-1.7'.padEnd(5000)], 'factura.pdf', { type: 'application/pdf' }),
      );
      const picker = root.querySelector('[type=file]');
      picker.files = files.files;
      picker.dispatchEvent(new Event('change', { bubbles: true }));
    },
    written,
  );

/** @param {Hands} hands */
export const held = (hands) =>
  hands.evaluate(() => {
    const element = document.querySelector('casement-form') ?? Reflect.get(window, 'kept');
    const { shadowRoot: root } = /** @type {Element} */ (element);
    return {
      text: root?.querySelector('textarea')?.value,
      files: [...(root?.querySelectorAll('.remove:not([hidden]) button') ?? [])].map(
        (button) => button.textContent,
      ),
    };
  });
export const all = { text: written, files: ['Quitar factura.pdf'] };

/** @param {Hands} hands */
export const send = (hands) =>
  change(hands, (e) => e.shadowRoot.querySelector('[type=submit]').click());

/** An event's detail, once what came with it is drawn. @param {Hands} hands @param {string} name @returns {Promise<any>} */
export async function told(hands, name) {
  const detail = await until(
    () =>
      hands.evaluate((name) => {
        const events = Reflect.get(window, 'events');
        return events.find((/** @type {any[]} */ [told]) => told === name)?.[1];
      }, name),
    30_000,
  );
  await hands.evaluate(untilDrawn);
  return detail;
}

/** Boxes of all controls, with what they hold. @param {Hands} hands */
export const boxes = (hands) =>
  hands.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    return [...(root?.querySelectorAll('form :is(input, textarea, select, button)') ?? [])].map(
      (control) => {
        const { x, y, width, height } = control.getBoundingClientRect();
        return [control.id, ...[x + scrollX, y + scrollY, width, height].map(Math.round)].join(' ');
      },
    );
  });
