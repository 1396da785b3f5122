/**
 * Ink of the plain appearance: seen there only, and by nobody's screen reader. Signs have the panel's
 * strokes (icons.cpp).
 */
import { element } from './element.js';

/** In a box of 16 px, from its middle; the last one in the circle of 48. */
export const signs = {
  chevron: 'M-4-2 0 2 4-2',
  cross: 'M-4-4 4 4M-4 4 4-4',
  check: 'M-6.7 0-2.2 4.5 7-5',
};

/** @param {string} className @param {(Node | string)[]} inside */
export function inked(className, ...inside) {
  const ink = element('span', className, ...inside);
  ink.setAttribute('aria-hidden', 'true');
  return ink;
}

/** @param {string} strokes @param {number} [side] of the box, px */
export function sign(strokes, side = 16) {
  const [icon, path] = ['svg', 'path'].map((tag) =>
    document.createElementNS('http://www.w3.org/2000/svg', tag),
  );
  icon.setAttribute('aria-hidden', 'true');
  icon.setAttribute('viewBox', `${-side / 2} ${-side / 2} ${side} ${side}`);
  path.setAttribute('d', strokes);
  icon.append(path);
  return icon;
}
