/**
 * Measures the built widget and holds it to its budgets. Ends with 1 when one is not kept.
 *
 *   node tests/bench/bench.mjs [PART...] [--gates] [--long]
 *
 * A part is wire, frames, memory, start, effort or core; none means all. `--gates` leaves out what
 * only informs. `--long` sends a file of 300 MB instead of 30.
 */
import { parseArgs } from 'node:util';

import { measureCore } from './core.mjs';
import { measureEffort } from './effort.mjs';
import { measureFrames } from './frames.mjs';
import { measureMemory } from './memory.mjs';
import { Report } from './report.mjs';
import { openStage } from './stage.mjs';
import { measureStart } from './start.mjs';
import { measureWire } from './wire.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { gates: { type: 'boolean' }, long: { type: 'boolean' } },
});
const report = new Report();
const stage = await openStage(!values.gates);

/** @type {{name: string, informs?: boolean, run: () => Promise<void>}[]} */
const parts = [
  { name: 'wire', run: () => measureWire(stage, report) },
  { name: 'frames', run: () => measureFrames(stage, report) },
  { name: 'memory', run: () => measureMemory(stage, report, values.long ? 300 : 30) },
  { name: 'start', informs: true, run: () => measureStart(stage, report) },
  { name: 'effort', informs: true, run: () => measureEffort(stage, report) },
  { name: 'core', informs: true, run: () => measureCore(report) },
];
try {
  for (const name of positionals)
    if (!parts.some((part) => part.name === name)) throw new Error(`there is no part '${name}'`);
  for (const { name, informs, run } of parts) {
    if (positionals.length ? !positionals.includes(name) : informs && values.gates) continue;
    console.error(`measuring: ${name}`);
    await run().catch((error) => report.broke(`could not be measured (${name})`, error));
    report.print();
  }
} finally {
  await stage.close();
}
process.exitCode = report.close() ? 0 : 1;
