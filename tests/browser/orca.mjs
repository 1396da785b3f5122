/**
 * What Debian's screen reader says while a person fills in the form in Firefox, makes a mistake,
 * corrects it and sends. Run by hand: node tests/browser/orca.mjs writes orca.md.
 *
 * Needs the packages orca, at-spi2-core, dbus, gir1.2-atspi-2.0, python3-gi, python3-pyatspi,
 * python3-speechd and xdotool, besides the tests' own.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as page from './support/between.mjs';
import { startDisplay } from './support/display.mjs';
import { serveForm } from './support/form_page.mjs';
import { driverHands } from './support/hands.mjs';
import { startMarionette } from './support/marionette.mjs';
import { Person } from './support/person.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { startBus, startOrca } from './support/screen_reader.mjs';
import { shopConfig } from './support/states.mjs';
import { startVoice } from './support/voice.mjs';

const output = join(dirname(fileURLToPath(import.meta.url)), 'orca.md');
const number = 'SOP-10482';

/** @type {(() => unknown)[]} last opened, first closed */
const endings = [];

/** @template Opened @param {Opened} opened @param {(opened: Opened) => unknown} end */
function ends(opened, end) {
  endings.unshift(() => end(opened));
  return opened;
}

/** @param {string} appearance '' or 'plain' @returns {Promise<[string, string][]>} done and said */
async function listen(appearance) {
  const gateway = ends(await startScriptedGateway(), (opened) => opened.close());
  gateway.answer({ body: created(number), wait: 300 });
  const site = ends(await serveForm([gateway.origin]), (opened) => opened.close());
  const display = ends(await startDisplay(), (opened) => opened.stop());
  const bus = ends(await startBus(display), (opened) => opened.stop());
  const voice = ends(await startVoice(bus.runtime), (opened) => opened.close());
  ends(startOrca(bus), (opened) => opened.stop());
  for (let tries = 0; tries < 20 && !(await voice.said()).length; ++tries);
  const firefox = ends(
    await startMarionette({ env: bus.env }, { 'accessibility.force_disabled': -1 }),
    (opened) => opened.close(),
  );
  const hands = driverHands(firefox);
  const person = new Person(hands);
  const attributes = { lang: 'en', ...(appearance && { appearance }) };
  const config = shopConfig(gateway.origin, { contact: undefined });
  await page.openBetween(hands, site.url, config, { attributes });
  const find = ['search', '--onlyvisible', '--class', 'firefox', 'windowfocus'];
  execFileSync('xdotool', find, { env: bus.env });
  await person.tabTo(page.before);
  await voice.said();

  /** @type {[string, string][]} */
  const record = [];
  /** @param {string} what @param {() => Promise<unknown>} act */
  const step = async (what, act) => {
    await act();
    record.push([what, (await voice.said()).join(' ¶ ')]);
  };
  for (const label of ['Case type', 'Your email', 'Description', 'Priority', 'Files', 'Send case'])
    await step(`Tab, to ${label}`, () => person.tabTo(label));
  await step('Enter: sends the empty form', async () => {
    await hands.key('Enter');
    await person.hears('Choose an option');
  });
  await step('types “Cl”', () => hands.type('Cl'));
  await step('Tab, to Your email', () => person.tabTo('Your email'));
  await step('types “ana”, which is no address; Tab', async () => {
    await hands.type('ana');
    await hands.key('Tab');
  });
  await step('Shift+Tab, back to the wrong address', () => hands.key('Shift+Tab'));
  await step('types “ana@example.com”', () => hands.type('ana@example.com'));
  await step('Tab, to Description', () => person.tabTo('Description'));
  await step('types “Two parts are missing.”', () => hands.type('Two parts are missing.'));
  await step('Shift+Tab and Tab: the same field again', async () => {
    await hands.key('Shift+Tab');
    await hands.key('Tab');
  });
  for (const label of ['Priority', 'Files', 'Send case'])
    await step(`Tab, to ${label}`, () => person.tabTo(label));
  await step('Space: sends', async () => {
    await hands.key('Space');
    await person.hears(number);
  });
  await step('Tab, to Copy', () => person.tabTo('Copy'));
  versions.Firefox = firefox.version;
  versions.Orca = execFileSync('orca', ['--version'], { env: bus.env, encoding: 'utf8' }).trim();
  return record;
}

/** @type {Record<string, string>} */
const versions = {};

/** @param {[string, string][]} record */
const table = (record) =>
  [
    '| the person | Orca says |',
    '|---|---|',
    ...record.map(([did, said]) => `| ${did} | ${said || '(nothing)'} |`),
  ].join('\n');

async function closeAll() {
  for (const end of endings.splice(0)) await end();
}

try {
  const canvas = await listen('');
  await closeAll();
  const plain = await listen('plain');
  const day = new Date().toISOString().slice(0, 10);
  const text = `# What a screen reader says

Made by \`node tests/browser/orca.mjs\` on ${day}: Orca ${versions.Orca}, Firefox ${versions.Firefox}, on a display and a
bus of their own. The sentences are those that Orca sent to its voice; ¶ stands between two of them. The keys are the
driver's, so that Orca does not echo them.

## As the form is painted

${table(canvas)}

## With \`appearance="plain"\`

${table(plain)}
`;
  await writeFile(output, text);
  for (const record of [canvas, plain]) {
    const all = record.map(([, said]) => said).join('\n');
    for (const part of ['Case type', 'required', 'Choose the case type', 'invalid', number])
      assert.ok(all.includes(part), `never said: ${part}`);
  }
} finally {
  await closeAll();
}
