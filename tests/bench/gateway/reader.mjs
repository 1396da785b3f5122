/** How fast the multipart reader is by itself, and how much of that its worst input leaves: reader_bench. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../build/native/tests/bench/reader_bench',
);

/**
 * The fastest of several runs for each input: whatever else the machine does only makes one slower.
 * @param {import('./figures.mjs').Figures} figures
 */
export async function measureReader(figures) {
  /** @type {Map<string, number>} */
  const speeds = new Map();
  for (let run = 0; run < 3; run++) {
    const { stdout } = await promisify(execFile)(program);
    for (const [, name, speed] of stdout.matchAll(/^(.+?)  +([\d.]+) GB\/s/gm)) {
      speeds.set(name, Math.max(Number(speed), speeds.get(name) ?? 0));
    }
  }
  const plain = speeds.get('plain upload') ?? 0;
  const [worst, slowest] = [...speeds].sort(([, a], [, b]) => a - b)[0];
  figures.tell('the reader alone, a plain upload', `${plain.toFixed(2)} GB/s`, '≥ 2 GB/s');
  figures.atLeast(`the reader alone, worst input (${worst}) : plain`, slowest / plain, 0.3);
}
