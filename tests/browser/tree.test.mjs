/**
 * What a screen reader is given, as Chromium and Firefox compute it from the form, in every state:
 * the same as an HTML form that was written by hand. The texts stand in trees/; CASEMENT_WRITE=1
 * writes them anew.
 */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { until } from '../crm/until.mjs';
import { chromiumTree, firefoxTree } from './support/accessibility_tree.mjs';
import { openBetween } from './support/between.mjs';
import { startChromium } from './support/chromium.mjs';
import { startDisplay } from './support/display.mjs';
import { serveForm } from './support/form_page.mjs';
import { chromiumHands, driverHands } from './support/hands.mjs';
import { startMarionette } from './support/marionette.mjs';
import { created, startScriptedGateway } from './support/scripted_gateway.mjs';
import { attach, shopConfig } from './support/states.mjs';

/** @typedef {import('./support/hands.mjs').Hands} Hands */
/** @typedef {import('./support/scripted_gateway.mjs').Script} Script */

const folder = join(dirname(fileURLToPath(import.meta.url)), 'trees');

/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof serveForm>>} */
let site;
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;

before(async () => {
  gateway = await startScriptedGateway();
  site = await serveForm([gateway.origin]);
  display = await startDisplay();
});
after(async () => {
  await display?.stop();
  await site?.close();
  await gateway?.close();
});

/**
 * @typedef {object} TreeState
 * @property {string} name
 * @property {Script} [answer] sent, this comes back
 * @property {string} [screen] part of the form that only this state shows
 * @property {boolean} [filled]
 * @property {number} [photo] bytes
 * @property {string} [appearance]
 */

/** @type {TreeState[]} */
const states = [
  { name: 'empty' },
  { name: 'plain', appearance: 'plain' },
  { name: 'errors', screen: '.alert' },
  {
    name: 'sending',
    filled: true,
    photo: 18_000_000, // more than lies between browser and gateway
    screen: 'progress[value]',
    answer: { readOnly: 1_500_000 },
  },
  { name: 'created', filled: true, screen: 'dl', answer: { body: created('SOP-10482') } },
  {
    name: 'rejected',
    filled: true,
    screen: '.alert',
    answer: { status: 403, body: '{"code":403,"error":"PLEASE VALIDATE TOKEN","data":[]}' },
  },
  { name: 'unknown', filled: true, screen: '[id$=-check]', answer: { reset: 'after' } },
];

/** @param {number} photo */
const files = (photo) => [
  { name: 'factura.pdf', type: 'application/pdf', size: 482_000 },
  { name: 'foto.jpg', type: 'image/jpeg', size: photo },
];
const wrongFiles = [{ name: 'programa.exe', type: '', size: 1000 }];

/**
 * @param {Hands} hands
 * @param {TreeState} state
 */
async function reach(hands, { answer, screen, filled, photo = 2_100_000, appearance }) {
  gateway.answer(answer ?? {});
  gateway.answerChecks({ status: 409, body: '{"code":409,"error":"running"}' });
  /** @type {Record<string, string>} */
  const values = filled ? { 'case-type': 'Claims', description: 'Faltan dos piezas.' } : {};
  /** @type {Record<string, string>} */
  const attributes = appearance ? { appearance } : {};
  const config = shopConfig(gateway.origin, {
    contact: filled ? { default: 'a@b.co' } : undefined,
  });
  await openBetween(hands, site.url, config, { values, attributes });
  if (!screen) return;
  const page = /** @type {import('puppeteer-core').Page} */ (/** @type {unknown} */ (hands));
  await attach(page, filled ? files(photo) : wrongFiles);
  await hands.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement} */ (root?.querySelector('button[type=submit]')).click();
  });
  await until(
    () =>
      hands.evaluate((screen) => {
        const root = document.querySelector('casement-form')?.shadowRoot;
        const found = root?.querySelector(screen);
        return !!found && !found.closest('[hidden]');
      }, screen),
    30_000,
  );
  await hands.evaluate(async () => {
    for (let frame = 0; frame < 4; ++frame)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** Of an upload, of a countdown and of today. @param {string} tree */
const withoutNumbers = (tree) =>
  tree
    .replace(/(progressbar .*) = .*/, '$1 = …')
    .replace(/"Enviando(, \d+ %)?"(?=\n +paragraph)/, '"Enviando, … %"')
    .replace(/"[\d.]+ de ([\d.]+ MB)"/, '"… de $1"')
    .replace(/\n +paragraph(\n +text "quedan .*)?(?=\n +\w+ "Cancelar")/, '')
    .replace(/"Intento \d+, en \d+ s"/, '"Intento …, en … s"')
    .replace(/"\d+ \w+ \d{4}, [\d:]+"/, '"(today)"');

/**
 * Firefox has a paragraph around a text or not, as it happened to build its tree while the text's box changed; its
 * screen readers read the text alike.
 * @param {string} tree
 */
const withoutParagraphs = (tree) =>
  tree.replace(/^( *)paragraph\n\1 {2}(text ".*")$(?!\n\1 {2})/gm, '$1$2');

/**
 * A browser writes its tree a while after the page has changed, and not all of it at once.
 * @param {string} engine
 * @param {string} state
 * @param {() => Promise<string>} read
 */
async function compare(engine, state, read) {
  const file = join(folder, `${engine}-${state}.txt`);
  if (process.env.CASEMENT_WRITE) {
    await mkdir(folder, { recursive: true });
    await writeFile(file, withoutNumbers(await read()));
  }
  const wanted = await readFile(file, 'utf8');
  let text = '';
  const isSame = async () => {
    text = withoutNumbers(await read());
    return withoutParagraphs(text) === withoutParagraphs(wanted);
  };
  await until(isSame).catch(() => {});
  assert.equal(
    withoutParagraphs(text),
    withoutParagraphs(wanted),
    `${engine}'s tree of the state '${state}'`,
  );
}

test('Chromium gives assistive technologies a good form in every state', async (context) => {
  const browser = await startChromium();
  context.after(() => browser.close());
  for (const state of states) {
    const hands = await chromiumHands(browser);
    await reach(hands, state);
    await compare('chromium', state.name, () => chromiumTree(hands.page));
    await hands.page.browserContext().close();
  }
});

test('Firefox gives assistive technologies a good form in every state', async (context) => {
  const firefox = await startMarionette(display, { 'intl.accept_languages': 'es' });
  context.after(() => firefox.close());
  const hands = driverHands(firefox);
  for (const state of states) {
    await reach(hands, state);
    await compare('firefox', state.name, () => firefoxTree(firefox));
  }
});
