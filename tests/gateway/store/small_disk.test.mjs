/**
 * A disk that is full or read-only: nothing is sent that could not be remembered, and it goes on when there is room.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, PROGRAM, startGateway } from '../support/gateway.mjs';
import { startSmallDisk, whyNoDisk, whyNoFailingDisk } from '../support/small_disk.mjs';

const skip = whyNoDisk();

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => (crm = await startCrm({ token: CANARY })));
beforeEach(() => crm.reset());
after(() => crm?.stop());

const keyed = (/** @type {string} */ key) => ({ 'idempotency-key': `"${key}"` });

/** @typedef {Awaited<ReturnType<typeof startGateway>>} Gateway */
/** @typedef {Awaited<ReturnType<typeof startSmallDisk>>} Disk */

/**
 * @param {(disk: Disk, gateway: Gateway) => Promise<void>} scene
 * @param {Parameters<typeof startSmallDisk>[0]} [options]
 */
async function onSmallDisk(scene, options) {
  const disk = await startSmallDisk(options);
  try {
    const store = join(disk.folder, 'keys.db');
    const gateway = await startGateway(crm, { store, under: disk.under });
    try {
      await scene(disk, gateway);
    } finally {
      await gateway.stop();
    }
  } finally {
    await disk.stop();
  }
}

/** @param {Gateway} gateway @param {NodeJS.Signals} signal */
async function end(gateway, signal = 'SIGTERM') {
  const pid = gateway.pid() ?? 0;
  gateway.signal(signal);
  await until(() => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  });
}

/** @param {Gateway} gateway @param {string} key */
async function assertReplayed(gateway, key) {
  const again = await gateway.send(CASE, keyed(key));
  assert.deepEqual(
    [again.status, again.headers['idempotency-replayed']],
    [200, 'true'],
    again.text,
  );
}

/** What a start, or another use of the program, says. @param {Disk} disk @param {Gateway} gateway */
const said = (disk, gateway, /** @type {string[]} */ ...more) => {
  const config = join(gateway.folder, 'gateway.json');
  const { status, stdout, stderr } = disk.run(PROGRAM, '--config', config, ...more);
  return `${status} ${stdout}${stderr}`;
};

test('on a full disk nothing is sent, and it goes on when there is room', { skip }, () =>
  onSmallDisk(async (disk, gateway) => {
    const first = makeKey();
    assert.equal((await gateway.send(CASE, keyed(first))).status, 200);
    disk.fill();
    const keys = Array.from({ length: 5 }, makeKey);
    for (let round = 0; round < 2; round++) {
      for (const key of keys) {
        const answer = await gateway.send(CASE, keyed(key));
        assert.deepEqual([answer.status, answer.json().retry], [503, true], answer.text);
      }
    }
    assert.equal((await crm.requests()).length, 1);
    assert.equal((await fetch(`${gateway.origin}/readyz`)).status, 503);
    const lines = () => gateway.log().match(/"\/store: [^"]*"/g) ?? [];
    await until(() => lines().length > 0);
    disk.empty();
    await until(async () => (await fetch(`${gateway.origin}/readyz`)).status === 200);
    for (const key of keys) assert.equal((await gateway.send(CASE, keyed(key))).status, 200);
    for (const key of [first, ...keys]) await assertReplayed(gateway, key);
    assert.equal((await crm.stats()).posts, 6);
    const told = [
      'database or disk is full; until it changes cases are refused',
      'it is there again',
    ];
    assert.deepEqual(
      lines(),
      told.map((line) => `"/store: ${line}"`),
    );
  }),
);

