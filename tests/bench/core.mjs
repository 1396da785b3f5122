/** The core's own speed, by the native program core_bench. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { figure } from './report.mjs';

const program = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../build/native/tests/bench/core_bench',
);

/** @param {import('./report.mjs').Report} report */
export async function measureCore(report) {
  if (!existsSync(program)) return;
  report.section('The core, compiled for this machine, fastest of many');
  const { stdout } = await promisify(execFile)(program);
  for (const line of stdout.trim().split('\n')) {
    const [name, time, size] = line.split('\t');
    const [microseconds, bytes] = [Number(time), Number(size)];
    report.row(name, `${figure(microseconds, 1)} µs`, `${figure(bytes / microseconds)} MB/s`);
  }
}
