/**
 * How wide words are, by the browser's own text engine: all that laying out a form asks of it. Needs
 * no graphics process, which may take its time to start.
 */

/** The first letter is of a script that is written from right to left; digits say nothing. */
const rightToLeft =
  /^[^\p{L}\u200e\u200f]*(\u200f|(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}])/u;

/** As `dir=auto` finds it. @param {string} text @returns {'rtl' | 'ltr'} */
export const directionOf = (text) => (rightToLeft.test(text) ? 'rtl' : 'ltr');

export class Measure {
  /** Grows whenever what was measured before is void. */
  generation = 0;
  ratio = 1;
  scale = 1;
  family = '';
  /** @type {[size: number, line: number, weight: number][]} CSS px, by casement::TextStyle */
  styles = [];
  directionOf = directionOf;
  /** @type {Map<string, number>} */
  #advances = new Map();
  #context = /** @type {CanvasRenderingContext2D} */ (
    document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  );

  /** @param {number} style @param {number} size @param {number} line @param {number} weight */
  setStyle(style, size, line, weight) {
    this.styles[style] = [size, line, weight];
    this.fontsChanged();
  }

  /**
   * @param {number} ratio device px per CSS px
   * @param {number} scale of the page's text zoom
   * @param {string} family
   */
  configure(ratio, scale, family) {
    if (ratio === this.ratio && scale === this.scale && family === this.family) return;
    this.ratio = ratio;
    this.scale = scale;
    this.family = family;
    this.fontsChanged();
  }

  /** Fonts arrived or changed: the next frame measures and rasterises everything anew. */
  fontsChanged() {
    this.#advances.clear();
    ++this.generation;
  }

  /** @param {number} style */
  font(style) {
    const [size, , weight] = this.styles[style];
    return `${weight} ${size * this.scale}px ${this.family}`;
  }

  /** @param {number} style @param {string} text @returns {number} device px */
  advance(style, text) {
    const key = style + text;
    let advance = this.#advances.get(key);
    if (advance === undefined) {
      // Forgetting all is simpler than choosing, and a form has a few hundred words.
      if (this.#advances.size > 5000) this.#advances.clear();
      this.#context.font = this.font(style);
      advance = this.#context.measureText(text).width * this.ratio;
      this.#advances.set(key, advance);
    }
    return advance;
  }
}
