/**
 * A disk of a megabyte, which can be filled and made read-only: memory, mounted where only programs that are run under
 * it see it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stand } from '../crm/servers.mjs';
import { until } from '../crm/until.mjs';

/** Why it cannot be had here; nothing where it can. */
export function whyNoDisk() {
  const { status, stderr, error } = spawnSync(
    'unshare',
    ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt'],
    { encoding: 'utf8' },
  );
  return status === 0 ? undefined : `no file system may be mounted here: ${error ?? stderr}`;
}

export async function startSmallDisk() {
  const stand = new Stand('disk');
  const folder = join(stand.folder, 'small');
  mkdirSync(folder);
  const made = `mount -t tmpfs -o size=1m tmpfs ${folder} && echo >${folder}/made && exec sleep infinity`;
  stand.start('unshare', ['-m', 'sh', '-c', made]);
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
      try {
        for (;;) writeFileSync(seen('filling'), Buffer.alloc(4096), { flag: 'a' });
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOSPC') throw error;
      }
    },
    empty: () => rmSync(seen('filling')),
    /** While nobody has a file of it open. @param {'ro' | 'rw'} how */
    become: (how) => mount('-o', `remount,${how}`, folder),
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
