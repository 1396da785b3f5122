/**
 * The field lock through a running gateway: bodies that it must take, in all the ways that correct clients write them,
 * go through its socket to a real PHP, which judges what it reads. Some are damaged; of these what is taken must be
 * what PHP would have read without a gateway, and the lock holds.
 *
 *   CASEMENT_ACCEPTED=1000000 CASEMENT_SEED=1 node tests/gateway/mutants/mutants.mjs     until so many were taken
 *   CASEMENT_FROM=350000 … goes on behind the mutant of that number
 *
 * Every mutant is made from the seed and its number alone: CASEMENT_FROM=N CASEMENT_ACCEPTED=1 makes one again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INSERT_PATH } from '../../crm/crm.mjs';
import { makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';
import { Connection } from './connection.mjs';
import { startJudge } from './judge.mjs';
import { makeMutant } from './variations.mjs';

const LOCKED = { operation: 'LOCKED', responsible: 'LOCKED', owner: 'LOCKED', status: 'LOCKED' };
const OPTIONAL = ['contact', 'description', 'case-type', 'priority', 'solution'];
const FIELDS = {
  ...LOCKED,
  ...Object.fromEntries(OPTIONAL.map((name) => [name, { required: false }])),
  file: { extensions: ['pdf', 'txt'] },
};

/** Bodies under way at once. */
const AT_ONCE = 32;
/** A gateway's store grows with each case, in memory: another one begins after so many. */
const CHUNK = 50_000;

/** Of all: those that are passed on while they come, and those that are damaged. */
const SHARES = { streams: 0.15, wild: 0.1 };

/**
 * @typedef {object} Sums
 * @property {number} made
 * @property {number} accepted of correct ones, held whole
 * @property {number} streamed of correct ones, passed on while they came
 * @property {number} wild damaged ones that were taken all the same
 * @property {number} refused damaged ones
 * @property {number} [wrong] escapes, differences, refused without a reason
 */

/**
 * @param {object} wanted
 * @param {number} wanted.accepted
 * @param {number} wanted.seed
 * @param {number} [wanted.from]
 * @param {{ streams: number, wild: number }} [wanted.shares]
 * @param {Record<string, unknown>} [wanted.fields] other ones of the gateway's form than are judged
 * @param {(sums: Sums, next: number) => void} [wanted.told] after each chunk
 */
export async function runMutants({
  accepted,
  seed,
  from = 0,
  shares = SHARES,
  fields = {},
  told = () => {},
}) {
  /** @type {Sums} */
  const sums = { made: 0, accepted: 0, streamed: 0, wild: 0, refused: 0 };
  /** @type {string[]} */
  const wrong = [];
  const taken = () => sums.accepted + sums.streamed + sums.wild;
  const judge = await startJudge();
  let next = from;
  try {
    while (taken() < accepted && wrong.length < 100) {
      await chunk(judge, Math.min(CHUNK, accepted - taken()));
      told({ ...sums, wrong: wrong.length }, next);
    }
  } finally {
    await judge.stop();
  }
  return { ...sums, taken: taken(), next, wrong };

  /** @param {Awaited<ReturnType<typeof startJudge>>} judge @param {number} count */
  async function chunk(judge, count) {
    const enough = taken() + count;
    const memory = mkdtempSync(
      join(process.platform === 'linux' ? '/dev/shm' : tmpdir(), 'mutants-'),
    );
    const gateway = await startGateway(judge, {
      store: join(memory, 'keys.db'),
      fields: { ...FIELDS, ...fields },
      limits: { simultaneous: 64, queue: 1000 },
    });
    const lane = async () => {
      const visitor = new Connection(gateway.port);
      const direct = new Connection(judge.port);
      while (taken() < enough && wrong.length < 100) {
        const number = next++;
        const mutant = makeMutant(seed, number, shares);
        ++sums.made;
        const problem = await play(visitor, direct, mutant);
        if (problem) wrong.push(`mutant ${number}: ${problem}`);
      }
      visitor.close();
      direct.close();
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    } finally {
      await gateway.stop();
      rmSync(memory, { recursive: true });
    }
  }

  /** @param {Connection} visitor @param {Connection} direct @param {import('./variations.mjs').Mutant} mutant */
  async function play(visitor, direct, { type, boundary, body, streams, wild, digest }) {
    const headers = { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, 'content-type': type };
    const answer = await visitor.post(INSERT_PATH, headers, body);
    if (!wild) {
      if (answer?.status !== 200) return `refused: ${answer?.text}`;
      ++sums[streams ? 'streamed' : 'accepted'];
      const { idPrefijo } = JSON.parse(answer.text).data;
      return idPrefijo === digest ? undefined : `PHP saw ${idPrefijo} instead of ${digest}`;
    }
    if (answer?.status !== 200) {
      ++sums.refused;
      const known =
        answer && (answer.status === 400 || answer.status === 408 || answer.status === 413);
      return known ? undefined : `answered ${answer?.status} ${answer?.text}`;
    }
    ++sums.wild;
    const { idPrefijo } = JSON.parse(answer.text).data;
    if (!/^[0-9a-f]{24}$/.test(idPrefijo)) return `PHP saw ${idPrefijo}`;
    // PHP does not read every way of writing a boundary.
    const plain = {
      'content-type': `multipart/form-data; boundary="${boundary}"`,
      'as-it-came': 'yes',
    };
    // A connection that was idle for long may be closed by now.
    const ask = () => direct.post(INSERT_PATH, plain, body);
    const came = (await ask()) ?? (await ask());
    const { idPrefijo: without } = JSON.parse(came?.text.replace(/^[^{]*|[^}]*$/g, '') ?? '').data;
    return idPrefijo === without
      ? undefined
      : `PHP saw ${idPrefijo}, and ${without} of it as it came`;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const accepted = Number(process.env.CASEMENT_ACCEPTED ?? 1_000_000);
  const seed = Number(process.env.CASEMENT_SEED ?? 1);
  const { wrong, ...sums } = await runMutants({
    ...{ accepted, seed, from: Number(process.env.CASEMENT_FROM ?? 0) },
    told: (sums, next) => console.log(`${seconds()} s, next ${next}: ${JSON.stringify(sums)}`),
  });
  console.log(`seed ${seed}, ${seconds()} s: ${JSON.stringify(sums)}`);
  console.log(`escapes, differences, refused without a reason: ${wrong.length}`);
  for (const line of wrong.slice(0, 50)) console.log(line);
  if (wrong.length > 0) process.exitCode = 1;
}
