/** The words of a language come in a file of their own: late, not at all, or from another version. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { languagesApart, makeWords } from '../../web/words.mjs';
import * as form from './support/form_page.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */
/** @typedef {import('puppeteer-core').HTTPRequest} Request */

const on = stand({});
const config = shopConfig('https://cases.example.com');
const titles = { en: 'Open a case', es: 'Abrir un caso', fr: 'Ouvrir un dossier' };

/**
 * Answers what is asked for words; `undefined` lets the request go on.
 * @param {ListenedPage} page
 * @param {(request: Request, language: string) => unknown} answer
 */
async function answerWords(page, answer) {
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    const [, language] = /casement-(\w\w)\.txt$/.exec(request.url()) ?? [];
    if (!language || (await answer(request, language)) === undefined) await request.continue();
  });
}

/** @param {Request} request @param {string} body @param {number} [status] */
const respond = (request, body, status = 200) =>
  request.respond({ status, body, contentType: 'text/plain; charset=utf-8' }).then(() => true);

/** @param {ListenedPage} page */
const title = async (page) => (await form.spoken(page)).heading;

/** @param {ListenedPage} page @param {string} lang */
async function speak(page, lang) {
  await page.evaluate((lang) => (document.documentElement.lang = lang), lang);
  await form.settle(page);
}

test('English asks for no words; another language asks for its own, once for all forms', async () => {
  const asked = /** @type {string[]} */ ([]);
  const page = await form.openForm(on.browser, on.site.url, config, {
    lang: 'en',
    prepare: (page) => answerWords(page, (_, language) => void asked.push(language)),
  });
  assert.equal(await title(page), titles.en);
  assert.deepEqual(asked, []);
  await form.showForm(page, config, { lang: 'es_CO' });
  assert.equal(await title(page), titles.es);
  await form.showForm(page, config, { lang: 'es' });
  assert.equal(await title(page), titles.es);
  assert.deepEqual(asked, ['es']);
  assert.deepEqual(page.said, []);
  await page.browserContext().close();
});

test('a document with a language of its own is shown in it at once, never in another', async () => {
  const page = await form.openForm(on.browser, on.site.url, config, { lang: 'es' });
  const seen = await page.evaluate(
    async (config) => {
      const seen = new Set();
      document.querySelector('casement-form')?.remove();
      const element = /** @type {any} */ (document.createElement('casement-form'));
      element.setAttribute('open', '');
      document.body.append(element);
      const look = () => seen.add(element.shadowRoot?.querySelector('form h2')?.textContent);
      let ready = false;
      element.addEventListener('casement-ready', () => (ready = true));
      element.config = config;
      while (!ready) {
        await new Promise(requestAnimationFrame);
        look();
      }
      return [...seen].filter(Boolean);
    },
    { ...config, language: 'fr' },
  );
  assert.deepEqual(seen, [titles.fr]);
  await page.browserContext().close();
});

for (const [name, answer] of /** @type {[string, (request: Request) => Promise<boolean>][]} */ ([
  ['are not there', (request) => respond(request, 'not found', 404)],
  ['cannot be reached', (request) => request.abort().then(() => true)],
  ['are a page', (request) => respond(request, '<!doctype html><title>Log in</title>')],
  ['are empty', (request) => respond(request, '')],
]))
  test(`words that ${name}: the form is English, and says why in the console`, async () => {
    const page = await form.openForm(on.browser, on.site.url, config, {
      prepare: (page) => answerWords(page, (request) => answer(request)),
    });
    assert.equal(await title(page), titles.en);
    const lang = await page.evaluate(() =>
      document
        .querySelector('casement-form')
        ?.shadowRoot?.querySelector('form')
        ?.closest('[lang]')
        ?.getAttribute('lang'),
    );
    assert.equal(lang, 'en');
    assert.ok(
      page.said.some((line) => line.includes('casement-es.txt')),
      page.said.join(),
    );
    await page.browserContext().close();
  });

/** An element in place of the form, at once; its words may be on their way. @param {ListenedPage} page @param {string} lang */
const put = (page, lang) =>
  page.evaluate(
    async (config, lang) => {
      document.documentElement.lang = lang;
      document.querySelector('casement-form')?.remove();
      const element = /** @type {any} */ (document.createElement('casement-form'));
      const told = /** @type {any[]} */ ([]);
      Object.assign(window, { kept: element, told });
      for (const type of ['ready', 'error'])
        element.addEventListener(`casement-${type}`, (/** @type {CustomEvent} */ { detail }) =>
          told.push([type, detail.reason]),
        );
      element.setAttribute('open', '');
      element.config = config;
      document.body.append(element);
      while (!Reflect.get(window, 'wordsComing')) await new Promise(requestAnimationFrame);
    },
    config,
    lang,
  );

/** @param {ListenedPage} page @param {number} count */
async function told(page, count) {
  await page.waitForFunction((count) => Reflect.get(window, 'told').length >= count, {}, count);
  return page.evaluate(() => Reflect.get(window, 'told'));
}

