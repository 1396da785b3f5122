/**
 * Cases of 2 KB per second of CPU: the gateway, which checks everything and stores every key durably, beside nginx's
 * proxy_pass, which does neither, and beside nginx with njs, which checks. All in turns, several rounds, each round's
 * ratio by itself: what else the machine does meanwhile hits all of them.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { INSERT_PATH } from '../../crm/crm.mjs';
import { CASE, ORIGIN, startGateway } from '../../gateway/support/gateway.mjs';
import { measureCalm } from './calm.mjs';
import { median } from './figures.mjs';
import { cpuOf, pin, spent } from './process.mjs';

/** @import { Cpu } from './process.mjs' */
/** @typedef {{ rate: number, perSecond: number, cpu: Cpu, cases: number, p99: number, p50: number }} Run */

const CONNECTIONS = 96;
const BOUNDARY = '----CasementBoundary0123456789abcdef0123456789abcdef';

/** What wrk runs: a key of its own for each case, and a pause between two cases of a connection. */
function script() {
  const body = Object.entries({ ...CASE, description: 'x'.repeat(1400) })
    .map(
      ([name, value]) =>
        `--${BOUNDARY}\nContent-Disposition: form-data; name="${name}"\n\n${value}\n`,
    )
    .join('')
    .concat(`--${BOUNDARY}--\n`)
    .replace(/\r?\n/g, '\\r\\n');
  return `
    local body = '${body}'
    local pause = 0
    local count = 0
    local start = tostring(os.time()) .. tostring({}):sub(8)
    function init(words) pause = tonumber(words[1]) or 0 end
    function delay() return pause == 0 and 0 or math.random(2 * pause) end
    function request()
      count = count + 1
      return wrk.format('POST', '${INSERT_PATH}', {
        ['Host'] = 'localhost', ['Origin'] = '${ORIGIN}',
        ['Content-Type'] = 'multipart/form-data; boundary=${BOUNDARY}',
        ['Idempotency-Key'] = string.format('"%s-%012d"', start, count),
      }, body)
    end
    function done(all, latency)
      local wrong = all.errors.status + all.errors.connect + all.errors.read + all.errors.timeout
      print(string.format('RESULT %d %d %d %d %d', all.requests, all.duration, wrong, latency:percentile(99), latency:percentile(50)))
    end`;
}

/**
 * @param {Awaited<ReturnType<typeof import('./servers.mjs').startServers>>} servers
 * @param {import('./figures.mjs').Figures} figures
 * @param {{ rounds: number, seconds: number, halfLoad: boolean }} how
 */
export async function measureSmall(servers, figures, { rounds, seconds, halfLoad }) {
  const folder = mkdtempSync(join(tmpdir(), 'casement-wrk-'));
  const memory = mkdtempSync('/dev/shm/casement-bench-');
  const start = (/** @type {string[]} */ [store]) =>
    startGateway(
      { port: servers.stub.port, origin: `http://localhost:${servers.stub.port}` },
      { limits: { simultaneous: 128, queue: 10_000 }, store },
    );
  const gateway = await start([]);
  const inMemory = await start([join(memory, 'keys.db')]);
  try {
    writeFileSync(join(folder, 'case.lua'), script());
    const ours = { port: gateway.port, pid: gateway.pid() ?? 0 };
    const all = { plain: servers.plain, filter: servers.filter, gateway: ours };
    const quick = { port: inMemory.port, pid: inMemory.pid() ?? 0 };
    // The stub and wrk have the other core.
    for (const { pid } of [...Object.values(all), quick]) pin(pid, 0);
    pin(servers.stub.pid, 1);
    const run = (
      /** @type {import('./servers.mjs').Server} */ server,
      /** @type {number} */ pause,
    ) => load(join(folder, 'case.lua'), server, seconds, pause);
    /** @type {Record<keyof typeof all, Run[]>} */
    const runs = { plain: [], filter: [], gateway: [] };
    for (const server of Object.values(all)) await load(join(folder, 'case.lua'), server, 1, 0);
    for (let round = 0; round < rounds; round++) {
      for (const name of /** @type {const} */ (['plain', 'gateway', 'filter'])) {
        runs[name].push(await run(all[name], 0));
      }
    }
    const ratio = (/** @type {'plain' | 'filter'} */ other) =>
      median(runs.gateway.map(({ rate }, round) => rate / runs[other][round].rate));
    figures.atLeast('small cases per CPU second, gateway : nginx proxy_pass', ratio('plain'), 0.3, {
      aim: 0.5,
    });
    figures.atLeast('small cases per CPU second, gateway : nginx + njs filter', ratio('filter'), 1);
    // All at the same rate, a twentieth of what the gateway can do.
    const full = median(runs.gateway.map(({ perSecond }) => perSecond));
    const pause = Math.round((1000 * CONNECTIONS) / (full / 20));
    await measureCalm(figures, gateway.folder, {
      nginx: () => run(all.plain, pause),
      memory: () => run(quick, pause),
      disk: () => run(ours, pause),
    });
    const labels = { plain: 'nginx proxy_pass', filter: 'nginx + njs filter', gateway: 'gateway' };
    for (const name of /** @type {(keyof typeof all)[]} */ (Object.keys(all))) {
      figures.tell(`${labels[name]}: cases per CPU second`, describe(runs[name]));
      if (!halfLoad) continue;
      const most = median(runs[name].map(({ perSecond }) => perSecond));
      const half = await run(all[name], Math.round((1000 * CONNECTIONS) / (most / 2)));
      figures.tell(
        `${labels[name]}: p99 at about half load (${CONNECTIONS} connections that pause)`,
        `${(half.p99 / 1000).toFixed(1)} ms at ${half.perSecond.toFixed(0)}/s`,
      );
    }
  } finally {
    await gateway.stop();
    await inMemory.stop();
    for (const each of [folder, memory]) rmSync(each, { recursive: true });
  }
}

/** @param {Run[]} runs */
function describe(runs) {
  const rates = runs.map(({ rate }) => rate);
  const per = (/** @type {'user' | 'system'} */ kind) =>
    (
      (1e6 * runs.reduce((sum, { cpu }) => sum + cpu[kind], 0)) /
      runs.reduce((sum, { cases }) => sum + cases, 0)
    ).toFixed(0);
  const range = `${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)}`;
  return `${median(rates).toFixed(0)} (${range}), ${per('user')} µs user + ${per('system')} µs system each`;
}

/**
 * @param {string} lua
 * @param {import('./servers.mjs').Server} server
 * @param {number} seconds
 * @param {number} pause milliseconds, on average, between an answer and the connection's next case
 * @returns {Promise<Run>}
 */
async function load(lua, { port, pid }, seconds, pause) {
  const before = cpuOf(pid);
  const words = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '10s', '-s', lua];
  const { stdout } = await promisify(execFile)('taskset', [
    ...['-c', '1', 'wrk', ...words],
    ...[`http://127.0.0.1:${port}`, '--', String(pause)],
  ]);
  const cpu = spent(cpuOf(pid), before);
  const [cases, microseconds, wrong, p99, p50] =
    /RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(stdout)?.slice(1).map(Number) ?? [];
  if (!(cases > 0) || wrong > 0) throw new Error(`port ${port}: not all was well:\n${stdout}`);
  return { rate: cases / cpu.whole, perSecond: (1e6 * cases) / microseconds, cpu, cases, p99, p50 };
}
