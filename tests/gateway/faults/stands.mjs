/**
 * Where faults happen: one or two gateways, an injector between them and the CRM, and Redis where they share one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from '../../crm/certificates.mjs';
import { Stand } from '../../crm/servers.mjs';
import { startGateway } from '../gateway.mjs';
import { startRedis } from '../redis.mjs';
import { startInjector } from './injector.mjs';
import { startNaiveForwarder } from './naive_forwarder.mjs';

/** Short, so that silence is over soon; places enough for all who wait in it. */
const LIMITS = {
  simultaneous: 64,
  queue: 1000,
  answerSeconds: 3,
  connectSeconds: 5,
  stallSeconds: 4,
};

/**
 * @typedef {import('./client.mjs').Place} Place
 * @typedef {(Place & Awaited<ReturnType<typeof startGateway>>)} GatewayPlace
 * @typedef {object} FaultStand
 * @property {Place[]} places
 * @property {GatewayPlace[]} gateways the same, unless they are something else
 * @property {import('./injector.mjs').Injector} injector
 * @property {Awaited<ReturnType<typeof startRedis>> | undefined} redis
 * @property {() => Promise<void>} stop
 */

/**
 * @param {import('./kinds.mjs').StandName | 'naive'} name
 * @param {import('../../crm/crm.mjs').Crm} crm
 * @param {(tag: string) => import('./injector.mjs').Fault | undefined} faultOf
 * @param {Record<string, unknown>} [form] more of the gateway's form
 * @returns {Promise<FaultStand>}
 */
export async function openStand(name, crm, faultOf, form = {}) {
  const others = name === 'down' ? wrongCertificates(crm.caFile ?? '') : undefined;
  const injector = await startInjector(crm, faultOf, others);
  const redis = ['pair', 'pair-killed', 'redis'].includes(name) ? await startRedis() : undefined;
  /** @type {GatewayPlace[]} */
  const gateways = [];
  for (let i = name === 'naive' ? 2 : redis ? 0 : 1; i < 2; i++) {
    const trusts = { port: injector.port, origin: injector.origin };
    const caFile = others?.caFile ?? crm.caFile;
    const shared = redis ? { store: redis.store } : {};
    gateways.push(await startGateway({ ...trusts, caFile }, { ...shared, form, limits: LIMITS }));
  }
  const naive = name === 'naive' ? await startNaiveForwarder(injector) : undefined;
  return {
    places: naive ? [naive] : gateways,
    gateways,
    injector,
    redis,
    stop: async () => {
      for (const gateway of gateways) await gateway.stop();
      await naive?.stop();
      await injector.stop();
      await redis?.stop();
      await others?.stop();
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
