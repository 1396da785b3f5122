/** The demo's CRM against what the endpoint's documentation says. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';

import { answer, answers, hashLimit, insertPath } from '../../web/demo/crm.js';

// Browsers and later versions of node have it.
if (!globalThis.crypto) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });

const url = `https://demo.test/shop/${insertPath}`;
const complete = {
  operation: 'talleres_andina',
  'case-type': 'Request',
  responsible: 'soporte@talleres_andina',
  owner: 'portal@talleres_andina',
  contact: 'lucia.rojas@example.com',
  description: 'Llegó incompleto: «ñ», "comillas", 😀\r\nsegunda línea',
  status: 'open',
  priority: 'medium',
  form: '{}',
};

/** @typedef {import('../../web/demo/crm.js').CrmState} CrmState */

function crm(/** @type {CrmState} */ state = {}) {
  /** @type {number[]} */
  const waited = [];
  const store = {
    async update(/** @type {(state: CrmState) => CrmState} */ change) {
      const before = state;
      state = change(state);
      return before;
    },
  };
  return {
    waited,
    state: () => state,
    send: (/** @type {Request} */ request) =>
      answer(request, { store, wait: async (milliseconds) => void waited.push(milliseconds) }),
  };
}

/**
 * @param {Record<string, string>} fields
 * @param {Record<string, string>} headers
 */
function post(fields = complete, headers = { 'Wolkvox-Token': 'demo' }) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return new Request(url, { method: 'POST', headers, body });
}

test('a complete case gets a number and a hexadecimal record, under HTTP 200', async () => {
  const { response } = await crm().send(post());
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/json');
  const { code, error, msg, data } = await response.json();
  assert.deepEqual([code, error, msg], [200, 'null', 'Succesfully create record']);
  assert.equal(data.idPrefijo, 'SOP-10482');
  assert.match(data.wolkvox_id, /^[0-9a-f]{24}$/);
});

test('numbers count up and go on after the worker was ended', async () => {
  const first = crm();
  await first.send(post());
  await first.send(post());
  const later = crm(first.state());
  const { response } = await later.send(post());
  assert.equal((await response.json()).data.idPrefijo, 'SOP-10484');
});

test('what was received is told whole and in order', async () => {
  const { received } = await crm().send(post());
  assert.deepEqual(
    received?.fields,
    Object.entries(complete).map(([name, value]) => ({ name, value })),
  );
  assert.equal(received?.path, '/shop/server/API/v2/cases/insert.php');
  assert.equal(received?.created, true);
  const headers = new Map(received?.headers.map(({ name, value }) => [name, value]));
  assert.equal(headers.get('wolkvox-token'), 'demo');
  assert.match(headers.get('content-type') ?? '', /^multipart\/form-data; boundary=/);
});

test('files are told with name, type, size and hash', async () => {
  const body = new FormData();
  for (const [name, value] of Object.entries(complete)) body.append(name, value);
  body.append('file[]', new Blob(['abc'], { type: 'application/pdf' }), 'factura «final».pdf');
  const request = new Request(url, { method: 'POST', headers: { 'Wolkvox-Token': 'demo' }, body });
  const { received } = await crm().send(request);
  assert.deepEqual(received?.files, [
    {
      name: 'file[]',
      fileName: 'factura «final».pdf',
      type: 'application/pdf',
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
  ]);
});

test('a file at the limit is hashed, one byte more is not', async () => {
  for (const [size, length] of [
    [hashLimit - 1, 64],
    [hashLimit, 64],
    [hashLimit + 1, 0],
  ]) {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(size)]), 'a.zip');
    const { received } = await crm().send(new Request(url, { method: 'POST', body }));
    assert.equal(received?.files[0].sha256.length, length, `${size} bytes`);
  }
});

test('a missing token is 401, a wrong one 403, and neither creates a case', async () => {
  const { send, state } = crm();
  const none = await send(post(complete, {}));
  assert.equal(none.response.status, 401);
  assert.equal((await none.response.json()).error, 'PLEASE ENTER THE WOLKVOX-TOKEN');
  const wrong = await send(post(complete, { 'Wolkvox-Token': 'Demo' }));
  assert.equal(wrong.response.status, 403);
  assert.equal((await wrong.response.json()).error, 'PLEASE VALIDATE TOKEN');
  assert.equal(wrong.received?.created, false);
  assert.deepEqual(state(), {});
});

