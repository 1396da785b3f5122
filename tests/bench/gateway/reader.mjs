/** How fast the multipart reader is by itself, and how much of that its worst input leaves: reader_bench. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../build/native/tests/bench/reader_bench',
);

/** @param {import('./figures.mjs').Figures} figures */
export async function measureReader(figures) {
  const { stdout } = await promisify(execFile)(program);
  console.error(stdout.trimEnd());
  const { best, worst } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  figures.tell('the reader alone, a plain upload', `${best.toFixed(2)} GB/s`, '≥ 2 GB/s');
  figures.atLeast('the reader alone, worst input : plain', worst / best, 0.3);
}
