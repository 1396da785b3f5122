/**
 * CPU seconds for uploads of 100 MB: the gateway, which reads every byte of them, beside nginx that passes them on
 * without buffering, both to a CRM that reads all and keeps nothing.
 */
import { CANARY, makeKey, startGateway } from '../../gateway/support/gateway.mjs';
import { median } from './figures.mjs';
import { cpuOf, pin, spent } from './process.mjs';
import { MB, roomy, send } from './upload.mjs';

/**
 * @param {Awaited<ReturnType<typeof import('./servers.mjs').startServers>>} servers
 * @param {import('./figures.mjs').Figures} figures
 * @param {{ rounds: number, megabytes: number }} how
 */
export async function measureUploads(servers, figures, { rounds, megabytes }) {
  const { sink } = servers;
  const crm = { port: sink.port, origin: `http://localhost:${sink.port}` };
  const gateway = await startGateway(crm, { ...roomy, env: { TOKEN: CANARY } });
  try {
    const ours = { port: gateway.port, pid: gateway.pid() ?? 0 };
    const all = { nginx: servers.stream, gateway: ours };
    for (const { pid } of Object.values(all)) pin(pid, 0);
    /** @type {Record<keyof typeof all, import('./process.mjs').Cpu[]>} */
    const used = { nginx: [], gateway: [] };
    for (const { port } of Object.values(all)) await send(port, MB, makeKey());
    for (let round = 0; round < rounds; round++) {
      for (const name of /** @type {const} */ (['nginx', 'gateway'])) {
        const { port, pid } = all[name];
        const before = cpuOf(pid);
        for (let i = 0; i < 4; i++) await send(port, megabytes * MB, makeKey());
        used[name].push(spent(cpuOf(pid), before));
      }
    }
    const ratio = median(used.gateway.map(({ whole }, i) => whole / used.nginx[i].whole));
    figures.atMost(
      `CPU for uploads of ${megabytes} MB, gateway : nginx without buffering`,
      ratio,
      1.5,
      { aim: 1.2 },
    );
    for (const name of /** @type {const} */ (['nginx', 'gateway'])) {
      const each = (/** @type {'whole' | 'user' | 'system'} */ kind) =>
        (median(used[name].map((cpu) => cpu[kind])) * 250).toFixed(0);
      figures.tell(
        `${name}: CPU for one upload of ${megabytes} MB`,
        `${each('whole')} ms (${each('user')} user, ${each('system')} system)`,
      );
    }
  } finally {
    await gateway.stop();
  }
}
