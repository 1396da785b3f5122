/** What each seed came to on this build, kept under build/ so that a run that was stopped goes on. */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { siteFolder } from '../support/form_page.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** All that a result depends on: the product, the page, and how it is changed and compared. */
const parts = [
  ...['casement.js', 'casement-panel.js', 'casement-later.js', 'casement.wasm'].map((name) =>
    join(siteFolder, name),
  ),
  ...['html', 'css', 'js'].map((kind) => join(here, `../pages/sequence.${kind}`)),
  ...['compare', 'engines', 'state'].map((name) => join(here, `${name}.mjs`)),
];

function build() {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(readFileSync(part));
  return hash.digest('hex').slice(0, 12);
}

/** A line of the file. @typedef {{build: string, seed: number, differs: string}} Result */

/** @param {string} folder @param {string} engine */
export function openResults(folder, engine) {
  const path = join(folder, `${engine}.jsonl`);
  const now = build();
  /** @type {Map<number, string>} */
  const known = new Map();
  mkdirSync(folder, { recursive: true });
  for (const line of readLines(path)) {
    const { build, seed, differs } = /** @type {Result} */ (line);
    if (build === now) known.set(seed, differs);
  }
  return {
    build: now,
    /** '' when the seed did not differ, undefined when it was not run. @param {number} seed */
    of: (seed) => known.get(seed),
    /** @param {number} seed @param {string} differs */
    add(seed, differs) {
      known.set(seed, differs);
      appendFileSync(path, `${JSON.stringify({ build: now, seed, differs })}\n`);
    },
  };
}

/** The last line may be one that a killed run did not end. @param {string} path @returns {unknown[]} */
function readLines(path) {
  try {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
