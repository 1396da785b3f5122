/**
 * A form that cannot be shown, or cannot send: a plain sentence in the form's language says what to
 * do, and the page's program and its developer are told more.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPage, startChromium } from './support/chromium.mjs';
import { directConfig } from './support/direct_config.mjs';
import * as form from './support/form_page.mjs';
import { paintedWords, watchPainting } from './support/painted.mjs';
import { startScriptedGateway } from './support/scripted_gateway.mjs';
import { shopConfig } from './support/states.mjs';

/** @typedef {import('./support/chromium.mjs').ListenedPage} ListenedPage */

/** @type {import('./support/scripted_gateway.mjs').ScriptedGateway} */
let gateway;
/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;
/** One page for all forms that cannot be shown. @type {ListenedPage} */
let page;

before(async () => {
  gateway = await startScriptedGateway();
  site = await form.serveForm([gateway.origin]);
  browser = await startChromium();
  page = await openPage(browser);
  await page.goto(`${site.url}form.html`);
});
after(async () => {
  await browser?.close();
  await site?.close();
  await gateway?.close();
});

const direct = (more = {}) =>
  directConfig('https://cors.example.com', { port: 443, token: 'secret' }, more);

/** What customers read, whatever is wrong: none of it is theirs to mend. @type {Record<string, string>} */
const sentences = {
  es: 'Este formulario no se puede mostrar aquí. Contáctanos directamente.',
  pt: 'Este formulário não pode ser mostrado aqui. Fale conosco diretamente.',
};

/**
 * What is wrong, the document (or the attributes instead), and what the developer must be able to read.
 * @type {[string, object | string | undefined, RegExp, {lang?: string, attributes?: Record<string, string>}?][]}
 */
const unusable = [
  [
    'a document that is not JSON',
    '{"gateway": "https://cases.example.com",',
    /is not JSON: see line 1, column \d+/,
  ],
  ['the same in Portuguese', 'gateway: https://cases.example.com', /is not JSON/, { lang: 'pt' }],
  ['a document that is a list', '[]', /an object/],
  ['an empty document', '{}', /proxy/],
  ['no server', { ...direct(), server: undefined }, /\/server.*crm0001\.wolkvox\.com/],
  ['no proxy', { ...direct(), proxy: undefined }, /\/proxy/],
  [
    'a server with a scheme',
    direct({ server: 'https://crm.wolkvox.com' }),
    /\/server.*Allowed: crm\.wolkvox\.com$/m,
  ],
  [
    'a server with a path',
    direct({ server: 'crm.wolkvox.com/login' }),
    /\/server.*Allowed: crm\.wolkvox\.com$/m,
  ],
  [
    'a server with a query',
    direct({ server: 'crm.wolkvox.com?a=b' }),
    /\/server.*Allowed: crm\.wolkvox\.com$/m,
  ],
  [
    'a server that was switched off',
    direct({ server: 'sv0001.crmvox.com' }),
    /\/server.*Allowed: crm0001\.wolkvox\.com$/m,
  ],
  [
    'the other one',
    direct({ server: 'sv0000.crmvox.com' }),
    /\/server.*Allowed: crm0000\.wolkvox\.com$/m,
  ],
  [
    'a proxy over plain http',
    direct({ proxy: 'http://cors.example.com' }),
    /\/proxy.*Allowed: https:\/\/cors\.example\.com/,
  ],
  [
    'a scheme that stands twice',
    direct({ proxy: 'https://cors.example.com/https://{url}' }),
    /\/proxy.*Allowed: https:\/\/cors\.example\.com\/\{url\}/,
  ],
  ['no token in direct mode', { ...direct(), token: undefined }, /\/token: is missing or empty/],
  ['an empty token', direct({ token: '' }), /\/token: is missing or empty/],
  [
    'a token behind a gateway',
    { gateway: 'https://cases.example.com', token: 'secret' },
    /\/token: must not be in the page/,
  ],
  ['a locked field in direct mode', direct({ owner: { visibility: 'locked' } }), /\/owner/],
  [
    'a document that is not there',
    undefined,
    /^src: http:\/\/127\.0\.0\.1:\d+\/nowhere\.json answered 404$/,
    { attributes: { src: 'nowhere.json' } },
  ],
  [
    'a document whose server is not there',
    undefined,
    /^src: http:\/\/127\.0\.0\.1:1\/case-form\.json cannot be read$/,
    { attributes: { src: 'http://127.0.0.1:1/case-form.json' } },
  ],
];

