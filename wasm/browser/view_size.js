/** How large the form's picture is, of the surroundings that the last frame showed. */
import { differ, readSurroundings } from './page/surroundings.js';

/** @typedef {import('./page/surroundings.js').Surroundings} Surroundings */

/**
 * The widest picture that WebGL can show: at its limits the ratio is lowered, never the form cut.
 * @param {number} wanted
 * @param {number} width CSS px @param {number} height
 * @param {number} limit of a side, device px
 */
export function fittingRatio(wanted, width, height, limit) {
  /** Of the whole canvas, however far a finger zooms in. */
  const mostPixels = 2 ** 25;
  const tall = height * 1.5; // half as tall again, for the list that hangs over
  const fitting = Math.min(limit / Math.max(width, tall), Math.sqrt(mostPixels / (width * tall)));
  // A whole part of what is wanted, so that the device's pixels stay even.
  return wanted / Math.max(1, Math.ceil(wanted / fitting));
}

export class ViewSize {
  #host;
  #parts;
  #fonts = 0;
  /** What the picture depends on, as the last frame showed it. @type {Surroundings | undefined} */
  seen;
  /** Device px per CSS px of the picture. */
  ratio = 1;

  /** @param {Element} host @param {{ box: HTMLElement, stage: HTMLElement, ruler: HTMLElement }} parts */
  constructor(host, parts) {
    this.#host = host;
    this.#parts = parts;
  }

  /** Fonts have arrived: what is read from now on differs. */
  fontsChanged() {
    ++this.#fonts;
  }

  /** Nothing while the form is not laid out. */
  read() {
    return readSurroundings(this.#host, this.#parts, this.#fonts);
  }

  /** The surroundings are no longer what the last frame showed. */
  get isStale() {
    const now = this.read();
    return !!now && differ(now, this.seen);
  }

  /**
   * Fits the picture into its place.
   * @param {Surroundings} now
   * @param {number | undefined} limit of a side, device px; none: nothing is painted
   * @returns {number} its width, device px
   */
  fit({ ratio, width }, limit) {
    const { offsetHeight } = this.#parts.stage;
    this.ratio = limit === undefined ? ratio : fittingRatio(ratio, width, offsetHeight, limit);
    return Math.round(width * this.ratio);
  }

  /** @param {number} height CSS px */
  setHeight(height) {
    const { style } = this.#parts.stage;
    const value = `${height}px`;
    if (style.height !== value) style.height = value;
  }
}
