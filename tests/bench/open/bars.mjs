/**
 * What opening may take, as ratios to what was measured beside it, and as bytes. Each round gives a ratio of its own, to
 * openings of the same minute; their median is judged, so that a machine that is busy for a while decides nothing.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { elementBytes } from '../bytes.mjs';
import { figure } from '../report.mjs';
import { median } from '../stage.mjs';
import { folder } from './pages.mjs';

/** @typedef {import('./visit.mjs').Opening} Opening */
/** @typedef {import('./visit.mjs').Kind} Kind */
/** @typedef {Record<string, Record<string, Partial<Record<Kind, Opening[]>>>>} Openings by setting, then by page */

/** On a machine where SurveyJS takes a key after `usual`; on a slower one, so much more. */
const longestTask = 50; // ms
const usual = 454; // ms
const mostShift = 0.02;

const looks = /** @type {const} */ ([
  ['pixels', 'in pixels'],
  ['plain', 'plain'],
]);

/**
 * @param {import('../report.mjs').Report} report
 * @param {Openings} openings
 * @param {string[]} lostKeys pages whose first text field did not keep the key that was pressed
 */
export async function judge(report, openings, lostKeys) {
  const asItIs = Object.keys(openings)[0];
  /** Of each round. @param {string} page @param {Kind} kind @param {keyof Opening} what @param {string} [setting] */
  const all = (page, kind, what, setting = asItIs) =>
    (openings[setting]?.[page]?.[kind] ?? []).map((opening) => Number(opening[what] ?? NaN));
  /** @type {(...of: Parameters<typeof all>) => number} */
  const of = (...what) => median(all(...what));
  /** @param {number[]} ours @param {number[]} theirs */
  const ratio = (ours, theirs) => median(ours.map((own, round) => own / theirs[round]));

  report.section('Opening: time until the first text field takes a key');
  const lost = (/** @type {boolean} */ own) =>
    lostKeys.filter((page) => looks.some(([look]) => look === page) === own).join(', ');
  report.must('our first text field keeps the key', !lost(true), lost(true));
  // SurveyJS draws the field anew when it gets its first focus, and the key is gone; its time counts all the same.
  report.row('others that lose it', lost(false) || 'none');
  for (const setting of Object.keys(openings)) {
    const theirs = all('survey', 'typed', 'typed', setting);
    for (const [page, look] of looks) {
      const ours = all(page, 'typed', 'typed', setting);
      report.bar(
        `${look}, ${setting}: × SurveyJS`,
        ratio(ours, theirs),
        1,
        `aim ${figure(0.6, 1)}`,
      );
    }
  }
  const pond = all('filepond', 'typed', 'typed');
  for (const [page, look] of pond.length ? looks : [])
    report.row(
      `${look}, ${asItIs}: × FilePond + fields`,
      figure(ratio(all(page, 'typed', 'typed'), pond), 2),
      `aim ${figure(1.2, 1)}`,
    );

  report.section('Opening: what is seen, and what it costs');
  // SurveyJS's fields: the first paint of its page is the sentence below the form, which every page has.
  const shown = all('plain', 'watched', 'shown');
  const theirs = all('survey', 'watched', 'shown');
  report.bar(
    'plain look painted: × SurveyJS',
    ratio(shown, theirs),
    1.2,
    `${figure(median(shown))} ms to ${figure(median(theirs))}`,
  );
  report.row(
    '… × the first paint of anything in its page',
    figure(ratio(shown, all('survey', 'watched', 'paint')), 2),
  );
  const bare = all('clear', 'watched', 'cleared');
  report.bar(
    'canvas in place: × (plain look painted + a bare context)',
    ratio(
      all('pixels', 'watched', 'inPlace'),
      shown.map((ms, round) => ms + bare[round]),
    ),
    1.3,
    `${figure(of('pixels', 'watched', 'inPlace'))} ms to ${figure(median(shown))} + ${figure(median(bare))} ms`,
  );
  for (const [page, look] of looks) {
    const without = of(`${page}-unstated`, 'pictured', 'shift');
    const note = without >= 0 ? `${figure(without, 3)} without` : '';
    report.bar(
      `layout shift with a stated min-height, ${look}`,
      of(page, 'pictured', 'shift'),
      mostShift,
      note,
    );
  }
  const { size } = await stat(join(folder, '../site/casement.js.br'));
  report.gate('casement.js, bytes (brotli)', size, elementBytes);
  const slower = all('survey', 'typed', 'typed').map((ms) => Math.max(1, ms / usual));
  for (const [page, look] of looks) {
    const longest = all(page, 'watched', 'longest');
    report.gate(
      `longest task from the module's start to usable, ms where SurveyJS takes ${usual}, ${look}`,
      ratio(longest, slower),
      longestTask,
    );
    report.row('… in ms of this machine', figure(median(longest)), `aim ${longestTask}`);
  }
}
