/**
 * Stops a gateway right before any of the calls by which others see what it does: see steps.cpp.
 *
 *   const steps = startSteps(folder);        // … run the gateway under `steps.under` …
 *   steps.arm(17);                           // it stops before the 17th call from now on
 *   await until(() => steps.stopped(pid));
 *   steps.fail('ENOSPC');                    // what it writes to files fails, until fail(undefined)
 *   process.kill(pid, 'SIGCONT');
 */
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faketime } from './clocks.mjs';

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), 'steps.cpp');

/** Places of the board's numbers. */
const BOARD = { left: 0, call: 1, window: 2, fails: 3, calls: 4 };
const CALLS = ['', 'connect', 'send', 'receive', 'write', 'sync'];

/** @typedef {'ENOSPC' | 'EROFS' | 'EIO'} WriteError */
/** @typedef {ReturnType<typeof startSteps>} Steps */

/** @type {Buffer | undefined} */
let built;

/** Made once: while a compiler works nobody here is heard. */
export function buildSteps() {
  if (built) return built;
  const folder = mkdtempSync(join(tmpdir(), 'casement-steps-'));
  const library = join(folder, 'steps.so');
  execFileSync('c++', ['-std=c++20', '-O2', '-shared', '-fPIC', '-o', library, SOURCE]);
  built = readFileSync(library);
  rmSync(folder, { recursive: true });
  return built;
}

/**
 * @param {string} folder
 * @param {object} [more]
 * @param {string[]} [more.clock] words of a clock that the program runs under, too
 */
export function startSteps(folder, { clock = [] } = {}) {
  const library = join(folder, 'steps.so');
  writeFileSync(library, buildSteps());
  const path = join(folder, 'steps');
  writeFileSync(path, Buffer.alloc(4 * Object.keys(BOARD).length));
  const file = openSync(path, 'r+');
  const cell = Buffer.alloc(4);
  const get = (/** @type {keyof typeof BOARD} */ name) => {
    readSync(file, cell, 0, 4, 4 * BOARD[name]);
    return cell.readInt32LE();
  };
  const set = (/** @type {keyof typeof BOARD} */ name, /** @type {number} */ value) => {
    cell.writeInt32LE(value);
    writeSync(file, cell, 0, 4, 4 * BOARD[name]);
  };
  const preloaded = clock.length > 0 ? `${library}:${faketime()}` : library;
  return {
    under: ['env', `LD_PRELOAD=${preloaded}`, `STEPS=${path}`, ...clock],
    /** @param {number} calls from now on */
    arm: (calls) => set('left', calls),
    disarm: () => set('left', 0),
    /** Whether it stands still. @param {number} pid */
    stopped: (pid) => stateOf(pid) === 'T',
    /** What it was about to do. */
    call: () => CALLS[get('call')],
    /** It had looked at a lease and was about to send what it had looked for. */
    inWindow: () => get('window') === 1,
    /** All calls that it has made. */
    calls: () => get('calls'),
    /** @param {WriteError | undefined} why */
    fail: (why) => set('fails', why ? constants.errno[why] : 0),
  };
}

/** @param {number} pid */
function stateOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.[0];
  } catch {
    return undefined;
  }
}
