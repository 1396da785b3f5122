/** Computed colours, as the engines write them, as numbers for the panel. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { packed } from '../../wasm/browser/page/theme.js';

/** @type {[string, number][]} a computed colour, 0xAABBGGRR */
const colours = [
  ['rgb(0, 0, 0)', 0xff000000],
  ['rgb(255, 255, 255)', 0xffffffff],
  ['rgb(1, 2, 3)', 0xff030201],
  ['rgba(1, 2, 3, 0.5)', 0x80030201],
  ['rgba(0, 0, 0, 0)', 0],
  ['rgb(1 2 3 / 0.2)', 0x33030201],
  // What colour-mix() computes to; the space's own name has a digit in it.
  ['color(srgb 1 0 0)', 0xff0000ff],
  ['color(srgb 0.5 0.25 0.75 / 0.4)', 0x66bf4080],
  ['color(display-p3 0 1 0)', 0xff00ff00],
  // Beyond the display's own colours.
  ['color(srgb -0.1 1.2 0)', 0xff00ff00],
  ['color(srgb 1e-3 9.9e-1 0)', 0xff00fc00],
  ['rgb(127.6, 0, 0)', 0xff000080],
];

for (const [computed, number] of colours)
  test(`${computed} is 0x${number.toString(16).padStart(8, '0')}`, () => {
    assert.equal(packed(computed).toString(16), number.toString(16));
  });
