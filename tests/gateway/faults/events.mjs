/**
 * What is done to a gateway that stands still at one of its steps, or to what it stands on. Each event lets it go on, and
 * returns when what it did is over; visitors who were told that nothing was sent try again after that.
 */
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { until } from '../../crm/until.mjs';
import { PROGRAM } from '../support/gateway.mjs';
import { RECONCILE_AFTER } from './stands.mjs';

/**
 * @typedef {object} Still
 * @property {import('./stands.mjs').FaultStand} stand
 * @property {import('./stands.mjs').GatewayPlace & { steps: import('./steps.mjs').Steps }} gateway that stands still
 * @property {import('./kinds.mjs').Random} random
 * @property {() => void} leave whoever waits for it goes elsewhere
 * @property {() => void} atWindow one of these cases may be made twice: nothing but the CRM could prevent that
 * @property {(keys: Set<string>, why: string) => void} exclude what is said of these keys from now on counts apart
 */
/** @typedef {(still: Still) => Promise<void>} Event */

const LEASE = 15_000;
/** For what comes about by itself: other work on the machine must not end a long run. */
const PATIENCE = 60_000;

const goOn = (/** @type {Still} */ { gateway }) => gateway.signal('SIGCONT');

/** @param {Still} still @param {NodeJS.Signals} [signal] */
async function end({ gateway }, signal = 'SIGKILL') {
  const pid = gateway.pid() ?? 0;
  gateway.signal(signal);
  await until(() => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  }, PATIENCE);
}

/** @param {string} origin */
export const ready = (origin) =>
  until(
    async () => (await fetch(`${origin}/readyz`).catch(() => undefined))?.status === 200,
    PATIENCE,
  );

/** Killed; now and then its next life is, too, at one of its first steps. @type {Event} */
export async function killed(still) {
  const { gateway, random } = still;
  await end(still);
  if (random() < 0.4) {
    gateway.steps.arm(1 + Math.floor(20 * random()));
    // It comes to that step in its start, or with the first visitor, or stands there for good.
    const started = gateway.restart().catch(() => {});
    await Promise.race([
      started,
      until(() => gateway.steps.stopped(gateway.pid() ?? 0)).catch(() => {}),
    ]);
    gateway.steps.disarm();
    await end(still);
  }
  await gateway.restart();
  await ready(gateway.origin);
}

/** @type {Event} */
export async function frozenShortly(still) {
  await sleep(200 + 1500 * still.random());
  goOn(still);
}

/** Until its lease is over and, where another can ask the CRM, that one has. @type {Event} */
export async function frozenPastLease(still) {
  const { stand, gateway, leave, atWindow } = still;
  if (gateway.steps.inWindow()) atWindow();
  await sleep(200);
  leave();
  const others = stand.gateways.length > 1;
  await sleep(LEASE + 1000 + (others ? RECONCILE_AFTER * 1000 + 3000 : 0));
  goOn(still);
}

/** @param {import('./steps.mjs').WriteError} why @returns {Event} */
export const writesFail = (why) => (still) =>
  withBadDisk(
    still,
    () => still.gateway.steps.fail(why),
    () => still.gateway.steps.fail(undefined),
  );

/** @type {Event} */
export async function diskFull(still) {
  const { disk } = still.stand;
  if (disk) await withBadDisk(still, disk.fill, disk.empty);
}

/** Mostly it is only bad for a while, else the gateway dies on it. */
async function withBadDisk(
  /** @type {Still} */ still,
  /** @type {() => void} */ spoil,
  /** @type {() => void} */ mend,
) {
  const { gateway, random } = still;
  spoil();
  goOn(still);
  await sleep(100 + 600 * random());
  const dies = random() < 0.3;
  if (dies) await end(still);
  mend();
  if (dies) await gateway.restart();
  await ready(gateway.origin);
}

/**
 * One of the store's files, and what becomes of it.
 * @param {(path: string, random: import('./kinds.mjs').Random) => void} spoil
 * @returns {Event}
 */
export const fileIs = (spoil) => async (still) => {
  const { gateway, random } = still;
  const store = join(gateway.folder, 'keys.db');
  const path = store + ['', '-wal', '.word'][Math.floor(3 * random())];
  const kept = join(gateway.folder, 'kept');
  mkdirSync(kept, { recursive: true });
  rmSync(join(kept, 'file'), { force: true });
  linkSync(path, join(kept, 'file'));
  const before = readFileSync(path);
  spoil(path, random);
  goOn(still);
  // Noticed within seconds; and then no case is taken any more.
  const began = Date.now();
  const isNoticed = async () => {
    if ((await fetch(`${gateway.origin}/readyz`)).status === 503) return true;
    // A word that was cut is whole again with the next case.
    return path.endsWith('.word') && Date.now() > began + 3000 && isWhole(path, before.length);
  };
  const noticed = await until(isNoticed, 8000).catch(() => false);
  await end(still, random() < 0.5 ? 'SIGKILL' : 'SIGTERM');
  // A store that is not what was left is refused, and stays as it is; one that is taken knows all. (What was written and
  // cut within a second is missed here at the latest.)
  const refused = await isRefused(gateway.folder);
  if (!noticed && !refused) throw new Error(`${path}, ${before.length} bytes, ${spoil}`);
  if (refused) {
    putBack(path, join(kept, 'file'), before);
    if (await isRefused(gateway.folder)) throw new Error(`refused, put back: ${gateway.log()}`);
  }
  await gateway.restart();
  await ready(gateway.origin);
};

