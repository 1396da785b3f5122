/**
 * How far the plain form is from the drawn one: the same state of the same page in both appearances,
 * compared pixel by pixel outside of the words, and word by word by where their ink is.
 */
import { hideCarets, settle } from './form_page.mjs';
import { decodePng } from './png.mjs';

/** @typedef {import('./png.mjs').Picture} Picture */
/** @typedef {{text: string, left: number, top: number, right: number, bottom: number}} Words CSS px */

/**
 * @typedef {object} Twins
 * @property {Buffer} drawn
 * @property {Buffer} plain
 * @property {Words[]} words of the plain form, a line each
 * @property {[number, number]} heights of the card, drawn and plain
 */

/** Whatever is written in the plain form, line by line. @param {import('puppeteer-core').Page} page */
const wordsOf = (page) =>
  page.evaluate(() => {
    const root = /** @type {ShadowRoot} */ (document.querySelector('casement-form')?.shadowRoot);
    const form = /** @type {Element} */ (
      root.querySelector('form') ?? root.querySelector('.problem')
    );
    const words = /** @type {Words[]} */ ([]);
    /** @param {string} text @param {DOMRect} box */
    const add = (text, { left, top, right, bottom }) => {
      if (right - left > 1 && bottom - top > 1)
        words.push({
          text,
          left: left + scrollX,
          top: top + scrollY,
          right: right + scrollX,
          bottom: bottom + scrollY,
        });
    };
    const unseen = (/** @type {Element | null} */ at) => {
      for (; at; at = at.parentElement) {
        const { clipPath, opacity, textIndent } = getComputedStyle(at);
        if (clipPath !== 'none' || opacity === '0' || textIndent !== '0px') return true;
      }
      return false;
    };
    const texts = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode());) {
      const parent = /** @type {Element} */ (node.parentElement);
      if (!node.nodeValue?.trim() || parent.closest('select, textarea') || unseen(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) add(node.nodeValue, box);
    }
    for (const control of form.querySelectorAll('input:not([type=file]), textarea, select')) {
      if (unseen(control)) continue;
      const box = control.getBoundingClientRect();
      if (!box.width) continue;
      const inset = parseFloat(getComputedStyle(control).paddingTop);
      const { paddingLeft, paddingRight } = getComputedStyle(control);
      add(
        /** @type {HTMLInputElement} */ (control).value,
        new DOMRect(
          box.x + parseFloat(paddingLeft) - 1,
          box.y + inset,
          box.width - parseFloat(paddingLeft) - parseFloat(paddingRight) + 2,
          box.height - 2 * inset,
        ),
      );
    }
    return words;
  });

/** @param {import('puppeteer-core').Page} page @param {string} appearance */
async function show(page, appearance) {
  await page.evaluate(
    (appearance) => document.querySelector('casement-form')?.setAttribute('appearance', appearance),
    appearance,
  );
  await page.mouse.move(1, 1);
  await settle(page);
  await hideCarets(page);
  const png = Buffer.from(await page.screenshot({ fullPage: true }));
  const height = await page.evaluate(
    () =>
      document
        .querySelector('casement-form')
        ?.shadowRoot?.querySelector('.stage')
        ?.getBoundingClientRect().height ?? 0,
  );
  return { png, height };
}

/** @param {import('puppeteer-core').Page} page @returns {Promise<Twins>} */
export async function bothLooks(page) {
  for (;;) {
    const plain = await show(page, 'plain');
    const words = await wordsOf(page);
    const drawn = await show(page, '');
    await show(page, 'plain');
    // A case that is being sent has moved on meanwhile.
    const said = (/** @type {Words[]} */ of) => of.map(({ text }) => text).join();
    if (said(await wordsOf(page)) !== said(words)) continue;
    return { drawn: drawn.png, plain: plain.png, words, heights: [drawn.height, plain.height] };
  }
}

/**
 * The box of the ink in a part of a picture: of what is far from the colour that is there most.
 * @param {Picture} picture
 * @param {[left: number, top: number, right: number, bottom: number]} part device px
 */
function inkIn({ width, height, pixels }, [left, top, right, bottom]) {
  const xs = [Math.max(0, left), Math.min(width, right)];
  const ys = [Math.max(0, top), Math.min(height, bottom)];
  /** @type {Map<number, number>} */
  const counts = new Map();
  const at = (/** @type {number} */ x, /** @type {number} */ y) => (y * width + x) * 3;
  const colour = (/** @type {number} */ i) =>
    (pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2];
  for (let y = ys[0]; y < ys[1]; ++y)
    for (let x = xs[0]; x < xs[1]; ++x) {
      const of = colour(at(x, y));
      counts.set(of, (counts.get(of) ?? 0) + 1);
    }
  const [ground] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0];
  const far = (/** @type {number} */ i) =>
    Math.abs(pixels[i] - (ground >> 16)) > 48 ||
    Math.abs(pixels[i + 1] - ((ground >> 8) & 255)) > 48 ||
    Math.abs(pixels[i + 2] - (ground & 255)) > 48;
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let y = ys[0]; y < ys[1]; ++y)
    for (let x = xs[0]; x < xs[1]; ++x)
      if (far(at(x, y))) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x + 1);
        box[3] = Math.max(box[3], y + 1);
      }
  return box;
}

/**
 * @param {Twins} twins
 * @param {number} ratio
 * @returns {{share: number, moved: {text: string, by: number}[], height: number, map: Uint8Array,
 *   width: number}}
 *   share: of the pixels outside of words that differ by more than 16 levels; moved: words whose ink
 *   is elsewhere, CSS px; height: how much taller the plain card is
 */
export function compare({ drawn, plain, words, heights }, ratio) {
  const [one, other] = [decodePng(drawn), decodePng(plain)];
  const { width } = one;
  const height = Math.min(one.height, other.height);
  const masked = new Uint8Array(width * height);
  const moved = [];
  for (const { text, left, top, right, bottom } of words) {
    const around = 2 * ratio;
    const part = /** @type {[number, number, number, number]} */ ([
      Math.floor(left * ratio - around),
      Math.floor(top * ratio - around / 2),
      Math.ceil(right * ratio + around),
      Math.ceil(bottom * ratio + around / 2),
    ]);
    for (let y = Math.max(0, part[1]); y < Math.min(height, part[3]); ++y)
      masked.fill(1, y * width + Math.max(0, part[0]), y * width + Math.min(width, part[2]));
    const [drawnInk, plainInk] = [inkIn(one, part), inkIn(other, part)];
    if (drawnInk[0] === Infinity && plainInk[0] === Infinity) continue;
    const by = Math.max(...drawnInk.map((edge, i) => Math.abs(edge - plainInk[i]))) / ratio;
    if (by > 0) moved.push({ text, by });
  }
  let counted = 0;
  let differing = 0;
  const map = new Uint8Array(width * height);
  for (let i = 0; i < width * height; ++i) {
    if (masked[i]) {
      map[i] = 1;
      continue;
    }
    ++counted;
    for (let channel = i * 3; channel < i * 3 + 3; ++channel)
      if (Math.abs(one.pixels[channel] - other.pixels[channel]) > 16) {
        ++differing;
        map[i] = 2;
        break;
      }
  }
  return { share: differing / counted, moved, height: heights[1] - heights[0], map, width };
}
