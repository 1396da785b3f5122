/** A real Redis on a free port, durable as the gateway asks for, in a folder that goes with it. */
import { execFile } from 'node:child_process';
import { createConnection } from 'node:net';
import { promisify } from 'node:util';
import { needProgram, Stand, startOnFreePorts } from '../../crm/servers.mjs';
import { until } from '../../crm/until.mjs';

/** @param {number} port @returns {Promise<boolean>} */
export const listens = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** @param {'always' | 'everysec'} [fsync] */
export async function startRedis(fsync = 'always') {
  const stand = new Stand('redis');
  const start = (/** @type {number} */ port) =>
    stand.start(needProgram(/^redis-server$/, 'redis-server'), [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', stand.folder],
      ...['--appendonly', 'yes', '--appendfsync', fsync, '--save', ''],
      // A replica has all of it at once.
      ...['--repl-diskless-sync-delay', '0'],
    ]);
  const ready = (/** @type {number[]} */ [free]) => listens(free);
  const [port] = await startOnFreePorts(stand, 1, ([free]) => start(free), ready, []);
  /** One command; its reply as redis-cli writes it. @param {string[]} words */
  const ask = async (...words) =>
    (await promisify(execFile)('redis-cli', ['-p', String(port), ...words])).stdout.trim();
  return {
    port,
    store: `redis://127.0.0.1:${port}/0`,
    ask,
    /** Becomes the replica of another, and has what that one has. @param {number} primary its port */
    follow: async (primary) => {
      await ask('replicaof', '127.0.0.1', String(primary));
      await until(
        async () => /master_link_status:up/.test(await ask('info', 'replication')),
        60_000,
      );
    },
    /** @param {NodeJS.Signals} name */
    signal: (name) => process.kill(stand.pids().at(-1) ?? 0, name),
    /** Ends it as it likes to be ended. */
    halt: () => stand.halt(),
    start: () => start(port),
    /** As a power failure would. */
    kill: async () => {
      process.kill(stand.pids().at(-1) ?? 0, 'SIGKILL');
      await until(async () => !(await listens(port)));
    },
    stop: () => stand.stop(),
  };
}
