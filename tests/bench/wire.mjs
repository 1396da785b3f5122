/**
 * Bytes over the wire until the form shows: what the browser really loads, as the browser counts
 * it. Everything that is not the page's own counts as the widget's, whether it was expected or not.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

import { gateBytes } from './bytes.mjs';
import { others } from './others.mjs';
import { figure } from './report.mjs';
import { bareFiles, leave, visit } from './stage.mjs';

const site = fileURLToPath(new URL('../../build/site', import.meta.url));

const widgetFiles = ['casement-panel.js', 'casement.js', 'casement.wasm'];
/** Asked for once the form can be used: its pixels, and what a receipt is good for. */
const laterFiles = ['casement-later.js'];

/** The page's own files: it would have them with any form; `''` is the document. */
const pages = [
  { title: 'a page with the tag', path: 'tag.html', own: ['tag.html', 'icon.svg'] },
  {
    title: 'the demo',
    path: '',
    own: ['', 'icon.svg', 'demo.css', 'received.css', 'demo.js', 'worker.js'],
  },
];

/** Configuration: the site's own words, whatever the form's. */
const configuration = 'case-form.json';

/** @typedef {{name: string, bytes: number, encoding: string, later: boolean}} Loaded later: asked for by a form that was ready */

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {string} path
 * @returns {Promise<Loaded[]>}
 */
async function load(stage, path) {
  /** @type {Map<string, {url: string, head: number, encoding: string}>} */
  const answered = new Map();
  /** @type {Loaded[]} */
  const loaded = [];
  const page = await visit(stage, path, async (page) => {
    const session = await page.createCDPSession();
    session.on('Network.responseReceived', ({ requestId, response }) => {
      const { url, headers, encodedDataLength } = response;
      const encoding = headers['content-encoding'] ?? headers['Content-Encoding'] ?? '';
      answered.set(requestId, { url, head: encodedDataLength, encoding });
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const answer = answered.get(requestId);
      if (!answer) return;
      const name = answer.url.slice(stage.url.length);
      // Counts the answer's head as well, which `responseReceived` has told.
      const bytes = encodedDataLength - answer.head;
      loaded.push({ name, bytes, encoding: answer.encoding, later: false });
    });
    await session.send('Network.enable');
    await page.evaluateOnNewDocument(() =>
      document.addEventListener('casement-ready', () => {
        /** @type {any} */ (window).isReady = performance.now();
      }),
    );
  });
  await page.waitForFunction('window.isReady');
  await page.waitForNetworkIdle({ idleTime: 500 });
  const later = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ startTime }) => startTime >= /** @type {any} */ (window).isReady)
      .map(({ name }) => name),
  );
  await leave(page);
  return loaded.map((file) => ({ ...file, later: later.includes(stage.url + file.name) }));
}

/** @param {string} path */
async function compressed(path) {
  const plain = await readFile(path);
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  }).length;
}

/** English is in the module; another language is a file more. */
async function longestWords() {
  const files = (await readdir(site)).filter((name) => /^casement-\w\w\.txt\.br$/.test(name));
  return Math.max(
    ...(await Promise.all(files.map((name) => stat(join(site, name))))).map(({ size }) => size),
  );
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./report.mjs').Report} report
 */
export async function measureWire(stage, report) {
  let ours = 0;
  for (const { title, path, own } of pages) {
    report.section(`Bytes loaded until the form shows on ${title} (brotli 11)`);
    const loaded = await load(stage, path);
    const widget = loaded.filter(({ name }) => !own.includes(name) && name !== configuration);
    for (const { name, bytes } of widget) report.row(name, figure(bytes));
    const sum = (/** @type {Loaded[]} */ files) => files.reduce((sum, { bytes }) => sum + bytes, 0);
    const first = widget.filter(({ later }) => !later);
    const words = await longestWords();
    report.row('the words of another language, at most', figure(words));
    ours = sum(widget) + words;
    gateBytes(report, 'until the form shows', sum(first) + words, 'untilTheFormShows');
    gateBytes(report, 'with what is asked for afterwards', ours, 'together');
    for (const [when, files, wanted] of /** @type {const} */ ([
      ['these three files and no more', first, widgetFiles],
      ['then this one', widget.filter(({ later }) => later), laterFiles],
    ])) {
      const names = files.map(({ name }) => name);
      report.must(when, [...names].sort().join() === wanted.join(), names.join(', '));
    }
    report.must(
      'each of them compressed with brotli',
      widget.every(({ encoding }) => encoding === 'br'),
      widget.map(({ name, encoding }) => `${name}: ${encoding || 'plain'}`).join(', '),
    );
    const settings = loaded.find(({ name }) => name === configuration);
    if (settings) report.row(`${configuration}, the site's own`, figure(settings.bytes));
  }

  report.section('Beside it: what others send (brotli 11)');
  const beside = (/** @type {number} */ bytes) => `${figure(bytes / ours, 2)} × ours`;
  if (stage.hasBare) {
    let bare = 0;
    for (const path of bareFiles) {
      const bytes = await compressed(path);
      bare += bytes;
      report.row(basename(path), figure(bytes));
    }
    report.row('a bare ImGui page, same flags', figure(bare), beside(bare));
  }
  for (const { name, what, bytes } of others)
    report.row(`${name} (${what})`, figure(bytes), beside(bytes));
}
