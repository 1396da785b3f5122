/**
 * Rasterises words with the widget's own Runs and looks at their pixels: no ink may touch its box's
 * edge, and nothing of it may be missing. The widget itself never reads a canvas; a test may.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../../../web/serve.mjs';

const wasm = join(dirname(fileURLToPath(import.meta.url)), '../../../wasm');

/** An empty page that may import the widget's sources. */
export const serveSources = () =>
  serve({
    root: join(wasm, 'browser/paint'),
    made: { '/empty': () => Promise.resolve(null) },
  });

/** Every sentence of the form, in all of its languages, with something in its gaps. */
export async function sentences() {
  const messages = join(wasm, 'core/messages');
  const tables = (await readdir(messages)).filter((name) => /^messages_..\.cpp$/.test(name));
  const found = new Set();
  for (const table of tables) {
    const source = await readFile(join(messages, table), 'utf8');
    for (const [, , literals] of source.matchAll(/\{(\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\}/g)) {
      const text = [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join('');
      // The escapes that C++ and JSON share: \" and \uXXXX.
      found.add(JSON.parse(`"${text}"`).replace(/\{\d\}/g, '«Ájq» 48.213'));
    }
  }
  return /** @type {string[]} */ ([...found]);
}

/** Size, line and weight of each kind of text (TextStyle), without those that another one has too. */
export async function textSizes() {
  const source = await readFile(join(wasm, 'panel/text_source.hpp'), 'utf8');
  const table = /sizes\[text_style_count\] = \{([^;]+)\};/.exec(source)?.[1] ?? '';
  const sizes = [...table.matchAll(/\{(\d+), (\d+), (\d+)\}/g)].map(([text]) => text);
  return [...new Set(sizes)].map((text) => text.match(/\d+/g)?.map(Number) ?? []);
}

export const counters = [
  ...['0 / 2500', '2500 / 2500', '1.234 / 2.500', '0123456789', '48.213,07', '(9%) #6', '12,4 MB'],
  ...['SOP-10482', '26 nov 2026, 19:06', '26/11/2026', '100 %', '7', '1', 'j', 'f', '|', '_', 'Å'],
];

/** What reaches out of lines: marks on marks, tall and deep scripts, swashes, pictures. */
export const farReaching = [
  'ÅÂẤǺẴ gjpqyçşţ{}[]|()',
  'Ŝ̂̌̋x̧̨̤̥̱ a\u0301e\u0308n\u0303',
  'Z̷̡̛̩̟͈̝͓̏̈́͌̆a̴̢͙͖͋̍l̵̬̆ģ̶̝̘̓̾̉o̸̪͌',
  'jfQfgyJZf ffi «fjord» Tf',
  'الطَّلَبُ رَقْمُ ٤٨٢١٣ وَصَلَ نَاقِصًا! ﷺ ﷽',
  'שָׁלוֹם, הַהַזְמָנָה 48213',
  '漢字かな交じり文 한국어 「、。」',
  'ภาษาไทย ที่นี้ ปู่ กิ๊ก ฎุ',
  'हिन्दी र्क्षि த்ஸ்ரீ မြန်မာ ཀྵྨླྀ',
  '😀👩‍👩‍👧‍👦🇨🇴 ❤️‍🔥 ☎️ 1️⃣',
  '∫∑∏√ █▓░ ⎧⎩ ♪♫',
  '\u202eabc\u202c \u00a0—…',
];

/**
 * @typedef {object} Survey
 * @property {number[][]} sizes
 * @property {string} family
 * @property {number[]} ratios in the order in which one living Runs is taken through them
 * @property {string[]} texts
 * @property {boolean} [twice] a fresh Runs draws the same, which must give the same pixels
 */

/**
 * @typedef {object} Found
 * @property {number} runs
 * @property {number} area of the boxes of words without marks, of which a form has few; device px
 * @property {number} tight of these boxes, if they end a pixel beyond what an unscaled measure says
 * @property {number} padding the most that an edge is beyond the engine's own measures, device px; marks, whose
 *   place two engines leave out, have a sixth of the size more
 * @property {number} loose edges that are more than 3 device px from ink, pen and advance
 * @property {string[]} faults
 */

/**
 * Runs in the page.
 * @param {Survey} survey
 * @returns {Promise<Found>}
 */
export async function lookAtInk({ sizes, family, ratios, texts, twice }) {
  /** @type {typeof import('../../../wasm/browser/paint/runs.js')} */
  const { Runs } = await import(new URL('runs.js', location.href).href);
  /** @type {typeof import('../../../wasm/browser/paint/measure.js')} */
  const { Measure } = await import(new URL('measure.js', location.href).href);
  const faults = /** @type {string[]} */ ([]);
  const found = { runs: 0, area: 0, tight: 0, padding: 0, loose: 0, faults };
  const make = () => {
    const ruler = document.createElement('div');
    document.documentElement.append(ruler);
    const measure = new Measure();
    // Room for some hundred words: what is read back at once costs memory.
    const runs = new Runs(ruler, 2048, measure);
    sizes.forEach(([size, line, weight], style) => measure.setStyle(style, size, line, weight));
    // Where the pen was set down in the atlas is nobody's business but a test's.
    const pen = { x: 0, y: 0 };
    /** @type {WeakMap<object, {x: number, y: number}>} from a slot's corner: words that come again are not drawn again */
    const pens = new WeakMap();
    const context = /** @type {CanvasRenderingContext2D} */ (runs.canvas.getContext('2d'));
    context.translate = (x, y) => {
      Object.assign(pen, { x, y });
      CanvasRenderingContext2D.prototype.translate.call(context, x, y);
    };
    return { runs, measure, pen, pens };
  };
  // Another canvas is read, so that the browser treats the widget's own as in life.
  const reader = document.createElement('canvas');
  const read = /** @type {CanvasRenderingContext2D} */ (
    reader.getContext('2d', { willReadFrequently: true })
  );
  /** Some rows. @param {HTMLCanvasElement} canvas @param {number} from @param {number} to */
  const pixelsOf = (canvas, from, to) => {
    if (reader.width !== canvas.width || reader.height < to - from)
      [reader.width, reader.height] = [canvas.width, Math.max(reader.height, to - from)];
    read.globalCompositeOperation = 'copy';
    read.drawImage(canvas, 0, -from);
    return new Uint32Array(read.getImageData(0, 0, canvas.width, to - from).data.buffer);
  };

  /** @typedef {{style: number, text: string}} Words */
  /** @typedef {Words & {slot: import('../../../wasm/browser/paint/runs.js').Slot, advance: number, x: number, y: number}} Drawn */
  /** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

  /** The box of the ink in a slot, from its corner. @param {Uint32Array} pixels @param {number} row @param {number} from @param {Drawn} drawn @returns {Box | undefined} */
  const inkOf = (pixels, row, from, { slot: { x, y, width, height } }) => {
    const start = (y - from) * row + x;
    /** Whether some of these pixels is not empty. */
    const any = (
      /** @type {number} */ at,
      /** @type {number} */ count,
      /** @type {number} */ step,
    ) => {
      while (count > 0 && !pixels[at]) [at, count] = [at + step, count - 1];
      return count > 0;
    };
    const line = (/** @type {number} */ at) => any(start + at * row, width, 1);
    const column = (/** @type {number} */ at) => any(start + at, height, row);
    let [left, top, right, bottom] = [0, 0, width, height];
    while (top < height && !line(top)) ++top;
    if (top === height) return undefined;
    while (!line(bottom - 1)) --bottom;
    while (!column(left)) ++left;
    while (!column(right - 1)) --right;
    return [left, top, right, bottom];
  };

  /**
   * Draws words, a batch after the other, and looks at each batch.
   * @param {ReturnType<typeof make>} which a Runs
   * @param {Words[]} words
   * @param {(drawn: Drawn[], pixels: Uint32Array, row: number, from: number) => void} seen
   */
  const draw = ({ runs, pen, pens }, words, seen) => {
    for (let at = 0, vain = 0; at < words.length;) {
      const { generation } = runs;
      /** @type {Drawn[]} */
      const batch = [];
      let area = 0;
      while (at + batch.length < words.length && area < 1e6) {
        const word = words[at + batch.length];
        const { slot, advance } = runs.run(word.style, 0xff000000, word.text);
        if (runs.generation !== generation) break;
        const from = pens.get(slot) ?? { x: pen.x - slot.x, y: pen.y - slot.y };
        pens.set(slot, from);
        batch.push({ ...word, slot, advance, ...from });
        area += slot.width * slot.height;
      }
      // An emptied atlas has room for what it was emptied for.
      if (runs.generation !== generation) {
        if (++vain > 9) throw new Error('the atlas has no room');
        continue;
      }
      vain = 0;
      const from = Math.min(...batch.map(({ slot }) => slot.y));
      const to = Math.max(...batch.map(({ slot }) => slot.y + slot.height));
      seen(batch, pixelsOf(runs.canvas, from, to), runs.canvas.width, from);
      at += batch.length;
    }
  };

  /** @param {Uint32Array} pixels @param {number} row @param {number} from @param {Drawn} drawn */
  const mark = (pixels, row, from, { slot }) => {
    let mark = 0;
    for (let y = slot.y - from; y < slot.y - from + slot.height; ++y)
      for (let x = slot.x; x < slot.x + slot.width; ++x)
        mark = (Math.imul(mark, 31) + pixels[y * row + x]) | 0;
    return mark;
  };

  const sides = ['left', 'top', 'right', 'bottom'];
  const living = make();
  const context = /** @type {CanvasRenderingContext2D} */ (
    document.createElement('canvas').getContext('2d')
  );
  context.textAlign = 'left';
  /**
   * How far the engine says that a run reaches from the pen, device px: unscaled, and at the next
   * whole size.
   * @param {number} ratio
   * @param {InstanceType<typeof Measure>} measure
   * @param {Drawn} drawn
   */
  const measuresOf = (ratio, measure, { style, text, advance }) => {
    const [size, , weight] = sizes[style];
    const box = (/** @type {string} */ font) => {
      context.font = font;
      context.direction = measure.directionOf(text);
      return context.measureText(text);
    };
    const reach = (/** @type {TextMetrics} */ box, /** @type {number} */ scale) => [
      Math.max(0, box.actualBoundingBoxLeft * scale),
      Math.max(0, box.actualBoundingBoxAscent * scale),
      // Beyond the advance, which is the unscaled one.
      advance + Math.max(0, (box.actualBoundingBoxRight - box.width) * scale),
      Math.max(0, box.actualBoundingBoxDescent * scale),
    ];
    const plain = reach(box(measure.font(style)), ratio);
    return { plain, near: reach(box(`${weight} ${Math.ceil(size * ratio)}px ${family}`), 1) };
  };

  for (const ratio of ratios) {
    const width = Math.round(516 * ratio);
    const { measure } = living;
    measure.configure(ratio, 1, family);
    living.runs.configure(width);
    const words = sizes.flatMap((_, style) =>
      texts.flatMap((text) => {
        /** @type {string[]} */
        const lines = [];
        for (const word of text.split(' ')) {
          const longer = `${lines.at(-1) ?? ''} ${word}`;
          if (lines.length && measure.advance(style, longer) < width)
            lines[lines.length - 1] = longer;
          else lines.push(word);
        }
        return lines.map((text) => ({ style, text }));
      }),
    );
    /** @type {number[]} */
    const marks = [];
    draw(living, words, (batch, pixels, row, from) => {
      for (const drawn of batch) {
        const { style, text, slot, advance, x, y } = drawn;
        const about = `${family} ${sizes[style].join('/')} at ${ratio}: ${text}`;
        ++found.runs;
        const measures = measuresOf(ratio, measure, drawn);
        // Two engines leave out of their measures where marks are put.
        const spare = /\p{M}/u.test(text) ? Math.ceil(sizes[style][0] * ratio) / 6 : 0;
        const [left, top, right, bottom] = measures.plain.map((far) => Math.ceil(far) + 1);
        if (!spare) {
          found.area += slot.width * slot.height;
          found.tight += (left + right) * (top + bottom);
        }
        if (twice) marks.push(mark(pixels, row, from, drawn));
        const room = [x, y, slot.width - x, slot.height - y];
        room.forEach((far, side) => {
          const most = Math.max(measures.plain[side], measures.near[side]) + spare;
          found.padding = Math.max(found.padding, far - most);
        });
        const ink = inkOf(pixels, row, from, drawn);
        if (!ink) continue;
        const ends = [0, 0, slot.width, slot.height];
        const held = [
          Math.min(ink[0], x),
          Math.min(ink[1], y),
          Math.max(ink[2], x + advance),
          Math.max(ink[3], y),
        ];
        sides.forEach((side, at) => {
          if (ink[at] === ends[at]) faults.push(`${side} of ${about}`);
          if (!spare && Math.abs(held[at] - ends[at]) > 3) ++found.loose;
        });
      }
    });
    if (!twice) continue;
    const fresh = make();
    fresh.measure.configure(ratio, 1, family);
    fresh.runs.configure(width);
    let at = 0;
    draw(fresh, words, (batch, pixels, row, from) => {
      for (const drawn of batch) {
        // The widest sign of all is drawn as an outline, whose edges depend on where it lies.
        if (mark(pixels, row, from, drawn) !== marks[at++] && !drawn.text.includes('﷽'))
          faults.push(
            `a fresh one differs, ${family} ${sizes[drawn.style].join('/')} at ${ratio}: ${drawn.text}`,
          );
      }
    });
  }
  return found;
}
