/**
 * Bodies in all the ways of correct clients through a running gateway to a real PHP, short. CASEMENT_ACCEPTED and
 * CASEMENT_SEED change it; `./dev mutants` runs the long one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMutants } from './mutants.mjs';

const accepted = Number(process.env.CASEMENT_ACCEPTED ?? 3000);
const seed = Number(process.env.CASEMENT_SEED ?? 1);

test(
  'what a correct client can send is taken, and PHP sees it as it was meant and the lock untouched',
  { timeout: 7_200_000 },
  async () => {
    const { wrong, ...sums } = await runMutants({ accepted, seed });
    console.log(JSON.stringify(sums));
    assert.deepEqual(wrong, []);
    assert.ok(sums.taken >= accepted);
    assert.ok(sums.streamed > accepted / 20 && sums.wild > 0 && sums.refused > 0);
  },
);

test('the same judge sees when the lock is not kept, and when a text is another', async () => {
  const { wrong } = await runMutants({ accepted: 1000, seed, fields: { operation: 'evil' } });
  assert.match(wrong[0] ?? '', /PHP saw ESCAPE operation is "evil"/);
  const { wrong: others } = await runMutants({ accepted: 1000, seed, fields: { solution: 'x' } });
  assert.match(others.join(), /PHP saw [0-9a-f]{24} instead of/);
});
