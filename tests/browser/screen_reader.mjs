/**
 * Orca, Debian's screen reader, on a bus and in a home of its own. What it says is read from its own
 * log, before any voice: a machine that runs this needs no sound.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../crm/until.mjs';

/** @param {{env: Record<string, string | undefined>}} display */
export async function startBus(display) {
  const home = await mkdtemp(join(tmpdir(), 'casement-orca-'));
  const runtime = join(home, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: { ...display.env, HOME: home, XDG_RUNTIME_DIR: runtime },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => bus.once('close', resolve));
  const address = await new Promise((resolve, reject) => {
    bus.once('error', reject);
    bus.once('exit', () => reject(new Error('dbus-daemon did not start')));
    bus.stdout.once('data', (line) => resolve(String(line).trim()));
  });
  return {
    home,
    env: {
      ...display.env,
      HOME: home,
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: undefined,
      XDG_DATA_HOME: undefined,
      DBUS_SESSION_BUS_ADDRESS: String(address),
      AT_SPI_BUS_ADDRESS: undefined,
      GNOME_ACCESSIBILITY: '1',
      LANG: 'C.UTF-8',
      LC_ALL: undefined,
      LANGUAGE: undefined,
    },
    stop: async () => {
      bus.kill();
      await ended;
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** @param {Awaited<ReturnType<typeof startBus>>} bus */
export async function startOrca(bus) {
  const log = join(bus.home, 'orca.log');
  const orca = spawn('orca', ['--replace', '--debug-file', log], { env: bus.env, stdio: 'ignore' });
  const ended = new Promise((resolve) => orca.once('close', resolve));
  const read = () => readFile(log, 'utf8').catch(() => '');
  await until(async () => (await read()).includes('SPEECH OUTPUT'), 120_000);
  let at = (await read()).length;

  return {
    /** What was said since the last time, once it is silent for a while. */
    said: async () => {
      let text = await read();
      for (let still = 0; still < 6;) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        const now = await read();
        still = now.length === text.length ? still + 1 : 0;
        text = now;
      }
      const fresh = text.slice(at);
      at = text.length;
      return [...fresh.matchAll(/SPEECH OUTPUT: '(.*?)'(?: voice=\w+)? ?\{/gs)].map(([, said]) =>
        said.trim(),
      );
    },
    log: read,
    stop: async () => {
      orca.kill();
      const patience = setTimeout(() => orca.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(patience);
    },
  };
}
