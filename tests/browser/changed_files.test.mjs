/**
 * Files on a disk that are deleted, saved again or replaced between choosing and sending, in three
 * engines, which differ in what they make of it: the file is named, nothing was sent, everything
 * stays, and the file chosen again is sent.
 */
import assert from 'node:assert/strict';
import {
  appendFile,
  mkdir,
  mkdtemp,
  rm,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';

import { until } from '../crm/until.mjs';
import * as page from './support/between.mjs';
import { look, seen, send, watch } from './support/changed_files.mjs';
import { startChromium } from './support/chromium.mjs';
import { startDisplay } from './support/display.mjs';
import { chooseFiles, serveForm } from './support/form_page.mjs';
import { chromiumHands, driverHands } from './support/hands.mjs';
import { startMarionette } from './support/marionette.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig } from './support/states.mjs';
import { startWebKit } from './support/webkit.mjs';

/** @typedef {import('./support/hands.mjs').Hands} Hands */
/** @typedef {(paths: string[]) => Promise<unknown>} Choose */

const size = 40_000;

/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof serveForm>>} */
let site;
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;
/** @type {string} */
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'casement-changed-'));
  gateway = await startScriptedGateway();
  site = await serveForm([gateway.origin, 'http://127.0.0.1:9']);
  display = await startDisplay();
});
after(async () => {
  await display?.stop();
  await site?.close();
  await gateway?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  gateway.seen.length = 0;
  gateway.answer({ body: created('SOP-7') });
});

/** A file that was saved a minute ago: some file systems and engines count whole seconds. @param {string} path */
async function save(path, bytes = size) {
  await rm(path, { recursive: true, force: true });
  await writeFile(path, '%PDF-1.7'.padEnd(bytes, ' ').slice(0, bytes - 5) + '%%EOF');
  await utimes(path, new Date(), new Date(Date.now() - 60_000));
  return path;
}

/** @type {Record<string, (path: string) => Promise<unknown>>} */
const changes = {
  'was deleted': unlink,
  'was cut short': (path) => truncate(path, 100),
  'was emptied': (path) => truncate(path, 0),
  'was saved again, as long as before': (path) => writeFile(path, '%PDF-2.0'.padEnd(size, '.')),
  'was saved again, longer': (path) => writeFile(path, '%PDF-2.0'.padEnd(size + 9, '.')),
  'gave way to a folder': async (path) => {
    await unlink(path);
    await mkdir(path);
  },
};

/** A form that is ready to be sent. @param {Hands} hands @param {object} [more] of the document */
async function openFilled(hands, more = {}) {
  const values = { 'case-type': 'Claims', description: 'Faltan dos piezas.' };
  await page.openBetween(hands, site.url, shopConfig(gateway.origin, more), { values });
  await hands.evaluate(watch);
}

const gone = 'Cambió o ya no está. Elígelo otra vez o quítalo.';

/**
 * @param {Hands} hands
 * @param {Choose} choose
 * @param {string} how a key of `changes`
 */
async function tellsTheFile(hands, choose, how) {
  const path = await save(join(folder, 'factura.pdf'));
  await openFilled(hands);
  await choose([path]);
  await seen(hands);
  await changes[how](path);
  for (let round = 0; round < 2; ++round) {
    assert.deepEqual(await send(hands), ['error file-unreadable'], how);
    const { status, ...rest } = await look(hands);
    assert.match(status, /^No se envió\. No pudimos leer “factura\.pdf”, así que no se envió nada/);
    assert.match(status, /Elige otra vez .* Todo lo que escribiste sigue aquí\.$/);
    assert.deepEqual(rest, {
      description: 'Faltan dos piezas.',
      files: [['Quitar factura.pdf', gone]],
      focus: 'Quitar factura.pdf',
    });
  }
  assert.deepEqual(gateway.seen, []);

  await choose([await save(path, size + 1)]);
  assert.deepEqual((await look(hands)).files, [['Quitar factura.pdf', '']]);
  assert.deepEqual(await send(hands), ['sent', 'created SOP-7']);
  const [{ size: arrived, cut, headers }, ...more] = gateway.posts();
  assert.deepEqual(more, []);
  assert.ok(arrived > size && arrived < size + 3000 && !cut, `${arrived} bytes`);
  assert.equal(arrived, Number(headers['content-length']));
  gateway.seen.length = 0;
}

/** The picker of the form, for a driver. @param {Hands} hands */
const picker = (hands) =>
  hands.evaluate(() =>
    document.querySelector('casement-form')?.shadowRoot?.querySelector('input[type=file]'),
  );

/**
 * What was appended was not chosen: where the engine lets it be read, what was chosen is sent, whole
 * and nothing behind it.
 * @param {Hands} hands @param {Choose} choose
 */
