/**
 * Measures by how much a field's text moves when the field takes focus: the canvas paints it before,
 * the real control after.
 */
import assert from 'node:assert/strict';

import { control, hideCarets, settle, write } from './form_page.mjs';
import { decodePng } from './png.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

/** Luminance of what a field shows; its ink is what differs from its ground. @typedef {{width: number, height: number, ink: Float32Array}} Ink */

/** CSS px, of body text at the browser's own text size. */
const line = 22;

export const texts = {
  pedido: 'AVATAR Wolkvox fi 48.213 «ñandú» 😀',
  contact: 'lucia.rojas@ejemplo.com',
  description:
    'El pedido llegó incompleto: faltan dos piezas, y la factura dice otra dirección. ¿Qué hago?\n' +
    '\tTV, VAT; «WAVE» 😀 fin\nuno\tdos\ttres\n\núltima línea de todas',
  // Scripts that run both ways, marks that combine, and a word that fits no line.
  scripts:
    'שלום, ההזמנה 48213 לא הגיעה שלמה.\n' +
    'الطلب رقم ٤٨٢١٣ وصل ناقصًا، أرجو المساعدة!\n' +
    'Pedido 48213: שלום עולם, y después مرحبا.\n' +
    'a\u0301e\u0308n\u0303 ñ 日本語 한국어 👩‍👩‍👧‍👦 🇨🇴\n' +
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  left: 'الطلب رقم 48213',
  // As long as the CRM's limit; more than a field grows to: it scrolls inside.
  long: 'El pedido 48213 llegó incompleto, y la factura dice otra dirección. '
    .repeat(37)
    .slice(0, 2500),
  notas: Array.from({ length: 20 }, (_, i) => `línea número ${i + 1} de veinte`).join('\n'),
};

/** What a document must hold for the texts' fields. */
export const fields = {
  contact: { visibility: 'shown' },
  form: [
    { name: 'pedido' },
    { name: 'scripts', kind: 'multiline' },
    { name: 'left' },
    { name: 'long', kind: 'multiline' },
    { name: 'notas', kind: 'multiline' },
  ],
};

/** Writes the texts, hides every caret and leaves the fields. @param {Page} page @param {string[]} [without] */
export async function writeTexts(page, without = /** @type {string[]} */ ([])) {
  for (const [name, text] of Object.entries(texts)) {
    if (without.includes(name)) continue;
    await write(page, name, text);
  }
  await hideCarets(page);
  // Scrolled as a wheel does it, without focus.
  await (
    await control(page, 'notas')
  ).evaluate((e) => {
    e.blur();
    e.scrollTop = 57;
  });
  await settle(page);
}

/** @param {Page} page @param {string} name @returns {Promise<Ink>} */
async function contentOf(page, name) {
  const element = await control(page, name);
  const clip = await element.evaluate((e) => {
    const { x, y } = e.getBoundingClientRect();
    const style = getComputedStyle(e);
    const [top, right, bottom, left] = ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
      parseFloat(style[/** @type {'paddingTop'} */ (`padding${side}`)]),
    );
    return {
      x: x + scrollX + left,
      y: y + scrollY + top,
      width: e.clientWidth - left - right,
      height: e.clientHeight - top - bottom,
    };
  });
  // A machine that is busy shows a canvas late: what stands still counts.
  let png = await page.screenshot({ clip });
  for (let same = false, tries = 0; !same && tries < 10; ++tries) {
    await settle(page);
    const next = await page.screenshot({ clip });
    same = Buffer.from(next).equals(Buffer.from(png));
    png = next;
  }
  const { width, height, pixels } = decodePng(png);
  const grey = Float32Array.from(
    { length: width * height },
    (_, i) => pixels[i * 3] * 0.3 + pixels[i * 3 + 1] * 0.6 + pixels[i * 3 + 2] * 0.1,
  );
  const ground = grey[0];
  return { width, height, ink: grey.map((level) => Math.abs(level - ground)) };
}

/** The ink's box in a band of rows, or nothing. @param {Ink} shown @param {number} from @param {number} to */
function boxOf({ width, ink }, from, to) {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let y = from; y < to; ++y)
    for (let x = 0; x < width; ++x)
      if (ink[y * width + x] > 96) {
        [left, right] = [Math.min(left, x), Math.max(right, x)];
        [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      }
  return right < 0 ? undefined : [left, top, right, bottom];
}

/**
 * By how many device px the second picture's band lies right of and below the first one's: where
 * they differ the least.
 * @param {Ink} one @param {Ink} other @param {number} from @param {number} to
 */
function shift(one, other, from, to) {
  const reach = 4;
  let best = { least: Infinity, x: 0, y: 0 };
  for (let dy = -reach; dy <= reach; ++dy)
    for (let dx = -reach; dx <= reach; ++dx) {
      const first = Math.max(from, -dy);
      const last = Math.min(to, one.height - Math.max(0, dy));
      let sum = 0;
      for (let y = first; y < last; ++y)
        for (let x = reach; x < one.width - reach; ++x)
          sum += Math.abs(one.ink[y * one.width + x] - other.ink[(y + dy) * one.width + x + dx]);
      // Of equals, the one that moves nothing.
      const least = sum / (last - first) + (Math.abs(dx) + Math.abs(dy)) * 1e-3;
      if (least < best.least) best = { least, x: dx, y: dy };
    }
  return best;
}

/**
 * @typedef {object} Moved the most of all lines, in CSS px
 * @property {number} x where the pictures of a line fit best
 * @property {number} y
 * @property {number} box of the ink's edges
 * @property {number} lines how many were measured
 * @property {number} differing share of the pixels that are not the same
 */

/**
 * @param {Page} page
 * @param {string} name
 * @param {number} ratio
 * @param {number} [zoom] of the page's text
 * @returns {Promise<Moved>}
 */
export async function measureHandover(page, name, ratio, zoom = 1) {
  const painted = await contentOf(page, name);
  const element = await control(page, name);
  await element.evaluate((e) => e.focus({ preventScroll: true }));
  await settle(page);
  const edited = await contentOf(page, name);
  await element.evaluate((e) => e.blur());
  await settle(page);
  assert.deepEqual([edited.width, edited.height], [painted.width, painted.height]);

  const moved = { x: 0, y: 0, box: 0, lines: 0, differing: 0 };
  for (let from = 0; from < painted.height; from += line * zoom * ratio) {
    const top = Math.round(from);
    const to = Math.min(Math.round(from + line * zoom * ratio), painted.height);
    const before = boxOf(painted, top, to);
    const after = boxOf(edited, top, to);
    assert.equal(!before, !after, `${name}: a line is painted by one alone`);
    if (!before || !after) continue;
    const { x, y } = shift(painted, edited, top, to);
    moved.lines += 1;
    moved.x = Math.max(moved.x, Math.abs(x) / ratio);
    moved.y = Math.max(moved.y, Math.abs(y) / ratio);
    for (const [side, at] of before.entries())
      moved.box = Math.max(moved.box, Math.abs(after[side] - at) / ratio);
  }
  let differing = 0;
  for (let i = 0; i < painted.ink.length; ++i)
    if (Math.abs(painted.ink[i] - edited.ink[i]) > 32) ++differing;
  return { ...moved, differing: differing / painted.ink.length };
}