test('a case that is at the CRM when the disk becomes full is not sent again', { skip }, () =>
  onSmallDisk(async (disk, gateway) => {
    for (const killed of [false, true]) {
      await crm.reset();
      const key = makeKey();
      await crm.next({ reply: 'created', delay: 1 });
      const first = gateway.send(CASE, keyed(key));
      await until(async () => (await crm.stats()).posts === 1);
      disk.fill();
      assert.equal((await first).status, 200);
      if (killed) {
        await end(gateway, 'SIGKILL');
        assert.match(said(disk, gateway), /^1 [^]*is full: make room on it/);
        disk.empty();
        await gateway.restart();
        const again = await gateway.send(CASE, keyed(key));
        assert.equal(again.status, 409, again.text);
      } else {
        disk.empty();
        await assertReplayed(gateway, key);
      }
      assert.equal((await crm.stats()).posts, 1);
    }
  }),
);

test('a disk that is full or read-only at a start is told, by --check too', { skip }, () =>
  onSmallDisk(async (disk, gateway) => {
    const key = makeKey();
    assert.equal((await gateway.send(CASE, keyed(key))).status, 200);
    await end(gateway);
    disk.become('ro');
    const readOnly = /^1 [^]*\/store: .*small is on a disk that is read-only: mount it for writing/;
    for (const use of [['--check'], []]) assert.match(said(disk, gateway, ...use), readOnly);
    disk.become('rw');
    disk.fill();
    const full = /^1 [^]*\/store: the disk of .*small is full: make room on it/;
    for (const use of [['--check'], []]) assert.match(said(disk, gateway, ...use), full);
    disk.empty();
    await gateway.restart();
    await assertReplayed(gateway, key);
    assert.equal((await crm.stats()).posts, 1);
  }),
);

/** What the log says of the store. @param {Gateway} gateway */
const told = (gateway) => gateway.log().match(/(?<="\/store: )[^"]*/g) ?? [];

test(
  'a disk that fails while it runs: nothing is sent, and nothing twice after it',
  { skip: whyNoFailingDisk() },
  () =>
    onSmallDisk(
      async (disk, gateway) => {
        const [before, during] = [makeKey(), makeKey()];
        assert.equal((await gateway.send(CASE, keyed(before))).status, 200);
        await crm.next({ reply: 'created', delay: 1 });
        const first = gateway.send(CASE, keyed(during));
        await until(async () => (await crm.stats()).posts === 2);
        disk.fail();
        assert.equal((await first).status, 200);
        const keys = [during, ...Array.from({ length: 5 }, makeKey)];
        for (const key of keys) {
          const answer = await gateway.send(CASE, keyed(key));
          assert.deepEqual([answer.status, answer.json().retry], [503, true], answer.text);
        }
        assert.equal((await fetch(`${gateway.origin}/readyz`)).status, 503);
        await until(() => told(gateway).length > 0);
        const sentence =
          /^disk I\/O error \(Read-only file system\); until it changes cases are refused$/;
        for (const line of told(gateway)) assert.match(line, sentence);
        assert.equal(told(gateway).length, 1);
        await end(gateway);
        assert.match(said(disk, gateway, '--check'), /^1 [^]*\/store: .*read-only/i);
        disk.repair();
        await gateway.restart();
        await assertReplayed(gateway, before);
        // Its end could not be written: it is not sent again.
        const again = await gateway.send(CASE, keyed(during));
        assert.equal(again.status, 409, again.text);
        for (const key of keys.slice(1)) {
          assert.equal((await gateway.send(CASE, keyed(key))).status, 200);
        }
        assert.equal((await crm.stats()).posts, 7);
      },
      { fails: true },
    ),
);

test('a second gateway on one file through a bind mount is refused', { skip }, () =>
  onSmallDisk(async (disk, gateway) => {
    const config = join(gateway.folder, 'gateway.json');
    const other = { ...JSON.parse(readFileSync(config, 'utf8')) };
    writeFileSync(config, JSON.stringify({ ...other, store: join(disk.bind(), 'keys.db') }));
    assert.match(said(disk, gateway), /^1 [^]*another gateway uses this file/);
    assert.equal((await gateway.send()).status, 200);
  }),
);
