/**
 * Rasterises words with the widget's own Runs and looks at their pixels: no ink may touch its box's
 * edge, and nothing of it may be missing. The widget itself never reads a canvas; a test may.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../../web/serve.mjs';

const wasm = join(dirname(fileURLToPath(import.meta.url)), '../../wasm');

/** An empty page that may import the widget's sources. */
export const serveSources = () =>
  serve({
    root: join(wasm, 'browser/paint'),
    made: { '/empty': () => Promise.resolve(null) },
  });

/** Every sentence of the form, in all of its languages, with something in its gaps. */
export async function sentences() {
  const core = join(wasm, 'core');
  const tables = (await readdir(core)).filter((name) => /^messages_..\.cpp$/.test(name));
  const found = new Set();
  for (const table of tables) {
    const source = await readFile(join(core, table), 'utf8');
    for (const [, , literals] of source.matchAll(/\{(\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\}/g)) {
      const text = [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join('');
      found.add(text.replace(/\{\d\}/g, '«Ájq» 48.213').replaceAll('\\"', '"'));
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
 * @property {string[]} families
 * @property {number[]} ratios in the order in which one living Runs is taken through them
 * @property {string[]} texts
 * @property {boolean} [twice] a fresh Runs draws the same, which must give the same pixels
 * @property {boolean} [whole] count the ink against that of an endless box
 */

/**
 * @typedef {object} Found
 * @property {number} runs
 * @property {number} area of all boxes, device px
 * @property {string[]} faults
 */

/**
 * Runs in the page.
 * @param {Survey} survey
 * @returns {Promise<Found>}
 */
export async function lookAtInk({ sizes, families, ratios, texts, twice, whole }) {
  /** @type {typeof import('../../wasm/browser/paint/runs.js')} */
  const { Runs } = await import(new URL('runs.js', location.href).href);
  /** @type {typeof import('../../wasm/browser/paint/measure.js')} */
  const { Measure, directionOf } = await import(new URL('measure.js', location.href).href);
  const found = { runs: 0, area: 0, faults: /** @type {string[]} */ ([]) };
  const make = () => {
    const ruler = document.createElement('div');
    document.documentElement.append(ruler);
    const measure = new Measure();
    const runs = new Runs(ruler, 8192, measure);
    sizes.forEach(([size, line, weight], style) => measure.setStyle(style, size, line, weight));
    return { runs, measure };
  };
  // Another canvas is read, so that the browser treats the widget's own as in life.
  const reader = document.createElement('canvas');
  const read = /** @type {CanvasRenderingContext2D} */ (
    reader.getContext('2d', { willReadFrequently: true })
  );
  /** @param {HTMLCanvasElement} canvas */
  const pixelsOf = (canvas) => {
    [reader.width, reader.height] = [canvas.width, canvas.height];
    read.drawImage(canvas, 0, 0);
    return new Uint32Array(read.getImageData(0, 0, reader.width, reader.height).data.buffer);
  };

  /** @typedef {{style: number, text: string}} Words */
  /** @typedef {{ink: number, edge: string, mark: number, slot: import('../../wasm/browser/paint/runs.js').Slot}} Look */

  /** @param {InstanceType<typeof Runs>} runs @param {Words[]} words @returns {Look[]} */
  const look = (runs, words) => {
    const slots = [];
    for (let tries = 0; slots.length < words.length; ++tries) {
      if (tries > 9) throw new Error('the atlas has no room');
      const { generation } = runs;
      slots.length = 0;
      for (const { style, text } of words) slots.push(runs.run(style, 0xff000000, text).slot);
      if (runs.generation !== generation) slots.length = 0;
    }
    const pixels = pixelsOf(runs.canvas);
    const row = runs.canvas.width;
    return slots.map((slot) => {
      let [ink, mark, edge] = [0, 0, ''];
      for (let y = 0; y < slot.height; ++y)
        for (let x = 0; x < slot.width; ++x) {
          const pixel = pixels[(slot.y + y) * row + slot.x + x];
          mark = (Math.imul(mark, 31) + pixel) | 0;
          if (!(pixel >>> 24)) continue;
          ++ink;
          if (y === 0) edge ||= 'top';
          if (x === 0) edge ||= 'left';
          if (y === slot.height - 1) edge ||= 'bottom';
          if (x === slot.width - 1) edge ||= 'right';
        }
      return { ink, mark, edge, slot };
    });
  };

  const free = document.createElement('canvas');
  const freely = /** @type {CanvasRenderingContext2D} */ (free.getContext('2d'));
  /** How much ink there is without any box. @param {string} font @param {string} text @param {number} ratio */
  const allInk = (font, text, ratio) => {
    const margin = 60 * ratio;
    freely.font = font;
    free.width = freely.measureText(text).width * ratio + 2 * margin;
    free.height = 2 * margin;
    freely.font = font;
    freely.direction = directionOf(text);
    freely.translate(Math.round(margin), Math.round(margin));
    freely.scale(ratio, ratio);
    freely.fillText(text, 0, 0);
    return pixelsOf(free).reduce((sum, pixel) => sum + +(pixel >>> 24 > 0), 0);
  };

  for (const family of families) {
    const living = make();
    for (const ratio of ratios) {
      const width = Math.round(516 * ratio);
      living.measure.configure(ratio, 1, family);
      living.runs.configure(width);
      const words = sizes.flatMap((_, style) =>
        texts.flatMap((text) => {
          /** @type {string[]} */
          const lines = [];
          for (const word of text.split(' ')) {
            const longer = `${lines.at(-1) ?? ''} ${word}`;
            if (lines.length && living.measure.advance(style, longer) < width)
              lines[lines.length - 1] = longer;
            else lines.push(word);
          }
          return lines.map((text) => ({ style, text }));
        }),
      );
      for (let from = 0; from < words.length; from += 80) {
        const some = words.slice(from, from + 80);
        living.measure.fontsChanged();
        living.runs.configure(width);
        const looks = look(living.runs, some);
        const fresh = twice ? make() : undefined;
        fresh?.measure.configure(ratio, 1, family);
        fresh?.runs.configure(width);
        const again = fresh && look(fresh.runs, some);
        looks.forEach(({ edge, ink, mark, slot }, at) => {
          const { style, text } = some[at];
          const about = `${family} ${sizes[style].join('/')} at ${ratio}: ${text}`;
          ++found.runs;
          found.area += slot.width * slot.height;
          if (edge) found.faults.push(`${edge} of ${about}`);
          // The widest sign of all is drawn as an outline, whose edges depend on where it lies.
          if (again && again[at].mark !== mark && !text.includes('﷽'))
            found.faults.push(`a fresh one differs, ${about}`);
          if (whole) {
            const all = allInk(living.measure.font(style), text, ratio);
            if (all !== ink) found.faults.push(`${ink} of ${all} pixels, ${about}`);
          }
        });
      }
    }
  }
  return found;
}
