/** Secrets that change in their files while the gateway runs: taken without a signal, and only when they are sound. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { encode, post } from '../../crm/post.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => {
  crm = await startCrm({ token: CANARY });
});
after(() => crm?.stop());

test("a client's key and the CRM's token are read again when their files change", async () => {
  const keys = [0, 1].map(() => randomBytes(32).toString('hex'));
  let keyFile = '';
  const gateway = await startGateway(crm, {
    prepare: (folder) => {
      keyFile = join(folder, 'portal.key');
      writeFileSync(keyFile, keys[0]);
    },
    config: () => ({
      forms: [
        {
          fields: { operation: 'acme', responsible: 'a@acme', owner: 'a@acme', status: 'open' },
          clients: [{ name: 'portal', keyFile }],
        },
      ],
    }),
  });
  const send = async (/** @type {string} */ key) => {
    const { body, headers } = await encode(CASE);
    const own = { authorization: `Bearer ${key}`, 'idempotency-key': `"${makeKey()}"` };
    return (await post(gateway.url, { body, headers: { ...headers, ...own } })).status;
  };
  try {
    assert.deepEqual([await send(keys[0]), await send(keys[1])], [200, 403]);
    // A document that was not meant yet is not taken along.
    gateway.reconfigure({ config: { forms: [] } });
    writeFileSync(keyFile, 'too short');
    await until(async () => gateway.log().includes('the new configuration is wrong'));
    assert.equal(await send(keys[0]), 200);
    writeFileSync(`${keyFile}.new`, keys[1]);
    renameSync(`${keyFile}.new`, keyFile);
    await until(async () => (await send(keys[1])) === 200);
    assert.equal(await send(keys[0]), 403);
    writeFileSync(join(gateway.folder, 'token'), 'another-token');
    await until(async () => (await send(keys[1])) !== 200);
    writeFileSync(join(gateway.folder, 'token'), CANARY);
    await until(async () => (await send(keys[1])) === 200);
  } finally {
    await gateway.stop();
  }
});
