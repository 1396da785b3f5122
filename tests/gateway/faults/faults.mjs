/**
 * The fault matrix: whatever breaks between the browser, the gateway and the CRM, no case is made twice, none is called
 * created that is not there, and none is called failed that is.
 *
 *   CASEMENT_FAULTS=20000 CASEMENT_SEED=1 node tests/gateway/faults/faults.mjs
 *   CASEMENT_FAULT_KINDS='silence,two tabs' … only these
 *   CASEMENT_RECONCILE=1 … with a gateway that looks up lost cases in the CRM
 *
 * Behind the gateways is the real PHP, over TLS. Faults in TCP, TLS and in bytes are those of faults/injector.mjs, wrong
 * answers the CRM's own; what happens to programs, files, disks, clocks and stores happens at any step of a gateway
 * (faults/steps.cpp). At the end every key is asked for again, what was told last is set against the CRM's cases.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCrm } from '../../crm/crm.mjs';
import { ask, send, tell, verdictOf } from './client.mjs';
import { TAG } from './injector.mjs';
import { KINDS, seeded, SHAPES } from './kinds.mjs';
import { aligned, casesByTag, judge, rowsOf } from './ledger.mjs';
import { playBrowser, playFault, playRound, playSteps } from './scenes.mjs';
import { buildSteps } from './steps.mjs';
import { openStand, RECONCILE, RECONCILE_AFTER } from './stands.mjs';
import { CANARY, makeKey } from '../support/gateway.mjs';
import { whyNoDisk } from '../support/small_disk.mjs';

/** @typedef {import('./ledger.mjs').Entry} Entry */

/** More of them begin at once than two processors can give TLS to in time. */
const STANDS_AT_ONCE = 7;
/** How many cases are under way on a stand at once. */
const AT_ONCE = 32;
const ROUND = 15;
const STEP_ROUND = 25;
/** After a gateway has died its keys are held for 15 s. */
const LEASE = 16_000;

/** @typedef {import('./stands.mjs').FaultStand} FaultStand */

/** Kinds that there can be here. */
export function kindsHere() {
  const noDisk = whyNoDisk();
  if (noDisk) console.log(noDisk);
  return Object.keys(KINDS).filter((name) => !noDisk || KINDS[name].stand !== 'disk');
}

/**
 * @param {object} wanted
 * @param {number} wanted.count faults to inject
 * @param {number} wanted.seed
 * @param {string[]} [wanted.only] kinds, instead of all
 * @param {boolean} [wanted.reconcile] the gateway asks the CRM for what was lost
 * @param {boolean} [wanted.naive] no gateway, but a forwarder without keys; only faults between it and the CRM
 * @param {(kind: string, faults: number) => void} [wanted.told] after each kind
 */
