/**
 * The budgets of bytes on the wire, and the compiler that they were measured with (bytes.json). Another one makes other
 * code of the same sources, and an archive keeps no old versions: then they are told, with what it costs, and not failed.
 */
import { readFile } from 'node:fs/promises';

const budgets = JSON.parse(await readFile(new URL('./bytes.json', import.meta.url), 'utf8'));
/** Written by the build: the path of emcc, and what it says of itself. */
const built = new URL('../../build/wasm/.emscripten', import.meta.url);
const [, version] =
  /\(Emscripten [^)]*\) (\d[\d.]*)/.exec(await readFile(built, 'utf8').catch(() => '')) ?? [];
export const compiler = version ? `emcc ${version}` : 'an unknown compiler';

/**
 * @param {import('./report.mjs').Report} report
 * @param {string} name
 * @param {number} bytes
 * @param {'untilTheFormShows' | 'together'} budget
 */
export function gateBytes(report, name, bytes, budget) {
  if (compiler === budgets.compiler) return report.gate(name, bytes, budgets[budget]);
  const more = bytes - budgets[budget];
  report.row(
    name,
    bytes.toLocaleString('en'),
    `not judged: built by ${compiler}, the budget is of ${budgets.compiler}; ` +
      `${Math.abs(more).toLocaleString('en')} bytes ${more > 0 ? 'over' : 'under'} it`,
  );
}

/** casement.js, which no compiler of C++ has a hand in. @type {number} */
export const elementBytes = budgets.element;
