/**
 * The file under the gateway's memory: whole after a stop, missed when it goes, refused when it is not the one that was
 * left, and forgetting nothing because a clock jumps.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, PROGRAM, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => (crm = await startCrm({ token: CANARY })));
beforeEach(() => crm.reset());
after(() => crm?.stop());

/** @typedef {Awaited<ReturnType<typeof startGateway>>} Gateway */

const keyed = (/** @type {string} */ key) => ({ 'idempotency-key': `"${key}"` });
const store = (/** @type {Gateway} */ gateway) => join(gateway.folder, 'keys.db');

/** @param {Gateway} gateway */
async function end(gateway) {
  const before = gateway.log().split('"stopped"').length;
  gateway.signal('SIGTERM');
  await until(() => gateway.log().split('"stopped"').length > before);
  await until(() => !existsSync(`${store(gateway)}-wal`));
}

/** What a start that fails says. @param {Gateway} gateway @param {...string} more */
const started = (gateway, ...more) =>
  spawnSync(PROGRAM, ['--config', join(gateway.folder, 'gateway.json'), ...more], {
    encoding: 'utf8',
    timeout: 20_000,
  });

test('after a stop its one file has every key, and can be moved with its word', async () => {
  const gateway = await startGateway(crm);
  try {
    const key = makeKey();
    assert.equal((await gateway.send(CASE, keyed(key))).status, 200);
    // Not for others to read, whoever starts it.
    for (const more of ['', '-wal', '.word']) {
      assert.equal(statSync(store(gateway) + more).mode & 0o77, 0, more);
    }
    await end(gateway);
    for (const name of ['keys.db', 'keys.db.word']) {
      copyFileSync(join(gateway.folder, name), join(gateway.folder, `moved-${name}`));
      rmSync(join(gateway.folder, name));
    }
    renameSync(join(gateway.folder, 'moved-keys.db'), store(gateway));
    renameSync(join(gateway.folder, 'moved-keys.db.word'), `${store(gateway)}.word`);
    await gateway.restart();
    const again = await gateway.send(CASE, keyed(key));
    assert.deepEqual([again.status, again.headers['idempotency-replayed']], [200, 'true']);
    assert.equal((await crm.stats()).cases, 1);
  } finally {
    await gateway.stop();
  }
});

for (const [what, change] of /** @type {[string, (path: string) => void][]} */ ([
  ['removed', (path) => rmSync(path)],
  ['renamed', (path) => renameSync(path, `${path}.away`)],
  [
    'replaced',
    (path) => {
      copyFileSync(path, `${path}.copy`);
      renameSync(`${path}.copy`, path);
    },
  ],
  ['truncated', (path) => truncateSync(path)],
])) {
  test(`a file that is ${what} is missed within seconds, and no case is taken any more`, async () => {
    const gateway = await startGateway(crm);
    try {
      assert.equal((await gateway.send()).status, 200);
      change(store(gateway));
      await until(async () => (await fetch(`${gateway.origin}/readyz`)).status === 503, 5000);
      const answer = await gateway.send();
      assert.deepEqual([answer.status, answer.json().retry], [503, true]);
      assert.equal((await crm.stats()).cases, 1);
      const lines = gateway.log().match(/"\/store: .*?keys\.db.*? no case is taken any more/g);
      assert.equal(lines?.length, 1, gateway.log());
    } finally {
      await gateway.stop();
    }
  });
}

test('a store that lost its keys is refused at a start, until it is to be begun anew', async () => {
  const gateway = await startGateway(crm);
  try {
    assert.equal((await gateway.send()).status, 200);
    await end(gateway);
    rmSync(store(gateway));
    const refused = started(gateway);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /\/store: it is empty or gone, and was not: .*--begin-anew/);
    assert.ok(!existsSync(store(gateway)));
    await gateway.restart(['--begin-anew']);
    assert.equal((await gateway.send()).status, 200);
    await end(gateway);
    await gateway.restart();
    assert.equal((await gateway.send()).status, 200);
  } finally {
    await gateway.stop();
  }
});

test('a second gateway on one file is refused', async () => {
  const gateway = await startGateway(crm);
  try {
    const refused = started(gateway);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /another gateway uses this file/);
  } finally {
    await gateway.stop();
  }
});
