/**
 * Redis as companies run it: a primary and two replicas that take part in nothing without TLS, a client's certificate,
 * a user and a password, and three Sentinels, with users and passwords of their own, that make a replica the primary
 * when that one is gone.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificates } from '../../crm/certificates.mjs';
import { needProgram, Stand, startOnFreePorts } from '../../crm/servers.mjs';

/** Appear in no output: who stops a family may look for them. */
export const PASSWORDS = {
  gateway: 'canary-redis-51c09d',
  lookup: 'canary-sentinel-a72e4f',
  replica: 'canary-replica-0b9dd6',
  sentinel: 'canary-watcher-e3178c',
};

/** What the gateway needs, and nothing else: docs/gateway.md says the same. */
export const GATEWAY_RULES =
  '~casement:* -@all +eval +time +hmget +hset +del +expire +pexpire ' +
  '+zadd +zcard +zrem +zscore +zremrangebyscore +select +role +wait +config|get';

const SENTINEL_RULES =
  'allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info ' +
  '+client|setname +client|kill +script|kill';

/** @param {import('../../crm/certificates.mjs').Certificates} tls @param {number} port */
const secured = (tls, port) => `
port 0
tls-port ${port}
bind 127.0.0.1
tls-cert-file ${tls.certFile}
tls-key-file ${tls.keyFile}
tls-ca-cert-file ${tls.caFile}
tls-auth-clients yes
tls-replication yes
user default off
`;

export async function startSentinels() {
  const stand = new Stand('sentinels');
  const tls = makeCertificates(stand.folder);
  const program = needProgram(/^redis-server$/, 'redis-server');
  /** @type {Map<number, () => number>} the servers by their ports; each starts one and returns its place in pids() */
  const servers = new Map();
  const start = (/** @type {number} */ port) => servers.get(port)?.();

  /** @param {number} port @param {string} config @param {string[]} words */
  const prepare = (port, config, words) => {
    const folder = join(stand.folder, String(port));
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'redis.conf');
    writeFileSync(file, `${secured(tls, port)}dir ${folder}\nlogfile ${folder}/log\n${config}`);
    servers.set(port, () => {
      stand.start(program, [file, ...words]);
      return stand.pids().length - 1;
    });
  };

  /** @type {Map<number, number>} */
  const pids = new Map();
  const begin = (/** @type {number} */ port) => {
    const place = start(port) ?? 0;
    pids.set(port, stand.pids()[place]);
  };

  const ask = async (
    /** @type {number} */ port,
    /** @type {string} */ user,
    /** @type {string[]} */ words,
  ) => {
    const secret = user === 'gateway' ? PASSWORDS.gateway : PASSWORDS.lookup;
    const { stdout } = await promisify(execFile)(
      'redis-cli',
      [
        ...['-p', String(port), '--tls', '--cacert', tls.caFile, '--cert', tls.certFile],
        ...['--key', tls.keyFile, '--no-auth-warning', '--user', user, ...words],
      ],
      { env: { ...process.env, REDISCLI_AUTH: secret } },
    );
    return stdout.trim();
  };

  const redis = (/** @type {number} */ port, /** @type {number} */ primary) =>
    prepare(
      port,
      `
appendonly yes
appendfsync always
save ""
repl-diskless-sync-delay 0
user gateway on >${PASSWORDS.gateway} ${GATEWAY_RULES}
user replica on >${PASSWORDS.replica} +psync +replconf +ping
user sentinel on >${PASSWORDS.sentinel} ${SENTINEL_RULES}
masteruser replica
masterauth ${PASSWORDS.replica}
${port === primary ? '' : `replicaof 127.0.0.1 ${primary}`}
`,
      [],
    );

  const sentinel = (/** @type {number} */ port, /** @type {number} */ primary) =>
    prepare(
      port,
      `
user lookup on >${PASSWORDS.lookup} -@all +sentinel|get-master-addr-by-name +sentinel|ckquorum +sentinel|replicas
user peer on >${PASSWORDS.sentinel} allchannels +@all
sentinel sentinel-user peer
sentinel sentinel-pass ${PASSWORDS.sentinel}
sentinel monitor cases 127.0.0.1 ${primary} 2
sentinel auth-user cases sentinel
sentinel auth-pass cases ${PASSWORDS.sentinel}
sentinel down-after-milliseconds cases 500
sentinel failover-timeout cases 3000
`,
      ['--sentinel'],
    );

  const ready = async (/** @type {number[]} */ ports) => {
    try {
      const quorum = await ask(ports[3], 'lookup', ['sentinel', 'ckquorum', 'cases']);
      const replicas = await ask(ports[3], 'lookup', ['sentinel', 'replicas', 'cases']);
      return quorum.startsWith('OK 3') && replicas.split('\nname\n').length === 2;
    } catch {
      return false;
    }
  };

  const ports = await startOnFreePorts(
    stand,
    6,
    (free) => {
      for (const port of free.slice(0, 3)) redis(port, free[0]);
      for (const port of free.slice(3)) sentinel(port, free[0]);
      for (const port of free) begin(port);
    },
    ready,
    [],
  );

  const primary = async () => {
    const said = await ask(ports[3], 'lookup', ['sentinel', 'get-master-addr-by-name', 'cases']);
    return Number(said.split('\n')[1]);
  };
  return {
    tls,
    folder: stand.folder,
    sentinels: ports.slice(3),
    primary,
    ask: async (/** @type {string[]} */ ...words) => ask(await primary(), 'gateway', words),
    /** As a power failure would. @param {number} port */
    kill: (port) => process.kill(pids.get(port) ?? 0, 'SIGKILL'),
    /** @param {number} port */
    start: begin,
    stop: () => stand.stop(),
  };
}