/** @param {string} path @param {number} size */
const isWhole = (path, size) => existsSync(path) && statSync(path).size >= size;

/** The same file again, with all that was written to it since; what was cut off comes from a copy. */
function putBack(
  /** @type {string} */ path,
  /** @type {string} */ kept,
  /** @type {Buffer} */ before,
) {
  rmSync(path, { force: true });
  const now = readFileSync(kept);
  const whole = Buffer.alloc(Math.max(now.length, before.length));
  before.copy(whole);
  // What is written behind a cut leaves a hole in front of it: nothing but zeros.
  for (const [at, byte] of now.entries()) if (byte !== 0) whole[at] = byte;
  writeFileSync(kept, whole);
  linkSync(kept, path);
}

/** Whether a gateway would not start. */
async function isRefused(/** @type {string} */ folder) {
  const config = join(folder, 'gateway.json');
  return promisify(execFile)(PROGRAM, ['--config', config, '--check']).then(
    () => false,
    ({ stderr, stdout }) => {
      if (/keys\.db|\/store: /.test(stderr + stdout)) return true;
      throw new Error(stderr + stdout);
    },
  );
}

export const removed = fileIs((path) => rmSync(path));
export const renamed = fileIs((path) => {
  // That of an earlier time is the same file, and renamed to itself it stays.
  rmSync(join(dirname(path), 'away'), { force: true });
  renameSync(path, join(dirname(path), 'away'));
});
export const replaced = fileIs((path) => {
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
});
export const truncated = fileIs((path, random) => {
  truncateSync(path, Math.floor(statSync(path).size * random()));
});

/** @param {string} clock one of clocks.mjs @returns {Event} */
export const clockIs = (clock) => async (still) => {
  const { stand, gateway, random } = still;
  const one = stand.clocks[stand.gateways.indexOf(gateway)];
  one.set(clock);
  if (random() < 0.4) {
    await end(still);
    await gateway.restart();
  } else {
    goOn(still);
  }
  await sleep(300 + 700 * random());
  await ready(gateway.origin);
};

/** All of them, so that what Redis has is what they have made of it. */
async function allStill(/** @type {Still} */ { stand, gateway }) {
  const others = stand.gateways.filter((each) => each !== gateway);
  for (const each of others) each.signal('SIGSTOP');
  await sleep(20);
  return () => {
    for (const each of stand.gateways) each.signal('SIGCONT');
  };
}

/** Keys whose case has ended, one a line: of these the gateways know nothing any more. */
const ENDED = `
local ended = {}
for _, key in ipairs(redis.call('KEYS', 'casement:case:*')) do
  if tonumber(redis.call('HGET', key, 's')) > 2 then ended[#ended + 1] = string.sub(key, 15) end
end
`;

/** @type {Event} */
export async function emptied(still) {
  const { stand, exclude } = still;
  const letGo = await allStill(still);
  const ended = await stand.redis?.ask('eval', `${ENDED} redis.call('FLUSHALL') return ended`, '0');
  exclude(new Set(ended?.split('\n')), 'ended, then forgotten');
  letGo();
}

/** Another primary, which has nothing of what came since its replication stopped. */
export async function failedOver(/** @type {Still} */ still) {
  const { stand, exclude } = still;
  const { servers } = stand;
  if (!servers) return;
  const { primary, other } = servers;
  const letGo = await allStill(still);
  const known = (await other.ask('eval', `${ENDED} return ended`, '0')).split('\n');
  const ended = (await primary.ask('eval', `${ENDED} return ended`, '0')).split('\n');
  exclude(new Set(ended.filter((key) => !known.includes(key))), 'ended, then forgotten');
  servers.turn(other.port);
  letGo();
  Object.assign(servers, { primary: other, other: primary });
}

/** @type {Event} */
export async function redisSilent(still) {
  const { stand, random } = still;
  stand.redis?.signal('SIGSTOP');
  goOn(still);
  await sleep(300 + 3500 * random());
  stand.redis?.signal('SIGCONT');
  for (const { origin } of stand.gateways) await ready(origin);
}

/** @type {Event} */
export async function redisKilled(still) {
  const { stand, random } = still;
  await stand.redis?.kill();
  goOn(still);
  await sleep(300 * random());
  stand.redis?.start();
  for (const { origin } of stand.gateways) await ready(origin);
}

/** @param {string[]} begin @param {string[]} over @returns {Event} */
export const redisIs = (begin, over) => async (still) => {
  const { stand, random } = still;
  await stand.redis?.ask(...begin);
  goOn(still);
  await sleep(100 + 600 * random());
  await stand.redis?.ask(...over);
  for (const { origin } of stand.gateways) await ready(origin);
};
