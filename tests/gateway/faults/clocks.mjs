/**
 * Clocks that jump, at a start and while a gateway runs, by Debian's faketime: the wall clock of the gateway alone, as
 * one who sets a machine's clock does, so that the clocks that nobody sets go on as they are.
 *
 *   CASEMENT_CLOCK_TURNS=400 CASEMENT_SEED=1 node tests/gateway/faults/clocks.mjs
 */
import { existsSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCrm } from '../../crm/crm.mjs';
import { sweepFaketime } from '../../crm/faketime.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';
import { startRedis } from '../support/redis.mjs';
import { casesByTag } from './ledger.mjs';
import { seeded } from './kinds.mjs';

const TAG = /^clock-[a-z0-9]+-/;

/** Seconds that the clock is off by, of those that it has drifted. @type {Record<string, (drifted: number) => number>} */
const CLOCKS = {
  '-1 h': () => -3600,
  '+1 h': () => 3600,
  '+73 h': () => 73 * 3600,
  'right again': () => 0,
  'a second fast each second': (drifted) => drifted,
};
export const STORES = /** @type {const} */ (['SQLite', 'Redis']);
/** A stop lets the store say its last; a kill does not. */
const WHENS = /** @type {const} */ (['at a start', 'at a start after a kill', 'while it runs']);
export const COMBINATIONS = Object.keys(CLOCKS).flatMap((clock) =>
  WHENS.map((when) => ({ clock, when })),
);

/** Where Debian has it. */
export function faketime() {
  const found = readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'faketime/libfaketimeMT.so.1'))
    .find((path) => existsSync(path));
  if (!found) throw new Error('faketime is missing: apt-get install faketime');
  return found;
}

