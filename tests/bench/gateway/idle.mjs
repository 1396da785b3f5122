/** Many connections, each after one answered request, that say nothing more. */
import { connect } from 'node:net';

const REQUEST = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';

/**
 * @param {number} port
 * @param {number} count
 * @returns {Promise<() => void>} closes them
 */
export async function openIdle(port, count) {
  /** @type {import('node:net').Socket[]} */
  const open = [];
  // From several addresses of this machine: one has ports for about 28,000, some of which wait for their end.
  const one = (/** @type {number} */ number) =>
    new Promise((resolve, reject) => {
      const socket = connect({
        port,
        host: '127.0.0.1',
        localAddress: `127.0.0.${2 + (number % 4)}`,
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error(`connection ${number} was closed`)));
      socket.once('connect', () => socket.write(REQUEST));
      socket.once('data', resolve);
      open.push(socket);
    });
  for (let made = 0; made < count; made += 200) {
    await Promise.all(Array.from({ length: Math.min(200, count - made) }, (_, i) => one(made + i)));
  }
  return () => {
    for (const socket of open)
      socket
        .removeAllListeners()
        .on('error', () => {})
        .destroy();
  };
}
