/**
 * How soon a form opens, beside plain HTML and the forms of others: `./dev bench open [--rounds N] [--gates] [--shots] [--warm]`,
 * and `--pages survey,plain` or `--settings 1.6` for a part of it.
 *
 * Every opening is a browser and a profile of its own, all pages in turns, so that a busy machine is busy for all. Each
 * page is opened twice a round: once a key is typed as soon as it can be, once nothing touches it until it looks as it
 * will. `--gates` measures in few rounds only what the bars need; `--shots` keeps a picture of each page in build/open.
 * `--warm` lets the browser draw something before, as one that has been running for a while has; without it, what asks
 * for the graphics process early also waits for its start.
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
/** @typedef {import('./visit.mjs').Setting} Setting */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    gates: { type: 'boolean' },
    shots: { type: 'boolean' },
    warm: { type: 'boolean' },
    pages: { type: 'string' },
    settings: { type: 'string' },
  },
});
const rounds = Number(values.rounds ?? (values.gates ? 5 : 15));
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1');

/** @type {Setting[]} */
const settings = [
  { name: 'as it is', warm: values.warm },
  { name: '4 times slower', slower: 4, warm: values.warm },
  // What Lighthouse calls a slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms for each request.
  {
    name: '1.6 Mbit/s',
    warm: values.warm,
    network: { download: 200_000, upload: 93_750, latency: 150 },
  },
].filter(({ name }) => !values.settings || name.includes(values.settings));

/** What is opened how: `typed` where there is a field, and what only one bar needs only for it. */
const pages = [
  { name: 'html', title: 'plain HTML', informs: true },
  { name: 'filepond', title: `FilePond ${versionOf('filepond')} + fields` },
  { name: 'uppy', title: `Uppy ${versionOf('@uppy/core')} + fields`, informs: true },
  { name: 'survey', title: `SurveyJS ${versionOf('survey-core')}` },
  { name: 'formio', title: `Form.io ${versionOf('@formio/js')}`, informs: true },
  { name: 'pixels', title: 'ours in pixels' },
  { name: 'plain', title: 'ours, plain look' },
  { name: 'bare', title: 'a bare Dear ImGui page', informs: true, fieldless: true },
  { name: 'pixels-unstated', title: 'ours in pixels, no min-height', once: true, fieldless: true },
  { name: 'plain-unstated', title: 'ours, plain, no min-height', once: true, fieldless: true },
  { name: 'clear', title: 'a bare getContext and clear', once: true, fieldless: true },
].filter(
  ({ name, informs }) =>
    (!values.gates || !informs) && (!values.pages || values.pages.split(',').includes(name)),
);

const site = await serve({ root: [folder, join(folder, '../site')] });
const report = new Report();
/** @type {import('./bars.mjs').Openings} */
const openings = {};
/** @type {Set<string>} */
const lostKeys = new Set();

try {
  await makePages();
  if (values.shots) await photograph(site.url, pages);
  for (let round = 1; round <= rounds; ++round) {
    console.error(`round ${round} of ${rounds}`);
    for (const setting of settings) {
      for (const { name, fieldless, once } of pages) {
        if (once && setting !== settings[0]) continue;
        const got = ((openings[setting.name] ??= {})[name] ??= { typed: [], watched: [] });
        const url = `${site.url}${name}.html`;
        if (!fieldless) {
          const opening = await open(url, setting, 'typed');
          got.typed.push(opening);
          if (!opening.value.includes(pressed)) lostKeys.add(name);
        }
        if (!values.gates || setting === settings[0])
          got.watched.push(await open(url, setting, 'watched'));
      }
    }
  }
  if (!values.gates) tabulate();
  await judge(report, openings, [...lostKeys]);
} finally {
  await site.close();
}
process.exitCode = report.close() ? 0 : 1;

/** One table a setting: each figure and, behind it, its ratio to SurveyJS's. */
function tabulate() {
  for (const [setting, byPage] of Object.entries(openings)) {
    /** @type {[string, 'typed' | 'watched', keyof Opening, number][]} title, opening, what, decimals */
    const columns = [
      ['takes a key', 'typed', 'typed', 0],
      ['first paint', 'watched', 'paint', 0],
      ['final look', 'watched', 'final', 0],
      ['main thread', 'watched', 'busy', 0],
      ['longest task', 'watched', 'longest', 0],
      ['shift', 'watched', 'shift', 3],
      ['bytes', 'watched', 'bytes', 0],
    ];
    console.log(`\n${setting}: ms, median of ${rounds}, and the ratio to SurveyJS`);
    console.log(`${''.padEnd(32)}${columns.map(([title]) => title.padStart(18)).join('')}`);
    for (const { name, title } of pages) {
      if (!byPage[name]) continue;
      const cells = columns.map(([, kind, what, decimals]) => {
        const of = (/** @type {string} */ page) =>
          median((byPage[page]?.[kind] ?? []).map((opening) => Number(opening[what])));
        const [own, theirs] = [of(name), of('survey')];
        if (!Number.isFinite(own)) return '–'.padStart(18);
        const ratio = theirs > 0 ? `${figure(own / theirs, 2)} ×` : '';
        return `${figure(own, decimals).padStart(10)}${ratio.padStart(8)}`;
      });
      console.log(title.padEnd(32) + cells.join(''));
    }
  }
}
