/**
 * Where faults happen: one or two gateways, an injector between them and the CRM, and what they stand on: a file, a disk,
 * a clock, a Redis that they share and its replica.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from '../../crm/certificates.mjs';
import { startCrm } from '../../crm/crm.mjs';
import { Stand } from '../../crm/servers.mjs';
import { CANARY, startGateway } from '../support/gateway.mjs';
import { startRedis } from '../support/redis.mjs';
import { startSmallDisk } from '../support/small_disk.mjs';
import { startClock } from './clocks.mjs';
import { startInjector } from './injector.mjs';
import { startNaiveForwarder } from './naive_forwarder.mjs';
import { startSteps } from './steps.mjs';
import { startSwitch } from './switch.mjs';

/** Short, so that silence is over soon; places enough for all who wait in it. */
const LIMITS = {
  simultaneous: 64,
  queue: 1000,
  answerSeconds: 3,
  connectSeconds: 5,
  stallSeconds: 4,
};

/** Seconds until the CRM's "there is none" is believed. */
export const RECONCILE_AFTER = 10;
export const RECONCILE = {
  reconcile: { customField: 'casement_key', after: RECONCILE_AFTER },
};

/**
 * @typedef {object} Plan what a stand has, beside one gateway on a file
 * @property {number} [gateways]
 * @property {true} [redis] that they share
 * @property {true} [replica] of that Redis, which can take its place
 * @property {true} [steps] its gateways can be stopped at each step
 * @property {true} [clock] that can be set
 * @property {true} [disk] of its own, which can be full
 * @property {true} [reconcile] lost cases are looked up, in a CRM that has no others
 * @property {true} [wrongCertificates]
 */

/** @type {Record<import('./kinds.mjs').StandName, Plan>} */
const STANDS = {
  wire: {},
  down: { wrongCertificates: true },
  killed: {},
  pair: { gateways: 2, redis: true },
  'pair-killed': { gateways: 2, redis: true },
  redis: { gateways: 2, redis: true },
  file: { steps: true },
  files: { steps: true },
  disk: { steps: true, disk: true },
  frozen: { steps: true },
  clock: { steps: true, clock: true },
  'redis-steps': { steps: true, redis: true },
  'redis-clock': { steps: true, redis: true, clock: true },
  'redis-frozen': { steps: true, redis: true, gateways: 2, reconcile: true },
  forgetful: { steps: true, redis: true, gateways: 2 },
  failover: { steps: true, redis: true, gateways: 2, replica: true },
};

/**
 * @typedef {import('./client.mjs').Place} Place
 * @typedef {Awaited<ReturnType<typeof startRedis>>} Redis
 * @typedef {Place & Awaited<ReturnType<typeof startGateway>> & { steps?: import('./steps.mjs').Steps }} GatewayPlace
 * @typedef {object} FaultStand
 * @property {Place[]} places
 * @property {GatewayPlace[]} gateways the same, unless they are something else
 * @property {import('./injector.mjs').Injector} injector
 * @property {import('../../crm/crm.mjs').Crm} crm
 * @property {Redis} [redis]
 * @property {{ primary: Redis, other: Redis, turn: (port: number) => void }} [servers] where it has a replica
 * @property {ReturnType<typeof startClock>[]} clocks
 * @property {Awaited<ReturnType<typeof startSmallDisk>>} [disk]
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import('./kinds.mjs').StandName | 'naive'} name
 * @param {import('../../crm/crm.mjs').Crm} shared its CRM, unless it has its own
 * @param {(tag: string) => import('./injector.mjs').Fault | undefined} faultOf
 * @param {Record<string, unknown>} [form] more of the gateway's form
 * @returns {Promise<FaultStand>}
 */
export async function openStand(name, shared, faultOf, form = {}) {
  const plan = name === 'naive' ? { gateways: 0 } : STANDS[name];
  /** @type {(() => Promise<void> | void)[]} */
  const ends = [];
  /** The last one started is ended first. @template {{ stop: () => Promise<void> | void }} T @param {T} it */
  const ended = (it) => {
    ends.unshift(() => it.stop());
    return it;
  };
  const crm = plan.reconcile
    ? ended(await startCrm({ token: CANARY, simultaneous: 0, processes: 12 }))
    : shared;
  const others = plan.wrongCertificates && ended(wrongCertificates(crm.caFile ?? ''));
  const redis = plan.redis && ended(await startRedis());
  const replica = plan.replica && ended(await startRedis());
  const between = redis && replica && ended(await startSwitch(redis.port));
  if (redis && replica) await replica.follow(redis.port);
  const disk = plan.disk && ended(await startSmallDisk({ size: '64m' }));
  const injector = ended(await startInjector(crm, faultOf, others));
  /** @type {GatewayPlace[]} */
  const gateways = [];
  /** @type {ReturnType<typeof startClock>[]} */
  const clocks = [];
  for (let i = 0; i < (plan.gateways ?? 1); i++) {
    const under = [...(disk?.under ?? [])];
    /** @type {import('./steps.mjs').Steps | undefined} */
    let steps;
    const gateway = await startGateway(
      { port: injector.port, origin: injector.origin, caFile: others?.caFile ?? crm.caFile },
      {
        ...(redis && { store: between ? `redis://127.0.0.1:${between.port}/0` : redis.store }),
        ...(disk && { store: join(disk.folder, 'keys.db') }),
        form: plan.reconcile ? RECONCILE : form,
        // Each jump but one is longer.
        limits: plan.clock ? { ...LIMITS, keepHours: 1 } : LIMITS,
        under,
        prepare: (folder) => {
          if (!plan.steps) return;
          const clock = plan.clock && startClock(folder);
          if (clock) clocks.push(clock);
          steps = startSteps(folder, { clock: clock?.words });
          under.push(...steps.under);
        },
      },
    );
    gateways.push(ended(Object.assign(gateway, { steps })));
    // A clock writes into its gateway's folder.
    for (const clock of clocks.slice(i)) ended(clock);
  }
  const naive = name === 'naive' ? ended(await startNaiveForwarder(injector)) : undefined;
  return {
    places: naive ? [naive] : gateways,
    gateways,
    injector,
    crm,
    redis,
    servers:
      redis && replica && between
        ? { primary: redis, other: replica, turn: between.turn }
        : undefined,
    clocks,
    disk,
    stop: async () => {
      for (const end of ends) await end();
    },
  };
}

/** Certificates that a gateway must not accept for localhost; all but the stranger's authority are trusted. */
export function wrongCertificates(/** @type {string} */ caFile) {
  const [stranger, elsewhere, nameless, ended] = ['stranger', 'elsewhere', 'nameless', 'ended'].map(
    (name) => new Stand(name),
  );
  const name = makeCertificates(elsewhere.folder, { names: 'DNS:elsewhere.example' });
  const subject = makeCertificates(nameless.folder, { names: 'email:crm@example.com' });
  const expired = makeCertificates(ended.folder, { days: -1 });
  const trusted = join(elsewhere.folder, 'trusted.pem');
  writeFileSync(trusted, readFileSync(caFile, 'utf8') + name.ca + subject.ca + expired.ca);
  return {
    caFile: trusted,
    authority: makeCertificates(stranger.folder),
    name,
    subject,
    expired,
    stop: async () => {
      for (const stand of [stranger, elsewhere, nameless, ended]) await stand.stop();
    },
  };
}
