/**
 * The gateway on Redis as companies run it: TLS with client certificates, users and passwords, replicas, Sentinels. And
 * what it says when one of these is not as it should be.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from '../../crm/certificates.mjs';
import { startCrm } from '../../crm/crm.mjs';
import { Stand } from '../../crm/servers.mjs';
import { until } from '../../crm/until.mjs';
import { casesByTag } from '../faults/ledger.mjs';
import { makeChecks } from '../support/check.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';
import { listens, startRedis } from '../support/redis.mjs';
import { GATEWAY_RULES, PASSWORDS, startSentinels } from '../support/sentinels.mjs';

/** @type {Awaited<ReturnType<typeof startSentinels>>} */
let family;
/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;

before(async () => {
  family = await startSentinels();
  crm = await startCrm({ token: CANARY });
  writeFileSync(join(family.folder, 'password'), `${PASSWORDS.gateway}\n`);
  process.env.CASEMENT_TEST_LOOKUP = PASSWORDS.lookup;
});
after(async () => {
  await crm?.stop();
  await family?.stop();
});

/** `store` for this family. @param {object} [own] @param {object} [sentinel] */
function storeOf(own = {}, sentinel = {}) {
  const { caFile, certFile, keyFile } = family.tls;
  const tls = { caFile, certFile, keyFile };
  return {
    url: 'rediss:///0',
    user: 'gateway',
    passwordFile: join(family.folder, 'password'),
    replicas: 1,
    ...tls,
    ...own,
    sentinel: {
      name: 'cases',
      urls: family.sentinels.map((port) => `rediss://127.0.0.1:${port}`),
      user: 'lookup',
      passwordEnv: 'CASEMENT_TEST_LOOKUP',
      ...tls,
      ...sentinel,
    },
  };
}

const start = (/** @type {object} */ store) => startGateway(crm, { config: { store } });

/** Nothing that a gateway says has any of these. @param {string} said */
function assertSilent(said) {
  for (const password of Object.values(PASSWORDS)) assert.ok(!said.includes(password), password);
}

test('a primary that dies under load: every case once, and known to all afterwards', async (t) => {
  const gateways = [await start(storeOf()), await start(storeOf())];
  const keys = new Map();
  let going = true;
  let said = '';
  /** One visitor: a case after another, each sent until it is told what became of it. */
  const visit = async (/** @type {number} */ visitor) => {
    for (let number = 0; going; number++) {
      const tag = `case-${visitor}-${number}-`;
      const key = makeKey();
      for (let attempt = visitor; ; attempt++) {
        const answer = await gateways[attempt % 2].send(
          { ...CASE, description: tag },
          { 'idempotency-key': `"${key}"` },
        );
        said += answer.text;
        if (answer.status === 200) break;
        const { retry } = answer.json();
        assert.ok(retry || answer.status === 409, answer.text);
        await sleep(50);
      }
      keys.set(tag, key);
    }
  };
  try {
    const primary = await family.primary();
    const visitors = Array.from({ length: 8 }, (_, visitor) => visit(visitor));
    await until(() => keys.size >= 20);
    family.kill(primary);
    const killed = Date.now();
    await until(async () => (await family.primary()) !== primary, 30_000);
    const elected = Date.now() - killed;
    const before = keys.size;
    await until(() => keys.size > before, 30_000);
    const again = Date.now() - killed;
    await until(() => keys.size >= before + 20, 30_000);
    going = false;
    await Promise.all(visitors);
    const cases = casesByTag(crm, /case-\d+-\d+-/);
    assert.equal(cases.size, keys.size);
    for (const [tag, numbers] of cases) assert.equal(numbers.length, 1, tag);
    t.diagnostic(`${cases.size} cases; a primary after ${elected} ms, cases after ${again} ms`);
    // All of these cases may have gone through one of them, before the other found the new primary.
    const [some] = keys.values();
    for (const gateway of gateways)
      await until(async () => (await gateway.ask(some)).status !== 503, 30_000);
    const states = await Promise.all([...keys.values()].map((key) => gateways[0].ask(key)));
    for (const { status, text } of states) assert.equal(status, 200, text);
    for (const gateway of gateways) {
      assert.match(gateway.log(), /"\/store: [^"]*; until it changes cases are refused"/);
      assert.match(gateway.log(), /"\/store: it is there again"/);
      assertSilent(said + gateway.log() + (await gateway.metrics()));
    }
    family.start(primary);
  } finally {
    going = false;
    for (const gateway of gateways) await gateway.stop();
  }
});

