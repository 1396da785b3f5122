/**
 * The field lock against real PHP: whatever the gateway would forward of the attack bodies, of valid bodies and of
 * their mutants, PHP must see the locked fields as the gateway wrote them and no other key that could stand for them;
 * and the values and files that it sees must be those that it would have seen of the body as it came.
 * CASEMENT_MUTANTS sets how many are made; of each 50 about one passes and was not seen before.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { post } from '../../crm/post.mjs';
import { needProgram, Stand, startOnFreePorts } from '../../crm/servers.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const PROGRAM = join(HERE, '../../../build/native/tests/fuzz/mutants');
const COUNT = Number(process.env.CASEMENT_MUTANTS ?? 20_000);
const SEED = process.env.CASEMENT_SEED ?? '1';

// Those of bodies.hpp.
const BOUNDARY = '----CasementBoundary0123456789abcdef0123456789abcdef';
const OTHER = 'ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba';

const LOCKED = ['operation', 'responsible', 'owner', 'status'];
const OPEN = ['case-type', 'contact', 'description', 'priority', 'solution', 'form'];

/** @type {Stand} */
let stand;
let url = '';
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

before(async () => {
  stand = new Stand('judge');
  const php = needProgram(/^php[\d.]*$/, 'php-cli');
  const [port] = await startOnFreePorts(
    stand,
    1,
    ([free]) => {
      const server = `127.0.0.1:${free}`;
      const limits = ['-d', 'display_errors=0', '-d', 'max_input_vars=1000'];
      stand.start('/usr/bin/env', [
        'PHP_CLI_SERVER_WORKERS=2',
        php,
        '-n',
        ...limits,
        '-S',
        server,
        join(HERE, 'judge.php'),
      ]);
    },
    async ([free]) =>
      fetch(`http://127.0.0.1:${free}/`).then(
        (answer) => answer.ok,
        () => false,
      ),
    [],
  );
  url = `http://127.0.0.1:${port}/`;
});
after(async () => {
  agent.destroy();
  await stand?.stop();
});

/** @typedef {{ post: Record<string, unknown>, files: [field: string, name: string, type: string, digest: unknown][] }} Seen */

/**
 * What is wrong with PHP's view of a forwarded body.
 * @param {Seen} seen
 * @param {string[]} locked
 */
function escape(seen, locked) {
  for (const name of locked) {
    if (seen.post[name] !== 'LOCKED') return `${name} is ${JSON.stringify(seen.post[name])}`;
  }
  const known = new Set([...LOCKED, ...OPEN]);
  const stranger = Object.keys(seen.post).find((name) => !known.has(name));
  if (stranger !== undefined) return `there is ${JSON.stringify(stranger)}`;
  const notText = Object.entries(seen.post).find(([, value]) => typeof value !== 'string');
  if (notText) return `${notText[0]} is no scalar`;
  const file = seen.files.find(
    ([field, , , digest]) => field !== 'file' || typeof digest !== 'string',
  );
  return file === undefined ? undefined : `there is a file ${JSON.stringify(file)}`;
}

/**
 * Where PHP, had it got the body as it came, would have seen another value or another file than behind the gateway.
 * @param {Seen} came
 * @param {Seen} forwarded
 */
function difference(came, forwarded) {
  for (const [name, value] of Object.entries(came.post)) {
    const text = String(value).replaceAll(/\r?\n/g, '\r\n');
    const passed = forwarded.post[name] ?? '';
    // Custom fields are written anew, without a value none is sent, and an address is without white space around it.
    if (name === 'form' ? !passed : passed !== text && passed !== text.trim()) {
      return `${name} was ${JSON.stringify(value)} and is ${JSON.stringify(passed)}`;
    }
  }
  for (const name of OPEN) {
    if (name !== 'form' && forwarded.post[name] && came.post[name] === undefined) {
      return `${name} was not there`;
    }
  }
  // An encoded word is what PHP sees of a name that filename* says in full.
  const files = (/** @type {Seen} */ { files }) =>
    JSON.stringify(
      files.map(([, name, type, digest]) => [
        name.replace(/=\?utf-8\?B\?w7EudHh0\?=/i, '\u00f1.txt'),
        type.trim(), // MIME's white space around a value, which PHP keeps at its end
        digest,
      ]),
    );
  return files(came) === files(forwarded)
    ? undefined
    : `files were ${files(came)} and are ${files(forwarded)}`;
}

/** @param {Buffer} body @param {string} boundary @returns {Promise<Seen>} */
async function see(body, boundary) {
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return (await post(url, { agent, body, headers })).json();
}

/**
 * Runs the maker of mutants and shows PHP everything that passes.
 * @param {number} count
 * @param {string[]} more
 * @param {(seen: Seen, came: Seen) => void} judge
 */
async function run(count, more, judge) {
  const attacks = join(HERE, '../body/attack_bodies.json');
  const child = spawn(PROGRAM, [attacks, SEED, String(count), ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let held = Buffer.alloc(0);
  let totals = [0, 0];
  /** @type {Set<Promise<void>>} */
  const going = new Set();
  for await (const chunk of child.stdout) {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const line = held.indexOf('\n');
      if (line < 0) break;
      const [first, ...sizes] = held.subarray(0, line).toString().split(' ');
      const [size, came] = sizes.map(Number);
      if (first === 'end') {
        totals = [size, came];
        break;
      }
      const begin = line + 1;
      const end = begin + size + came;
      if (held.length < end) break;
      const bodies = [held.subarray(begin, begin + size), held.subarray(begin + size, end)];
      held = held.subarray(end);
      const asked = Promise.all([
        see(Buffer.from(bodies[0]), first),
        see(Buffer.from(bodies[1]), first === OTHER ? BOUNDARY : OTHER),
      ]).then(([seen, original]) => judge(seen, original));
      going.add(asked);
      void asked.finally(() => going.delete(asked));
      if (going.size >= 16) await Promise.race(going);
    }
  }
  await Promise.all(going);
  return { made: totals[0], forwarded: totals[1] };
}

test(
  'no mutant that the gateway forwards reaches a locked field',
  { timeout: 7_200_000 },
  async () => {
    /** @type {string[]} */
    const escapes = [];
    const { made, forwarded } = await run(COUNT, [], (seen, came) => {
      const wrong = escape(seen, LOCKED) ?? difference(came, seen);
      if (wrong) escapes.push(wrong);
    });
    console.log(`${made} bodies, ${forwarded} forwarded, ${escapes.length} escapes`);
    assert.equal(made, COUNT);
    assert.ok(forwarded > COUNT / 100, `only ${forwarded} forwarded`);
    assert.deepEqual(escapes, []);
  },
);

test('the same judge finds the escapes of a naive filter', async () => {
  const escapes = new Set();
  await run(164, ['naive'], (seen) => {
    const value = seen.post.operation;
    if (value !== 'LOCKED') escapes.add(JSON.stringify(value) + Object.keys(seen.post).join());
  });
  let count = 0;
  await run(164, ['naive'], (seen) => (count += seen.post.operation !== 'LOCKED' ? 1 : 0));
  console.log(`${count} escapes`);
  assert.ok(count >= 18, `only ${count}`);
});
