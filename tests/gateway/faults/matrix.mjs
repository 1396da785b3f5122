/**
 * The whole fault matrix, one table and one sum: what can become of a store's files while no gateway runs on them
 * (store_faults_test.cpp), clocks that jump with all that was told asked for again after each (clocks.mjs), and what can
 * happen to cases on their way (../faults.mjs).
 *
 *   node tests/gateway/faults/matrix.mjs 20000   so many of the last, four times as many of the first, 400 of the second
 *
 * CASEMENT_SEED repeats one.
 */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runFaults } from './faults.mjs';
import { runClocks } from './clocks.mjs';
import { aligned, rowsOf } from './ledger.mjs';

const TESTS = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../build/native/tests/gateway_tests',
);

const count = Number(process.argv[2] ?? 20_000);
const seed = Number(process.env.CASEMENT_SEED ?? 1);
const began = Date.now();
const seconds = () => Math.round((Date.now() - began) / 1000);
const say = (/** @type {string} */ part) => console.log(`${part}: there after ${seconds()} s`);

const files = await storeFaults();
say("a store's files");
const clocks = await runClocks({ turns: Math.ceil(count / 50), seed });
say('clocks');
const cases = await runFaults({ count, seed, told: (kind, faults) => say(`${kind}, ${faults}`) });
say('cases on their way');

const [head, ...rows] = rowsOf(cases.entries, cases.injected);
const all = rows.pop() ?? [];
const sum = (/** @type {string} */ name) =>
  files.reduce((total, each) => total + Number(each[name]), 0);
const faults = sum('faults') + clocks.jumps + cases.total;
console.log(
  aligned([
    head,
    ...files.map(({ kind, faults }) => [`a store's file: ${kind}`, faults, '', '', '', '', '']),
    ...[['clocks, and all asked again', clocks.jumps, clocks.keys, '', '', '', clocks.repeats]],
    ...rows,
    ['all', faults, ...all.slice(2)],
  ]),
);
const doubled = clocks.wrong.filter(
  (line) => Number(/ has (\d+) cases/.exec(line)?.[1]) > 1,
).length;
const sums = {
  duplicates: cases.duplicates + sum('forgotten') + doubled,
  'created told but lost': cases.lost + sum('wrong') + clocks.wrong.length - doubled,
  'failed told though it exists': cases.failedThoughThere,
};
console.log(`seed ${seed}, ${faults} faults in ${seconds()} s`);
for (const [name, value] of Object.entries(sums)) console.log(`${name}: ${value}`);
console.log(`told as unknown: ${cases.unknown}, of which exist: ${cases.unknownThere}`);
const { windows, doubled: twice, excluded, unremembered } = cases.apart;
console.log(
  `apart, as documented: ${twice} second cases of ${windows} times frozen right before the first byte; ` +
    `${excluded} keys whose case had ended when their Redis forgot it; ${unremembered} answers that were told and ` +
    'could not be kept, unknown after a restart',
);
for (const line of [...cases.wrong, ...clocks.wrong].slice(0, 50)) console.log(line);
if (Object.values(sums).some((value) => value > 0)) process.exitCode = 1;

/** Keys that were fresh again and answers that were others', by what became of the files. */
async function storeFaults() {
  const { stdout } = await promisify(execFile)(TESTS, ['--source-file=*/store_faults_test.cpp'], {
    env: { ...process.env, CASEMENT_STORE_FAULTS: String(4 * count) },
    maxBuffer: 1 << 26,
  }).catch((failed) => failed);
  const lines =
    /MESSAGE: (.*): (\d+) faults, (\d+) refused, (\d+) keys forgotten, (\d+) answers wrong/g;
  const found = [...stdout.matchAll(lines)].map(([, kind, faults, refused, forgotten, wrong]) => ({
    ...{ kind, faults, refused, forgotten, wrong },
  }));
  if (found.length === 0) throw new Error(stdout);
  return /** @type {Record<string, string>[]} */ (found);
}
