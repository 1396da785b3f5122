/** What a running server has used, from /proc, and where it may run. A server is its process and its children. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** @param {number} pid @returns {number[]} */
function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return [pid, ...(children ? children.split(' ').flatMap((child) => family(Number(child))) : [])];
}

/**
 * Seconds of CPU so far. The whole is the scheduler's own count; user and system time come in ticks of 10 ms and are
 * only good for a long run.
 * @param {number} pid
 */
export function cpuOf(pid) {
  const used = { whole: 0, user: 0, system: 0 };
  for (const id of family(pid)) {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    used.user += Number(fields[11]) / 100;
    used.system += Number(fields[12]) / 100;
    for (const thread of readdirSync(`/proc/${id}/task`)) {
      const nanoseconds = readFileSync(`/proc/${id}/task/${thread}/schedstat`, 'utf8').split(
        ' ',
      )[0];
      used.whole += Number(nanoseconds) / 1e9;
    }
  }
  return used;
}

/** @typedef {ReturnType<typeof cpuOf>} Cpu */

/** @param {Cpu} after @param {Cpu} before @returns {Cpu} */
export const spent = (after, before) => ({
  whole: after.whole - before.whole,
  user: after.user - before.user,
  system: after.system - before.system,
});

/** Bytes of resident memory, now and at most. @param {number} pid */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (/** @type {string} */ name) =>
    1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

/** From now on the peak is a new one. @param {number} pid */
export const forgetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Bytes that the process has had written to a disk. @param {number} pid */
export const writtenBy = (pid) =>
  Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);

/** All threads of a server on one core, so that it has one and no more. @param {number} pid @param {number} core */
export function pin(pid, core) {
  for (const id of family(pid)) execFileSync('taskset', ['-acp', String(core), String(id)]);
}

/**
 * A process and all that it has started and will start run before every other program of the machine, until they come
 * like others again. For short and light work only. False where this user may not have that.
 * @param {number} pid
 */
export const comeFirst = (pid) => schedule(pid, ['--fifo', '--pid', '10']);

/** @param {number} pid */
export const comeLikeOthers = (pid) => schedule(pid, ['--other', '--pid', '0']);

/** @param {number} pid @param {string[]} words */
function schedule(pid, words) {
  try {
    for (const id of family(pid)) {
      execFileSync('chrt', ['--all-tasks', ...words, String(id)], { stdio: 'ignore' });
    }
    return true;
  } catch {
    return false;
  }
}

/** @param {number} pid @param {number} files */
export function allowFiles(pid, files) {
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${files}:${files}`]);
}
