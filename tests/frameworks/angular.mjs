/**
 * Angular's own ahead-of-time compiler, as an esbuild plugin: components are compiled and their templates checked,
 * and what Angular ships half compiled is linked.
 */
import { readFile } from 'node:fs/promises';

import { createCompilerHost, formatDiagnostics, performCompilation } from '@angular/compiler-cli';
import { createEs2015LinkerPlugin } from '@angular/compiler-cli/linker/babel';
import { transformAsync } from '@babel/core';

const options = {
  target: 9, // ES2022
  module: 7, // ES2022
  moduleResolution: 100, // bundler
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  strict: true,
  strictTemplates: true,
  skipLibCheck: true,
  types: [],
};

/** @param {string} path of a component @returns {string} */
function compile(path) {
  let compiled = '';
  const host = createCompilerHost({ options });
  host.writeFile = (name, text) => {
    if (name.endsWith('.js')) compiled = text;
  };
  const { diagnostics } = performCompilation({ rootNames: [path], options, host });
  if (diagnostics.length) throw new Error(formatDiagnostics(diagnostics));
  return compiled;
}

/** @param {string} path of a file of Angular's @returns {Promise<string>} */
async function link(path) {
  const shipped = await readFile(path, 'utf8');
  if (!shipped.includes('ɵɵngDeclare')) return shipped;
  const fileSystem = /** @type {any} */ ({
    resolve: (/** @type {string} */ name) => name,
    exists: () => false,
  });
  const logger = /** @type {any} */ (console);
  const linker = createEs2015LinkerPlugin({ fileSystem, logger, linkerJitMode: false });
  const linked = await transformAsync(shipped, {
    filename: path,
    plugins: [linker],
    babelrc: false,
    configFile: false,
    compact: false,
  });
  return linked?.code ?? '';
}

/** @type {import('../../web/node_modules/esbuild/lib/main.js').Plugin} */
export const angular = {
  name: 'angular',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({ contents: compile(path) }));
    onLoad({ filter: /@angular\/.*\.mjs$/ }, async ({ path }) => ({ contents: await link(path) }));
  },
};