test('whatever of it is wrong is told, without what is secret', async () => {
  const stand = new Stand('strangers');
  const stranger = makeCertificates(stand.folder);
  const wrong = join(stand.folder, 'wrong');
  writeFileSync(wrong, `${PASSWORDS.gateway}x`);
  const one = `sentinel 127.0.0.1:${family.sentinels[0]}: `;
  /** @type {[object, string][]} */
  const cases = [
    [storeOf({ passwordFile: wrong }), 'it does not take this user and password'],
    [storeOf({ user: undefined, passwordFile: undefined }), 'it wants a user and a password'],
    [storeOf({ caFile: stranger.caFile }), 'its certificate is not trusted: '],
    [storeOf({ serverName: 'elsewhere' }), 'its certificate is not trusted: hostname mismatch'],
    [storeOf({ certFile: undefined, keyFile: undefined }), 'it does not answer'],
    [storeOf({ keyFile: stranger.keyFile }), 'its keyFile cannot be used, or is another certif'],
    [storeOf({ certFile: wrong }), 'its certFile cannot be used'],
    [storeOf({}, { name: 'others' }), `${one}it knows no `],
    [storeOf({}, { passwordEnv: undefined, passwordFile: wrong }), `${one}it does not take`],
    [storeOf({}, { caFile: stranger.caFile }), `${one}its certificate is not trusted`],
    [
      storeOf({ url: 'redis:///0', caFile: undefined, certFile: undefined, keyFile: undefined }),
      'it does not answer',
    ],
  ];
  try {
    for (const [store, problem] of cases) {
      const gateway = await start(store);
      const answer = await gateway.send();
      assert.equal(answer.status, 503);
      assert.ok(gateway.log().includes(`/store: `), gateway.log());
      assert.ok(gateway.log().includes(problem), `${problem}\n${gateway.log()}`);
      assertSilent(gateway.log() + answer.text);
      assert.ok(!gateway.log().includes(`${PASSWORDS.gateway}x`));
      await gateway.stop();
    }
  } finally {
    await stand.stop();
  }
});

test('a password that changes is read from its file with the next connection', async () => {
  const redis = await startRedis();
  const stand = new Stand('password');
  const file = join(stand.folder, 'password');
  const set = async (/** @type {string} */ password) => {
    writeFileSync(file, password);
    await redis.ask('acl', 'setuser', 'casement', 'reset', 'on', `>${password}`, '~*', '+@all');
    await redis.ask('client', 'kill', 'user', 'casement');
  };
  await set('canary-first');
  const gateway = await start({
    url: redis.store,
    user: 'casement',
    passwordFile: file,
  });
  try {
    assert.equal((await gateway.send()).status, 200);
    await set('canary-second');
    await until(async () => (await gateway.send()).status === 200);
    assert.ok(!/canary-(first|second)/.test(gateway.log()));
  } finally {
    await gateway.stop();
    await stand.stop();
    await redis.stop();
  }
});

test('a Redis that says nothing, or only TLS, costs a moment each', async () => {
  /** @type {import('node:net').Socket[]} */
  const sockets = [];
  const silent = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (silent.address());
  try {
    for (const scheme of ['redis', 'rediss']) {
      const gateway = await start({ url: `${scheme}://127.0.0.1:${port}` });
      const began = Date.now();
      assert.equal((await gateway.send()).status, 503);
      assert.ok(Date.now() - began < 8000, `${scheme}: ${Date.now() - began} ms`);
      assert.match(gateway.log(), /\/store: it does not (answer|speak TLS)/);
      await gateway.stop();
    }
  } finally {
    for (const socket of sockets) socket.destroy();
    silent.close();
  }
});

test('--check asks the Sentinels that are there, and tells which are not', async () => {
  const checks = makeChecks();
  const [first, ...others] = family.sentinels;
  const kill = async (/** @type {number[]} */ ...ports) => {
    for (const port of ports) family.kill(port);
    for (const port of ports) await until(async () => !(await listens(port)));
  };
  const said = () => {
    const all = checks.check(storeOf());
    assertSilent(all);
    return all;
  };
  try {
    // The primary that died in another test may not be a replica yet.
    await until(() => /^0 [^]*\/store: it can be used\n/.test(said()));
    const gone = `the sentinel 127.0.0.1:${first}: it cannot be reached: look at its host`;
    await kill(first);
    const without = said();
    assert.ok(
      without.startsWith('0 ') && without.includes(`/store: it can be used; ${gone}`),
      without,
    );
    await kill(...others);
    const none = said();
    assert.ok(none.startsWith('1 ') && none.includes(`error: /store: ${gone}`), none);
  } finally {
    checks.remove();
    for (const port of family.sentinels) if (!(await listens(port))) family.start(port);
  }
});

test('the rights that the manual tells to give are those that these tests gave', () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
  assert.ok(readFileSync(join(root, 'docs/gateway.md'), 'utf8').includes(GATEWAY_RULES));
});
