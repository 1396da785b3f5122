/** The page's `--_*` custom properties as numbers for the panel. */

import {
  themeCoarsePointer,
  themeColours,
  themeReducedMotion,
  themeRightToLeft,
} from '../bridge/contract.js';

/**
 * A computed colour, "rgb(…)" or "color(srgb …)", as 0xAABBGGRR.
 * @param {string} computed
 */
export function packed(computed) {
  const numbers = (computed.replace(/^color\(\S+/, '').match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(
    Number,
  );
  const scale = computed.startsWith('color') ? 255 : 1;
  const byte = (/** @type {number} */ value) => Math.max(0, Math.min(255, Math.round(value)));
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  return (
    ((byte(alpha * 255) << 24) |
      (byte(blue * scale) << 16) |
      (byte(green * scale) << 8) |
      byte(red * scale)) >>>
    0
  );
}

/**
 * @param {HTMLElement} probe an element of the card's, free to be styled
 * @returns {{colours: number[], fieldRadius: number, textScale: number, family: string,
 *   flags: number}}
 */
export function readTheme(probe) {
  const computed = getComputedStyle(probe);
  const colours = themeColours.map((name) => {
    probe.style.color = `var(--_${name})`;
    return packed(computed.color);
  });
  probe.style.color = '';
  probe.style.width = 'var(--_field-radius)';
  const fieldRadius = parseFloat(computed.width) || 0;
  probe.style.width = '1em';
  const textScale = parseFloat(computed.width) / 16 || 1;
  probe.style.width = '';
  const flags =
    (matchMedia('(prefers-reduced-motion: reduce)').matches ? themeReducedMotion : 0) |
    (matchMedia('(pointer: coarse)').matches ? themeCoarsePointer : 0) |
    (computed.direction === 'rtl' ? themeRightToLeft : 0);
  return { colours, fieldRadius, textScale, family: computed.fontFamily, flags };
}
