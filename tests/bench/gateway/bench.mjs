/**
 * Measures casement-gateway beside nginx, on the same machine in the same run, and holds it to its bars. Ends with 1
 * when one is missed.
 *
 *   node tests/bench/gateway/bench.mjs [PART...] [--gates]
 *
 * A part is small, uploads, memory or reader; none means all. `--gates` is the short run. Ratios, bytes and counts have
 * bars; seconds are only told, for they are the machine's.
 */
import { parseArgs } from 'node:util';

import { Figures } from './figures.mjs';
import { measureMemory } from './memory.mjs';
import { measureReader } from './reader.mjs';
import { startServers } from './servers.mjs';
import { measureSmall } from './small.mjs';
import { measureUploads } from './uploads.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { gates: { type: 'boolean' } },
});
const short = values.gates;
const figures = new Figures();
const servers = await startServers();

/** @type {Record<string, () => Promise<void>>} */
const parts = {
  small: () =>
    measureSmall(
      servers,
      figures,
      short
        ? { rounds: 5, seconds: 2, halfLoad: false }
        : { rounds: 7, seconds: 5, halfLoad: true },
    ),
  uploads: () => measureUploads(servers, figures, { rounds: short ? 2 : 7, megabytes: 100 }),
  memory: () =>
    measureMemory(
      servers,
      figures,
      short ? { large: 300, each: 20, idle: 10_000 } : { large: 2000, each: 100, idle: 10_000 },
    ),
  reader: () => measureReader(figures),
};
try {
  const wanted = positionals.length ? positionals : Object.keys(parts);
  for (const name of wanted) {
    if (!(name in parts)) throw new Error(`there is no part '${name}'`);
    console.error(`measuring: ${name}`);
    await parts[name]().catch((error) => figures.broke(name, error));
  }
} finally {
  await servers.stop();
}
process.exitCode = figures.close() ? 0 : 1;
