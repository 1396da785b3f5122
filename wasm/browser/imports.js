/** What the module asks of the browser: host.hpp's functions, bound to the parts of one widget. */
import { holdsText } from './mirror/keys.js';
import {
  boxFloats,
  commandIntegers,
  indexBytes,
  placedRunFloats,
  tellings,
  tellRecord,
  textStyleBody,
  vertexBytes,
} from './bridge/contract.js';
import { takeRecord } from './bridge/record.js';
import { localTime } from './bridge/time.js';

/** Without pixels the panel only measures: nothing is rasterised. */
const nowhere = { x: 0, y: 0, width: 0, height: 0 };

/**
 * @typedef {object} Parts of one widget; those that change are read when they are needed
 * @property {import('./bridge/memory.js').Memory} memory
 * @property {import('./paint/measure.js').Measure} measure
 * @property {import('./paint/canvas.js').Canvas | undefined} canvas
 * @property {import('./paint/runs.js').Runs | undefined} runs there once the pixels' code is
 * @property {import('./paint/lines.js').Lines} lines
 * @property {import('./request/files.js').Files} files
 * @property {import('./mirror/form_controls.js').Controls} controls
 * @property {import('./request/requests.js').Requests} requests
 * @property {HTMLElement} stage
 * @property {number} ratio
 * @property {number} textScale
 * @property {boolean} plain
 * @property {string} language
 * @property {() => void} requestFrame
 * @property {() => void} needRuns
 * @property {(use: (code: typeof import('./later.js')) => unknown) => void} later at once when it is there
 * @property {(height: number) => void} setHeight CSS px
 * @property {(on: boolean) => void} tick
 * @property {() => void} copied
 * @property {(busy: boolean) => void} setBusy
 * @property {(language: string) => Promise<void>} words
 * @property {(refused: boolean, lines: string[]) => void} problems
 * @property {import('../../web/src/types.js').WidgetOptions['tell']} tell
 */

/**
 * @param {Parts} parts
 * @returns {import('./bridge/contract.js').Host & {opened: import('./request/requests.js').Requests['opened']}}
 */
