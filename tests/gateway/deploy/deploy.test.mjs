/** The systemd unit and the Dockerfile, as far as they can be judged without running either. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../crm/servers.mjs';
import { PROGRAM } from '../support/gateway.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const deploy = join(root, 'web/gateway/deploy');
const analyze = findProgram(/^systemd-analyze$/);
const skip = analyze ? false : 'systemd-analyze is not here (Debian: systemd)';

/** @type {string} */
let folder;
/** @type {string} */
let unit;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'casement-deploy-'));
  unit = join(folder, 'casement-gateway.service');
  const text = readFileSync(join(deploy, 'casement-gateway.service'), 'utf8');
  // systemd looks whether the program is there.
  writeFileSync(unit, text.replace('/usr/local/bin/casement-gateway', PROGRAM));
});
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} words */
function ask(words) {
  const { status, stdout, stderr } = spawnSync(analyze ?? '', words, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

test('systemd understands every line of the unit', { skip }, () => {
  const { status, said } = ask(['verify', unit]);
  // Other units of the machine may be complained of, too.
  assert.doesNotMatch(said, /casement/);
  assert.equal(status, 0, said);
});

test('systemd finds the unit exposed no more than by 1.5 of 10', { skip }, () => {
  const { status, said } = ask(['security', '--offline=true', '--threshold=15', unit]);
  assert.equal(status, 0, said);
});

test('every path that the Dockerfile copies from the tree is there, and not left out', () => {
  const lines = readFileSync(join(deploy, 'Dockerfile'), 'utf8').split('\n');
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
    .flatMap((line) => line.split(' ').slice(1, -1));
  assert.ok(copied.length > 3);
  const allowed = readFileSync(join(deploy, 'Dockerfile.dockerignore'), 'utf8').split('\n');
  for (const path of copied) {
    assert.ok(existsSync(join(root, path)), path);
    assert.ok(allowed.includes(`!${path}`), path);
  }
});

test("./dev installs on a server what the Dockerfile's builder has, and no service", () => {
  const [, all] = /install --yes --no-install-recommends (.*dev)$/m.exec(
    readFileSync(join(deploy, 'Dockerfile'), 'utf8'),
  ) ?? ['', ''];
  const [, own] = /^gateway_packages="([^"]*)"$/m.exec(
    readFileSync(join(root, '.dev/packages.sh'), 'utf8'),
  ) ?? ['', ''];
  const wanted = all.split(' ').filter((name) => !name.startsWith('libboost'));
  wanted.push('ca-certificates'); // which the other stage has
  assert.deepEqual(own.split(/\s+/).sort(), wanted.sort());
});

test('the container runs as a user of its own, with a preset that exists', () => {
  const text = readFileSync(join(deploy, 'Dockerfile'), 'utf8');
  const last = text.slice(text.lastIndexOf('\nFROM '));
  assert.match(last, /^USER casement$/m);
  const presets = JSON.parse(readFileSync(join(root, 'CMakePresets.json'), 'utf8'));
  const [, preset] = /cmake --preset (\S+)/.exec(text) ?? [];
  for (const kind of ['configurePresets', 'buildPresets']) {
    const names = presets[kind].map((/** @type {{ name: string }} */ { name }) => name);
    assert.ok(names.includes(preset), `${kind}: ${preset}`);
  }
});
