/**
 * Bodies that a correct client could send, each in another of all the ways that say the same: the number says which. What
 * PHP must see of it is known beforehand.
 *
 * The wild ones are then damaged somewhere, as the others of field_lock.test.mjs are. Most of them are refused.
 */
import { createHash } from 'node:crypto';
import { seeded } from '../faults/kinds.mjs';
import { anyCase, blanks, BOUNDARY_SIGNS, dice, isWord, LETTERS, text } from './dice.mjs';

/** @typedef {import('./dice.mjs').Dice} Dice */
/**
 * @typedef {object} Mutant
 * @property {string} type Content-Type
 * @property {string} boundary in it
 * @property {Buffer} body
 * @property {boolean} streams larger than what the gateway holds
 * @property {boolean} wild
 * @property {string} digest of what PHP must see, as judge.php makes it
 */

const HELD = 256 * 1024;

/** Bytes of files are pieces of this. */
const NOISE = Buffer.alloc(2 * HELD);
{
  const random = seeded(4711);
  for (let i = 0; i < NOISE.length; i++) NOISE[i] = Math.floor(256 * random());
}

/** @param {Dice} d */
function makeBoundary(d) {
  if (d.chance(0.3)) return `----WebKitFormBoundary${text(d, LETTERS, 16)}`;
  if (d.chance(0.4)) return text(d, LETTERS, d.number(1, 70));
  const inner = text(d, BOUNDARY_SIGNS, d.number(0, 69));
  return inner + text(d, LETTERS, 1);
}

/** @param {Dice} d @param {string} name @param {string} value */
function parameter(d, name, value) {
  const bare = isWord(value) && d.chance(0.3);
  return `${blanks(d).repeat(d.chance(0.2) ? 0 : 1)};${blanks(d)}${anyCase(d, name)}=${bare ? value : `"${value}"`}`;
}

/** @param {Dice} d @param {string} boundary */
function contentType(d, boundary) {
  const quoted = !isWord(boundary) || d.chance(0.3);
  const own = `${anyCase(d, 'boundary')}=${quoted ? `"${boundary}"` : boundary}`;
  const charset = `${anyCase(d, 'charset')}=${d.one(['utf-8', 'UTF-8', '"utf-8"', 'us-ascii'])}`;
  const all = d.chance(0.2) ? d.shuffled([own, charset]) : [own];
  return (
    anyCase(d, 'multipart/form-data') +
    all.map((each) => `${d.one([';', '; ', ' ; ', ';\t'])}${each}`).join('')
  );
}

const WORDS = [
  ...[
    'The printer prints',
    'only stars.',
    'operation',
    'owner=',
    '"quoted"',
    "it's",
    '50 %',
    'a;b',
    'a=b',
    '\\',
    '&',
  ],
  ...[
    'ñandú',
    '日本語',
    '🙂',
    'é́',
    '<b>',
    '{}',
    '[0]',
    'name="operation"',
    '--',
    '----',
    'Content-Disposition: form-data',
  ],
];

/** A text of some lines, some of which nearly begin with the delimiter. @param {Dice} d @param {string} boundary */
function prose(d, boundary) {
  const almost = [
    `--${boundary.slice(0, -1)}#`,
    `-${boundary}`,
    `x--${boundary}`,
    ` --${boundary}`,
    `--#${boundary}`,
  ];
  const line = () =>
    d.chance(0.15)
      ? d.one(almost)
      : Array.from({ length: d.number(0, 6) }, () => d.one(WORDS)).join(' ');
  const lines = Array.from({ length: d.number(1, 5) }, line);
  // At least a word of it: a description of nothing but line breaks is none.
  const all = [d.one(WORDS.slice(0, 2)), ...lines].join('\n');
  return all.includes(`\n--${boundary}`) ? 'plain' : all;
}

/** @param {Dice} d @param {string} boundary @param {number} size */
function content(d, boundary, size) {
  const from = d.number(0, NOISE.length - 1);
  const bytes = Buffer.from(
    size > HELD ? NOISE.subarray(0, size) : NOISE.subarray(from, from + size),
  );
  const whole = bytes.length > 0 ? [bytes] : [Buffer.from('%PDF')];
  if (d.chance(0.4)) {
    const almost = [
      ...[
        `\r\n--${boundary.slice(0, -1)}#`,
        `x--${boundary}`,
        '\r\n\r\n',
        '\r',
        '\n',
        '\r\n--',
        '\r\n-',
        '\0',
      ],
      ...[
        '\r\nContent-Disposition: form-data; name="operation"\r\n\r\nevil',
        '--',
        `\r\n --${boundary}--\r\n`,
      ],
    ];
    whole.splice(d.number(0, 1), 0, Buffer.from(d.one(almost)));
  }
  const all = Buffer.concat(whole);
  // By chance a line of it begins with a short boundary.
  return Buffer.concat([Buffer.from('\n'), all]).includes(`\n--${boundary}`)
    ? Buffer.from('%PDF')
    : all;
}