export function hostImports(parts) {
  const text = (/** @type {number} */ at, /** @type {number} */ length) =>
    parts.memory.text(at, length);
  /** @param {number} out @param {import('./paint/runs.js').Run} run @param {number} [x] @param {number} [y] */
  const writeRun = (out, { slot, left, top, advance }, x, y) => {
    const { width, height } = parts.runs?.canvas ?? nowhere;
    const place = x === undefined ? [] : [x, y ?? 0];
    const numbers = [
      ...[...place, left, top, slot.width, slot.height],
      ...[slot.x / width, slot.y / height],
      ...[(slot.x + slot.width) / width, (slot.y + slot.height) / height, advance],
    ];
    parts.memory.floats(out, numbers.length).set(numbers);
  };
  return {
    // Of module_xhr.js, not of C++: a request of the module's own is about to be sent.
    opened: parts.requests.opened.bind(parts.requests),

    random: (at, count) => {
      crypto.getRandomValues(parts.memory.bytes(at, count));
      return 1;
    },
    local_time: (tag, tagLength, out, room) =>
      parts.memory.write(localTime(text(tag, tagLength), parts.language), out, room),

    text_style: (style, size, line, weight) => parts.measure.setStyle(style, size, line, weight),
    advance: (style, at, length) => parts.measure.advance(style, text(at, length)),
    run: (style, colour, at, length, out) =>
      writeRun(
        out,
        parts.plain || !parts.runs
          ? {
              slot: nowhere,
              left: 0,
              top: 0,
              advance: parts.measure.advance(style, text(at, length)),
            }
          : parts.runs.run(style, colour >>> 0, text(at, length)),
      ),
    value_runs: (field, colour, at, length, out, room) => {
      const { runs } = parts;
      if (parts.plain || !runs) return 0;
      const control = parts.controls.field(field);
      if (!control || !holdsText(control)) return 0;
      const lines = parts.lines.visible(field, control, text(at, length)).slice(0, room);
      lines.forEach((line, index) =>
        writeRun(
          out + index * placedRunFloats * 4,
          runs.run(textStyleBody, colour >>> 0, line.text, line.direction, -line.x * parts.ratio),
          Math.round(line.x * parts.ratio),
          Math.round(line.y * parts.ratio),
        ),
      );
      return lines.length;
    },
    value_height: (field, at, length, width) =>
      parts.lines.height(field, text(at, length), width / parts.ratio) * parts.ratio,
    thumbnail: (file, side, out) => {
      const { runs } = parts;
      if (!runs) parts.needRuns();
      const slot = runs?.picture(file, parts.files.get(file), side, parts.requestFrame);
      writeRun(out, { slot: slot ?? nowhere, left: 0, top: 0, advance: 0 });
      if (runs && slot) parts.controls.picture(file, runs.canvas, slot);
    },
    atlas_generation: () => parts.runs?.generation ?? 0,

    texture: (id, wholeWidth, wholeHeight, x, y, width, height, pixels, pitch) =>
      parts.canvas?.texture(id, wholeWidth, wholeHeight, x, y, width, height, (row) =>
        parts.memory.bytes(pixels + row * pitch, width),
      ),
    drop_texture: (id) => parts.canvas?.dropTexture(id),
    begin_frame: (width, height, overhang) => {
      if (parts.plain || !parts.canvas) return;
      parts.canvas.begin(width, height, overhang, parts.ratio);
      parts.setHeight(height / parts.ratio);
    },
    draw: (vertices, vertexCount, indices, indexCount, commands, count) => {
      if (parts.plain || !parts.canvas) return;
      parts.canvas.draw(
        parts.memory.bytes(vertices, vertexCount * vertexBytes),
        parts.memory.bytes(indices, indexCount * indexBytes),
        parts.memory.integers(commands, count * commandIntegers),
      );
    },
    request_frame: () => parts.requestFrame(),
    cursor: (cursor) => parts.canvas?.setCursor(cursor),

    describe: (at, bytes) => parts.controls.describe(parts.memory.strings(at, bytes)),
    place: (at, count) => {
      if (
        parts.controls.place(
          parts.memory.floats(at, count * boxFloats),
          parts.ratio,
          parts.textScale,
        )
      )
        parts.requestFrame();
    },
    focus: (index) => parts.controls.focus(index),

    convert_file: (id, limit) => void parts.files.convert(id, limit),
    check_files: () => void parts.files.check(),
    probe: (at, length) => void parts.requests.probe(text(at, length)),
    check: (at, length) => void parts.requests.check(text(at, length)),
    expect: (at, pairs, stallAfter, challenge, length) =>
      parts.requests.expect(
        parts.memory.integers(at, pairs * 2),
        stallAfter,
        text(challenge, length),
      ),
    ticks: (on) => parts.tick(!!on),
    busy: (on) => parts.setBusy(!!on),
    pick_files: () => {
      const picker = parts.controls.filePicker;
      try {
        picker?.showPicker();
      } catch {
        picker?.click(); // not allowed in a frame of another origin
      }
    },
    release_files: () => parts.files.release(),
    drop_file: (id) => parts.files.drop(id),
    copy: (at, length) => {
      const words = text(at, length);
      parts.later(async ({ copyText }) => {
        if (await copyText(words, parts.stage)) parts.copied();
      });
    },
    print: () => parts.later(({ printReceipt }) => printReceipt(parts.controls.words.receipt)),
    tell: (what, at, bytes) => {
      const detail = takeRecord(parts.memory.strings(at, bytes), tellRecord);
      if (detail.answer) console.warn(`casement-form: ${detail.answer}`);
      parts.tell(tellings[what], detail);
    },
    dropped: (at, bytes) => {
      const strings = parts.memory.strings(at, bytes);
      const removed = [];
      for (let i = 0; i < strings.length; i += 2)
        removed.push({ name: strings[i], value: strings[i + 1] });
      parts.tell('changed', { removed });
    },
    words: (at, length) => void parts.words(text(at, length)),
    config_problems: (refused, at, bytes) =>
      parts.problems(!!refused, parts.memory.strings(at, bytes)),
    token_exposed: () =>
      console.warn(
        'casement-form: the CRM token of this form is open to everybody who can open this page. Use the gateway for the public.',
      ),
  };
}
