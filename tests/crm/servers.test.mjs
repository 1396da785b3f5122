/**
 * Nothing that a test starts survives it, however it ends.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCrm } from './crm.mjs';
import { fillIn, Stand, startOnFreePorts } from './servers.mjs';
import { until } from './until.mjs';

const CRM = fileURLToPath(new URL('crm.mjs', import.meta.url));

const WAIT = 'await new Promise((resolve) => setTimeout(resolve, 60_000));';

/** Processes that work in the folder or name it in their command line. @param {string} folder */
function processesUsing(folder) {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false;
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) return true;
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false; // it ended meanwhile
    }
  });
}

// Other tests have their stands at the same time.
const own = mkdtempSync(join(tmpdir(), 'casement-servers-'));
process.env.TMPDIR = own;
after(() => rmSync(own, { recursive: true, force: true }));

const standFolders = () => readdirSync(own);

/** Starts the CRM in a process of its own. @param {string} script what that does next */
async function crmInItsOwnProcess(script) {
  const code = `
    import { startCrm } from ${JSON.stringify(CRM)};
    const crm = await startCrm({ tls: false });
    console.log(crm.folder);
    ${script}`;
  const args = ['--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const folder = await new Promise((/** @type {(text: string) => void} */ resolve) =>
    child.stdout.once('data', (bytes) => resolve(String(bytes).trim())),
  );
  return { child, ended, folder };
}

describe('a stand', { timeout: 60_000 }, () => {
  test('is gone after stop, while a request still sleeps in it', async () => {
    const crm = await startCrm({ tls: false });
    await crm.next({ reply: 'silence', at: 'before' });
    const headers = { 'wolkvox-token': crm.token };
    const waiting = fetch(crm.url, { method: 'POST', headers, body: 'x' }).catch(() => {});
    await until(async () => (await crm.stats()).waiting.length === 0);
    assert.ok(processesUsing(crm.folder).length >= 5); // two masters, their workers, the watch
    await crm.stop();
    await waiting;
    assert.deepEqual([existsSync(crm.folder), processesUsing(crm.folder)], [false, []]);
    await crm.stop(); // twice is fine
  });

  test('is gone when its test fails, leaves, forgets it, is interrupted, terminated or killed', async () => {
    const stories = /** @type {[string, NodeJS.Signals?][]} */ ([
      ['throw new Error("a failing test");'],
      ['process.exit(3);'],
      [''],
      [WAIT, 'SIGINT'],
      [WAIT, 'SIGTERM'],
      [WAIT, 'SIGKILL'],
    ]);
    const told = stories.map(async ([script, signal]) => {
      const { child, ended, folder } = await crmInItsOwnProcess(script);
      if (signal) child.kill(signal);
      await ended;
      assert.equal(child.signalCode, signal ?? null);
      await until(() => !existsSync(folder) && processesUsing(folder).length === 0);
    });
    await Promise.all(told);
  });

  test('runs as a program until its input closes', async () => {
    const child = spawn(process.execPath, [CRM, '{"tls":false}'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const line = await new Promise((resolve) => child.stdout.once('data', resolve));
    const { url, folder } = JSON.parse(String(line));
    assert.equal((await fetch(url)).status, 405);
    child.stdin.end();
    await new Promise((resolve) => child.once('exit', resolve));
    assert.deepEqual([existsSync(folder), processesUsing(folder)], [false, []]);
  });

  test('that cannot start says what its servers said, and leaves nothing', async () => {
    const before = standFolders();
    await assert.rejects(startCrm({ tls: false, maxBody: 'huge' }), /invalid value/);
    assert.deepEqual(standFolders(), before);
  });

  test('takes other ports when one is taken meanwhile', async () => {
    const stand = new Stand('ports');
    try {
      let attempts = 0;
      const [port] = await startOnFreePorts(
        stand,
        1,
        () => {
          attempts++;
          const end = attempts === 1 ? 'echo "Address already in use" > log' : 'sleep 60';
          stand.start('/bin/sh', ['-c', end]);
        },
        async () => attempts > 1,
        ['log'],
      );
      assert.ok(port > 0);
      assert.equal(attempts, 2);
    } finally {
      await stand.stop();
    }
  });

  test('refuses a placeholder without a value', () => {
    assert.equal(fillIn('a @B@ c @D_E@', { B: 1, D_E: 'x' }), 'a 1 c x');
    assert.throws(() => fillIn('@F@', {}), /no value for @F@/);
  });
});
