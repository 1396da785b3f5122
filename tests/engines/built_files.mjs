/** The built files as the oldest engines would read them: scripts, the style sheets inside them, and the module. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { checkScript, textsIn } from './scripts.mjs';
import { asMediaRule, checkStyles, isStyleSheet } from './styles.mjs';
import { oldestEngines } from './support.mjs';
import { checkWasm } from './wasm_features.mjs';

/** @typedef {import('./scripts.mjs').Finding} Finding */

const scripts = [
  ...['casement.js', 'casement-panel.js', 'casement-later.js', 'casement-credentials.js'],
  'casement-pictures.js',
  ...['demo.js', 'worker.js'],
];
const styles = ['demo.css', 'received.css'];

/**
 * A script and what it says to the engine in texts.
 * @param {string} source
 * @param {import('./support.mjs').Oldest} [oldest]
 * @returns {Finding[]}
 */
export function checkSource(source, oldest = oldestEngines) {
  const sheets = textsIn(source).flatMap(
    (text) => asMediaRule(text) ?? (isStyleSheet(text) ? [text] : []),
  );
  return [...checkScript(source, oldest), ...sheets.flatMap((css) => checkStyles(css, oldest))];
}

/**
 * @param {string} site the folder
 * @returns {Promise<(Finding & {file: string})[]>}
 */
export async function checkSite(site) {
  const ofScripts = scripts.map(async (file) =>
    checkSource(await readFile(join(site, file), 'utf8')).map((finding) => ({ file, ...finding })),
  );
  const ofStyles = styles.map(async (file) =>
    checkStyles(await readFile(join(site, file), 'utf8')).map((found) => ({ file, ...found })),
  );
  const file = 'casement.wasm';
  const ofModule = checkWasm(await readFile(join(site, file))).map((found) => ({ file, ...found }));
  return [...(await Promise.all([...ofScripts, ...ofStyles])).flat(), ...ofModule];
}
