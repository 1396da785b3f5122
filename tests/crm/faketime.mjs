/** What Debian's faketime leaves in memory of a process that was killed, and stumbles over when its id is given again. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY = '/dev/shm';

/** Before a program is started under it. */
export function sweepFaketime() {
  if (!existsSync(MEMORY)) return;
  for (const name of readdirSync(MEMORY)) {
    const [, pid] = /^(?:sem\.)?faketime_(?:sem|shm)_(\d+)$/.exec(name) ?? [];
    if (pid && !existsSync(`/proc/${pid}`)) rmSync(join(MEMORY, name), { force: true });
  }
}
