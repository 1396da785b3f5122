/** Where the lines of a value stand, by a twin whose every letter is 10 px wide and whose lines are 20 px high. */
import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';

import { Lines } from '../../wasm/browser/paint/lines.js';

const [letter, row] = [10, 20];

/** A box that wraps as the engines do: after the last space that fits, else in the word. */
class Twin {
  style = /** @type {Record<string, string>} */ ({});
  #text = '';
  asked = 0;

  /** @param {string} text */
  set textContent(text) {
    this.#text = text;
    if (text) ++this.asked;
  }

  get firstChild() {
    return { data: this.#text };
  }

  getBoundingClientRect() {
    return { left: 0, top: 0, width: parseFloat(this.style.width) };
  }

  /** The boxes of the letters, a space that hangs over a line's end without width. */
  get letters() {
    const room = Math.floor(parseFloat(this.style.width) / letter) || Infinity;
    /** @type {{left: number, right: number, top: number, bottom: number, width: number}[]} */
    const boxes = [];
    let top = 0;
    for (const paragraph of this.#text.split('\n')) {
      for (let from = 0; ; top += row) {
        const rest = paragraph.slice(from);
        const space = rest.lastIndexOf(' ', room);
        const whole = rest.length <= room;
        const taken = whole ? rest.length : space > 0 ? space + 1 : room;
        for (let i = 0; i < taken; ++i) {
          const width = i < room && rest[i] !== '\u200b' ? letter : 0;
          const left = i * letter;
          boxes.push({ left, right: left + width, top, bottom: top + row, width });
        }
        from += taken;
        if (whole) break;
      }
      boxes.push({ left: 0, right: 0, top, bottom: top + row, width: 0 }); // the line break
      top += row;
    }
    return boxes;
  }
}

/** @type {Twin} */
let twin;
/** @type {Lines} */
let lines;

class Input {}
before(() => {
  Object.assign(globalThis, {
    HTMLInputElement: Input,
    getComputedStyle: (/** @type {Twin} */ of) => {
      const { letters } = of;
      return {
        lineHeight: `${row}px`,
        height: `${letters[letters.length - 1].bottom}px`,
        width: '0px',
      };
    },
    document: {
      createRange: () => ({
        from: 0,
        to: 0,
        setStart(/** @type {unknown} */ _, /** @type {number} */ at) {
          this.from = at;
        },
        setEnd(/** @type {unknown} */ _, /** @type {number} */ at) {
          this.to = at;
        },
        getClientRects() {
          return twin.letters.slice(this.from, this.to);
        },
      }),
    },
  });
});
beforeEach(() => {
  twin = new Twin();
  lines = new Lines(/** @type {any} */ (twin));
});

/** A text area whose scrollbar takes no room. @param {string} value @param {object} [more] */
const area = (value, more) =>
  /** @type {any} */ ({
    value,
    scrollLeft: 0,
    scrollTop: 0,
    clientHeight: 1000,
    offsetWidth: 100,
    clientWidth: 100,
    ...more,
  });

/** @param {string} value @param {number} [width] @param {object} [more] of the text area */
function shown(value, width = 100, more) {
  lines.height(1, value, width);
  return lines.visible(1, area(value, more), value).map(({ text, x, y }) => [text, x, y]);
}

test('a value wraps where its twin does, and the space at a line’s end is not painted', () => {
  assert.deepEqual(shown('one two three'), [
    ['one two', 0, 0],
    ['three', 0, 20],
  ]);
  assert.equal(lines.height(1, 'one two three', 100), 40);
});

test('a word that is longer than a line is broken', () => {
  assert.deepEqual(shown('abcdefghijklm'), [
    ['abcdefghij', 0, 0],
    ['klm', 0, 20],
  ]);
});

test('a line break ends a line; one at the end opens another', () => {
  assert.deepEqual(shown('a\n\nb'), [
    ['a', 0, 0],
    ['b', 0, 40],
  ]);
  assert.equal(lines.height(1, 'a\n', 100), 40);
  assert.equal(lines.height(1, '', 100), 20);
});

test('what stands on both sides of a tab is painted apart, each in its place', () => {
  assert.deepEqual(shown('ab\tcd'), [
    ['ab', 0, 0],
    ['cd', 30, 0],
  ]);
});

test('only lines that are in view are painted, scrolled as the control is', () => {
  const value = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
  const seen = shown(value, 100, { scrollTop: 200, clientHeight: 40 });
  assert.deepEqual(seen[0], ['line 8', 0, -40]);
  assert.deepEqual(seen.at(-1), ['line 11', 0, 20]);
});

test('a control that does not have the value yet stands at its start', () => {
  lines.height(1, 'new', 100);
  const before = area('old', { scrollTop: 200, clientHeight: 40 });
  assert.deepEqual(
    lines.visible(1, before, 'new').map(({ y }) => y),
    [0],
  );
});

test('each line has the direction of its paragraph', () => {
  lines.height(1, 'abc\nשלום', 100);
  assert.deepEqual(
    lines.visible(1, area('abc\nשלום'), 'abc\nשלום').map(({ direction }) => direction),
    ['ltr', 'rtl'],
  );
});

test('the twin is asked once for a value and a width, and anew after the fonts have changed', () => {
  shown('one two three');
  shown('one two three');
  assert.equal(twin.asked, 1);
  lines.height(1, 'one two three', 50);
  assert.equal(twin.asked, 2);
  lines.forget();
  shown('one two three');
  assert.equal(twin.asked, 3);
});

test('a field of one line is one line, scrolled', () => {
  const input = Object.assign(new Input(), area('a long value', { scrollLeft: 30 }));
  assert.deepEqual(lines.visible(2, /** @type {any} */ (input), 'a long value'), [
    { text: 'a long value', x: -30, y: 0, direction: 'ltr' },
  ]);
});