export async function runFaults({
  count,
  seed,
  only,
  reconcile = false,
  naive = false,
  told = () => {},
}) {
  const names = kindsHere().filter(
    (name) => (!naive || KINDS[name].stand === 'wire') && (!only || only.includes(name)),
  );
  if (names.some((name) => KINDS[name].event)) buildSteps();
  const each = Math.ceil(count / names.length);
  const shapes = Object.keys(SHAPES);
  const form = reconcile ? RECONCILE : {};
  // Valid at all times that the clocks can show.
  const crm = await startCrm({
    ...{ token: CANARY, simultaneous: 0, processes: 24, certified: '-2d' },
  });
  /** @type {Entry[]} */
  const entries = [];
  /** @type {Map<FaultStand, Entry[]>} */
  const entriesOf = new Map();
  /** @type {Map<string, import('./injector.mjs').Fault[]>} */
  const plans = new Map();
  /** @type {Map<string, string>} kind by tag, of those whose fault counts when it is used */
  const counting = new Map();
  /** @type {Map<string, number>} */
  const injected = new Map(names.map((name) => [name, 0]));
  const count1 = (/** @type {string} */ kind) => injected.set(kind, (injected.get(kind) ?? 0) + 1);

  const faultOf = (/** @type {string} */ tag) => {
    const fault = plans.get(tag)?.shift();
    const kind = counting.get(tag);
    if (fault && kind) count1(kind);
    return fault;
  };
  /** @param {string} kind @param {string} shape @param {Entry} [like] */
  const open = (kind, shape, like) => {
    const tag = like?.tag ?? `fault-${(seed * 10_000_000 + entries.length).toString(36)}-`;
    const key = makeKey();
    /** @type {Entry} */
    const entry = { kind, shape, tag, key, told: 'open', words: '', sends: 0 };
    entry.lossy = KINDS[kind].lossy;
    entries.push(entry);
    return entry;
  };

  /** @param {string} kind @param {FaultStand} stand */
  const playAll = async (kind, stand) => {
    const random = seeded(seed * 1000 + names.indexOf(kind));
    const { fault, browser, event } = KINDS[kind];
    const here = entriesOf.get(stand) ?? [];
    entriesOf.set(stand, here);
    let turn = 0;
    const play = {
      stand,
      random,
      open: (
        /** @type {string} */ of,
        /** @type {string} */ shape,
        /** @type {Entry | undefined} */ like,
      ) => {
        const entry = open(of, shape, like);
        here.push(entry);
        return entry;
      },
      plan: (
        /** @type {Entry} */ entry,
        /** @type {import('./injector.mjs').Fault[]} */ faults,
      ) => {
        plans.set(entry.tag, faults);
        if (fault) counting.set(entry.tag, kind);
      },
      injected: (/** @type {Entry} */ entry) => void count1(entry.kind),
      exclude: (/** @type {Set<string>} */ keys, /** @type {string} */ why) => {
        for (const entry of here) if (keys.has(entry.key)) entry.apart = why;
      },
      sendAgain: async (/** @type {number} */ count) => {
        const created = here.filter(({ told, apart }) => told === 'created' && !apart);
        for (let i = 0; i < count && created.length > 0; i++) {
          const entry = created[Math.floor(random() * created.length)];
          const place = stand.places[Math.floor(random() * stand.places.length)];
          const answer = await send(entry, place);
          const verdict = verdictOf(answer);
          if (verdict === 'created' || verdict === 'failed') tell(entry, verdict, answer);
        }
      },
    };
    const enough = () => (injected.get(kind) ?? 0) >= each;
    const one = async () => {
      while (turn < each) {
        const shape = shapes[turn++ % shapes.length];
        await (fault ? playFault : playBrowser)(play, kind, shape);
      }
    };
    if (fault || browser) {
      const lanes = Math.max(2, Math.ceil(AT_ONCE / (stand === stands.get('wire') ? 8 : 2)));
      await Promise.all(Array.from({ length: lanes }, one));
    } else {
      for (let rounds = 0; !enough() && rounds < 20 + each; rounds++) {
        await (event ? playSteps : playRound)(
          play,
          kind,
          Array.from({ length: event ? STEP_ROUND : ROUND }, (_, i) => shapes[i % 5]),
        );
      }
    }
    told(kind, injected.get(kind) ?? 0);
  };

  /** @type {Map<string, FaultStand>} */
  const stands = new Map();
  try {
    /** @type {Map<string, string[]>} kinds that take turns on one stand */
    const turns = new Map();
    for (const kind of names) {
      const { stand, connection } = KINDS[kind];
      const place = connection ? kind : stand;
      turns.set(place, [...(turns.get(place) ?? []), kind]);
      // Before anything is played: meanwhile nobody here is heard.
      if (stands.has(place)) continue;
      stands.set(place, await openStand(naive ? 'naive' : stand, crm, faultOf, form));
    }
    const lastWord = async (/** @type {FaultStand} */ stand) => {
      if (!naive) await sleep(LEASE + (reconcile ? RECONCILE_AFTER * 1000 : 0));
      await askAgain(entriesOf.get(stand) ?? [], stand);
    };
    /** @type {Promise<void>[]} */
    const lastWords = [];
    // Those that wait most of the time come first.
    const waiting = [...turns].sort(
      ([one], [other]) => Number(other.includes('frozen')) - Number(one.includes('frozen')),
    );
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [place, kinds] = next;
        const stand = stands.get(place);
        if (!stand) continue;
        if (place === 'wire') await Promise.all(kinds.map((kind) => playAll(kind, stand)));
        else for (const kind of kinds) await playAll(kind, stand);
        lastWords.push(lastWord(stand));
      }
    };
    await Promise.all(Array.from({ length: STANDS_AT_ONCE }, lane));
    await Promise.all(lastWords);
    const cases = new Map();
    for (const each of new Set([crm, ...[...stands.values()].map((stand) => stand.crm)])) {
      for (const [tag, numbers] of casesByTag(each, TAG)) cases.set(tag, numbers);
    }
    const verdict = judge(entries, cases);
    const total = [...injected.values()].reduce((sum, number) => sum + number, 0);
    return { ...verdict, entries, injected, total, table: aligned(rowsOf(entries, injected)) };
  } finally {
    for (const stand of stands.values()) await stand.stop();
    await crm.stop();
  }
}

/**
 * The last word on every key of a stand. What was told as unknown may be known by now.
 * @param {Entry[]} entries
 * @param {FaultStand} stand
 */
async function askAgain(entries, stand) {
  let next = 0;
  const place = stand.places.at(-1);
  const one = async () => {
    while (next < entries.length) {
      const entry = entries[next++];
      // A forwarder without keys has nothing to say.
      if (place && 'ask' in place && !entry.apart) await ask(entry, place, 3);
    }
  };
  await Promise.all(Array.from({ length: 16 }, one));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const count = Number(process.env.CASEMENT_FAULTS ?? 20_000);
  const seed = Number(process.env.CASEMENT_SEED ?? 1);
  const began = Date.now();
  const only = process.env.CASEMENT_FAULT_KINDS?.split(',');
  const reconcile = !!process.env.CASEMENT_RECONCILE;
  const result = await runFaults({ count, seed, only, reconcile });
  const { duplicates, lost, failedThoughThere, unknown, unknownThere, wrong, apart } = result;
  console.log(result.table);
  console.log(
    `seed ${seed}, ${result.total} faults in ${Math.round((Date.now() - began) / 1000)} s`,
  );
  console.log(`duplicates: ${duplicates}`);
  console.log(`created told but lost: ${lost}`);
  console.log(`failed told though it exists: ${failedThoughThere}`);
  console.log(`told as unknown: ${unknown}, of which exist: ${unknownThere}`);
  console.log(`apart, as documented: ${JSON.stringify(apart)}`);
  for (const line of wrong.slice(0, 50)) console.log(line);
  if (duplicates + lost + failedThoughThere > 0) process.exitCode = 1;
}
