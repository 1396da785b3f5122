/**
 * Makes build/site, the static site to deploy: the element (casement.js), the panel that it loads when it is needed
 * (casement-panel.js, casement.wasm), the demo, and a .br and .gz beside each file that shrinks. `--debug` takes the wasm
 * of the wasm-debug preset and leaves the JavaScript readable. Parts that do not exist are left out with a word.
 */
import * as esbuild from 'esbuild';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { minify } from 'terser';

import { languagesApart, makeWords } from './words.mjs';

const tree = join(dirname(fileURLToPath(import.meta.url)), '..');
const debug = process.argv.includes('--debug');
const wasm = join(tree, 'build', debug ? 'wasm-debug' : 'wasm');
const site = join(tree, 'build', 'site');
const panel = './casement-panel.js';
/** What only some forms need, or only later, is loaded by them. */
const apart = ['casement-credentials.js', 'casement-later.js', 'casement-pictures.js'];

/** Shaders and style sheets arrive in JavaScript as text, without what only people read. @type {esbuild.Plugin} */
const texts = {
  name: 'texts',
  setup({ onLoad }) {
    onLoad({ filter: /\.(vert|frag)$/ }, async ({ path }) => ({
      contents: shrinkShader(await readFile(path, 'utf8')),
      loader: 'text',
    }));
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      // A sheet may be of several files: what it imports becomes part of it.
      const options = { bundle: true, minify: !debug, write: /** @type {const} */ (false) };
      const { outputFiles } = await esbuild.build({ ...options, entryPoints: [path] });
      return { contents: outputFiles[0].text.trim(), loader: 'text' };
    });
  },
};

/** The element names the panel's source; in the site that is a file of its own. @type {esbuild.Plugin} */
const panelApart = {
  name: 'panel apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/casement-panel\.js$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: panel, external: true } : undefined,
    );
  },
};

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: !debug,
  legalComments: 'none',
  outdir: site,
  logLevel: 'warning',
};

/**
 * A directive (#version) ends with its line; everything else may stand on one.
 * @param {string} source
 */
function shrinkShader(source) {
  if (debug) return source;
  return source
    .replace(/\/\/.*|\/\*[^]*?\*\//g, '')
    .split(/^(\s*#.*\n)/m)
    .map((part) => (part.trimStart().startsWith('#') ? part.trim() + '\n' : squeeze(part)))
    .join('');
}

/** @param {string} code */
const squeeze = (code) =>
  code
    .replace(/\s+/g, ' ')
    .replace(/ ?([^\w ]) ?/g, '$1')
    .trim();

/** @param {string} path in the tree */
function found(path) {
  if (existsSync(join(tree, path))) return true;
  console.log(`left out, not there: ${path}`);
  return false;
}

async function bundleElement() {
  if (!found('web/src/casement.js')) return;
  await esbuild.build({
    ...shared,
    entryPoints: [join(tree, 'web/src/casement.js')],
    plugins: [texts, panelApart],
  });
}

/** @type {esbuild.Plugin} */
const partsApart = {
  name: 'parts apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/casement-(credentials|later|pictures)\.js$/ }, ({ path }) => ({
      path: `./${basename(path)}`,
      external: true,
    }));
  },
};

async function bundlePanel() {
  const glue = relative(tree, join(wasm, 'casement.mjs'));
  if (!found('web/src/panel/form.js') || !found(glue)) return;
  await esbuild.build({
    ...shared,
    entryPoints: {
      'casement-panel': join(tree, 'web/src/panel/form.js'),
      'casement-credentials': join(tree, 'wasm/browser/request/credentials.js'),
      'casement-later': join(tree, 'wasm/browser/later.js'),
      'casement-pictures': join(tree, 'wasm/browser/request/pictures.js'),
    },
    alias: { 'casement-glue': join(wasm, 'casement.mjs') },
    plugins: [texts, partsApart],
  });
  await copyFile(join(wasm, 'casement.wasm'), join(site, 'casement.wasm'));
  for (const language of await languagesApart())
    await writeFile(join(site, `casement-${language}.txt`), await makeWords(language));
}

/** The demo's page and its CRM, which is a service worker. */
const demoScripts = ['web/demo/demo.js', 'web/demo/worker.js'];

