/** `--check` says whether store and CRM are there, in a sentence each, and makes nothing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { check, makeChecks } from '../support/check.mjs';
import { CANARY, CASE, makeKey, PROGRAM, startGateway } from '../support/gateway.mjs';
import { startRedis } from '../support/redis.mjs';

const ask = (/** @type {string[]} */ ...words) =>
  spawnSync(PROGRAM, words, { encoding: 'utf8', timeout: 30_000 });

test('--help says what there is; a word that is not known, the same and a failure', () => {
  const help = ask('--help');
  assert.equal(help.status, 0, help.stderr);
  for (const word of ['--config', '--check', '--begin-anew', '--version']) {
    assert.ok(help.stdout.includes(word));
  }
  const wrong = ask('--chekc');
  assert.deepEqual([wrong.status, wrong.stdout, wrong.stderr], [2, '', help.stdout]);
});

test('--version says the version of the project, and needs no configuration', () => {
  const { status, stdout, stderr } = ask('--version');
  const project = readFileSync(new URL('../../../CMakeLists.txt', import.meta.url), 'utf8');
  const version = /^project\(casement VERSION ([\d.]+) /m.exec(project)?.[1];
  assert.deepEqual([status, stdout, stderr], [0, `casement-gateway ${version}\n`, '']);
  assert.equal(ask('--version', '--check').status, 2);
});

test('a store that cannot be used and a host that is unknown are told, and nothing is made', () => {
  const checks = makeChecks();
  try {
    const keys = join(checks.folder, 'keys');
    mkdirSync(keys);
    const bare = { SSL_CERT_FILE: join(checks.folder, 'none.pem'), SSL_CERT_DIR: keys };
    const store = join(keys, 'keys.db');
    assert.match(checks.check(store, 'localhost:8443', bare), /^1 [^]*install ca-certificates/);
    assert.doesNotMatch(checks.check(store, 'localhost', bare), /ca-certificates/);
    assert.match(checks.check(store), /^0 [^]*will be made at the first start/);
    assert.deepEqual(readdirSync(keys), []);
    assert.match(checks.check(join(keys, 'none/keys.db')), /^1 [^]*none is not there: make it/);
    writeFileSync(join(keys, 'junk.db'), 'x'.repeat(5000));
    assert.match(checks.check(join(keys, 'junk.db')), /^1 [^]*it is damaged: .*--begin-anew/);
    mkdirSync(join(keys, 'folder.db'));
    assert.match(checks.check(join(keys, 'folder.db')), /^1 [^]*is no file/);
    const nobody = checks.check('redis://127.0.0.1:1/0');
    assert.match(nobody, /^1 [^]*it cannot be reached: look at its host/);
    assert.match(checks.check(store, 'nowhere.invalid'), /^1 [^]*no address is found for/);
    assert.deepEqual(readdirSync(keys).sort(), ['folder.db', 'junk.db']);
  } finally {
    checks.remove();
  }
});

test('a store on which a gateway runs is right', async () => {
  const crm = await startCrm({ token: CANARY });
  const gateway = await startGateway(crm);
  try {
    assert.equal((await gateway.send()).status, 200);
    const running = check(join(gateway.folder, 'gateway.json'));
    assert.match(running, /^0 [^]*\/store: a gateway is running on it/);
    assert.equal((await gateway.send()).status, 200);
  } finally {
    await gateway.stop();
    await crm.stop();
  }
});

/** Every file of a folder: which it is, whose, what it holds, and since when. @param {string} folder */
const filesOf = (folder) =>
  readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const { ino, mode, uid, gid, size, mtimeNs } = statSync(path, { bigint: true });
    const sum = createHash('sha256').update(readFileSync(path)).digest('hex');
    return { name, ino, mode, uid, gid, size, mtimeNs, sum };
  });

test('the store of a killed gateway, with its log left behind, is right and stays as it is', async () => {
  const crm = await startCrm({ token: CANARY });
  const gateway = await startGateway(crm);
  try {
    const keys = [makeKey(), makeKey()];
    const send = (/** @type {string} */ key) =>
      gateway.send(CASE, { 'idempotency-key': `"${key}"` });
    assert.equal((await send(keys[0])).status, 200);
    await crm.next({ reply: 'slow', delay: 30 });
    const cut = assert.rejects(send(keys[1]));
    await until(async () => (await crm.stats()).posts > 1);
    const pid = gateway.pid() ?? 0;
    gateway.signal('SIGKILL');
    await cut;
    // Its lock on the store ends with its process.
    await until(() => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    });
    const before = filesOf(gateway.folder);
    assert.ok(before.some(({ name, size }) => name === 'keys.db-wal' && size > 0));
    assert.match(check(join(gateway.folder, 'gateway.json')), /^0 [^]*\/store: it can be used/);
    assert.deepEqual(filesOf(gateway.folder), before);
    await gateway.restart();
    assert.equal((await gateway.ask(keys[0])).status, 200);
    assert.equal((await gateway.ask(keys[1])).status, 409);
  } finally {
    await gateway.stop();
    await crm.stop();
  }
});

test('a password that Redis does not take is told, and not shown', async () => {
  const redis = await startRedis();
  const checks = makeChecks();
  try {
    assert.equal(await redis.ask('config', 'set', 'requirepass', 'the-right-one'), 'OK');
    const passwordFile = join(checks.folder, 'password');
    const said = (/** @type {string} */ password) => {
      writeFileSync(passwordFile, password);
      return checks.check({ url: redis.store, passwordFile });
    };
    assert.match(said('the-right-one'), /^0 [^]*\/store: it can be used/);
    const wrong = said('another-one');
    assert.match(
      wrong,
      /^1 [^]*\/store: it does not take this user and password: look at user and/,
    );
    assert.ok(!wrong.includes('another-one'), wrong);
  } finally {
    checks.remove();
    await redis.stop();
  }
});

test('a Redis without TLS that is named as one with it is told what to name', async () => {
  const redis = await startRedis();
  const checks = makeChecks();
  try {
    const said = checks.check(redis.store.replace('redis:', 'rediss:'));
    assert.match(said, /^1 [^]*\/store: it does not speak TLS, .*: name it with redis:\/\/ if/);
  } finally {
    checks.remove();
    await redis.stop();
  }
});

test('a replica that is named in place of its primary is told, and its primary is right', async () => {
  const primary = await startRedis();
  const replica = await startRedis();
  const checks = makeChecks();
  try {
    await replica.follow(primary.port);
    const advice = /^1 [^]*\/store: it is a replica: name the primary, or use sentinel/;
    assert.match(checks.check(replica.store), advice);
    assert.match(checks.check(primary.store), /^0 [^]*\/store: it can be used/);
    const needing = (/** @type {number} */ replicas) =>
      checks.check({ url: primary.store, replicas });
    assert.match(needing(1), /^0 [^]*\/store: it can be used/);
    assert.match(needing(2), /^1 [^]*\/store: too few of its replicas are there: look at its/);
    await primary.kill();
    assert.match(checks.check(replica.store), advice);
  } finally {
    checks.remove();
    await replica.stop();
    await primary.stop();
  }
});
