/**
 * Between the last look at the lease and the first byte to the CRM stand some instructions and no wait: what is left to a
 * machine that is paused. Its length is printed; CASEMENT_CASES=2000 measures more.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCrm } from '../../crm/crm.mjs';
import { CANARY, CASE, startGateway } from '../support/gateway.mjs';

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), '../faults/freeze_window.cpp');
const count = Number(process.env.CASEMENT_CASES ?? 50);

const texts = Object.entries(CASE);
const pdf = (/** @type {number} */ size) => ({
  name: 'a.pdf',
  type: 'application/pdf',
  bytes: Buffer.from('%PDF-1.4'.padEnd(size)),
});
/** @type {[string, [string, any][]][]} */
const SHAPES = [
  ['texts alone', texts],
  ['a file of 100 KB before the texts', [['file[]', pdf(100_000)], ...texts]],
  ['a file of 1 MB after the texts', [...texts, ['file[]', pdf(1_000_000)]]],
];

test('nothing waits between the look at the lease and the first byte', async () => {
  const crm = await startCrm({ token: CANARY });
  const under = /** @type {string[]} */ ([]);
  let seen = '';
  const gateway = await startGateway(crm, {
    limits: { addressRequests: 100_000, dailyBudget: 100_000 },
    under,
    prepare: (folder) => {
      const library = join(folder, 'freeze_window.so');
      execFileSync('c++', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE]);
      seen = join(folder, 'seen');
      under.push('env', `LD_PRELOAD=${library}`, `FREEZE_WINDOW=${seen}`);
    },
  });
  try {
    for (const [name, shape] of SHAPES) {
      const before = existsSync(seen) ? readFileSync(seen).length : 0;
      for (let i = 0; i < count; i++) {
        const answer = await gateway.send(shape);
        assert.equal(answer.status, 200, answer.text);
      }
      const lines = readFileSync(seen, 'latin1').slice(before).trim().split('\n');
      // Others follow a renewal's look, or are an upload's head, which makes no case without its texts.
      const windows = lines.filter((line) => line !== 'waited').map((line) => Number(line) / 1000);
      assert.ok(windows.length >= count, `${name}: ${windows.length} of ${count} cases`);
      windows.sort((one, other) => one - other);
      const at = (/** @type {number} */ part) =>
        windows[Math.floor(part * (windows.length - 1))].toFixed(0);
      console.log(`${name}: ${count} cases, p50 ${at(0.5)} µs, p99 ${at(0.99)}, most ${at(1)}`);
    }
  } finally {
    await gateway.stop();
    await crm.stop();
  }
});
