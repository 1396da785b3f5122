/** Orca, Debian's screen reader, on a bus and in a home of its own. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
    runtime,
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
export function startOrca(bus) {
  const orca = spawn('orca', ['--replace'], { env: bus.env, stdio: 'ignore' });
  const ended = new Promise((resolve) => orca.once('close', resolve));
  return {
    stop: async () => {
      orca.kill('SIGKILL'); // it ends with the session that it belongs to, not before
      await ended;
    },
  };
}
