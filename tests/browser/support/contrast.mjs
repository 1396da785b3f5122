/**
 * Contrast of painted text, measured on the pixels (axe sees none of them): the same state drawn with
 * and without its words; where the two pictures differ there is ink, and the second shows its ground.
 */

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Picture RGB, three bytes a pixel */
/** @typedef {{x: number, y: number, width: number, height: number, ratio: number}} Word device px */

/** Letters closer than this belong to one word, CSS px. */
const gap = 5;

/** WCAG 2.2, relative luminance of a channel's 256 levels. */
const linear = Float64Array.from({ length: 256 }, (_, level) => {
  const share = level / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** @param {Uint8Array} pixels @param {number} at */
const luminance = (pixels, at) =>
  0.2126 * linear[pixels[at]] + 0.7152 * linear[pixels[at + 1]] + 0.0722 * linear[pixels[at + 2]];

/** @param {Picture} words @param {Picture} ground @param {number} i pixel */
function contrast(words, ground, i) {
  const ink = luminance(words.pixels, i * 3);
  const paper = luminance(ground.pixels, i * 3);
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
}

/**
 * Every word, or part of one, with the contrast of its darkest ink. Emoji and pictures are words too;
 * a letter's thinnest stroke may be all blended, so take pictures at a device pixel ratio of 3.
 * @param {Picture} words
 * @param {Picture} ground
 * @param {number} ratio
 * @returns {Word[]}
 */
export function wordsOf(words, ground, ratio) {
  const { width, height } = words;
  const reach = Math.round(gap * ratio);
  const left = new Int32Array(width * height).fill(-1);
  const apart = (/** @type {number} */ at) => Math.abs(words.pixels[at] - ground.pixels[at]) > 6;
  /** @type {Word[]} */
  const found = [];
  for (let i = 0, at = 0; i < left.length; ++i, at += 3)
    if (apart(at) || apart(at + 1) || apart(at + 2)) left[i] = 0;
  /** @type {number[]} */
  const waiting = [];
  for (let start = 0; start < left.length; ++start) {
    if (left[start] !== 0) continue;
    let [lowX, lowY, highX, highY, best] = [width, height, 0, 0, 1];
    waiting.push(start);
    left[start] = 1;
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
      const x = i % width;
      const y = (i - x) / width;
      lowX = Math.min(lowX, x);
      highX = Math.max(highX, x);
      lowY = Math.min(lowY, y);
      highY = Math.max(highY, y);
      best = Math.max(best, contrast(words, ground, i));
      // Mostly across: lines of text stand close.
      const [first, last] = [Math.max(0, x - reach), Math.min(width - 1, x + reach)];
      for (let ny = Math.max(0, y - 2); ny <= Math.min(height - 1, y + 2); ++ny)
        for (let next = ny * width + first; next <= ny * width + last; ++next) {
          if (left[next] !== 0) continue;
          left[next] = 1;
          waiting.push(next);
        }
    }
    found.push({
      x: lowX,
      y: lowY,
      width: highX - lowX + 1,
      height: highY - lowY + 1,
      ratio: best,
    });
  }
  return found;
}
