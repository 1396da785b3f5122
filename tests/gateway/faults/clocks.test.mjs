/**
 * Clocks that jump, short: each clock at a start and while a gateway runs, on both stores. `./dev faults` runs the long
 * one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMBINATIONS, runClocks, STORES } from './clocks.mjs';

test('whatever the clock says, no key is forgotten and none is sent again', async () => {
  const turns = COMBINATIONS.length * STORES.length;
  const { wrong, ...sums } = await runClocks({ turns, seed: 1 });
  console.log(JSON.stringify(sums));
  assert.deepEqual(wrong, []);
  assert.equal(sums.jumps, turns);
});
