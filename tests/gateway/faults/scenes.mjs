/**
 * How each kind of fault is played: one case at a time, or in rounds where many cases meet the same event.
 */
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { follow, send, sendAndBreak, verdictOf } from './client.mjs';
import { ready } from './events.mjs';
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
 * @property {(keys: Set<string>, why: string) => void} exclude those keys are not judged
 * @property {(count: number) => Promise<void>} sendAgain so many that were created, which must be told again
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

/** So many calls a gateway made in its last round: where it is stopped in the next. @type {WeakMap<object, number>} */
const lengths = new WeakMap();
let rounds = 0;

/**
 * Some cases, started within a moment; a gateway is stopped at one of the steps that they take, and the kind's event
 * happens to it. Some of the earlier cases are sent again behind it.
 * @param {Play} play
 * @param {string} kind
 * @param {string[]} shapes one for each case
 */
export async function playSteps(play, kind, shapes) {
  const { random, stand } = play;
  const event = /** @type {NonNullable<typeof KINDS[string]['event']>} */ (KINDS[kind].event);
  const gateway = /** @type {import('./events.mjs').Still['gateway']} */ (
    stand.gateways[Math.floor(random() * stand.gateways.length)]
  );
  const { steps } = gateway;
  const others = stand.gateways.filter((each) => each !== gateway);
  const round = ++rounds;
  const here = /** @type {Entry[]} */ ([]);
  const leavers = /** @type {(() => void)[]} */ ([]);
  let unanswered = shapes.length;
  let happened = false;
  let left = false;
  const place = () => (left && others.length > 0 ? others[0] : somewhere(play));

  if (stand.servers) await stand.servers.other.ask('replicaof', 'no', 'one');
  const before = steps.calls();
  steps.arm(1 + Math.floor(random() * (lengths.get(gateway) ?? 250)));
  /** @type {(value?: unknown) => void} */
  let isCalm = () => {};
  const calm = new Promise((resolve) => (isCalm = resolve));
  const cases = shapes.map(async (shape) => {
    const entry = play.open(kind, shape);
    here.push(entry);
    if (random() < 0.7) play.plan(entry, [{ does: 'answer', delay: 100 * random() }]);
    await sleep(60 * random());
    const agent = new Agent({ keepAlive: true });
    const gone = new Promise((resolve) => {
      const breaks = random() < 0.5;
      leavers.push(() => {
        if (breaks) agent.destroy();
        resolve(undefined);
      });
    });
    const at = place();
    const answer = /** @type {import('./client.mjs').Answer | undefined} */ (
      await Promise.race([send(entry, at, agent), gone])
    );
    --unanswered;
    // Of two, one that goes on notices nothing.
    if (happened && (at === gateway || KINDS[kind].stand !== 'redis-frozen')) play.injected(entry);
    // Whoever left a frozen gateway asks the other for as long as it is frozen.
    /** @type {import('./client.mjs').Patience} */
    const patience = left && others.length > 0 ? { asks: [50, 500] } : { calm };
    await follow(entry, place, random, answer, patience);
    agent.destroy();
  });
  const all = Promise.all(cases);
  // Where it does not come so far, nothing happens to it.
  const pid = gateway.pid() ?? 0;
  while (unanswered > 0 && !steps.stopped(pid)) await sleep(2);
  happened = steps.stopped(pid);
  steps.disarm();
  if (happened) {
    await event({
      stand,
      gateway,
      random,
      leave: () => {
        left = true;
        for (const leave of leavers) leave();
      },
      atWindow: () => {
        for (const entry of here) entry.window = round;
      },
      exclude: (keys, why) => play.exclude(keys, why),
    });
  }
  left = false;
  isCalm();
  // It can still have come to its step right now.
  if (steps.stopped(pid) && !happened) gateway.signal('SIGCONT');
  await all;
  lengths.set(gateway, Math.max(50, steps.calls() - before));
  await play.sendAgain(2);
  for (const clock of stand.clocks) clock.set('right again');
  if (stand.servers) await stand.servers.other.follow(stand.servers.primary.port);
}