async function copyDemo() {
  if (!found('web/demo')) return;
  await cp(join(tree, 'web/demo'), site, {
    recursive: true,
    filter: (source) => !['.js', '.ts'].includes(extname(source)),
  });
  await esbuild.build({
    ...shared,
    entryPoints: demoScripts.filter(found).map((name) => join(tree, name)),
    external: ['./casement.js'],
  });
}

/** What editors read beside a document; the demo's is in this folder's own place then. */
async function copySchema() {
  const name = 'case-form.schema.json';
  if (!found(`web/${name}`)) return;
  await copyFile(join(tree, 'web', name), join(site, name));
  const demo = join(site, 'case-form.json');
  if (!existsSync(demo)) return;
  const text = await readFile(demo, 'utf8');
  await writeFile(demo, text.replace(`"../${name}"`, `"./${name}"`));
}

/** The licences that travel with the code of others in the wasm and the bundles. */
async function copyLicences() {
  for (const name of ['LICENSE', 'NOTICE']) {
    if (found(name)) await copyFile(join(tree, name), join(site, `${name.toLowerCase()}.txt`));
  }
}

/** A second hand at what esbuild has made small: 4 % of the bytes on the wire. */
async function shrinkWidget() {
  if (debug) return;
  for (const name of ['casement.js', 'casement-panel.js', ...apart]) {
    const path = join(site, name);
    if (!existsSync(path)) continue;
    const { code = '' } = await minify(await readFile(path, 'utf8'), {
      module: true,
      ecma: 2020,
      compress: { passes: 3, unsafe_arrows: true },
    });
    await writeFile(path, code);
  }
}

const compressible = new Set([
  '.js',
  '.wasm',
  '.css',
  '.html',
  '.json',
  '.svg',
  '.txt',
  '.webmanifest',
]);

/** How brotli may write short distances (RFC 7932 §4): which suits a file best is only known by trying. */
const distances = [
  { postfix: 0, direct: 0 },
  { postfix: 0, direct: 8 },
  { postfix: 0, direct: 12 },
  { postfix: 1, direct: 8 },
  { postfix: 2, direct: 16 },
];

/** @param {Buffer} plain */
async function smallestBrotli(plain) {
  const tried = distances.map(({ postfix, direct }) =>
    promisify(brotliCompress)(plain, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24,
        [constants.BROTLI_PARAM_LGBLOCK]: 24,
        [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
        [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
        [constants.BROTLI_PARAM_NDIRECT]: direct,
      },
    }),
  );
  return (await Promise.all(tried)).reduce((best, next) =>
    next.length < best.length ? next : best,
  );
}

/** @param {string} path */
async function compress(path) {
  const plain = await readFile(path);
  const [br, gz] = await Promise.all([smallestBrotli(plain), promisify(gzip)(plain, { level: 9 })]);
  if (br.length < plain.length) await writeFile(`${path}.br`, br);
  if (gz.length < plain.length) await writeFile(`${path}.gz`, gz);
  return { name: basename(path), plain: plain.length, gz: gz.length, br: br.length };
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
  return (await Promise.all(nested)).flat();
}

await rm(site, { recursive: true, force: true });
await mkdir(site, { recursive: true });
await copyDemo();
await Promise.all([bundleElement(), bundlePanel(), copySchema(), copyLicences()]);
await shrinkWidget();

const sizes = await Promise.all(
  (await filesIn(site)).filter((path) => compressible.has(extname(path))).map(compress),
);
const widget = sizes.filter(({ name }) =>
  ['casement.js', 'casement-panel.js', 'casement.wasm', 'casement-later.js'].includes(name),
);
const row = (/** @type {string} */ name, /** @type {number[]} */ numbers) =>
  console.log(
    name.padEnd(20) + numbers.map((bytes) => bytes.toLocaleString('en').padStart(12)).join(''),
  );
console.log(
  `${''.padEnd(20)}${['plain', 'gzip', 'brotli'].map((title) => title.padStart(12)).join('')}`,
);
for (const { name, plain, gz, br } of widget) row(name, [plain, gz, br]);
const total = (/** @type {'plain' | 'gz' | 'br'} */ kind) =>
  widget.reduce((sum, file) => sum + file[kind], 0);
row('widget', [total('plain'), total('gz'), total('br')]);
