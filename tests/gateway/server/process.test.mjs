/**
 * The gateway as a process: killed at any moment, stopped, reloaded; its memory; slow phones.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCrm } from '../../crm/crm.mjs';
import { encode, post } from '../../crm/post.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;

before(
  async () =>
    (crm = await startCrm({ token: CANARY, postMax: '9G', uploadMax: '9G', maxBody: '9g' })),
);
beforeEach(() => crm.reset());
after(() => crm?.stop());

const key = () => ({ 'idempotency-key': `"${makeKey()}"` });

test('killed while cases are on their way, it doubles none and loses no answer that it gave', async () => {
  const gateway = await startGateway(crm);
  try {
    await crm.next({ reply: 'slow', delay: 0.02, times: 'always' });
    /** @type {Map<string, string>} */
    const told = new Map();
    const keys = Array.from({ length: 60 }, makeKey);
    for (let round = 0; round < 6; round++) {
      const sending = keys.slice(round * 10, round * 10 + 10).map(async (each) => {
        const answer = await gateway
          .send(CASE, { 'idempotency-key': `"${each}"` })
          .catch(() => undefined);
        if (answer?.status === 200) told.set(each, answer.json().data.idPrefijo);
      });
      await sleep(20 + round * 17);
      gateway.signal('SIGKILL');
      await Promise.all(sending);
      await gateway.restart();
      // The visitor's own second try, and the browser's.
      for (const each of keys.slice(round * 10, round * 10 + 10)) {
        const answer = await gateway.send(CASE, { 'idempotency-key': `"${each}"` });
        const before = told.get(each);
        if (before) assert.equal(answer.json().data.idPrefijo, before);
        else if (answer.status === 200) told.set(each, answer.json().data.idPrefijo);
        else assert.equal(answer.status, 409, answer.text);
      }
    }
    const numbers = [...told.values()];
    assert.equal(new Set(numbers).size, numbers.length);
    const { cases } = await crm.stats();
    assert.ok(cases <= keys.length, `${cases} cases of ${keys.length} keys`);
    assert.ok(numbers.length <= cases);
  } finally {
    await gateway.stop();
  }
});

test('SIGTERM finishes what is in flight; SIGHUP takes another configuration, but not a wrong one', async () => {
  const gateway = await startGateway(crm);
  try {
    gateway.reconfigure({ fields: { operation: 'other' } });
    gateway.signal('SIGHUP');
    await sleep(200);
    assert.equal((await gateway.send()).status, 200);
    assert.equal((await crm.cases())[0].post.operation, 'other');
    gateway.reconfigure({ fields: { operation: { visibility: 'locked' } } });
    gateway.signal('SIGHUP');
    await sleep(200);
    assert.equal((await gateway.send()).status, 200);
    await crm.next({ reply: 'slow', delay: 0.5 });
    const last = gateway.send();
    await sleep(200);
    gateway.signal('SIGTERM');
    assert.equal((await last).status, 200);
    await sleep(500);
    await assert.rejects(gateway.send());
  } finally {
    await gateway.stop();
  }
});

test('two uploads that crawl do not hold up a small case', async () => {
  const gateway = await startGateway(crm);
  try {
    const { body, headers } = await encode([
      ...Object.entries(CASE),
      ['file[]', { name: 'a.pdf', bytes: Buffer.alloc(1_000_000, 'x'), type: 'application/pdf' }],
    ]);
    const crawling = [0, 1].map(() => {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.on('error', () => {});
      const lines = {
        origin: ORIGIN,
        host: 'localhost',
        'content-length': body.length,
        ...key(),
        ...headers,
      };
      socket.write('POST /server/API/v2/cases/insert.php HTTP/1.1\r\n');
      socket.write(
        `${Object.entries(lines)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      );
      socket.write(body.subarray(0, 300_000));
      let at = 300_000;
      const timer = setInterval(() => socket.write(body.subarray(at, ++at)), 1000);
      socket.on('close', () => clearInterval(timer));
      return socket;
    });
    await sleep(1500);
    const began = Date.now();
    assert.equal((await gateway.send()).status, 200);
    const took = Date.now() - began;
    console.log(`a small case took ${took} ms`);
    assert.ok(took <= 2000, `${took} ms`);
    for (const socket of crawling) socket.destroy();
  } finally {
    await gateway.stop();
  }
});

test('a large attachment needs no memory of its size', { timeout: 600_000 }, async () => {
  const megabytes = Number(process.env.CASEMENT_UPLOAD_MB ?? 300);
  const gateway = await startGateway(crm, {
    fields: { file: { maxFileSize: 5_000_000_000, maxTotalSize: 5_000_000_000 } },
    limits: { answerSeconds: 300 },
  });
  try {
    await gateway.send();
    const before = gateway.memory();
    const boundary = 'UploadBoundary0123456789abcdefghij';
    const part = (/** @type {string} */ name, /** @type {string} */ value) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = Buffer.from(
      `${Object.entries(CASE)
        .map(([name, value]) => part(name, value))
        .join('')}--${boundary}\r\n` +
        'Content-Disposition: form-data; name="file[]"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n',
    );
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
    const block = Buffer.alloc(1_000_000, 'video\r\n--');
    async function* pieces() {
      yield head;
      for (let i = 0; i < megabytes; i++) yield block;
      yield tail;
    }
    const answer = await post(gateway.url, {
      body: pieces(),
      timeout: 300_000,
      headers: {
        ...{
          origin: ORIGIN,
          ...key(),
          'content-type': `multipart/form-data; boundary=${boundary}`,
        },
        'content-length': head.length + tail.length + megabytes * block.length,
      },
    });
    assert.equal(answer.status, 200, answer.text + gateway.log());
    const [, made] = await crm.cases();
    assert.equal(made.files[0].size, megabytes * 1_000_000);
    const grown = gateway.memory() - before;
    console.log(
      `${megabytes} MB: resident memory grew by ${(grown / 1e6).toFixed(1)} MB from ${(before / 1e6).toFixed(1)}`,
    );
    assert.ok(grown <= 8_000_000, `${grown} bytes`);
  } finally {
    await gateway.stop();
  }
});