/** The lines of a part's head, and whether its name can be read of them in UTF-8 alone. */
/** @param {Dice} d @param {string[]} lines */
const head = (d, lines) =>
  d
    .shuffled(lines)
    .map((line) => line + d.one(['', '', '', '', ' ', '\t']))
    .join('\r\n') + '\r\n\r\n';

/** @param {Dice} d @param {string} name @param {string} value */
const field = (d, name, value) => `${anyCase(d, name)}:${blanks(d)}${value}`;

/** @param {Dice} d @param {number} length @param {boolean} ascii */
function extraLines(d, length, ascii) {
  const lines = [];
  if (d.chance(0.25)) lines.push(field(d, 'Content-Length', String(length)));
  if (d.chance(0.25)) {
    const ways = ['8bit', 'binary', ...(ascii ? ['7bit'] : [])];
    lines.push(field(d, 'Content-Transfer-Encoding', anyCase(d, d.one(ways))));
  }
  return lines;
}

/** @param {Dice} d @param {string} name @param {string} value with LF */
function textPart(d, name, value) {
  const sent = d.chance(0.5)
    ? value.replaceAll('\n', '\r\n')
    : value.replace(/\n/g, () => d.one(['\n', '\r\n']));
  const bytes = Buffer.from(sent);
  const ascii = bytes.every((byte) => byte < 128);
  const lines = extraLines(d, bytes.length, ascii);
  const disposition = anyCase(d, 'form-data') + parameter(d, 'name', name);
  lines.push(field(d, 'Content-Disposition', disposition));
  if (d.chance(0.3)) {
    const charsets = [
      'utf-8',
      'UTF-8',
      'us-ascii',
      ...(ascii ? ['ISO-8859-1', 'windows-1252'] : []),
    ];
    const charset = d.chance(0.7)
      ? parameter(d, 'charset', d.one(charsets)).replaceAll('\t', ' ')
      : '';
    lines.push(
      field(d, 'Content-Type', d.one(['text/plain', 'application/json', 'text/html']) + charset),
    );
  }
  return Buffer.concat([Buffer.from(head(d, lines)), bytes]);
}

/** @typedef {{ name: string, type: string, bytes: Buffer }} File */

