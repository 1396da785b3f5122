/**
 * A small disk, mounted where only programs that are run under it see it: memory, which can be filled and made read-only
 * while nobody has a file of it open; or ext4 in a file, which can fail while a gateway runs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stand } from '../../crm/servers.mjs';
import { until } from '../../crm/until.mjs';

const MEMORY = 'mount -t tmpfs -o size=$1 tmpfs $0';
// As Debian's installer mounts it: by itself ext4 goes on after an error.
const FILE =
  'truncate -s 8M $0.image && mkfs.ext4 -q $0.image && mount -o loop,errors=remount-ro $0.image $0';

/** Why it cannot be had here; nothing where it can. @param {string} how */
function whyNot(how) {
  const folder = mkdtempSync(join(tmpdir(), 'casement-disk-'));
  const words = ['-m', 'sh', '-c', `mkdir $0 && ${how}`, join(folder, 'small'), '1m'];
  const { status, stderr, error } = spawnSync('unshare', words, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return status === 0 ? undefined : `no file system may be mounted here: ${error ?? stderr}`;
}
export const whyNoDisk = () => whyNot(MEMORY);
export const whyNoFailingDisk = () => whyNot(FILE);

/** @param {{ fails?: boolean, size?: string }} [options] whether it may fail; of memory, its size */
export async function startSmallDisk({ fails = false, size = '1m' } = {}) {
  const stand = new Stand('disk');
  const folder = join(stand.folder, 'small');
  mkdirSync(folder);
  const made = `${fails ? FILE : MEMORY} && echo >$0/made && exec sleep infinity`;
  stand.start('unshare', ['-m', 'sh', '-c', made, folder, size]);
  const under = ['nsenter', `--mount=/proc/${stand.pids()[0]}/ns/mnt`];
  /** As those see it who do not run under it. */
  const seen = (/** @type {string} */ name) => `/proc/${stand.pids()[0]}/root${folder}/${name}`;
  await until(() => existsSync(seen('made')));
  const run = (/** @type {string[]} */ ...words) =>
    spawnSync(under[0], [under[1], ...words], { encoding: 'utf8', timeout: 30_000 });
  const mount = (/** @type {string[]} */ ...words) => {
    const { status, stderr } = run('mount', ...words);
    if (status !== 0) throw new Error(stderr);
  };
  return {
    folder,
    /** For `under` of a gateway. */
    under,
    seen,
    /** Another program under it, to its end. */
    run,
    fill: () => {
      // What is left behind the last large piece is filled with small ones.
      for (const piece of [1 << 20, 4096]) {
        try {
          for (;;) writeFileSync(seen('filling'), Buffer.alloc(piece), { flag: 'a' });
        } catch (error) {
          if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOSPC') throw error;
        }
      }
    },
    empty: () => rmSync(seen('filling')),
    /** While nobody has a file of it open. @param {'ro' | 'rw'} how */
    become: (how) => mount('-o', `remount,${how}`, folder),
    /** As an error of the device does: at once read-only, whoever writes. */
    fail: () => mount('-o', 'remount,abort', folder),
    /** Mounted anew, as after a repair. */
    repair: () => {
      for (const words of [
        ['umount', folder],
        ['fsck.ext4', '-p', `${folder}.image`],
      ])
        run(...words);
      mount('-o', 'loop', `${folder}.image`, folder);
    },
    /** The same folder under another name beside it. */
    bind: () => {
      const other = join(stand.folder, 'other');
      mkdirSync(other);
      mount('--bind', folder, other);
      return other;
    },
    stop: () => stand.stop(),
  };
}
