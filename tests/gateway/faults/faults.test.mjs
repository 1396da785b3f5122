/**
 * The fault matrix, short: each kind of fault with each shape of case. CASEMENT_FAULTS and CASEMENT_SEED change it;
 * `./dev faults` runs the long one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindsHere, runFaults } from './faults.mjs';
import { KINDS, SHAPES } from './kinds.mjs';

const kinds = kindsHere();
const combinations = kinds.length * Object.keys(SHAPES).length;
const count = Number(process.env.CASEMENT_FAULTS ?? 2 * combinations);
const seed = Number(process.env.CASEMENT_SEED ?? 1);

test(
  'no fault doubles a case, loses one that was told, or denies one that exists',
  { timeout: 3_600_000 },
  async () => {
    const result = await runFaults({ count, seed });
    const { duplicates, lost, failedThoughThere, total, wrong } = result;
    console.log(`${result.table}\nseed ${seed}, ${total} faults`);
    assert.ok(total >= count, `only ${total} faults`);
    for (const [kind, number] of result.injected) assert.ok(number >= count / kinds.length, kind);
    assert.deepEqual([duplicates, lost, failedThoughThere], [0, 0, 0], wrong.join('\n'));
    const played = new Set(result.entries.map(({ kind, shape }) => `${kind}, ${shape}`));
    assert.equal(played.size, combinations);
  },
);

test('where lost cases can be looked up, none stays unknown and the sums stay', async () => {
  const only = Object.keys(KINDS).filter((kind) => KINDS[kind].fault);
  const result = await runFaults({ count: 5 * only.length, seed, only, reconcile: true });
  const { duplicates, lost, failedThoughThere, unknown, wrong } = result;
  console.log(result.table);
  assert.deepEqual([duplicates, lost, failedThoughThere], [0, 0, 0], wrong.join('\n'));
  assert.equal(unknown, 0);
});

test('the same accounting finds the duplicates of a forwarder without keys', async () => {
  const { duplicates, failedThoughThere, entries } = await runFaults({
    count: 180,
    seed,
    naive: true,
  });
  console.log(`${duplicates} duplicates, ${failedThoughThere} denied, of ${entries.length} cases`);
  assert.ok(duplicates >= 20, `only ${duplicates}`);
});
