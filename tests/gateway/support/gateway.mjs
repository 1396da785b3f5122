/**
 * A real casement-gateway in front of a CRM, on a free port, with everything of it in a folder that goes with it.
 *
 *   const gateway = await startGateway(crm, { limits: { queueSeconds: 2 } });
 *   const answer = await gateway.send(entries);     // POST with the origin and a fresh key
 *   await gateway.stop();
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, INSERT_PATH } from '../../crm/crm.mjs';
import { encode, post } from '../../crm/post.mjs';
import { Stand, startOnFreePorts } from '../../crm/servers.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
/** Another build's, such as the sanitized one's, on request. */
export const PROGRAM = process.env.CASEMENT_GATEWAY ?? join(ROOT, 'build/native/casement-gateway');
export const ORIGIN = 'https://portal.example.com';

/** The CRM's token. Appears in no answer, log or metric: every test that stops a gateway looks for it. */
export const CANARY = 'canary-3f1c9b7e5d20';

/** What the gateway writes itself. */
export const LOCKED = {
  operation: 'acme',
  responsible: 'ana@acme',
  owner: 'owner@acme',
  status: 'open',
};

/** What a visitor sends. */
export const CASE = {
  'case-type': 'Request',
  contact: 'visitor@example.com',
  description: 'The printer prints\r\nonly stars.',
  priority: 'low',
  form: '{}',
};

export const makeKey = () => randomBytes(16).toString('hex');

/**
 * Whether an answer holds the token anywhere, or enough of it to guess the rest.
 * @param {import('../../crm/post.mjs').Answer} answer
 */
export const leaks = ({ headers, body }) =>
  [JSON.stringify(headers), body.toString()].some((text) => text.includes(CANARY.slice(0, 11)));

/**
 * @typedef {object} GatewayOptions
 * @property {Record<string, unknown>} [limits]
 * @property {Record<string, unknown>} [fields]
 * @property {Record<string, unknown>} [form] more of the form
 * @property {Record<string, unknown> | ((port: number) => Record<string, unknown>)} [config] more of the document
 * @property {boolean} [admin] with an entrance of its own for the operator
 * @property {string} [store] default: a file in the folder
 * @property {Record<string, string>} [env]
 * @property {(folder: string) => void} [prepare]
 * @property {string[]} [under] a program that runs the gateway, with its words
 */

/**
 * @param {{ port: number, origin: string, caFile?: string }} crm
 * @param {GatewayOptions} [options]
 */
export async function startGateway(crm, options = {}) {
  const stand = new Stand('gateway');
  const config = join(stand.folder, 'gateway.json');
  const configure = (/** @type {number} */ port, /** @type {number} */ adminPort) => {
    const tls = crm.origin.startsWith('https:');
    const document = {
      listen: `127.0.0.1:${port}`,
      server: new URL(crm.origin).host,
      tokenFile: join(stand.folder, 'token'),
      ...(tls ? { caFile: crm.caFile } : {}),
      store: options.store ?? join(stand.folder, 'keys.db'),
      forms: [{ origins: [ORIGIN], fields: { ...LOCKED, ...options.fields }, ...options.form }],
      limits: options.limits ?? {},
      ...(options.admin ? { adminListen: `127.0.0.1:${adminPort}` } : {}),
      ...(typeof options.config === 'function' ? options.config(port) : options.config),
    };
    writeFileSync(config, JSON.stringify(document));
  };
  writeFileSync(join(stand.folder, 'token'), `${options.env?.TOKEN ?? CANARY}\n`);
  options.prepare?.(stand.folder);
  const log = join(stand.folder, 'gateway.log');
  const start = (/** @type {string[]} */ more = []) =>
    stand.start('/bin/sh', [
      ...['-c', `log=$0; exec "$@" >>"$log" 2>&1`, log],
      ...[...(options.under ?? []), PROGRAM, '--config', config, ...more],
    ]);
  const [port, adminPort = port] = await startOnFreePorts(
    stand,
    options.admin ? 2 : 1,
    ([free, second]) => {
      configure(free, second);
      start();
    },
    (free) => answers(`http://127.0.0.1:${free.at(-1)}/healthz`),
    ['gateway.log'],
  );
  const origin = `http://127.0.0.1:${port}`;
  const admin = `http://127.0.0.1:${adminPort}`;
  const url = origin + INSERT_PATH;
  let leaked = false;
  /** @type {typeof post} */
  const watched = async (place, request) => {
    const answer = await post(place, request);
    if (leaks(answer)) leaked = true;
    return answer;
  };
  return {
    origin,
    admin,
    port,
    url,
    folder: stand.folder,
    /** Writes the document anew, for the same port. @param {GatewayOptions} changed */
    reconfigure: (changed) => {
      Object.assign(options, changed);
      configure(port, adminPort);
    },
    pid: () => {
      const line = readFileSync(log, 'utf8');
      return line ? stand.pids().at(-1) : undefined;
    },
    /** @param {NodeJS.Signals} name */
    signal: (name) => process.kill(stand.pids().at(-1) ?? 0, name),
    /** @param {string[]} [more] words for the program */
    restart: async (more) => {
      start(more);
      const end = Date.now() + 60_000;
      while (!(await answers(`${admin}/healthz`))) {
        if (Date.now() > end) throw new Error(stand.log('gateway.log'));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    /**
     * Sends a case as the widget does.
     * @param {Parameters<typeof encode>[0]} [entries]
     * @param {Record<string, string | undefined>} [headers]
     */
    send: async (entries = CASE, headers = {}) => {
      const { body, headers: own } = await encode(entries);
      return watched(url, {
        body,
        timeout: 60_000,
        headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, ...own, ...headers },
      });
    },
    /** @param {string} key */
    ask: (key) => watched(`${url}/${key}`, { method: 'GET', headers: { origin: ORIGIN } }),
    /** Any other request of a test's own making. */
    post: watched,
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    metrics: async () => (await watched(`${admin}/metrics`, { method: 'GET' })).text,
    memory: () => stand.peakMemory().at(-1) ?? 0,
    /** Answers that came through these functions, the last metrics, the log and the store are free of the token. */
    stop: async () => {
      await watched(`${admin}/metrics`, { method: 'GET', timeout: 1000 }).catch(() => {});
      const holders = readdirSync(stand.folder, { withFileTypes: true })
        .filter((file) => file.isFile() && file.name !== 'token')
        .map(({ name }) => name)
        .filter((name) => readFileSync(join(stand.folder, name)).includes(CANARY));
      await stand.stop();
      if (holders.length > 0) throw new Error(`the token is in ${holders.join()}`);
      if (leaked) throw new Error('the token is in an answer');
    },
  };
}