async function sendsWhatWasChosen(hands, choose) {
  const path = await save(join(folder, 'registro.pdf'));
  await openFilled(hands);
  await choose([path]);
  await seen(hands);
  await appendFile(path, 'one more line\n'.repeat(1000));
  const told = await send(hands);
  if (told[0] === 'error file-unreadable') return;
  assert.deepEqual(told, ['sent', 'created SOP-7']);
  const [{ size: arrived, headers }, ...more] = gateway.posts();
  assert.deepEqual(more, []);
  assert.ok(arrived > size && arrived < size + 3000, `${arrived} bytes`);
  assert.equal(arrived, Number(headers['content-length']));
}

/** A picture in the clipboard while focus is in a text field. @param {Hands} hands */
const pastePicture = (hands, text = '') =>
  hands.evaluate(async (text) => {
    const heard = /** @type {string[]} */ ([]);
    document.addEventListener('paste', () => heard.push('page'));
    const field = document.querySelector('casement-form')?.shadowRoot?.querySelector('textarea');
    field?.focus();
    const data = new DataTransfer();
    data.items.add(
      new File([new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])], 'image.png', {
        type: 'image/png',
      }),
    );
    if (text) data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true });
    Object.defineProperty(event, 'clipboardData', { value: data }); // Firefox takes none from here
    field?.dispatchEvent(event);
    return { heard, used: event.defaultPrevented };
  }, text);

/** @param {Hands} hands */
async function takesAPastedPicture(hands) {
  await openFilled(hands);
  assert.deepEqual(await pastePicture(hands), { heard: [], used: true });
  const { files, status } = await look(hands);
  assert.equal(files.length, 1);
  assert.match(files[0][0], /^Quitar pasted-20\d\d-[01]\d-[0-3]\d-[0-2]\d[0-5]\d[0-5]\d\.png$/);
  assert.match(status, /^pasted-.*\.png: 8 B$/);
  assert.deepEqual(await pastePicture(hands, 'words'), { heard: [], used: false });
  assert.equal((await look(hands)).files.length, 1);
}

/**
 * Some engines break the request off, others would stand still until the timeout.
 * @param {Hands} hands @param {Choose} choose
 */
async function tellsAFileCutOnTheWay(hands, choose) {
  const path = await save(join(folder, 'grande.pdf'), 16_000_000);
  /** @type {(value?: unknown) => void} */
  let readOn = () => {};
  const until_ = new Promise((go) => (readOn = go));
  gateway.answer({ readOnly: 100_000, until: until_ });
  await openFilled(hands);
  await choose([path]);
  await seen(hands);
  const ended = send(hands);
  await until(() => gateway.posts()[0]?.paused, 60_000);
  await truncate(path, 100);
  readOn();
  assert.deepEqual(await ended, ['sent', 'error unknown-file']);
  assert.match(
    (await look(hands)).status,
    /^Puede que ya haya llegado\. Mientras se enviaba, no pudimos leer “grande\.pdf”\. Estamos/,
  );
  await until(() =>
    hands.evaluate(() => /** @type {any} */ (window).told.includes('error not-found-by-key')),
  );
  const { status, files } = await look(hands);
  assert.match(status, /^El caso no se creó\. Comprobamos: no llegó\./);
  assert.deepEqual(files, [['Quitar grande.pdf', gone]]);
  assert.ok(gateway.posts()[0].cut);
}

