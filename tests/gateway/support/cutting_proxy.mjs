/**
 * A TCP proxy between a browser and a gateway. Told to, it cuts a connection that has served before, when the whole next
 * POST has gone through: the case in which browsers send a POST a second time by themselves.
 */
import { connect, createServer } from 'node:net';

/**
 * @typedef {object} PassedRequest
 * @property {string} method
 * @property {number} connection from 1
 * @property {boolean} reused the connection had an answer before
 * @property {boolean} cut
 */

/** @param {number} port the gateway's */
export async function startCuttingProxy(port) {
  /** @type {PassedRequest[]} */
  const requests = [];
  let connections = 0;
  const proxy = {
    port: 0,
    requests,
    /** @type {'never' | 'at-once' | 'when-answered'} what happens to the next POST on a used connection */
    cuts: /** @type {'never' | 'at-once' | 'when-answered'} */ ('never'),
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of open) socket.destroy();
      }),
  };
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set();

  const server = createServer((browser) => {
    const connection = ++connections;
    const gateway = connect(port, '127.0.0.1');
    for (const socket of [browser, gateway]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => open.delete(socket));
    }
    let head = '';
    let left = 0;
    let answers = 0;
    /** @type {PassedRequest | undefined} */
    let request;
    let cuts = proxy.cuts;
    const cut = () => {
      if (request) request.cut = true;
      proxy.cuts = 'never';
      // The gateway is to see its answer through, whoever listens.
      gateway.unpipe().resume();
      browser.resetAndDestroy();
    };

    browser.on('data', (bytes) => {
      gateway.write(bytes);
      if (left > 0) {
        left -= bytes.length;
      } else {
        head += bytes.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        const method = head.slice(0, head.indexOf(' '));
        const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
        left = end + 4 + length - head.length;
        request = { method, connection, reused: answers > 0, cut: false };
        requests.push(request);
        cuts = method === 'POST' && answers > 0 ? proxy.cuts : 'never';
        head = '';
      }
      if (left === 0 && cuts === 'at-once') cut();
    });
    gateway.on('data', (bytes) => {
      if (cuts === 'when-answered' && !request?.cut) cut();
      if (request?.cut) return;
      ++answers;
      browser.write(bytes);
    });
    browser.on('end', () => gateway.end());
    gateway.on('end', () => browser.end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  ({ port: proxy.port } = /** @type {import('node:net').AddressInfo} */ (server.address()));
  return proxy;
}
