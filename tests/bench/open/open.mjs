/**
 * How soon a form opens, beside plain HTML and the forms of others: `./dev bench open [--rounds N] [--gates] [--shots] [--cold]`,
 * and `--pages survey,plain` or `--settings 1.6` for a part of it.
 *
 * Every opening is a browser and a profile of its own, all pages in turns, so that a busy machine is busy for all. Each
 * page is opened three times a round (visit.mjs says how). `--gates` measures only what the bars need, in few rounds,
 * and fewer still where the machine or the line is slowed down; `--shots` keeps a picture of each page in build/open.
 */
import { parseArgs } from 'node:util';
import { join } from 'node:path';

import { serve } from '../../../web/serve.mjs';
import { Report, figure } from '../report.mjs';
import { median } from '../stage.mjs';
import { judge } from './bars.mjs';
import { folder, makePages, versionOf } from './pages.mjs';
import { photograph } from './shots.mjs';
import { open, pressed } from './visit.mjs';

/** @typedef {import('./visit.mjs').Opening} Opening */
/** @typedef {import('./visit.mjs').Kind} Kind */
/** @typedef {import('./visit.mjs').Setting} Setting */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    gates: { type: 'boolean' },
    shots: { type: 'boolean' },
    cold: { type: 'boolean' },
    pages: { type: 'string' },
    settings: { type: 'string' },
  },
});
const { gates, cold } = values;
const rounds = Number(values.rounds ?? (gates ? 3 : 15));
const fewRounds = values.rounds ? rounds : 2;
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1');

/** @type {Setting[]} */
const settings = [
  { name: 'as it is', cold },
  { name: '4 times slower', slower: 4, cold },
  // What Lighthouse calls a slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms for each request.
  {
    name: '1.6 Mbit/s',
    cold,
    network: { download: 200_000, upload: 93_750, latency: 150 },
  },
].filter(({ name }) => !values.settings || name.includes(values.settings));

/** What is opened how: `typed` where there is a field, and what only one bar needs only for it. */
const pages = [
  { name: 'html', title: 'plain HTML', informs: true },
  { name: 'filepond', title: `FilePond ${versionOf('filepond')} + fields`, informs: true },
  { name: 'uppy', title: `Uppy ${versionOf('@uppy/core')} + fields`, informs: true },
  { name: 'survey', title: `SurveyJS ${versionOf('survey-core')}` },
  { name: 'formio', title: `Form.io ${versionOf('@formio/js')}`, informs: true },
  { name: 'pixels', title: 'ours in pixels' },
  { name: 'plain', title: 'ours, plain look' },
  { name: 'bare', title: 'a bare Dear ImGui page', informs: true, fieldless: true },
  {
    name: 'pixels-unstated',
    title: 'ours in pixels, no min-height',
    informs: true,
    once: true,
    fieldless: true,
  },
  {
    name: 'plain-unstated',
    title: 'ours, plain, no min-height',
    informs: true,
    once: true,
    fieldless: true,
  },
  { name: 'clear', title: 'a bare getContext and clear', once: true, fieldless: true },
].filter(
  ({ name, informs }) =>
    (!gates || !informs) && (!values.pages || values.pages.split(',').includes(name)),
);

/** @param {typeof pages[number]} page @param {Setting} setting @param {number} round @returns {Kind[]} */
function kinds({ name, fieldless }, setting, round) {
  /** @type {Kind[]} */
  const typed = fieldless ? [] : ['typed'];
  if (!gates) return [...typed, 'watched', 'pictured'];
  if (setting !== settings[0]) return typed;
  // How far things move is the same each time.
  const moves = /^(pixels|plain)/.test(name) && round === 1;
  return [...typed, 'watched', ...(moves ? /** @type {const} */ (['pictured']) : [])];
}

const site = await serve({ root: [folder, join(folder, '../site')] });
const report = new Report();
/** @type {import('./bars.mjs').Openings} */
const openings = {};
/** @type {Set<string>} */
const lostKeys = new Set();

try {
  await makePages(pages.map(({ name }) => name));
  if (values.shots) await photograph(site.url, pages);
  for (let round = 1; round <= rounds; ++round) {
    console.error(`round ${round} of ${rounds}`);
    for (const setting of settings) {
      if (gates && setting !== settings[0] && round > fewRounds) continue;
      for (const page of pages) {
        if (page.once && setting !== settings[0]) continue;
        const got = ((openings[setting.name] ??= {})[page.name] ??= {});
        for (const kind of kinds(page, setting, round)) {
          const opening = await open(`${site.url}${page.name}.html`, setting, kind);
          (got[kind] ??= []).push(opening);
          if (kind === 'typed' && !opening.value.includes(pressed)) lostKeys.add(page.name);
        }
      }
    }
  }
  if (!gates) tabulate();
  await judge(report, openings, [...lostKeys]);
} finally {
  await site.close();
}
process.exitCode = report.close() ? 0 : 1;

/** One table a setting: each figure and, behind it, its ratio to SurveyJS's. */
function tabulate() {
  for (const [setting, byPage] of Object.entries(openings)) {
    /** @type {[string, Kind, keyof Opening, number][]} title, opening, what, decimals */
    const columns = [
      ['takes a key', 'typed', 'typed', 0],
      ['first paint', 'watched', 'paint', 0],
      ['form painted', 'watched', 'shown', 0],
      ['canvas', 'watched', 'inPlace', 0],
      ['longest task', 'watched', 'longest', 0],
      ['final look', 'pictured', 'final', 0],
      ['main thread', 'pictured', 'busy', 0],
      ['shift', 'pictured', 'shift', 3],
      ['bytes', 'pictured', 'bytes', 0],
    ];
    console.log(`\n${setting}: ms, median of ${rounds}, and the ratio to SurveyJS`);
    console.log(`${''.padEnd(32)}${columns.map(([title]) => title.padStart(18)).join('')}`);
    for (const { name, title } of pages) {
      if (!byPage[name]) continue;
      const cells = columns.map(([, kind, what, decimals]) => {
        const of = (/** @type {string} */ page) =>
          median((byPage[page]?.[kind] ?? []).map((opening) => Number(opening[what] ?? NaN)));
        const [own, theirs] = [of(name), of('survey')];
        if (!Number.isFinite(own)) return '–'.padStart(18);
        const ratio = theirs > 0 ? `${figure(own / theirs, 2)} ×` : '';
        return `${figure(own, decimals).padStart(10)}${ratio.padStart(8)}`;
      });
      console.log(title.padEnd(32) + cells.join(''));
    }
  }
}
