/**
 * Everything outside the form that its picture depends on, as one value: read in one place and
 * compared as a whole. However a page got into a state, the form looks as on a fresh page.
 */
import { readTheme } from './theme.js';

/**
 * @typedef {object} Surroundings
 * @property {number} width of the card inside its border: layout px, which no transform changes
 * @property {number} ratio device px per CSS px; under a finger's zoom more
 * @property {number[]} colours in the order of casement::Theme
 * @property {number} fieldRadius
 * @property {number} textScale
 * @property {string} family
 * @property {number} flags of casement_theme()
 * @property {number} fonts grows with each font that arrives
 * @property {boolean} plain the page or the system wants no pixels
 */

/** The system's colours replace all others, which a canvas cannot follow. */
const forcedColours = () => matchMedia('(forced-colors: active)').matches;

/**
 * Nothing while the form is not laid out (hidden): what it looked like is of no use to anybody.
 * @param {Element} host
 * @param {{ box: HTMLElement, stage: HTMLElement, ruler: HTMLElement }} parts
 * @param {number} fonts
 * @returns {Surroundings | undefined}
 */
export function readSurroundings(host, { box, stage, ruler }, fonts) {
  const width = parseFloat(getComputedStyle(stage).width);
  if (!(width > 0)) return undefined;
  // A page that says nothing about its colour scheme leaves the choice to the system's.
  box.classList.toggle('auto', getComputedStyle(host).colorScheme === 'normal');
  return {
    width,
    ratio: devicePixelRatio * (visualViewport?.scale ?? 1),
    ...readTheme(ruler),
    fonts,
    plain: host.getAttribute('appearance') === 'plain' || forcedColours(),
  };
}

/** @param {Surroundings | undefined} one @param {Surroundings | undefined} other */
export const differ = (one, other) => JSON.stringify(one) !== JSON.stringify(other);
