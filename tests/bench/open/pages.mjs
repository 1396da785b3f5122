/**
 * The pages that are compared: each a document of its own with the same seven fields, the same column of 560 px and the
 * same sentence below the form, which moves when the form grows late. Made into build/open, compressed as a deployed
 * site is.
 */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

import * as esbuild from '../../../web/node_modules/esbuild/lib/main.js';
import { fields } from './fields.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const installed = createRequire(import.meta.url);

export const folder = join(here, '../../../build/open');

/**
 * What a page that embeds the form states so that nothing moves: its height at 560 px. And `block`, because an element
 * that is not defined yet is inline, and has no `min-height`.
 */
const statedHeight = 'display: block; min-height: 920px';

const plainFields = fields
  .map(({ name, label, kind, options, value = '' }) => {
    const named = `id="${name}" name="${name}"`;
    const control = {
      choice: `<select ${named}>${options?.map((option) => `<option${option === value ? ' selected' : ''}>${option}</option>`).join('')}</select>`,
      lines: `<textarea ${named} rows="4"></textarea>`,
      file: `<input ${named} type="file" multiple />`,
    };
    const input = `<input ${named} type="${kind}" value="${value}" />`;
    return `<p><label for="${name}">${label}</label> ${kind in control ? control[/** @type {keyof typeof control} */ (kind)] : input}</p>`;
  })
  .join('\n');
const plainForm = `<form>${plainFields}<p><button>Send case</button></p></form>`;

/** @param {string} attributes of the element */
const ours = (attributes) => ({
  head: '<script type="module" src="casement.js"></script>',
  body: `<casement-form src="case-form.json" ${attributes}>Write to help@example.com</casement-form>`,
});

/** @param {string} name of a bundle with a style sheet @param {string} body */
const bundled = (name, body) => ({
  head: `<link rel="stylesheet" href="${name}.css" /><script type="module" src="${name}.js"></script>`,
  body,
});

/** The document of each page, without what all of them share. @type {Record<string, {head: string, body: string}>} */
const documents = {
  html: { head: '', body: plainForm },
  filepond: bundled('filepond', plainForm),
  uppy: bundled('uppy', plainForm),
  survey: bundled('survey', '<div id="form"></div>'),
  formio: {
    head: `<link rel="stylesheet" href="bootstrap.css" /><link rel="stylesheet" href="formio.form.css" />
<script src="formio.form.js"></script><script type="module" src="formio.js"></script>`,
    body: '<div id="form"></div>',
  },
  pixels: ours(`style="${statedHeight}"`),
  plain: ours(`style="${statedHeight}" appearance="plain"`),
  'pixels-unstated': ours(''),
  'plain-unstated': ours('appearance="plain"'),
  bare: {
    head: '<script type="module" src="bare.js"></script>',
    body: '<canvas id="canvas" width="560" height="760"></canvas>',
  },
  clear: {
    head: '<script type="module" src="clear.js"></script>',
    body: '<canvas width="560" height="760"></canvas>',
  },
};

/** @param {string} name */
const page = (name) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Open a case</title>
<link rel="icon" href="data:," />
<link rel="stylesheet" href="page.css" />
${documents[name].head}
</head>
<body>
<main>
${documents[name].body}
</main>
<footer>Or call us: 01 800 555 0199</footer>
</body>
</html>
`;

/** Of every page; the column leaves room for the sentence below within the first screen. */
const sheet = `body { margin: 16px; font: 16px/1.4 system-ui, sans-serif }
main { width: 560px; max-width: 100% }
label, select, textarea, input { font: inherit }
form p label { display: block }
form p :is(textarea, input:not([type="file"])) { width: 100%; box-sizing: border-box }
`;

/** A canvas of Dear ImGui's own, and a canvas that is only cleared, after the page's first paint. */
const scripts = {
  'bare.js': `import start from './bare_imgui.mjs'; start();`,
  'clear.js': `requestAnimationFrame(() => setTimeout(() => {
  const began = performance.now();
  const gl = document.querySelector('canvas').getContext('webgl2', { antialias: false, depth: false });
  gl.clearColor(0.2, 0.4, 0.8, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  requestAnimationFrame(() => setTimeout(() => { globalThis.cleared = performance.now() - began; }));
}));`,
};

/** What documented tags name, as the packages have it. */
const copies = {
  'formio.form.js': '@formio/js/dist/formio.form.min.js',
  'formio.form.css': '@formio/js/dist/formio.form.min.css',
  'bootstrap.css': 'bootstrap/dist/css/bootstrap.min.css',
};

/** @param {string} name of a file in one of the packages */
const inPackages = (name) => join(here, 'node_modules', name);

/** Versions as they are installed, for the heading of the figures. @param {string} name */
export const versionOf = (name) =>
  /** @type {{version: string}} */ (installed(inPackages(`${name}/package.json`))).version;

/** @param {string[]} names of the pages that will be opened: what the others need is not made */
export async function makePages(names) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await esbuild.build({
    entryPoints: ['filepond', 'uppy', 'survey', 'formio']
      .filter((name) => names.includes(name))
      .map((name) => join(here, 'entries', `${name}.js`)),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    outdir: folder,
    logLevel: 'warning',
  });
  for (const [name, source] of names.includes('formio') ? Object.entries(copies) : [])
    await copyFile(inPackages(source), join(folder, name));
  for (const [name, text] of Object.entries({ ...scripts, 'page.css': sheet }))
    await writeFile(join(folder, name), text);
  for (const name of names) await writeFile(join(folder, `${name}.html`), page(name));
  for (const name of names.includes('bare') ? ['bare_imgui.mjs', 'bare_imgui.wasm'] : [])
    await copyFile(join(here, '../../../build/wasm/bare', name), join(folder, name));
  await Promise.all((await readdir(folder)).map((name) => compress(join(folder, name))));
}

/** @param {string} path */
async function compress(path) {
  if (!['.js', '.mjs', '.css', '.html', '.wasm'].includes(extname(path))) return;
  const plain = await readFile(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(plain, { params }));
}
