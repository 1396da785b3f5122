/**
 * Stands between a gateway and the CRM and breaks what passes, as it is told for each request: TCP and TLS ended here,
 * bytes handed on as they are. Whose request it is it sees by a tag in the first file's name or in `description`.
 *
 *   const injector = await startInjector(crm, (tag) => ({ does: 'reset', at: 0.5 }));
 *   … startGateway(injector) …
 *   await injector.refuse();               // nobody listens, until accept()
 *   injector.handshake = 'authority';      // what new connections get instead of the CRM's certificate
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { connect, createSecureContext, TLSSocket } from 'node:tls';

/**
 * @typedef {object} Fault
 * @property {'pass' | 'reset' | 'silence' | 'answer'} does
 *   reset: once so much of the request was passed on; silence: likewise, and then nothing either way; answer: the
 *   request passes, the answer is changed as told below
 * @property {number} [at] share of the request, 1 by default
 * @property {boolean} [withhold] receives as much but passes on none
 * @property {number} [delay] ms before the answer's first byte
 * @property {number} [drip] ms between single bytes of the answer
 * @property {number} [cut] bytes of the answer, behind which the connection ends
 * @property {boolean} [resets] it ends with a reset
 * @property {Record<string, unknown>} [reply] what the CRM itself shall answer; see replies.php
 */

/**
 * @typedef {'authority' | 'name' | 'subject' | 'expired'} WrongCertificate
 * @typedef {'whole' | 'garbage' | 'reset' | 'close' | WrongCertificate} Handshake
 */

export const TAG = /fault-[\da-z]+-/;

/**
 * @param {{ port: number, certificates?: import('../../crm/certificates.mjs').Certificates }} crm
 * @param {(tag: string) => Fault | undefined} faultOf called once for each request, when it is there
 * @param {Partial<Record<WrongCertificate, { certFile: string, keyFile: string }>>} [others] wrong certificates
 */
export async function startInjector(crm, faultOf, others = {}) {
  const { certificates } = crm;
  if (!certificates) throw new Error('the CRM must speak TLS');
  const contextOf = (/** @type {{ certFile: string, keyFile: string }} */ { certFile, keyFile }) =>
    createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
  const right = contextOf(certificates);
  const wrong = {
    authority: others.authority && contextOf(others.authority),
    name: others.name && contextOf(others.name),
    subject: others.subject && contextOf(others.subject),
    expired: others.expired && contextOf(others.expired),
  };
  /** @type {Set<import('node:net').Socket>} */
  const open = new Set();
  let port = 0;

  const injector = {
    /** @type {Handshake} */
    handshake: 'whole',
    get port() {
      return port;
    },
    get origin() {
      return `https://localhost:${port}`;
    },
    caFile: certificates.caFile,
    connections: 0,
    requests: 0,
    /** Nobody listens, and no connection is left. */
    refuse: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
    accept: () => listen(port),
    /** Ends the connections that wait for a next request, so that it comes on a new one. */
    drop: async () => {
      const closed = [...open].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
    stop: () => injector.refuse(),
  };

  const server = createServer((raw) => {
    ++injector.connections;
    open.add(raw);
    raw.once('close', () => open.delete(raw));
    raw.on('error', () => {});
    const { handshake } = injector;
    if (handshake === 'close') return void raw.end();
    if (handshake === 'reset') return void raw.once('data', () => raw.resetAndDestroy());
    if (handshake === 'garbage') return void raw.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    const secureContext = handshake === 'whole' ? right : wrong[handshake];
    const gateway = new TLSSocket(raw, { isServer: true, secureContext });
    gateway.on('error', () => {});
    const upstream = { port: crm.port, host: '127.0.0.1', servername: 'localhost' };
    const onto = connect({ ...upstream, ca: certificates.ca });
    pass(gateway, raw, onto, (tag) => {
      ++injector.requests;
      return faultOf(tag) ?? { does: 'pass' };
    });
  });

  const listen = (/** @type {number} */ wanted) =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        ({ port } = /** @type {import('node:net').AddressInfo} */ (server.address()));
        resolve(undefined);
      });
    });
  await listen(0);
  return injector;
}

