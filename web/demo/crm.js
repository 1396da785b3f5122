/**
 * @file The demo's CRM: answers `cases/insert` as its documentation says, without any browser API
 * beyond Request and Response, so that node can test it.
 */

/** Below the demo's own folder. */
export const insertPath = 'server/API/v2/cases/insert.php';
/** The only token this CRM accepts. It opens nothing. */
export const demoToken = 'demo';
/** Larger files are not hashed: all of their bytes would have to be in memory at once. */
export const hashLimit = 5_000_000;

const requiredFields = [
  'operation',
  'case-type',
  'responsible',
  'owner',
  'contact',
  'description',
  'status',
  'priority',
];
/** Statuses with the condition "Closed", which asks for a solution. */
const closedStatuses = ['closed'];
const headersOfInterest = ['content-type', 'wolkvox-token', 'idempotency-key'];
const firstCase = 10_482;

/** What the next request is answered with. */
export const answers = /** @type {const} */ ([
  'created',
  'created-without-number',
  'busy',
  'html',
  'slow',
]);

/** @typedef {(typeof answers)[number]} AnswerKind */

/**
 * @typedef {object} CrmState what outlives the worker, which the browser may end at any time
 * @property {number} [cases] created so far
 * @property {AnswerKind} [next]
 */

/**
 * @typedef {object} Store
 * @property {(change: (state: CrmState) => CrmState) => Promise<CrmState>} update one at a time;
 *   resolves to the state before the change
 */

/** @typedef {{ name: string, value: string }} ReceivedText */
/** @typedef {{ name: string, fileName: string, type: string, size: number, sha256: string }} ReceivedFile */

/**
 * @typedef {object} Received one request and its answer, plain data for the page
 * @property {string} method
 * @property {string} path
 * @property {ReceivedText[]} headers
 * @property {ReceivedText[]} fields in the order in which they came
 * @property {ReceivedFile[]} files
 * @property {number} status
 * @property {string} answer the body
 * @property {boolean} created
 */

/**
 * @typedef {object} Dependencies
 * @property {Store} store
 * @property {(milliseconds: number) => Promise<void>} wait
 */

/**
 * @param {Request} request to the CRM's path
 * @param {Dependencies} dependencies
 * @returns {Promise<{ response: Response, received?: Received }>} nothing received: not a case
 */
export async function answer(request, { store, wait }) {
  // Before it sends, the form asks in this way whether anybody is there.
  if (request.method === 'HEAD') return { response: new Response(null, { status: 204 }) };

  const { fields, files } = await readBody(request);
  const verdict = refusal(request, fields) ?? (await createCase(store, wait));
  const received = {
    method: request.method,
    path: new URL(request.url).pathname,
    headers: headersOfInterest.flatMap((name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [{ name, value }];
    }),
    fields,
    files,
    status: verdict.status,
    answer: verdict.body,
    created: verdict.created ?? false,
  };
  const headers = { 'content-type': verdict.type ?? 'application/json' };
  return { response: new Response(verdict.body, { status: verdict.status, headers }), received };
}

/** @param {Request} request */
async function readBody(request) {
  /** @type {ReceivedText[]} */
  const fields = [];
  /** @type {ReceivedFile[]} */
  const files = [];
  // A body that is no form leaves every field missing, as it does in PHP.
  const form = request.method === 'POST' ? await request.formData().catch(() => null) : null;
  for (const [name, value] of form ?? []) {
    if (typeof value === 'string') {
      fields.push({ name, value });
    } else {
      const { name: fileName, type, size } = value;
      files.push({ name, fileName, type, size, sha256: await sha256(value) });
    }
  }
  return { fields, files };
}

/**
 * @param {Blob} file
 * @returns {Promise<string>} hexadecimal; '' for a file over the limit
 */
async function sha256(file) {
  if (file.size > hashLimit) return '';
  return hexadecimal(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
}

/** @param {ArrayBuffer} buffer */
function hexadecimal(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @typedef {{ status: number, body: string, type?: string, created?: boolean }} Verdict */

/**
 * The texts are those seen on the vendor's platform.
 * @param {Request} request
 * @param {ReceivedText[]} fields
 * @returns {Verdict | undefined}
 */
function refusal(request, fields) {
  if (request.method !== 'POST') return error(405, 'METHOD NOT ALLOWED');
  const token = request.headers.get('wolkvox-token');
  if (!token) return error(401, 'PLEASE ENTER THE WOLKVOX-TOKEN');
  if (token !== demoToken) return error(403, 'PLEASE VALIDATE TOKEN');

  // As in PHP, the last of two fields with one name wins.
  const values = new Map(fields.map(({ name, value }) => [name, value.trim()]));
  const isClosed = closedStatuses.includes(values.get('status') ?? '');
  const needed = isClosed ? [...requiredFields, 'solution'] : requiredFields;
  if (!needed.every((name) => values.get(name)) || !isJsonObject(values.get('form') || '{}')) {
    return error(400, 'SOME PARAMETERS ARE REQUIRED');
  }
  return undefined;
}

/** @param {string} text */
function isJsonObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * @param {number} status
 * @param {string} text
 * @returns {Verdict}
 */
function error(status, text) {
  return { status, body: JSON.stringify({ code: status, error: text, msg: '', data: [] }) };
}

/**
 * @param {Store} store
 * @param {Dependencies['wait']} wait
 * @returns {Promise<Verdict>}
 */
async function createCase(store, wait) {
  const creates = (/** @type {CrmState} */ { next }) => next !== 'busy' && next !== 'html';
  const before = await store.update((state) => ({ cases: (state.cases ?? 0) + +creates(state) }));
  const { cases = 0, next } = before;
  if (next === 'busy')
    return error(403, 'EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)');
  if (next === 'html') {
    return {
      status: 200,
      type: 'text/html',
      body: '<!doctype html><title>Log in</title><p>Log in',
    };
  }
  if (next === 'slow') await wait(10_000);
  if (next === 'created-without-number') return success('', '');
  const id = hexadecimal(crypto.getRandomValues(new Uint8Array(12)).buffer);
  return success(id, `SOP-${firstCase + cases}`);
}

/**
 * @param {string} id
 * @param {string} caseNumber
 * @returns {Verdict}
 */
function success(id, caseNumber) {
  const body = JSON.stringify({
    code: 200,
    error: 'null',
    msg: 'Succesfully create record', // spelt so by the CRM
    data: { wolkvox_id: id, idPrefijo: caseNumber },
  });
  return { status: 200, body, created: true };
}
