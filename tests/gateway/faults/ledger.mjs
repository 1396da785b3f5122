/**
 * What was told of each key, and the judgement over it: set against the cases that the CRM really has.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Entry one key
 * @property {string} kind
 * @property {string} shape
 * @property {string} tag in the description: two tabs have the same
 * @property {string} key
 * @property {'open' | 'created' | 'failed' | 'unknown'} told the last word so far
 * @property {string} words of the answer that told so
 * @property {string} [number] of the case, when created
 * @property {number} sends
 * @property {string} [contradiction] what else was told after "created"
 * @property {boolean} [lossy] its store can be unable to keep an answer that was told; the key stays known
 * @property {boolean} [unremembered] that was so
 * @property {string} [apart] why its store may forget it from now on, as the documentation says: not judged
 * @property {number} [window] of its round, one case of which may be made twice, as the documentation says
 */

/**
 * Numbers of the CRM's cases by their tag. Read from its own files: there are too many for one answer.
 * @param {{ folder: string }} crm
 * @param {RegExp} tag
 */
export function casesByTag(crm, tag) {
  /** @type {Map<string, string[]>} */
  const cases = new Map();
  const folder = join(crm.folder, 'spool/posts');
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.json')) continue;
    const { created, post } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const [found] = tag.exec(String(post.description)) ?? [];
    if (!created || !found) continue;
    cases.set(found, [...(cases.get(found) ?? []), created.idPrefijo]);
  }
  return cases;
}

/** @param {Entry[]} entries @param {(entry: Entry) => string} by */
function grouped(entries, by) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of entries) {
    const group = groups.get(by(entry));
    if (group) group.push(entry);
    else groups.set(by(entry), [entry]);
  }
  return groups;
}

/**
 * @param {Entry[]} entries
 * @param {Map<string, string[]>} cases
 */
export function judge(entries, cases) {
  const sums = { duplicates: 0, lost: 0, failedThoughThere: 0, unknown: 0, unknownThere: 0 };
  /** Beside the sums: rounds frozen in the window, those of them with a second case, keys not judged, answers lost. */
  const apart = { windows: new Set(), doubled: new Set(), excluded: 0, unremembered: 0 };
  /** @type {string[]} */
  const wrong = [];
  /** @param {Entry[]} of @param {string} what @param {string[]} there */
  const blame = (of, what, there) =>
    wrong.push(`${what}: ${of[0].kind}, ${of[0].shape}: ${JSON.stringify({ of, there })}`);

  for (const of of grouped(entries, ({ tag }) => tag).values()) {
    const there = cases.get(of[0].tag) ?? [];
    const { window } = of[0];
    if (window !== undefined) apart.windows.add(window);
    if (of.some((entry) => entry.apart)) {
      apart.excluded += of.length;
      continue;
    }
    if (window !== undefined && there.length > of.length && !apart.doubled.has(window)) {
      apart.doubled.add(window);
      continue;
    }
    apart.unremembered += of.filter((entry) => entry.unremembered).length;
    const surplus = Math.max(0, there.length - of.length);
    sums.duplicates += surplus;
    if (surplus > 0) blame(of, 'duplicate', there);
    const unclaimed = [...there];
    for (const { told, number = '', contradiction } of of) {
      if (told !== 'created') continue;
      const at = unclaimed.indexOf(number);
      if (at >= 0) unclaimed.splice(at, 1);
      if (at >= 0 && !contradiction) continue;
      ++sums.lost;
      blame(of, 'created told but lost', there);
    }
    const unknown = of.filter(({ told }) => told === 'unknown' || told === 'open').length;
    const failed = of.filter(({ told }) => told === 'failed').length;
    const denied = Math.min(failed, Math.max(0, unclaimed.length - surplus - unknown));
    sums.failedThoughThere += denied;
    if (denied > 0) blame(of, 'failed told though it exists', there);
    sums.unknown += unknown;
    sums.unknownThere += Math.min(unknown, unclaimed.length);
  }
  const { windows, doubled, ...more } = apart;
  return { ...sums, wrong, apart: { windows: windows.size, doubled: doubled.size, ...more } };
}

/**
 * For each kind how many faults, and how its keys ended; behind a head, before the sums.
 * @param {Entry[]} entries
 * @param {Map<string, number>} injected by kind
 * @returns {(string | number)[][]}
 */
export function rowsOf(entries, injected) {
  const rows = [['fault', 'injected', 'keys', 'created', 'failed', 'unknown', 'sends']];
  const row = (
    /** @type {string} */ name,
    /** @type {Entry[]} */ of,
    /** @type {number} */ count,
  ) => {
    const told = (/** @type {string} */ word) =>
      String(of.filter((entry) => entry.told === word).length);
    const sends = of.reduce((sum, entry) => sum + entry.sends, 0);
    const open = of.filter((entry) => entry.told === 'unknown' || entry.told === 'open').length;
    rows.push([
      name,
      ...[count, of.length].map(String),
      told('created'),
      told('failed'),
      ...[open, sends].map(String),
    ]);
  };
  for (const [kind, of] of grouped(entries, ({ kind }) => kind)) {
    row(kind, of, injected.get(kind) ?? 0);
  }
  row(
    'all',
    entries,
    [...injected.values()].reduce((sum, count) => sum + count, 0),
  );
  return rows;
}

/** @param {(string | number)[][]} rows the first one is the head */
export function aligned(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map((cells) => String(cells[column]).length)),
  );
  return rows
    .map((cells) =>
      cells
        .map((cell, i) =>
          i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]),
        )
        .join('  '),
    )
    .join('\n');
}
