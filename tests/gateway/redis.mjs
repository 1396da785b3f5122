/** A real Redis on a free port, durable as the gateway asks for, in a folder that goes with it. */
import { execFile } from 'node:child_process';
import { createConnection } from 'node:net';
import { promisify } from 'node:util';
import { needProgram, Stand, startOnFreePorts } from '../crm/servers.mjs';
import { until } from '../crm/until.mjs';

/** @param {number} port @returns {Promise<boolean>} */
const listens = (port) =>
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
    ]);
  const ready = (/** @type {number[]} */ [free]) => listens(free);
  const [port] = await startOnFreePorts(stand, 1, ([free]) => start(free), ready, []);
  return {
    port,
    store: `redis://127.0.0.1:${port}/0`,
    /** One command; its reply as redis-cli writes it. @param {string[]} words */
    ask: async (...words) =>
      (await promisify(execFile)('redis-cli', ['-p', String(port), ...words])).stdout.trim(),
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
