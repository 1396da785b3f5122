/** `casement-gateway --check`, on a document that is there or on one that a test makes for a store. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CANARY, LOCKED, ORIGIN, PROGRAM } from './gateway.mjs';

/** Its status, and after a blank all that it says. @param {string} config @param {Record<string, string>} [env] */
export function check(config, env = {}) {
  const { status, stdout, stderr } = spawnSync(PROGRAM, ['--config', config, '--check'], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, ...env },
  });
  return `${status} ${stdout}${stderr}`;
}

/** What it says of a store, in a folder of its own until it is removed. */
export function makeChecks() {
  const folder = mkdtempSync(join(tmpdir(), 'casement-check-'));
  const config = join(folder, 'gateway.json');
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, `${CANARY}\n`);
  return {
    folder,
    /** @param {string | object} store @param {string} [server] @param {Record<string, string>} [env] */
    check: (store, server = 'localhost', env = {}) => {
      const forms = [{ origins: [ORIGIN], fields: LOCKED }];
      const document = { listen: '127.0.0.1:1', server, tokenFile, store, forms };
      writeFileSync(config, JSON.stringify(document));
      return check(config, env);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