/** @typedef {Awaited<ReturnType<typeof startInjector>>} Injector */

/**
 * One connection of the gateway's, with as many requests as it likes, one after the other.
 * @param {TLSSocket} gateway
 * @param {import('node:net').Socket} raw the same connection, below TLS
 * @param {TLSSocket} crm
 * @param {(tag: string) => Fault} faultOf
 */
function pass(gateway, raw, crm, faultOf) {
  /** Of the request that is passing: what is held until its tag is known, then what is left of it. */
  let held = Buffer.alloc(0);
  /** @type {Fault | undefined} */
  let fault;
  let size = 0;
  let received = 0;
  let answered = 0;

  const end = (/** @type {boolean | undefined} */ resets) => {
    if (resets) raw.resetAndDestroy();
    else gateway.end();
    // What was passed on arrives.
    crm.end();
  };

  /** @param {Buffer} bytes of this request */
  const toCrm = (bytes) => {
    const { does, at = 1, withhold } = fault ?? { does: 'pass' };
    const breaks = does === 'reset' || does === 'silence';
    const limit = breaks ? Math.floor(at * size) : size;
    const rest = bytes.subarray(0, Math.max(0, limit - received));
    received += bytes.length;
    const going = rest.length === 0 || withhold || crm.write(rest);
    if (does === 'reset' && received >= limit) end(true);
    return going;
  };

  gateway.on('data', (/** @type {Buffer} */ bytes) => {
    let going;
    if (received < size) {
      going = toCrm(bytes);
    } else {
      held = Buffer.concat([held, bytes]);
      const request = headOf(held);
      if (!request) return;
      fault = faultOf(request.tag);
      const first = fault.reply ? withReply(held, fault.reply) : held;
      size = request.size + first.length - held.length;
      held = Buffer.alloc(0);
      received = answered = 0;
      going = toCrm(first);
    }
    if (!going && !crm.destroyed) {
      gateway.pause();
      crm.once('drain', () => gateway.resume());
    }
  });

  crm.on('data', (/** @type {Buffer} */ bytes) => {
    const { does, delay = 0, drip, cut = Infinity, resets } = fault ?? { does: 'pass' };
    if (does === 'silence') return;
    if (does !== 'answer') return void gateway.write(bytes);
    const rest = bytes.subarray(0, Math.max(0, cut - answered));
    answered += bytes.length;
    if (drip) return void dribble(gateway, rest, drip);
    const hand = () => {
      if (rest.length > 0) gateway.write(rest);
      if (answered >= cut) end(resets);
    };
    if (delay > 0) setTimeout(hand, delay);
    else hand();
  });
  crm.on('error', () => gateway.destroy());
  crm.on('close', () => fault?.does !== 'silence' && !fault?.drip && gateway.end());
  gateway.on('close', () => crm.destroy());
}

/**
 * @param {import('node:net').Socket} to
 * @param {Buffer} bytes
 * @param {number} every ms
 */
function dribble(to, bytes, every) {
  let at = 0;
  const timer = setInterval(() => {
    if (to.destroyed || at === bytes.length) clearInterval(timer);
    else to.write(bytes.subarray(at, ++at));
  }, every);
}

/**
 * The whole size of the request that `bytes` begin with, and its tag, once both are there.
 * @param {Buffer} bytes
 */
function headOf(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const text = bytes.toString('latin1');
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  const size = end + 4 + length;
  const tag = TAG.exec(text)?.[0];
  return tag || bytes.length >= size ? { size, tag: tag ?? '' } : undefined;
}

/**
 * @param {Buffer} request
 * @param {Record<string, unknown>} reply
 */
function withReply(request, reply) {
  const line = request.indexOf('\r\n') + 2;
  const header = `Crm-Reply: ${Buffer.from(JSON.stringify(reply)).toString('base64')}\r\n`;
  return Buffer.concat([request.subarray(0, line), Buffer.from(header), request.subarray(line)]);
}
