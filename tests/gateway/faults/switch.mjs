/** An address behind which one server stands after the other: as after a failover, no connection outlives the change. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @param {number} port */
export async function startSwitch(port) {
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(one);
      one.setNoDelay(true).pipe(other);
      one
        .on('error', () => {})
        .once('close', () => {
          open.delete(one);
          other.destroy();
        });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    /** @param {number} other */
    turn: (other) => {
      port = other;
      cut();
    },
    stop: () => {
      server.close();
      cut();
    },
  };
}
