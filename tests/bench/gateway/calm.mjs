/**
 * How long a case takes where the machine has little to do: p50 and p99 at a twentieth of what the gateway can do, with
 * its store in memory and on disk, beside nginx's proxy_pass and a measured fdatasync.
 */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './figures.mjs';
import { comeFirst, comeLikeOthers } from './process.mjs';

/** @typedef {import('./small.mjs').Run} Run */
/** @typedef {Record<'nginx' | 'memory' | 'disk', () => Promise<Run>>} Runs */

const ROUNDS = 5;

/**
 * A case on disk wakes a thread seven times, one through nginx twice: where other programs keep the cores busy, each of
 * these waits for one of them to end its turn, and that is most of what is measured. So all of this comes before other
 * programs; where that is not allowed, the figures are told and not judged.
 * @param {import('./figures.mjs').Figures} figures
 * @param {string} folder on the store's disk
 * @param {Runs} run
 */
export async function measureCalm(figures, folder, run) {
  const alone = comeFirst(process.pid);
  /** @type {(Record<keyof Runs, Run> & { sync: number })[]} */
  const rounds = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        nginx: await run.nginx(),
        memory: await run.memory(),
        disk: await run.disk(),
        sync: fdatasync(folder),
      });
    }
  } finally {
    comeLikeOthers(process.pid);
  }
  const shown = (/** @type {keyof Runs} */ name) => {
    const [p50, p99] = /** @type {const} */ (['p50', 'p99']).map((part) =>
      median(rounds.map((round) => round[name][part])),
    );
    return `${p50} µs, p99 ${p99} µs`;
  };
  const sync = median(rounds.map((round) => round.sync));
  figures.tell('a twentieth of full load: nginx', shown('nginx'));
  figures.tell('a twentieth of full load: gateway, store in memory', shown('memory'));
  figures.tell(
    'a twentieth of full load: gateway, store on disk',
    `${shown('disk')}; a fdatasync takes ${sync.toFixed(0)} µs`,
  );
  const judge = (
    /** @type {string} */ what,
    /** @type {number} */ ratio,
    /** @type {number} */ bar,
  ) =>
    alone
      ? figures.atMost(what, ratio, bar)
      : figures.tell(`${what}, among other programs`, ratio.toFixed(2), `≤ ${bar}`);
  judge(
    'p50 at a twentieth of full load, store in memory, gateway : nginx',
    median(rounds.map(({ nginx, memory }) => memory.p50 / nginx.p50)),
    3,
  );
  judge(
    'the same on disk, gateway : (3 × nginx + 2 × fdatasync)',
    median(rounds.map(({ nginx, disk, sync: each }) => disk.p50 / (3 * nginx.p50 + 2 * each))),
    1,
  );
}

/** Microseconds, the median of many, each after a page more: so grows a young store's log. @param {string} folder */
function fdatasync(folder) {
  const page = 'x'.repeat(4096);
  const file = openSync(join(folder, 'synced'), 'w');
  const took = Array.from({ length: 300 }, () => {
    writeSync(file, page);
    const began = process.hrtime.bigint();
    fdatasyncSync(file);
    return Number(process.hrtime.bigint() - began) / 1000;
  });
  closeSync(file);
  return median(took);
}