/** A clock that can be set, for a program that runs under it. @param {string} folder */
export function startClock(folder) {
  const file = join(folder, 'clock');
  let off = (/** @type {number} */ _drifted) => 0;
  let began = Date.now();
  const now = () => off((Date.now() - began) / 1000);
  const write = () => {
    const seconds = now();
    // Read at any moment, so never half.
    writeFileSync(`${file}.new`, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds).toFixed(3)}`);
    renameSync(`${file}.new`, file);
  };
  write();
  const tick = setInterval(write, 50);
  const words = [
    `FAKETIME_TIMESTAMP_FILE=${file}`,
    // A jump changes neither the times of files nor the clocks that nobody sets.
    ...['FAKETIME_NO_CACHE=1', 'FAKETIME_DONT_FAKE_MONOTONIC=1', 'NO_FAKE_STAT=1'],
  ];
  return {
    under: ['env', `LD_PRELOAD=${faketime()}`, ...words],
    /** Without the library itself. */
    words,
    /** @param {string} clock one of CLOCKS */
    set: (clock) => {
      sweepFaketime();
      [off, began] = [CLOCKS[clock], Date.now()];
      write();
    },
    off: now,
    stop: () => {
      clearInterval(tick);
      sweepFaketime();
    },
  };
}

/**
 * @typedef {object} Kept one key and what it must be answered with
 * @property {string} key
 * @property {string} tag
 * @property {boolean} lost
 * @property {string} answer
 */

/**
 * So many jumps, each of one gateway, with all that it was told before asked for again after each.
 * @param {{ turns: number, seed: number }} options
 */
export async function runClocks({ turns, seed }) {
  const sums = { jumps: 0, keys: 0, lostKeys: 0, repeats: 0 };
  /** @type {string[]} */
  const wrong = [];
  await Promise.all(
    STORES.map(async (store, nth) => {
      const found = await runOne(store, Math.ceil(turns / STORES.length), seed * 2 + nth);
      for (const name of /** @type {(keyof typeof sums)[]} */ (Object.keys(sums))) {
        sums[name] += found.sums[name];
      }
      wrong.push(...found.wrong);
    }),
  );
  return { ...sums, wrong };
}

/** @param {typeof STORES[number]} store @param {number} turns @param {number} seed */
async function runOne(store, turns, seed) {
  const random = seeded(seed);
  const sums = { jumps: 0, keys: 0, lostKeys: 0, repeats: 0 };
  /** @type {string[]} */
  const wrong = [];
  /** @type {Kept[]} */
  const kept = [];
  // Valid at all these times: else nothing would be sent to it.
  const crm = await startCrm({ token: CANARY, certified: '-2d' });
  const redis = store === 'Redis' ? await startRedis() : undefined;
  /** @type {ReturnType<typeof startClock> | undefined} */
  let clock;
  /** @type {Awaited<ReturnType<typeof startGateway>> | undefined} */
  let gateway;
  const under = /** @type {string[]} */ ([]);
  try {
    gateway = await startGateway(crm, {
      ...(redis ? { store: redis.store } : {}),
      // Each jump but one is longer.
      limits: { keepHours: 1, addressRequests: 100_000, dailyBudget: 100_000 },
      under,
      prepare: (folder) => {
        clock = startClock(folder);
        under.push(...clock.under);
      },
    });
    const { send, restart, signal, log } = gateway;
    const post = (/** @type {Kept} */ { key, tag }) =>
      send(
        { ...CASE, description: `${tag} ${CASE.description}` },
        { 'idempotency-key': `"${key}"` },
      );
    /** @param {boolean} lost */
    const make = async (lost) => {
      const tag = `clock-${(seed * 100_000 + sums.keys++).toString(36)}-`;
      const one = { key: makeKey(), tag, lost, answer: '' };
      if (lost) await crm.next({ reply: 'reset', at: 'after' });
      const answer = await post(one);
      one.answer = answer.text;
      if (lost) sums.lostKeys++;
      if ((answer.status === 200) === lost) wrong.push(`first: ${store}: ${answer.text}`);
      kept.push(one);
    };
    const forgotten = () => {
      const written = () => statSync(join(gateway?.folder ?? '', 'keys.db-wal')).mtimeMs;
      const before = written();
      return until(() => written() !== before);
    };
    const turn = async (/** @type {typeof COMBINATIONS[number]} */ { clock: name, when }) => {
      await make(false);
      await make(true);
      if (when !== 'while it runs') {
        const before = log().split('"stopped"').length;
        const pid = gateway?.pid() ?? 0;
        signal(when === 'at a start' ? 'SIGTERM' : 'SIGKILL');
        while (running(pid)) await sleep(5);
        if (when === 'at a start' && log().split('"stopped"').length === before) {
          wrong.push(`it did not stop: ${log()}`);
        }
      }
      clock?.set(name);
      if (when !== 'while it runs') {
        await restart();
        // Some seconds after a start a file's old keys are forgotten. With them go counters by the wall clock, so
        // that it can be seen.
        if (!redis && when === 'at a start' && name === '+73 h') await forgotten();
      }
      if (CLOCKS[name](1) !== CLOCKS[name](0)) await until(() => (clock?.off() ?? 0) >= 1);
      sums.jumps++;
      // The last ones, and any of the earlier.
      const asked = kept.slice(-6);
      for (let i = 0; i < 6; i++) asked.push(kept[Math.floor(random() * kept.length)]);
      for (const one of asked) {
        const again = await post(one);
        const right = one.lost
          ? again.status === 409
          : again.headers['idempotency-replayed'] === 'true' && again.text === one.answer;
        if (!right) wrong.push(`${name} ${when}, ${store}, ${one.key}: ${again.text}`);
        sums.repeats++;
      }
    };
    for (let i = 0; i < turns; i++) {
      await turn(COMBINATIONS[i % COMBINATIONS.length]);
    }
    const cases = casesByTag(crm, TAG);
    for (const { tag } of kept) {
      const there = cases.get(tag) ?? [];
      if (there.length !== 1) wrong.push(`${store}: ${tag} has ${there.length} cases`);
    }
    if (cases.size !== kept.length) wrong.push(`${cases.size} cases for ${kept.length} keys`);
  } finally {
    clock?.stop();
    await gateway?.stop();
    await redis?.stop();
    await crm.stop();
  }
  return { sums, wrong };
}

/** @param {number} pid */
function running(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const turns = Number(process.env.CASEMENT_CLOCK_TURNS ?? 400);
  const seed = Number(process.env.CASEMENT_SEED ?? 1);
  const began = Date.now();
  const { wrong, ...sums } = await runClocks({ turns, seed });
  console.log(
    `seed ${seed}, ${Math.round((Date.now() - began) / 1000)} s: ${JSON.stringify(sums)}`,
  );
  console.log(`wrong: ${wrong.length}`);
  for (const line of wrong.slice(0, 50)) console.log(line);
  if (wrong.length > 0) process.exitCode = 1;
}
