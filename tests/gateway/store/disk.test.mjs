/**
 * What a visitor sends is never on the gateway's disk: attachments pass through its memory, and the store knows keys,
 * digests and the CRM's answers.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';
import { writtenBody } from '../support/raw.mjs';

const MEGABYTES = 100;

/** Bytes that the process had the disk write. @param {number} pid */
const written = (pid) =>
  Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);

/** Paths of the regular files that it has open. @param {number} pid */
function openFiles(pid) {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const path = `/proc/${pid}/fd/${fd}`;
      return statSync(path).isFile() ? [readlinkSync(path)] : [];
    } catch {
      return []; // closed meanwhile
    }
  });
}

test('while 100 MB pass, nothing of them is written and no file but store and log is open', async () => {
  const crm = await startCrm({ token: CANARY });
  const gateway = await startGateway(crm, {
    fields: { file: { maxFileSize: 200_000_000, maxTotalSize: 200_000_000 } },
    limits: { answerSeconds: 120 },
  });
  try {
    const mark = 'only-in-this-visitors-file';
    const { body, type } = writtenBody({ file: 1 });
    const [before, after] = body.split('\r\nx\r\n');
    const block = Buffer.alloc(1_000_000, `${mark}\r\n--`);
    assert.ok(after.startsWith('--'));
    assert.equal((await gateway.send()).status, 200);
    const pid = gateway.pid() ?? 0;
    const atFirst = written(pid);
    /** @type {Set<string>} */
    const seen = new Set();
    async function* pieces() {
      yield Buffer.from(`${before}\r\n`);
      for (let i = 0; i < MEGABYTES; i++) {
        yield block;
        for (const path of openFiles(pid)) seen.add(path);
      }
      yield Buffer.from(`\r\n${after}`);
    }
    const length = body.length - 1 + MEGABYTES * block.length;
    const answer = await gateway.post(gateway.url, {
      body: pieces(),
      timeout: 120_000,
      headers: {
        origin: ORIGIN,
        'idempotency-key': `"${makeKey()}"`,
        'content-type': type,
        'content-length': length,
      },
    });
    assert.equal(answer.status, 200, answer.text);
    const bytes = written(pid) - atFirst;
    console.log(
      `${MEGABYTES} MB passed, ${bytes} bytes were written; open: ${[...seen].length} files`,
    );
    assert.ok(bytes < 1_000_000, `${bytes} bytes`);
    const own = readdirSync(gateway.folder).map((name) => join(gateway.folder, name));
    assert.deepEqual(
      [...seen].filter((path) => !own.includes(path)),
      [],
    );
    for (const path of own) {
      const content = readFileSync(path, 'latin1');
      assert.ok(content.length < 1_000_000, path);
      assert.ok(!content.includes(mark), path);
      // Of the texts neither.
      assert.ok(!content.includes('only stars'), path);
      assert.ok(!content.includes(CASE.contact), path);
    }
  } finally {
    await gateway.stop();
    await crm.stop();
  }
});
