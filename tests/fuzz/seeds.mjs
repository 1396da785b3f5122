/**
 * Writes the inputs that each fuzzer begins with: node tests/fuzz/seeds.mjs FOLDER. What they find beyond these stays
 * in the same folders, one for each fuzzer. Files that are there are left alone.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.argv[2];
if (!folder) throw new Error('usage: node tests/fuzz/seeds.mjs FOLDER');

/** @param {string} name @param {string[]} inputs characters are bytes */
function write(name, inputs) {
  mkdirSync(join(folder, name), { recursive: true });
  for (const input of inputs) {
    const bytes = Buffer.from(input, 'latin1');
    const path = join(folder, name, createHash('sha1').update(bytes).digest('hex'));
    if (!existsSync(path)) writeFileSync(path, bytes);
  }
}

const utf8 = (/** @type {string} */ text) => Buffer.from(text).toString('latin1');

/** @type {{ attacks: { body: string }[], parser: { body: string }[] }} */
const { attacks, parser } = JSON.parse(
  readFileSync(join(root, 'tests/gateway/body/attack_bodies.json'), 'utf8'),
);
const bodies = [...attacks, ...parser].map(({ body }) =>
  body
    .replaceAll('BOUND', '\x01')
    .replaceAll('boundary', '\x01')
    .replace(/(.)\1{499}/g, '\x03'),
);
const text = (/** @type {string} */ name, /** @type {string} */ value) =>
  `--\x01\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (/** @type {string} */ name, /** @type {string} */ bytes) =>
  `--\x01\r\nContent-Disposition: form-data; name="file[]"; filename="${name}"\r\n` +
  `Content-Type: application/pdf\r\n\r\n${bytes}\r\n`;
const end = '--\x01--\r\n';
/** What the libraries of servers write. */
function library() {
  const begin = '--\x01\r\n';
  const disposition = 'Content-Disposition: form-data; name=';
  const one =
    `${begin}${disposition}"a"\r\nContent-Length: 3\r\nContent-Type: text/plain; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: binary\r\n\r\nx\ny\r\n`;
  const net =
    `${begin}${disposition}file[]; filename="=?utf-8?B?w7EudHh0?="; ` +
    `filename*=utf-8''%C3%B1.txt\r\n\r\nB\r\n`;
  const terse = `${begin}content-disposition:form-data;filename=c;name="file[]"\r\n\r\nC\r\n`;
  const nothing = file('', '').replace('application/pdf', 'application/octet-stream');
  return [
    `${one}--\x01--`,
    `\r\n${one}${file('a', 'A')}${net}${terse}${nothing}${end}\n\n`,
    `${file('a', 'A')}${nothing}${one}${net}--\x01--`,
    `${file('a', 'A').replace('file[]', 'file')}${end}`,
  ];
}
const valid = [
  text('contact', 'a@b.co') + text('description', 'x\r\ny') + text('form', '{}') + end,
  text('a', utf8('ñ😀')) + text('b', '') + end,
  text('z', '\x03\x03\x03') + end,
  text('a', 'x') + file('a.pdf', '%PDF\r\n--') + file('b c.txt', '\r\n\r\n-') + end,
  file('\x03\x03.pdf', '\x02') + end,
  ...library(),
  end,
];
// The first byte is the size of the pieces, less one.
write(
  'multipart',
  [...bodies, ...valid].flatMap((body) => ['\x00', '\x07', '\x60'].map((first) => first + body)),
);

const gatewayFields = { operation: 'acme', responsible: 'a@acme', owner: 'a@acme', status: 'open' };
/** @param {object} more @param {object} [form] @param {object} [fields] */
const config = (more, form = {}, fields = {}) =>
  utf8(
    JSON.stringify({
      ...{ server: 'crm0001.wolkvox.com', tokenFile: 't', store: 'keys.db' },
      forms: [{ origins: ['https://a.example'], fields: { ...gatewayFields, ...fields }, ...form }],
      ...more,
    }),
  );
const demo = JSON.parse(readFileSync(join(root, 'web/demo/case-form.json'), 'utf8'));
for (const name of ['proxy', 'server', 'token']) delete demo[name];
write('config', [
  '{}',
  config({}),
  config({ listen: ['127.0.0.1:8090', '[::1]:1'], store: 'redis://h:6379/0', caFile: 'c' }),
  config({ trustedProxies: ['127.0.0.1'], limits: { simultaneous: 2, queueSeconds: 9 } }),
  config({ server: 'http://localhost:81', tokenEnv: 'T', tokenFile: undefined }),
  config({ adminListen: '[::1]:9', limits: { addressConnections: 1, waitSeconds: 0 } }),
  config({
    store: {
      ...{ url: 'rediss:///0', user: 'u', passwordFile: 'p', caFile: 'c', replicas: 1 },
      ...{ certFile: 'c', keyFile: 'k', serverName: 'h' },
      sentinel: { name: 'cases', urls: ['rediss://s1', 'redis://[::1]:9'], passwordEnv: 'P' },
    },
  }),
  config({}, { clients: [{ name: 'p', keyFile: 'k', signed: true, fields: ['owner'] }] }),
  config(
    {},
    { clients: [{ name: 'q', keyEnv: 'K', requests: 60 }], proofOfWork: { keyFile: 'k' } },
  ),
  config({}, { path: '/p', contactToken: { algorithm: 'HS256', key: 'k', audience: 'a' } }),
  config({}, {}, { status: { options: [{ value: 'x', condition: 'Closed' }] }, file: false }),
  config({}, {}, { form: [{ name: 'a', kind: 'phone', maxLength: 9, visibility: 'locked' }] }),
  config({}, {}, demo),
]);

const reply = (
  /** @type {unknown} */ code,
  /** @type {string} */ error,
  /** @type {unknown} */ data,
) => JSON.stringify({ code, error, msg: 'Succesfully create record', data });
const replies = [
  reply(200, 'null', { wolkvox_id: '64cb', idPrefijo: 'SOP-1' }),
  reply('200', '', { wolkvox_id: '', idPrefijo: '' }),
  reply(400, 'SOME PARAMETERS ARE REQUIRED', []),
  reply(403, 'TOKEN LIMIT EXCEEDED secret-token', []),
  '{"wolkvox_id":"1","idPrefijo":2}',
  `<br />\n<b>Warning</b>:  x in <b>y</b> on line <b>1</b><br />\n${reply(200, 'null', {})}`,
  '<!doctype html><title>502</title>',
  '0 records',
  '',
];
// The first byte is the status's place in reply_fuzz.cpp's list.
write(
  'reply',
  replies.flatMap((body) => ['\x00', '\x04', '\x06', '\x0e'].map((status) => status + utf8(body))),
);

const claims = { exp: 1100, aud: 'cases', contact: 'ana@example.com' };
const tokens = [
  'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjExMDB9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'eyJhbGciOiJub25lIn0.e30.',
  '"0123456789abcdef"',
];
write('token', [
  ...tokens.map((token) => `\x00${token}`),
  ...[claims, { ...claims, aud: ['b', 'cases'], nbf: 900, iat: 1000.5 }, { exp: 1 }].flatMap(
    (each) => [`\x01${JSON.stringify(each)}`, `\x01{"alg":"HS256"}\n${JSON.stringify(each)}`],
  ),
]);

const head =
  'POST /server/API/v2/cases/insert.php HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\n' +
  'Content-Type: multipart/form-data; boundary=----CasementBoundary0123456789abcdef\r\n' +
  'Idempotency-Key: "0123456789abcdef"\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n';
write('head', [
  `\x00${head}`,
  `\x00${head.replace('Content-Length: 9', 'Transfer-Encoding: chunked')}`,
  '\x00GET /healthz HTTP/1.1\r\nConnection: close\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n',
  '\x00multipart/form-data; boundary=----CasementBoundary0123456789abcdef',
  ...['\x01', '\x7f', '\xe1'].flatMap((first) => [
    `${first}HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello`,
    `${first}HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`,
    `${first}HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  ]),
]);

const signature = '0123456789abcdef'.repeat(4);
write('client', [
  'Bearer 0123456789abcdef0123456789abcdef\0',
  'bearer  0123456789abcdef0123456789abcdef\0',
  `Casement-HMAC-SHA256 client=portal, time=1000, signature=${signature}\0contact\x01a@b.co\x01`,
  `casement-hmac-sha256 client=other,time=1300,signature=${signature}\0a\x01\x01b\x01c`,
  'Basic eDp5\0',
]);