/** @param {Dice} d @param {string} field1 @param {File | undefined} file none: an input without one */
function filePart(d, field1, file) {
  const { name = '', type = '', bytes = Buffer.alloc(0) } = file ?? {};
  const parameters = [parameter(d, 'name', field1)];
  const ascii = /^[ -~]*$/.test(name);
  const encoded = `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`;
  const extended = file && d.chance(0.2);
  parameters.push(parameter(d, 'filename', extended && !ascii && d.chance(0.5) ? encoded : name));
  if (extended) {
    const percent = encodeURIComponent(name).replace(
      /['()*!]/g,
      (c) => `%${c.charCodeAt(0).toString(16)}`,
    );
    parameters.push(
      `; ${anyCase(d, 'filename*')}=${d.one(['utf-8', 'UTF-8'])}'${d.one(['', 'en'])}'${percent}`,
    );
  }
  if (d.chance(0.1)) parameters.push(parameter(d, 'size', String(bytes.length)));
  if (d.chance(0.05))
    parameters.push(parameter(d, 'creation-date', 'Fri, 27 Nov 2026 06:00:00 GMT'));
  const lines = extraLines(d, bytes.length, false);
  lines.push(
    field(d, 'Content-Disposition', anyCase(d, 'form-data') + d.shuffled(parameters).join('')),
  );
  if (type) lines.push(field(d, 'Content-Type', type));
  return Buffer.concat([Buffer.from(head(d, lines)), bytes]);
}

const NAMES = [
  'a',
  'Report 2026',
  'ñandú',
  '日本語',
  "it's",
  'a;b',
  '50%',
  '%22',
  'a,b',
  'x=y',
  '(1)',
  'a.b',
  '[0]',
  'operation',
];
const TYPES = [
  'application/pdf',
  'text/plain',
  '',
  'application/octet-stream',
  'text/plain; charset=utf-8',
  'x/y;a="b"',
];

/** @param {Dice} d @param {string} boundary @param {number} size */
const makeFile = (d, boundary, size) => ({
  name: `${d.one(NAMES)}.${d.one(['pdf', 'txt', 'PDF'])}`,
  type: d.one(TYPES),
  bytes: content(d, boundary, size),
});

/** As judge.php does. @param {Record<string, string>} texts with LF @param {File[]} files */
function digestOf(texts, files) {
  const all = createHash('sha1');
  const add = (/** @type {string[]} */ ...values) => {
    for (const value of values) all.update(`${Buffer.byteLength(value)}:${value}`);
  };
  for (const name of ['case-type', 'contact', 'description', 'priority', 'solution']) {
    const value = (texts[name] ?? '').replaceAll('\n', '\r\n');
    if (value) add(name, value);
  }
  for (const { name, type, bytes } of files) {
    add(name, type.split(';')[0].trim(), createHash('sha1').update(bytes).digest('hex'));
  }
  return all.digest('hex').slice(0, 24);
}

/** Inserts, drops, changes or repeats some bytes. @param {Dice} d @param {Buffer} body @param {string} boundary */
function damage(d, body, boundary) {
  const words = [
    ...[
      'operation',
      'name="operation"',
      '; name=operation',
      '\r\n',
      '\n',
      '\r',
      '\r\n\r\n',
      '--',
      `\r\n--${boundary}`,
    ],
    ...[
      `\n--${boundary}`,
      `--${boundary}--`,
      '"',
      "'",
      '\\',
      ';',
      ' ',
      '\t',
      ':',
      '[',
      ']',
      '.',
      '%22',
      '\0',
    ],
    ...[
      'Content-Disposition: form-data; name="operation"\r\n\r\nevil',
      '_charset_',
      'MAX_FILE_SIZE',
    ],
    ...[
      'Content-Length: 1\r\n',
      'Content-Type: text/plain\r\n',
      '"; filename="; name=operation; x="',
    ],
  ];
  // Of a large one the front, where its parts are.
  const at = d.number(0, Math.min(body.length, 4000));
  const cut = [0, d.number(1, 8), 1, 0, d.number(0, 12)];
  const how = d.number(0, 4);
  const piece = [
    d.one(words),
    '',
    String.fromCharCode(d.number(0, 255)),
    body.subarray(at, at + d.number(0, 120)),
    d.one(words),
  ][how];
  const put = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
  return Buffer.concat([body.subarray(0, at), put, body.subarray(at + cut[how])]);
}

/**
 * @param {number} seed
 * @param {number} number
 * @param {{ streams: number, wild: number }} shares
 * @returns {Mutant}
 */
export function makeMutant(seed, number, shares) {
  const d = dice(seeded(Math.imul(seed, 0x9e3779b1) + number));
  const streams = d.chance(shares.streams);
  const wild = d.chance(shares.wild);
  const boundary = makeBoundary(d);
  /** @type {Record<string, string>} */
  const texts = {};
  if (d.chance(0.9)) texts.contact = 'visitor@example.com';
  if (d.chance(0.9)) texts.description = prose(d, boundary);
  if (d.chance(0.7)) texts['case-type'] = 'Request';
  if (d.chance(0.7)) texts.priority = d.one(['low', 'high']);
  if (d.chance(0.2)) texts.priority = '';
  const sent = { ...texts, ...(d.chance(0.6) ? { form: '{}' } : {}) };
  const textParts = d
    .shuffled(Object.entries(sent))
    .map(([name, value]) => textPart(d, name, value));

  const files = Array.from({ length: d.one([0, 0, 1, 1, 2, 3]) }, () =>
    makeFile(d, boundary, d.number(1, 60)),
  );
  if (streams)
    files.splice(d.number(0, files.length), 0, makeFile(d, boundary, HELD + 10 + d.number(0, 200)));
  const alone = files.length <= 1 && d.chance(0.5);
  /** @type {(File | undefined)[]} */
  const inputs = [...files];
  const without = () => inputs.splice(d.number(0, inputs.length), 0, undefined);
  if (inputs.length === 0 && d.chance(0.3)) without();
  else if (!alone && d.chance(0.3)) without();
  const fileParts = inputs.map((file) => filePart(d, alone ? 'file' : 'file[]', file));

  // What is not held whole has its texts first.
  const parts = [...textParts];
  if (streams) parts.push(...fileParts);
  else {
    let at = 0;
    for (const part of fileParts) {
      at = d.number(at, parts.length);
      parts.splice(at++, 0, part);
    }
  }
  if (parts.length === 0) parts.push(textPart(d, 'form', '{}'));
  const pieces = [Buffer.from(d.chance(0.1) ? '\r\n' : '')];
  for (const part of parts)
    pieces.push(Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n'));
  pieces.push(
    Buffer.from(`--${boundary}--${d.one(['\r\n', '\r\n', '', '\r\n\r\n', '\n\n', '\n'])}`),
  );
  let body = Buffer.concat(pieces);
  if (wild) for (let i = d.number(1, 3); i > 0; i--) body = damage(d, body, boundary);
  const type = contentType(d, boundary);
  return { type, boundary, body, streams, wild, digest: digestOf(texts, files) };
}
