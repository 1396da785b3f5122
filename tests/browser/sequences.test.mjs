/** A short run of what `./dev sequences` does by the thousand: see sequences/run.mjs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { runSequences } from './sequences/run.mjs';

test('however a page got into a state, its form looks as on a fresh page in that state', async (context) => {
  const failures = await runSequences(
    { engine: 'chromium', count: 20, first: 0, again: true },
    (line) => context.diagnostic(line),
  );
  assert.deepEqual(failures, []);
});
