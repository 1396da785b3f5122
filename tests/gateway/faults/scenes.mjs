/**
 * How each kind of fault is played: one case at a time, or in rounds where many cases meet the same event.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../crm/until.mjs';
import { follow, send, sendAndBreak, verdictOf } from './client.mjs';
import { KINDS } from './kinds.mjs';

/**
 * @typedef {import('./ledger.mjs').Entry} Entry
 * @typedef {import('./stands.mjs').FaultStand} FaultStand
 * @typedef {import('./kinds.mjs').Random} Random
 * @typedef {object} Play what a scene works with
 * @property {FaultStand} stand
 * @property {Random} random
 * @property {(kind: string, shape: string, like?: Entry) => Entry} open a new key; like: of the same case
 * @property {(entry: Entry, faults: import('./injector.mjs').Fault[]) => void} plan for its next requests
 * @property {(entry: Entry) => void} injected counts one more fault
 */

/** @param {Play} play */
const somewhere = ({ stand, random }) => stand.places[Math.floor(random() * stand.places.length)];

/**
 * A fault between the gateway and the CRM, seldom followed by another one when the case is sent again.
 * @param {Play} play
 * @param {string} kind
 * @param {string} shape
 */
export async function playFault(play, kind, shape) {
  const { random } = play;
  const entry = play.open(kind, shape);
  const fault = /** @type {NonNullable<typeof KINDS[string]['fault']>} */ (KINDS[kind].fault);
  play.plan(entry, random() < 0.1 ? [fault(random), fault(random)] : [fault(random)]);
  const place = somewhere(play);
  await follow(entry, () => place, random, await send(entry, place));
}

/**
 * The same request twice, or two of one case.
 * @param {Play} play
 * @param {string} kind
 * @param {string} shape
 */
export async function playBrowser(play, kind, shape) {
  const { random, stand } = play;
  const entry = play.open(kind, shape);
  const place = somewhere(play);
  // The CRM takes its time, so that the second one meets the first in all its states.
  if (random() < 0.7) play.plan(entry, [{ does: 'answer', delay: 120 * random() }]);
  /** @param {Entry} each @param {import('./client.mjs').Place} at @param {number} after */
  const see = async (each, at, after) => {
    await sleep(after);
    await follow(each, () => at, random, await send(each, at));
  };
  switch (KINDS[kind].browser) {
    case 'again-at-once':
      play.injected(entry);
      await Promise.all([send(entry, place), see(entry, place, 5 * random())]);
      break;
    case 'again-after-break':
      play.injected(entry);
      await sendAndBreak(entry, place, 60 * random());
      await see(entry, place, 0);
      break;
    case 'double-click':
      play.injected(entry);
      await Promise.all([see(entry, place, 0), see(entry, place, 40 * random())]);
      break;
    case 'two-tabs': {
      play.injected(entry);
      const other = play.open(kind, shape, entry);
      await Promise.all([see(entry, place, 0), see(other, place, 40 * random())]);
      break;
    }
    case 'both-gateways':
      play.injected(entry);
      if (random() < 0.4) {
        play.plan(entry, [{ does: 'reset', at: random() }]);
        play.injected(entry);
      }
      await Promise.all(stand.places.map((at) => see(entry, at, 20 * random())));
      break;
  }
}

/**
 * Some cases, started within a while, meet what `event` does then.
 * @param {Play} play
 * @param {string} kind
 * @param {string[]} shapes one for each case
 * @param {number} within ms
 * @param {(open: Set<Entry>) => Promise<void>} event open: those that wait for their first answer
 * @param {(first: import('./client.mjs').Answer | undefined) => boolean} meets tells by the first answer
 */
async function round(play, kind, shapes, within, event, meets) {
  const { random } = play;
  /** @type {Set<Entry>} */
  const open = new Set();
  const cases = shapes.map(async (shape) => {
    const entry = play.open(kind, shape);
    play.plan(entry, [{ does: 'answer', delay: 100 * random() }]);
    await sleep(within * random());
    const place = somewhere(play);
    open.add(entry);
    const first = await send(entry, place);
    open.delete(entry);
    if (meets(first)) play.injected(entry);
    // Without its gateway a visitor's next try meets whichever is there.
    await follow(entry, () => somewhere(play), random, first);
  });
  await event(open);
  await Promise.all(cases);
}

/** @param {Play} play @param {string} kind @param {string[]} shapes */
export async function playRound(play, kind, shapes) {
  const { stand, random } = play;
  const { injector, gateways, redis } = stand;
  const { connection } = KINDS[kind];
  const lost = (/** @type {import('./client.mjs').Answer | undefined} */ first) => !first;
  const notCreated = (/** @type {import('./client.mjs').Answer | undefined} */ first) =>
    verdictOf(first) !== 'created';

  /** A round in which the connection is bad for a moment. @param {() => unknown} mend */
  const badConnection = (mend) => {
    const event = async () => {
      await sleep(100 + 200 * random());
      await mend();
    };
    return round(play, kind, shapes, 50, event, notCreated);
  };

  if (connection === 'refused') {
    await injector.refuse();
    await badConnection(() => injector.accept());
  } else if (connection) {
    injector.handshake = connection[Math.floor(random() * connection.length)];
    await injector.drop();
    await badConnection(() => (injector.handshake = 'whole'));
  } else if (redis && kind === 'Redis restarted') {
    const event = async () => {
      await sleep(100 * random());
      await redis.kill();
      await sleep(200 * random());
      redis.start();
    };
    await round(play, kind, shapes, 250, event, notCreated);
    for (const { origin } of gateways) await ready(origin);
  } else {
    const gateway = gateways[Math.floor(random() * gateways.length)];
    const event = async () => {
      await sleep(20 + 120 * random());
      gateway.signal('SIGKILL');
      await sleep(20);
      await gateway.restart();
    };
    await round(play, kind, shapes, 100, event, lost);
  }
}

/** @param {string} origin */
const ready = (origin) =>
  until(async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.status === 200);
