/**
 * How a real text control lays out its value: lines, tabs and scroll, asked of the engine by a
 * hidden twin of the same width and font.
 */

import { directionOf } from './measure.js';

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {number} x CSS px from the content box's top left
 * @property {number} y
 * @property {'ltr' | 'rtl'} direction of its paragraph
 */

/**
 * What was asked of the twin for one text area's value.
 * @typedef {object} Known
 * @property {string} value
 * @property {number} width as drawn, CSS px: the control itself follows only after the frame
 * @property {Map<number, {lines: Line[], height: number}>} layouts by width: a scrollbar takes some
 */

export class Lines {
  #twin;
  /** @type {Map<number, Known>} by field */
  #known = new Map();

  /** @param {HTMLElement} twin an unseen block of the card's, white-space: pre-wrap */
  constructor(twin) {
    this.#twin = twin;
  }

  /** Fonts or sizes changed. */
  forget() {
    this.#known.clear();
  }

  /** Of a multi-line value. @param {number} field @param {string} value @param {number} width of its content, CSS px */
  height(field, value, width) {
    let known = this.#known.get(field);
    if (known?.value !== value)
      this.#known.set(field, (known = { value, width, layouts: new Map() }));
    known.width = width;
    return this.#layout(known, width).height;
  }

  /**
   * The lines that are in view, scrolled as the control is. A text area's height is asked before.
   * @param {number} field
   * @param {HTMLInputElement | HTMLTextAreaElement} control
   * @param {string} value that is held: the control gets it after the frame, and then stands at its start
   * @returns {Line[]}
   */
  visible(field, control, value) {
    const [left, top, height] =
      control.value === value
        ? [control.scrollLeft, control.scrollTop, control.clientHeight]
        : [0, 0, Infinity];
    if (control instanceof HTMLInputElement) return [this.#oneLine(control, value, left)];
    const known = this.#known.get(field);
    if (!known) return [];
    const scrollbar = control.offsetWidth - control.clientWidth;
    return this.#layout(known, known.width - scrollbar)
      .lines.filter(({ y }) => y + 60 > top && y < top + height)
      .map((line) => ({ ...line, y: line.y - top }));
  }

  /** @param {HTMLInputElement} control @param {string} value @param {number} scrollLeft @returns {Line} */
  #oneLine({ style }, value, scrollLeft) {
    const direction = directionOf(value);
    let x = -scrollLeft;
    if (direction === 'rtl') {
      // From the right end of its box; what overflows is scrolled by negative numbers.
      const twin = this.#twin;
      twin.style.width = 'max-content';
      twin.style.whiteSpace = 'pre';
      twin.textContent = value;
      const content =
        parseFloat(style.width) - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      x += content - parseFloat(getComputedStyle(twin).width);
      twin.textContent = twin.style.whiteSpace = '';
    }
    return { text: value, x, y: 0, direction };
  }

  /** @param {Known} known @param {number} width */
  #layout({ value, layouts }, width) {
    let layout = layouts.get(width);
    if (layout) return layout;
    const twin = this.#twin;
    twin.style.width = `${width}px`;
    // A line break at the end opens a line that a block would not have.
    twin.textContent = value.endsWith('\n') ? `${value}\u200b` : value || '\u200b';
    layout = { lines: linesOf(twin, width), height: parseFloat(getComputedStyle(twin).height) };
    twin.textContent = '';
    layouts.set(width, layout);
    return layout;
  }
}

/**
 * Splits the twin's one text node at its line breaks and tabs.
 * @param {HTMLElement} twin
 * @param {number} width as it is laid out: under a transform its boxes look larger or smaller
 * @returns {Line[]}
 */
function linesOf(twin, width) {
  const node = /** @type {Text} */ (twin.firstChild);
  const text = node.data;
  const origin = twin.getBoundingClientRect();
  const shrunk = width / origin.width || 1;
  const lineHeight = parseFloat(getComputedStyle(twin).lineHeight);
  const range = document.createRange();
  // Zero-width boxes (a collapsed space at a line's end) say nothing about lines.
  const boxes = (/** @type {number} */ from, /** @type {number} */ to) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].filter(({ width }) => width > 0);
  };

  /** @type {Line[]} */
  const lines = [];
  let direction = directionOf('');
  const paint = (/** @type {number} */ from, /** @type {number} */ to) => {
    for (const part of text.slice(from, to).matchAll(/[^\t]+/g)) {
      const start = from + part.index;
      // The space at a line's end hangs over it, on the left where lines run to the left.
      const words = part[0].trimEnd();
      const box = boxes(start, start + words.length);
      if (!box.length) continue;
      const x = (Math.min(...box.map(({ left }) => left)) - origin.left) * shrunk;
      // By its middle: a glyph of another font may be taller than the line.
      const middle = ((box[0].top + box[0].bottom) / 2 - origin.top) * shrunk;
      const row = Math.floor(middle / lineHeight);
      lines.push({ text: words, x, y: row * lineHeight, direction });
    }
  };

  let from = 0;
  for (const paragraph of text.split('\n')) {
    const end = from + paragraph.length;
    direction = directionOf(paragraph);
    while (from < end) {
      const first = boxes(from, from + 1)[0] ?? boxes(from, end)[0];
      if (!first) break;
      const onThisLine = (/** @type {number} */ to) =>
        boxes(from, to).every(({ top }) => top < first.bottom - 1);
      let [low, high] = [from + 1, end];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (onThisLine(middle)) low = middle;
        else high = middle - 1;
      }
      paint(from, low);
      from = low;
    }
    from = end + 1;
  }
  return lines;
}
