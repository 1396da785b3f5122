/**
 * Contrast of painted text, measured on the pixels (axe sees none of them): the same state drawn with
 * and without its words; where the two pictures differ there is ink, and the second shows its ground.
 */

/** @typedef {{width: number, height: number, pixels: Uint8Array}} Picture RGB, three bytes a pixel */
/** @typedef {{x: number, y: number, width: number, height: number, ratio: number}} Word device px */

/** Letters closer than this belong to one word, CSS px. */
const gap = 5;

/** WCAG 2.2, relative luminance. @param {Uint8Array} pixels @param {number} at */
function luminance(pixels, at) {
  const [red, green, blue] = [0, 1, 2].map((channel) => {
    const share = pixels[at + channel] / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {Picture} words @param {Picture} ground @param {number} i pixel */
function contrast(words, ground, i) {
  const [ink, paper] = [luminance(words.pixels, i * 3), luminance(ground.pixels, i * 3)];
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
  const differs = (/** @type {number} */ i) =>
    [0, 1, 2].some((c) => Math.abs(words.pixels[i * 3 + c] - ground.pixels[i * 3 + c]) > 6);
  /** @type {Word[]} */
  const found = [];
  for (let i = 0; i < left.length; ++i) if (differs(i)) left[i] = 0;
  /** @type {number[]} */
  const waiting = [];
  for (let start = 0; start < left.length; ++start) {
    if (left[start] !== 0) continue;
    let [lowX, lowY, highX, highY, best] = [width, height, 0, 0, 1];
    waiting.push(start);
    left[start] = 1;
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
      const [x, y] = [i % width, Math.floor(i / width)];
      [lowX, highX] = [Math.min(lowX, x), Math.max(highX, x)];
      [lowY, highY] = [Math.min(lowY, y), Math.max(highY, y)];
      best = Math.max(best, contrast(words, ground, i));
      // Mostly across: lines of text stand close.
      for (let dy = -2; dy <= 2; ++dy)
        for (let dx = -reach; dx <= reach; ++dx) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || left[ny * width + nx] !== 0)
            continue;
          left[ny * width + nx] = 1;
          waiting.push(ny * width + nx);
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
