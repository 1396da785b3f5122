/**
 * A form with opening hours: outside of them a new case hears a sentence of the company's before its body is read, and
 * what was sent before is told of as ever.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenCase } from '../support/raw.mjs';

const WEEK = 7 * 86_400;
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const SENTENCE = { es: 'Atendemos de lunes a viernes.', en: 'We are open on weekdays.' };

/** One minute a week, three days from now. */
const farAway = () => ({
  [DAYS[(new Date().getUTCDay() + 3) % 7]]: '11:59-12:00',
});
const allDay = Object.fromEntries(DAYS.map((day) => [day, '00:00-24:00']));

/** @param {Record<string, unknown>} open @param {Record<string, unknown>} [more] */
const hours = (open, more = {}) => ({
  closedHours: { timeZone: 'Etc/UTC', open, sentence: SENTENCE, ...more },
});

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;

before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm, { form: hours(allDay) });
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await crm?.stop();
});

/** @param {() => boolean | Promise<boolean>} happened */
async function until(happened) {
  const end = Date.now() + 30_000;
  while (!(await happened())) {
    assert.ok(Date.now() < end, gateway.log());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @param {Record<string, unknown>} form */
function reload(form) {
  gateway.reconfigure({ form });
  gateway.signal('SIGHUP');
}

/**
 * Another document, by which new cases are judged from here on.
 * @param {Record<string, unknown>} form
 * @param {number} status of such a case
 */
async function change(form, status) {
  reload(form);
  await until(async () => (await gateway.send()).status === status);
  await crm.reset();
}

test('while it is open a case passes; while it is closed it hears when to come again', async () => {
  assert.equal((await gateway.send()).status, 200);
  await change(hours(farAway()), 503);
  const answer = await gateway.send();
  assert.equal(answer.status, 503);
  const { error, id, retry, data } = answer.json();
  assert.deepEqual([id, retry], ['closed', true]);
  assert.ok(error.startsWith(SENTENCE.en), error);
  assert.deepEqual(data.sentence, SENTENCE);
  const wait = Number(answer.headers['retry-after']);
  assert.ok(wait > 2 * 86_400 && wait <= WEEK, String(wait));
  assert.match(String(answer.headers['access-control-expose-headers']), /Retry-After/);
  assert.equal((await crm.stats()).posts, 0);
  await until(() => gateway.log().includes('"refusal":"closed"'));
});

test('what was sent before it closed is told again, to a POST and to a GET', async () => {
  await change(hours(allDay), 200);
  const key = makeKey();
  const headers = { 'idempotency-key': `"${key}"` };
  const first = await gateway.send(CASE, headers);
  assert.equal(first.status, 200);
  await change(hours(farAway()), 503);
  const again = await gateway.send(CASE, headers);
  assert.deepEqual([again.status, again.headers['idempotency-replayed']], [200, 'true']);
  assert.deepEqual(again.json().data, first.json().data);
  const asked = await gateway.ask(key);
  assert.equal(asked.status, 200);
  assert.deepEqual(asked.json().data, first.json().data);
  const other = await gateway.send({ ...CASE, description: 'Another.' }, headers);
  assert.equal(other.json().id, 'other-case');
  assert.equal((await crm.stats()).posts, 0);
});

test('a key that was refused while closed is a new one once it is open', async () => {
  await change(hours(farAway()), 503);
  const key = makeKey();
  const headers = { 'idempotency-key': `"${key}"` };
  assert.equal((await gateway.send(CASE, headers)).json().id, 'closed');
  assert.equal((await gateway.ask(key)).json().id, 'never-sent');
  await change(hours(allDay), 200);
  assert.equal((await gateway.send(CASE, headers)).status, 200);
  assert.equal((await crm.stats()).cases, 1);
});

test('browsers may ask while it is closed: preflights and probes', async () => {
  await change(hours(farAway()), 503);
  const asks = { origin: ORIGIN, 'access-control-request-method': 'POST' };
  const preflight = await gateway.post(gateway.url, { method: 'OPTIONS', headers: asks });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers['access-control-allow-origin'], ORIGIN);
  const probe = await gateway.post(gateway.url, { method: 'HEAD', headers: { origin: ORIGIN } });
  assert.equal(probe.status, 204);
});

test('it is told before the body is there', async () => {
  await change(hours(farAway()), 503);
  const { head } = writtenCase();
  const raw = await openRaw(gateway.port);
  raw.write(head);
  const answer = await raw.answer();
  assert.equal(answer?.status, 503);
  assert.equal(JSON.parse(answer.text).id, 'closed');
  raw.socket.destroy();
});

test('a holiday closes it though its weekday is open, and hours of its own open it', async () => {
  const dates = [0, 1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const closed = { dates: dates.map((date) => date.slice(0, 10)) };
  await change(hours(allDay), 200);
  await change(hours(allDay, closed), 503);
  const wait = Number((await gateway.send()).headers['retry-after']);
  assert.ok(wait > 86_400 && wait <= 3 * 86_400, String(wait));
  const open = { dates: closed.dates.map((date) => ({ date, open: '00:00-24:00' })) };
  await change(hours(farAway(), open), 200);
});

test('a time zone that is not known changes nothing, and is told', async () => {
  await change(hours(allDay), 200);
  reload(hours(farAway(), { timeZone: 'America/Nowhere' }));
  await until(() => gateway.log().includes('"America/Nowhere" is no time zone that is known here'));
  assert.equal((await gateway.send()).status, 200);
});
