/** `--check` says whether store and CRM are there, in a sentence each, and makes nothing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { CANARY, LOCKED, ORIGIN, PROGRAM, startGateway } from '../support/gateway.mjs';
import { startRedis } from '../support/redis.mjs';

const check = (/** @type {string} */ config, /** @type {Record<string, string>} */ env = {}) =>
  spawnSync(PROGRAM, ['--config', config, '--check'], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, ...env },
  });

test('--help says what there is; a word that is not known, the same and a failure', () => {
  const ask = (/** @type {string[]} */ ...words) =>
    spawnSync(PROGRAM, words, { encoding: 'utf8', timeout: 30_000 });
  const help = ask('--help');
  assert.equal(help.status, 0, help.stderr);
  for (const word of ['--config', '--check', '--begin-anew']) assert.ok(help.stdout.includes(word));
  const wrong = ask('--chekc');
  assert.deepEqual([wrong.status, wrong.stdout, wrong.stderr], [2, '', help.stdout]);
});

test('a store that cannot be used and a host that is unknown are told, and nothing is made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'casement-check-'));
  try {
    const config = join(folder, 'gateway.json');
    const token = join(folder, 'token');
    const keys = join(folder, 'keys');
    mkdirSync(keys);
    writeFileSync(token, `${CANARY}\n`);
    const said = (/** @type {string} */ store, server = 'localhost', env = {}) => {
      const forms = [{ origins: [ORIGIN], fields: LOCKED }];
      const document = { listen: '127.0.0.1:1', server, tokenFile: token, store, forms };
      writeFileSync(config, JSON.stringify(document));
      const { status, stdout, stderr } = check(config, env);
      return `${status} ${stdout}${stderr}`;
    };
    const bare = { SSL_CERT_FILE: join(folder, 'none.pem'), SSL_CERT_DIR: keys };
    const store = join(keys, 'keys.db');
    assert.match(said(store, 'localhost:8443', bare), /^1 [^]*install ca-certificates/);
    assert.doesNotMatch(said(store, 'localhost', bare), /ca-certificates/);
    assert.match(said(join(keys, 'keys.db')), /^0 [^]*will be made at the first start/);
    assert.deepEqual(readdirSync(keys), []);
    assert.match(said(join(keys, 'none/keys.db')), /^1 [^]*none is not there: make it/);
    writeFileSync(join(keys, 'junk.db'), 'x'.repeat(5000));
    assert.match(said(join(keys, 'junk.db')), /^1 [^]*it is damaged: .*--begin-anew/);
    mkdirSync(join(keys, 'folder.db'));
    assert.match(said(join(keys, 'folder.db')), /^1 [^]*is no file/);
    assert.match(said('redis://127.0.0.1:1/0'), /^1 [^]*it cannot be reached: look at its host/);
    assert.match(said(join(keys, 'keys.db'), 'nowhere.invalid'), /^1 [^]*no address is found for/);
    assert.deepEqual(readdirSync(keys).sort(), ['folder.db', 'junk.db']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a store on which a gateway runs is right', async () => {
  const crm = await startCrm({ token: CANARY });
  const gateway = await startGateway(crm);
  try {
    assert.equal((await gateway.send()).status, 200);
    const config = join(gateway.folder, 'gateway.json');
    const running = check(config);
    assert.equal(running.status, 0, running.stderr);
    assert.match(running.stdout, /\/store: a gateway is running on it/);
    assert.equal((await gateway.send()).status, 200);
  } finally {
    await gateway.stop();
    await crm.stop();
  }
});

test('a password that Redis does not take is told, and not shown', async () => {
  const redis = await startRedis();
  const folder = mkdtempSync(join(tmpdir(), 'casement-check-'));
  try {
    assert.equal(await redis.ask('config', 'set', 'requirepass', 'the-right-one'), 'OK');
    const config = join(folder, 'gateway.json');
    const token = join(folder, 'token');
    const passwordFile = join(folder, 'password');
    writeFileSync(token, `${CANARY}\n`);
    const said = (/** @type {string} */ password) => {
      writeFileSync(passwordFile, password);
      const store = { url: redis.store, passwordFile };
      const forms = [{ origins: [ORIGIN], fields: LOCKED }];
      const document = {
        listen: '127.0.0.1:1',
        server: 'localhost',
        tokenFile: token,
        store,
        forms,
      };
      writeFileSync(config, JSON.stringify(document));
      const { status, stdout, stderr } = check(config);
      return `${status} ${stdout}${stderr}`;
    };
    assert.match(said('the-right-one'), /^0 [^]*\/store: it can be used/);
    const wrong = said('another-one');
    assert.match(
      wrong,
      /^1 [^]*\/store: it does not take this user and password: look at user and/,
    );
    assert.ok(!wrong.includes('another-one'), wrong);
  } finally {
    rmSync(folder, { recursive: true });
    await redis.stop();
  }
});
