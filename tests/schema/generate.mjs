/** Writes every file that is made; with --check it writes none, names those that would change, and fails. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

import { generated, nameOf } from './generated.mjs';

const checks = process.argv.includes('--check');
for (const [file, text] of await generated()) {
  if (existsSync(file) && (await readFile(file, 'utf8')) === text) continue;
  if (checks) {
    process.exitCode = 1;
    console.error(`${nameOf(file)} is stale: ./dev docs`);
  } else {
    await writeFile(file, text);
    console.log(`written: ${nameOf(file)}`);
  }
}