test('each required field is required, and blanks do not count', async () => {
  for (const name of Object.keys(complete).filter((key) => key !== 'form')) {
    const { [name]: _, ...others } = /** @type {Record<string, string>} */ (complete);
    for (const fields of [others, { ...complete, [name]: ' \n' }]) {
      const { response } = await crm().send(post(fields));
      assert.equal(response.status, 400, name);
      assert.equal((await response.json()).error, 'SOME PARAMETERS ARE REQUIRED');
    }
  }
});

test('custom fields may be left out, but must be a JSON object', async () => {
  const { form: _, ...withoutForm } = complete;
  for (const fields of [withoutForm, { ...complete, form: '{"numero_pedido":"TA-48213"}' }]) {
    assert.equal((await crm().send(post(fields))).response.status, 200);
  }
  for (const form of ['[]', 'null', '1', '{"a":', 'a=b']) {
    assert.equal((await crm().send(post({ ...complete, form }))).response.status, 400, form);
  }
});

test('a closed status asks for a solution', async () => {
  const closed = { ...complete, status: 'closed' };
  assert.equal((await crm().send(post(closed))).response.status, 400);
  const solved = { ...closed, solution: 'Sent again' };
  assert.equal((await crm().send(post(solved))).response.status, 200);
});

test('of two fields with one name the last wins, as in PHP', async () => {
  const body = new FormData();
  body.append('description', 'first');
  for (const [name, value] of Object.entries(complete)) body.append(name, value);
  body.append('description', ' ');
  const request = new Request(url, { method: 'POST', headers: { 'Wolkvox-Token': 'demo' }, body });
  assert.equal((await crm().send(request)).response.status, 400);
});

test('a body that is no form misses everything', async () => {
  const headers = { 'Wolkvox-Token': 'demo', 'Content-Type': 'multipart/form-data; boundary=x' };
  const broken = new Request(url, { method: 'POST', headers, body: '--x\r\nContent-Disp' });
  assert.equal((await crm().send(broken)).response.status, 400);
});

test('HEAD is answered without a body and is not a case', async () => {
  const { response, received } = await crm().send(new Request(url, { method: 'HEAD' }));
  assert.equal(response.status, 204);
  assert.equal(received, undefined);
});

test('other methods are not allowed', async () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const { response } = await crm().send(new Request(url, { method }));
    assert.equal(response.status, 405, method);
  }
});

test('the next answer can be chosen, once', async () => {
  /** @type {Record<string, (response: Response) => Promise<void>>} */
  const expected = {
    created: async (response) => {
      assert.equal((await response.json()).data.idPrefijo, 'SOP-10482');
    },
    'created-without-number': async (response) => {
      assert.deepEqual((await response.json()).data, { wolkvox_id: '', idPrefijo: '' });
    },
    busy: async (response) => {
      assert.equal(response.status, 403);
      assert.match((await response.json()).error, /SIMULTANEOUS REQUESTS/);
    },
    html: async (response) => {
      assert.equal(response.status, 200);
      assert.match(await response.text(), /^<!doctype html>/);
    },
    slow: async (response) => {
      assert.equal((await response.json()).data.idPrefijo, 'SOP-10482');
    },
  };
  for (const next of answers) {
    const { send, waited } = crm({ next });
    await expected[next]((await send(post())).response);
    assert.deepEqual(waited, next === 'slow' ? [10_000] : [], next);
    const after = await send(post());
    assert.match((await after.response.json()).data.idPrefijo, /^SOP-1048[23]$/);
    assert.equal(waited.length, next === 'slow' ? 1 : 0);
  }
});

test('a refused request leaves the chosen answer for the next one', async () => {
  const { send, state } = crm({ next: 'busy' });
  await send(post({}));
  assert.equal(state().next, 'busy');
});