const never = new Promise(() => {});
/** @param {(page: ListenedPage) => Promise<unknown>} [more] */
const openWithoutFrench = (more) =>
  form.openForm(on.browser, on.site.url, config, {
    lang: 'en',
    prepare: async (page) => {
      await more?.(page);
      await answerWords(page, (_, language) => (language === 'fr' ? never : undefined));
    },
  });

test('words that nobody answers keep no form from a page that turns to English', async () => {
  const page = await openWithoutFrench();
  await put(page, 'fr');
  await page.evaluate(() => (Reflect.get(window, 'kept').lang = 'en'));
  assert.deepEqual(await told(page, 1), [['ready', null]]);
  assert.equal(await title(page), titles.en);
  await page.browserContext().close();
});

test('words that nobody answers are given up after a while: the form is English', async () => {
  const page = await openWithoutFrench((page) =>
    page.evaluateOnNewDocument(() => {
      const { timeout } = AbortSignal;
      AbortSignal.timeout = (ms) => timeout(ms / 100);
    }),
  );
  await put(page, 'fr');
  assert.deepEqual(await told(page, 1), [['ready', null]]);
  assert.equal(await title(page), titles.en);
  await page.browserContext().close();
});

test('a document that is refused while words are on their way is told once, and the next right one shown', async () => {
  const page = await openWithoutFrench((page) =>
    page.evaluateOnNewDocument(() => {
      const { timeout } = AbortSignal;
      AbortSignal.timeout = (ms) => timeout(ms / 10);
    }),
  );
  await put(page, 'fr');
  await page.evaluate(() => (Reflect.get(window, 'kept').config = '{"case-type":5}'));
  assert.deepEqual(await told(page, 1), [['error', 'config']]);
  // The words are given up meanwhile; nothing more is told of what is known to be wrong.
  await form.settle(page);
  await page.evaluate((config) => (Reflect.get(window, 'kept').config = config), config);
  assert.deepEqual(await told(page, 2), [
    ['error', 'config'],
    ['ready', null],
  ]);
  await page.browserContext().close();
});

test('words that cannot be had leave a form in its language; what is written stays; later they come', async () => {
  let away = true;
  const page = await form.openForm(on.browser, on.site.url, config, {
    prepare: (page) =>
      answerWords(page, (request, language) =>
        away && language === 'fr' ? request.abort().then(() => true) : undefined,
      ),
  });
  await form.write(page, 'description', 'Faltan dos piezas.');
  await speak(page, 'fr');
  assert.equal(await title(page), titles.es);
  away = false;
  await speak(page, 'en');
  assert.equal(await title(page), titles.en);
  await speak(page, 'fr');
  assert.equal(await title(page), titles.fr);
  assert.equal((await form.values(page)).description, 'Faltan dos piezas.');
  await page.browserContext().close();
});

test('words of another version are asked for once more', async () => {
  let asked = 0;
  const old = (await makeWords('es')).replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  const page = await form.openForm(on.browser, on.site.url, config, {
    prepare: (page) =>
      answerWords(page, (request) => (++asked === 1 ? respond(request, old) : undefined)),
  });
  assert.equal(await title(page), titles.es);
  assert.equal(asked, 2);
  await page.browserContext().close();
});

test('a contact that comes while words are on their way gets what the page filled in for them', async () => {
  /** @type {() => void} */
  let go = () => {};
  const gone = new Promise((resolve) => (go = () => resolve(undefined)));
  const page = await form.openForm(on.browser, on.site.url, config, {
    attributes: { contact: '1' },
    prepare: (page) => answerWords(page, (_, language) => (language === 'fr' ? gone : undefined)),
  });
  await form.write(page, 'description', 'De la primera.');
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.querySelector('casement-form'));
    element.setAttribute('contact', '2');
    document.documentElement.lang = 'fr';
    element.prefill({ description: 'De la segunda.' });
  });
  go();
  await form.settle(page);
  assert.equal(await title(page), titles.fr);
  assert.equal((await form.values(page)).description, 'De la segunda.');
  await page.browserContext().close();
});

test('a form whose words come while it is out of the page is there when it is put back', async () => {
  /** @type {() => void} */
  let go = () => {};
  const gone = new Promise((resolve) => (go = () => resolve(undefined)));
  const page = await form.openForm(on.browser, on.site.url, config, {
    prepare: (page) => answerWords(page, (_, language) => (language === 'fr' ? gone : undefined)),
  });
  await put(page, 'fr');
  await page.evaluate(() => Reflect.get(window, 'kept').remove());
  go();
  await told(page, 1);
  await page.evaluate(() => document.body.append(Reflect.get(window, 'kept')));
  await form.settle(page);
  assert.equal(await title(page), titles.fr);
  assert.deepEqual(await told(page, 1), [['ready', null]]);
  await form.write(page, 'description', 'Il manque deux pièces.');
  assert.equal((await form.values(page)).description, 'Il manque deux pièces.');
  await page.browserContext().close();
});

test('each language says all of its words', async () => {
  for (const lang of await languagesApart()) {
    const page = await form.openForm(on.browser, on.site.url, config, { lang });
    const words = (await makeWords(lang)).split('\n');
    const shown = await form.spoken(page);
    assert.equal(shown.heading, words[1], lang);
    assert.equal(shown.intro, words[2], lang);
    await page.browserContext().close();
  }
});