for (const [what, config, developer, look = {}] of unusable)
  test(`${what}: one plain sentence, the page's own words, and the rest for its developer`, async () => {
    page.said.length = 0;
    await form.showForm(page, config, look, 'Write to help@example.com');
    const { reason, problems = [] } = await form.happened(page, 'error');
    assert.equal(reason, 'config');
    const shown = await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const seen = [...(root?.querySelectorAll('*') ?? [])].filter((e) => e.checkVisibility());
      return {
        text: seen.map((e) => (e.children.length ? '' : e.textContent)).join(''),
        fallback: root?.querySelector('slot')?.parentElement?.checkVisibility(),
        alert: root?.querySelector('[role=alert]')?.textContent,
        forms: seen.filter((e) => e.matches('form')).length,
      };
    });
    const sentence = sentences[look.lang ?? 'es'];
    assert.deepEqual(shown, { text: sentence, fallback: true, alert: sentence, forms: 0 });
    assert.match(problems.join('\n'), developer);
    for (const line of problems)
      assert.ok(page.said.includes(`warn: casement-form: ${line}`), `in the console: ${line}`);
    assert.ok(!problems.join().includes('secret') && !page.said.join().includes('secret'));
  });

/** @param {ListenedPage} page @param {string} text */
async function fillIn(page, text) {
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', text);
  return form.values(page);
}

for (const [lang, send, sentence] of /** @type {const} */ ([
  [
    'es',
    'Enviar caso',
    'No se envió nada. Envíalo cuando vuelva la conexión. Todo lo que escribiste sigue aquí.',
  ],
  [
    'pt',
    'Enviar caso',
    'Nada foi enviado. Envie quando a conexão voltar. Tudo o que você escreveu continua aqui.',
  ],
]))
  test(`offline (${lang}): ${sentence} Then it can be sent`, async () => {
    gateway.seen.length = 0;
    const page = await form.openForm(browser, site.url, shopConfig(gateway.origin), {
      lang,
      prepare: watchPainting,
    });
    const typed = await fillIn(page, 'ñandú 😀');
    await page.setOfflineMode(true);
    await form.press(page, send);
    assert.equal((await form.happened(page, 'error')).reason, 'offline');
    assert.ok((await form.spoken(page)).status?.endsWith(sentence));
    const painted = (await paintedWords(page)).replaceAll('\n', ' ');
    assert.ok(painted.includes(sentence), painted);
    assert.deepEqual(await form.values(page), typed);
    assert.equal(gateway.seen.length, 0, 'nothing was sent');

    await page.setOfflineMode(false);
    await form.press(page, send);
    assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-10482');
    await page.browserContext().close();
  });

test('fields that are missing are named, the first one takes focus, and nothing is sent', async () => {
  gateway.seen.length = 0;
  const page = await form.openForm(browser, site.url, shopConfig(gateway.origin), {
    prepare: watchPainting,
  });
  await form.press(page, 'Enviar caso');
  const { status } = await form.spoken(page);
  assert.equal(status, 'Faltan 2 datos. Revisa el tipo de caso y la descripción.');
  const painted = await paintedWords(page);
  for (const words of ['Elige el tipo de caso.', 'Escribe qué pasó, al menos una frase.'])
    assert.ok(painted.includes(words), words);
  const focused = await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const { name, ariaInvalid } = /** @type {HTMLSelectElement} */ (root?.activeElement);
    return { name, ariaInvalid };
  });
  assert.deepEqual(focused, { name: 'case-type', ariaInvalid: 'true' });
  assert.equal(gateway.seen.length, 0);
  await page.browserContext().close();
});

test('a press on Send counts though the field that it leaves gets an error line meanwhile', async () => {
  gateway.seen.length = 0;
  const page = await form.openForm(
    browser,
    site.url,
    shopConfig(gateway.origin, {
      'case-type': { default: 'Claims' },
      contact: { kind: 'email', required: true },
      file: false,
    }),
  );
  await form.write(page, 'description', 'Faltan dos piezas.');
  await form.write(page, 'contact', 'ana@');
  const { x, y } = await form.middle(page, 'Enviar caso');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await form.settle(page);
  const error = () => page.evaluate(errorOf, 'contact');
  assert.equal(await error(), '', 'nothing moves under the pointer');
  await page.mouse.up();
  await form.settle(page);
  assert.notEqual(await error(), '');
  assert.match((await form.spoken(page)).status ?? '', /Revisa tu correo\.$/);
  assert.equal(gateway.seen.length, 0);

  // Left without a press on anything, the field speaks at once.
  await form.write(page, 'contact', 'ana@example.com');
  assert.equal(await error(), '');
  await form.write(page, 'contact', 'ana@');
  await page.keyboard.press('Tab');
  await form.settle(page);
  assert.notEqual(await error(), '');
  await page.browserContext().close();
});

/** The error beside a control. @param {string} name */
function errorOf(name) {
  const root = document.querySelector('casement-form')?.shadowRoot;
  return root?.querySelector(`[name="${name}"] ~ [id$=error]`)?.textContent;
}