test('Chromium', async (context) => {
  const browser = await startChromium();
  context.after(() => browser.close());
  const hands = await chromiumHands(browser);
  /** @type {Choose} */
  const choose = (paths) => chooseFiles(hands.page, paths);

  for (const how of Object.keys(changes))
    await context.test(`a file that ${how} is named`, () => tellsTheFile(hands, choose, how));
  await context.test('a file that something was appended to', () =>
    sendsWhatWasChosen(hands, choose),
  );
  await context.test(
    'a file that is cut short while it is sent is named, and the gateway is asked',
    () => tellsAFileCutOnTheWay(hands, choose),
  );
  await context.test('a picture is pasted as a file', () => takesAPastedPicture(hands));

  await context.test('of twenty files those that cannot be read are named', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `foto-${at + 1}.pdf`);
    const paths = await Promise.all(names.map((name) => save(join(folder, name), 500)));
    await openFilled(hands, { file: { maxFiles: 20 } });
    await choose(paths);
    await seen(hands);
    await unlink(paths[6]);
    await writeFile(paths[12], 'other');
    assert.deepEqual(await send(hands), ['error file-unreadable']);
    const { status, files, focus } = await look(hands);
    assert.match(status, /No pudimos leer “foto-7\.pdf” y “foto-13\.pdf”, así que/);
    assert.deepEqual(
      files.map(([, error]) => error),
      names.map((_, at) => ([6, 12].includes(at) ? gone : '')),
    );
    assert.equal(focus, 'Quitar foto-7.pdf');
    assert.deepEqual(gateway.seen, []);
  });

  await context.test('the same file chosen twice is attached once, and that is said', async () => {
    const path = await save(join(folder, 'recibo.pdf'));
    await openFilled(hands);
    await choose([path]);
    await choose([path]);
    const { files, status } = await look(hands);
    assert.deepEqual(files, [['Quitar recibo.pdf', '']]);
    assert.equal(status, 'recibo.pdf: 40 KB; ya estaba adjunto');
  });

  await context.test('a file of 300 MB is not read whole to be looked at', async () => {
    const path = join(folder, 'video.mp4');
    await writeFile(path, '\0\0\0\x18ftypmp42');
    await truncate(path, 300_000_000);
    await openFilled(hands, {
      gateway: 'http://127.0.0.1:9', // nobody is there: after the look nothing is read any more
      file: { maxFileSize: '400 MB', maxTotalSize: '400 MB' },
    });
    await hands.evaluate(() => {
      const read = { bytes: 0 };
      Object.assign(window, { read });
      for (const name of /** @type {const} */ (['arrayBuffer', 'text', 'stream'])) {
        const real = /** @type {any} */ (Blob.prototype[name]);
        Object.assign(Blob.prototype, {
          /** @this {Blob} */
          [name]() {
            read.bytes += this.size;
            return real.call(this);
          },
        });
      }
    });
    await choose([path]);
    assert.deepEqual(await send(hands), ['error unreachable']);
    const read = await hands.evaluate(() => /** @type {any} */ (window).read.bytes);
    assert.ok(read > 0 && read < 4096, `${read} bytes`);
  });

  await context.test('a disk that never answers is told in time', async () => {
    const path = await save(join(folder, 'lejos.pdf'));
    await openFilled(hands);
    await choose([path]);
    await hands.evaluate(() => {
      Blob.prototype.arrayBuffer = () => new Promise(() => {});
      const { setTimeout } = window;
      Object.assign(window, {
        setTimeout: (/** @type {TimerHandler} */ call, /** @type {number} */ wait) =>
          setTimeout(call, wait / 100),
      });
    });
    assert.deepEqual(await send(hands), ['error file-unreadable']);
    assert.deepEqual(gateway.seen, []);
  });

  await context.test('a form without attachments takes no pasted file', async () => {
    await openFilled(hands, { file: false });
    assert.equal((await pastePicture(hands)).used, false);
    assert.deepEqual((await look(hands)).files, []);
    assert.deepEqual(await send(hands), ['sent', 'created SOP-7']);
  });

  await context.test('a real clipboard with a picture, also while a button has focus', async () => {
    await hands.page
      .browserContext()
      .overridePermissions(new URL(site.url).origin, ['clipboard-sanitized-write']);
    await openFilled(hands);
    await hands.page.bringToFront();
    for (const place of ['textarea', 'button[type=submit]']) {
      await hands.evaluate(async (place) => {
        const canvas = new OffscreenCanvas(8, 8);
        canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
        const picture = await canvas.convertToBlob();
        await navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })]);
        const root = document.querySelector('casement-form')?.shadowRoot;
        /** @type {HTMLElement} */ (root?.querySelector(place)).focus();
      }, place);
      const before = (await look(hands)).files.length;
      await hands.page.keyboard.down('Control');
      await hands.page.keyboard.press('v', { commands: ['Paste'] });
      await hands.page.keyboard.up('Control');
      await until(async () => (await look(hands)).files.length === before + 1);
    }
  });
});

for (const [name, start] of /** @type {const} */ ([
  ['Firefox', startMarionette],
  ['WebKitGTK', startWebKit],
]))
  test(name, async (context) => {
    const driver = await start(display);
    context.after(() => driver.close());
    const hands = driverHands(driver);
    /** @type {Choose} */
    const choose = async ([path]) => {
      const before = (await look(hands)).files.length;
      await driver.choose(await picker(hands), path);
      await until(async () => (await look(hands)).files.length >= Math.max(before, 1));
    };
    for (const how of Object.keys(changes))
      await context.test(`a file that ${how} is named`, () => tellsTheFile(hands, choose, how));
    await context.test('a file that something was appended to', () =>
      sendsWhatWasChosen(hands, choose),
    );
    await context.test(
      'a file that is cut short while it is sent is named, and the gateway is asked',
      () => tellsAFileCutOnTheWay(hands, choose),
    );
    await context.test('a picture is pasted as a file', () => takesAPastedPicture(hands));
  });
