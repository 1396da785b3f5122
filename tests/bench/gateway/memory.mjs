/** Memory of the gateway while large things pass, and what it has written to the disk meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeKey, startGateway } from '../../gateway/support/gateway.mjs';
import { openIdle } from './idle.mjs';
import { allowFiles, forgetPeak, memoryOf, writtenBy } from './process.mjs';
import { MB, roomy, send } from './upload.mjs';

const AT_ONCE = 20;

/**
 * @param {Awaited<ReturnType<typeof import('./servers.mjs').startServers>>} servers
 * @param {import('./figures.mjs').Figures} figures
 * @param {{ large: number, each: number, idle: number }} sizes megabytes of one upload and of each of many at once;
 *   idle connections
 */
export async function measureMemory(servers, figures, { large, each, idle }) {
  const { sink } = servers;
  const crm = { port: sink.port, origin: `http://localhost:${sink.port}` };
  const gateway = await startGateway(crm, roomy);
  try {
    const pid = gateway.pid() ?? 0;
    /** Bytes that the peak rose by. @param {() => Promise<unknown>} work */
    const growth = async (work) => {
      forgetPeak(pid);
      const before = memoryOf(pid).now;
      await work();
      return (memoryOf(pid).peak - before) / MB;
    };
    const mb = { unit: 'MB', digits: 1 };
    // A small case first: what a gateway at work has anyway is not the upload's.
    await gateway.send();
    const written = writtenBy(pid);

    const one = await growth(() => send(gateway.port, large * MB, makeKey()));
    figures.atMost(`memory for an attachment of ${large} MB`, one, 8, mb);

    let most = 0;
    const many = await growth(async () => {
      let over = false;
      const uploads = Array.from({ length: AT_ONCE }, () =>
        send(gateway.port, each * MB, makeKey()),
      );
      const all = Promise.all(uploads).finally(() => (over = true));
      while (!over) {
        const places = /^casement_places_taken (\d+)/m.exec(await gateway.metrics());
        most = Math.max(most, Number(places?.[1]));
        await Promise.race([all, sleep(20)]);
      }
      await all;
    });
    figures.atLeast('of them at the CRM at once', most, AT_ONCE, { digits: 0 });
    figures.atMost(`memory for ${AT_ONCE} attachments of ${each} MB at once`, many, 32, mb);
    const passed = large + AT_ONCE * each;
    figures.atMost(
      `written to the disk while ${passed} MB passed`,
      (writtenBy(pid) - written) / MB,
      2,
      mb,
    );

    allowFiles(pid, idle + 1000);
    await sleep(500);
    const before = memoryOf(pid).now;
    const close = await openIdle(gateway.port, idle);
    const open = Number(/^casement_connections (\d+)/m.exec(await gateway.metrics())?.[1]);
    figures.atLeast('connections kept open', open, idle, { digits: 0 });
    figures.atMost(
      `memory for ${idle} idle connections`,
      (memoryOf(pid).now - before) / MB,
      100,
      mb,
    );
    close();
  } finally {
    await gateway.stop();
  }
}
