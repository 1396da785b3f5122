/**
 * What starting a real server inside a test takes: a folder of its own, free ports, a filled-in configuration, a child
 * process in the foreground, and the certainty that nothing of it survives the test, however the test ends.
 *
 * For that a small shell waits beside the servers, reading from this process. When it reads no more, because stop()
 * said so, or because this process failed, left, was interrupted or killed outright, it kills them and removes the
 * folder.
 * So nothing here listens to signals, and a forgotten stop() keeps no process alive.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Server
 * @property {number} pid also the id of its process group
 * @property {boolean} running
 * @property {boolean} gone with all of its group: its id may be another's by now
 * @property {Promise<void>} ended
 * @property {import('node:child_process').ChildProcess} child
 */

/**
 * Reads the ids of process groups, one a line, or one that is no more, behind "gone"; at the end of its input it ends
 * those that are left, and the folder $1.
 */
const WATCH = `
while read -r group gone; do
  [ "$group" = gone ] || { groups="$groups -$group"; continue; }
  left=
  for each in $groups; do [ "$each" = "-$gone" ] || left="$left $each"; done
  groups=$left
done
for again in 1 2 3 4 5; do
  [ -z "$groups" ] || kill -s KILL -- $groups 2>/dev/null
  rm -rf "$1" && exit
  sleep 0.1
done`;

/** A folder and its servers, which go together. */
export class Stand {
  /** @type {Server[]} */
  #servers = [];
  #watch;

  /** @param {string} name */
  constructor(name) {
    this.folder = mkdtempSync(join(tmpdir(), `casement-${name}-`));
    this.#watch = spawn('/bin/sh', ['-c', WATCH, 'sh', this.folder], {
      detached: true, // an interrupt from the keyboard is not for it
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watch.unref();
    /** @type {import('node:net').Socket} */ (this.#watch.stdin).unref();
  }

  /**
   * Starts a server that stays in the foreground.
   * @param {string} command
   * @param {string[]} args
   */
  start(command, args) {
    const child = spawn(command, args, { detached: true, stdio: 'ignore', cwd: this.folder });
    /** @type {Server} */
    const server = {
      child,
      pid: child.pid ?? 0,
      running: true,
      gone: false,
      ended: new Promise((resolve) => {
        const end = () => {
          server.running = false;
          this.#forget(server);
          resolve();
        };
        child.once('exit', end);
        child.once('error', end);
      }),
    };
    child.unref();
    if (child.pid) this.#watch.stdin.write(`${child.pid}\n`);
    this.#servers.push(server);
  }

  /** @param {Server} server that has ended; others of its group may not */
  #forget(server) {
    if (server.pid === 0 || processesOf(server.pid).length > 0) return;
    server.gone = true;
    this.#watch.stdin.write(`gone ${server.pid}\n`);
  }

  /** Ids of the servers' processes, in the order of their start. */
  pids() {
    return this.#servers.map(({ pid }) => pid);
  }

  get running() {
    return this.#servers.length > 0 && this.#servers.every((server) => server.running);
  }

  /** Peak resident memory, in bytes, of the process of each server's group that needed the most. */
  peakMemory() {
    const groups = this.#servers.map((server) => processesOf(server.pid).map(peakMemoryOf));
    return groups.map((peaks) => Math.max(0, ...peaks));
  }

  /** @param {string} name a log's name in the folder; its last lines */
  log(name) {
    const path = join(this.folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-40).join('\n') : '';
  }

  /** Ends the servers, leaving the folder. */
  async halt() {
    for (const { child, pid, gone } of this.#servers) {
      child.ref();
      if (!gone) signalGroup(pid, 'SIGTERM');
    }
    const ended = Promise.all(this.#servers.map((server) => server.ended));
    await Promise.race([ended, sleep(2_000, undefined, { ref: false })]);
    const left = this.#servers.filter(({ gone }) => !gone);
    for (const { pid } of left) signalGroup(pid, 'SIGKILL');
    await ended;
    while (left.some(({ pid, gone }) => !gone && processesOf(pid).length > 0)) await sleep(5);
    this.#servers = [];
  }

  async stop() {
    await this.halt();
    if (this.#watch.exitCode !== null) return;
    this.#watch.ref();
    const gone = new Promise((resolve) => this.#watch.once('exit', resolve));
    this.#watch.stdin.end();
    await gone;
  }
}

/**
 * @param {number} group
 * @param {NodeJS.Signals} signal
 */
function signalGroup(group, signal) {
  if (group <= 0) return;
  try {
    process.kill(-group, signal);
  } catch {
    // The group is gone already.
  }
}

/** @param {number} group */
function processesOf(group) {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    // pid (name) state parent group …, where the name may hold anything
    const fields = readProc(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ') ?? [];
    return fields[2] === String(group) && fields[0] !== 'Z';
  });
}

/** @param {string} pid */
function peakMemoryOf(pid) {
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readProc(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** @param {string} path */
function readProc(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process ended meanwhile
  }
}

/**
 * A program by its file name, newest version first. Looks into /usr/sbin too, which is not on every user's PATH.
 * @param {RegExp} name
 */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const found = folders
    .filter((folder) => folder && existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => name.test(file))
        .map((file) => ({ file, path: join(folder, file) })),
    )
    .sort((a, b) => b.file.localeCompare(a.file, 'en', { numeric: true }));
  return found[0]?.path;
}

/**
 * @param {RegExp} name
 * @param {string} aptPackage
 */
export function needProgram(name, aptPackage) {
  const path = findProgram(name);
  if (!path) throw new Error(`${name.source} is missing: apt-get install ${aptPackage}`);
  return path;
}

/**
 * Ports that were free a moment ago. Another process can still take one first: see startOnFreePorts.
 * @param {number} count
 */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/**
 * Configures and starts servers on free ports, and waits until they answer; with other ports when one was taken.
 * @param {Stand} stand
 * @param {number} count how many ports
 * @param {(ports: number[]) => void} start writes the configuration and starts the servers
 * @param {(ports: number[]) => Promise<boolean>} isReady
 * @param {string[]} logs names of logs, quoted when it fails
 */
export async function startOnFreePorts(stand, count, start, isReady, logs) {
  for (let attempt = 1; ; attempt++) {
    const ports = await freePorts(count);
    start(ports);
    const deadline = Date.now() + 15_000;
    while (stand.running && Date.now() < deadline) {
      if (await isReady(ports)) return ports;
      await sleep(10);
    }
    await stand.halt();
    const said = logs.map((name) => stand.log(name)).join('\n');
    if (attempt === 5 || !said.includes('Address already in use')) {
      throw new Error(`the servers did not start:\n${said}`);
    }
  }
}

/**
 * A configuration with its placeholders filled in; a placeholder without a value is a mistake.
 * @param {string} template
 * @param {Record<string, string | number>} values
 */
export function fillIn(template, values) {
  return template.replace(/@([A-Z][A-Z_]*)@/g, (_, name) => {
    if (!(name in values)) throw new Error(`no value for @${name}@`);
    return String(values[name]);
  });
}
