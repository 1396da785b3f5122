/** Every state of the form, and how a person comes into it. For pictures and for audits. */
import { control, happened, press, settle } from './form_page.mjs';
import { created } from './scripted_gateway.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {import('./scripted_gateway.mjs').ScriptedGateway} Gateway */
/** @typedef {'en' | 'es' | 'pt' | 'fr' | 'de'} Language */

/**
 * The document of the drawings: the options and words of a shop.
 * @param {string} gateway
 * @param {object} [more]
 */
export const shopConfig = (gateway, more = {}) => ({
  gateway,
  'case-type': {
    options: [
      {
        value: 'Request',
        label: { en: 'Request', es: 'Solicitud', pt: 'Solicitação', fr: 'Demande', de: 'Anfrage' },
      },
      {
        value: 'Claims',
        label: {
          en: 'Claim',
          es: 'Reclamo',
          pt: 'Reclamação',
          fr: 'Réclamation',
          de: 'Reklamation',
        },
      },
      {
        value: 'Complaints',
        label: { en: 'Complaint', es: 'Queja', pt: 'Queixa', fr: 'Plainte', de: 'Beschwerde' },
      },
      {
        value: 'Suggestions',
        label: {
          en: 'Suggestion',
          es: 'Sugerencia',
          pt: 'Sugestão',
          fr: 'Suggestion',
          de: 'Vorschlag',
        },
      },
      {
        value: 'Returns',
        label: { en: 'Return', es: 'Devolución', pt: 'Devolução', fr: 'Retour', de: 'Rücksendung' },
      },
    ],
  },
  contact: { visibility: 'hidden', default: 'ana@example.com' },
  priority: {
    required: false,
    default: 'medium',
    options: [
      { value: 'low', label: { en: 'Low', es: 'Baja', pt: 'Baixa', fr: 'Basse', de: 'Niedrig' } },
      {
        value: 'medium',
        label: { en: 'Medium', es: 'Media', pt: 'Média', fr: 'Moyenne', de: 'Mittel' },
      },
      { value: 'high', label: { en: 'High', es: 'Alta', pt: 'Alta', fr: 'Haute', de: 'Hoch' } },
    ],
  },
  ...more,
});

const words = {
  en: 'Order 48213 arrived incomplete: two parts are missing and the invoice shows another address.',
  es: 'El pedido 48213 llegó incompleto: faltan dos piezas y la factura dice otra dirección.',
  pt: 'O pedido 48213 chegou incompleto: faltam duas peças e a fatura mostra outro endereço.',
  fr: 'La commande 48213 est arrivée incomplète : il manque deux pièces et la facture indique une autre adresse.',
  de: 'Die Bestellung 48213 kam unvollständig an: Zwei Teile fehlen, und die Rechnung nennt eine andere Adresse.',
};

/**
 * Attaches files as a drop does: the bytes are made in the page. Waits until the form lists them, and
 * until the pictures among them are decoded, which goes on elsewhere.
 * @param {Page} page
 * @param {{name: string, type: string, size: number, picture?: boolean}[]} files
 */
export async function attach(page, files) {
  await page.evaluate(async (files) => {
    const heads = /** @type {Record<string, string>} */ ({
      pdf: '%PDF-1.7\n',
      png: '\u0089PNG\r\n\u001A\n',
      jpg: '\u00FF\u00D8\u00FF',
      mp4: '\0\0\0\u0020ftypisom',
      zip: 'PK\u0003\u0004',
      docx: 'PK\u0003\u0004',
    });
    const transfer = new DataTransfer();
    for (const { name, type, size, picture } of files) {
      const extension = name.slice(name.lastIndexOf('.') + 1);
      const begins = Uint8Array.from(heads[extension] ?? '', (each) => each.charCodeAt(0));
      const whole = new Uint8Array(size);
      whole.set(begins.subarray(0, size));
      let bytes = /** @type {BlobPart} */ (whole);
      if (picture) {
        const canvas = new OffscreenCanvas(72, 72);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
        const shade = context.createLinearGradient(0, 0, 72, 72);
        shade.addColorStop(0, '#a0b4ff');
        shade.addColorStop(1, '#f5c9a8');
        context.fillStyle = shade;
        context.fillRect(0, 0, 72, 72);
        const image = await canvas.convertToBlob({
          type: extension === 'jpg' ? 'image/jpeg' : 'image/png',
        });
        bytes = new Blob([image, new Uint8Array(Math.max(0, size - image.size))]);
      }
      transfer.items.add(new File([bytes], name, { type }));
    }
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    const card = root.querySelector('.card');
    const { createImageBitmap } = window;
    const decoding = /** @type {Promise<unknown>[]} */ ([]);
    window.createImageBitmap = (/** @type {any[]} */ ...given) => {
      const decoded = /** @type {any} */ (createImageBitmap)(...given);
      decoding.push(decoded);
      return decoded;
    };
    card.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
    for (let frame = 0; frame < 4; ++frame)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(decoding);
    window.createImageBitmap = createImageBitmap;
  }, files);
  await settle(page);
}

const attachments = [
  { name: 'factura-marzo «final».pdf', type: 'application/pdf', size: 482_000 },
  { name: 'foto de la caja abierta.jpg', type: 'image/png', size: 2_100_000, picture: true },
];

/** @param {Page} page @param {Language} language */
async function fill(page, language) {
  await (await control(page, 'case-type')).select('Claims');
  const description = await control(page, 'description');
  await description.focus();
  await page.keyboard.type(words[language]);
  await attach(page, attachments);
}

/** @param {Page} page */
const send = async (page) => {
  await page.evaluate(() => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    root.querySelector('button[type=submit]').click();
  });
  await settle(page);
};

/** @param {Page} page @param {string} screen a control that only that screen shows */
async function until(page, screen) {
  await page.waitForFunction(
    (screen) => {
      const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
      const controls = [...root.querySelectorAll('form > div')];
      return controls.some((c) => !c.hidden && c.querySelector(screen));
    },
    { timeout: 20_000 },
    screen,
  );
  await settle(page);
}

/**
 * @typedef {object} State
 * @property {string} name
 * @property {[number, number, number, number]} [drawing] its place in the drawings: x, y, w, h
 * @property {(gateway: string) => object | string} [config]
 * @property {(page: Page, language: Language, gateway: Gateway) => Promise<void>} reach
 */

/** @type {State[]} */
export const states = [
  { name: 'empty', reach: async () => {} },
  { name: 'filled', drawing: [28, 28, 400, 788], reach: fill },
  {
    name: 'sending',
    drawing: [456, 28, 400, 278],
    reach: async (page, language, gateway) => {
      gateway.answer({ wait: 60_000 });
      await fill(page, language);
      await page.emulateNetworkConditions({ download: 1e6, upload: 4e5, latency: 1 });
      await send(page);
      // 1.6 of 2.6 MB, as in the drawing.
      await page.waitForFunction(() => {
        const root = document.querySelector('casement-form')?.shadowRoot;
        return (root?.querySelector('progress')?.position ?? 0) >= 0.6;
      });
      await settle(page);
    },
  },
  {
    name: 'created',
    drawing: [456, 334, 400, 394],
    reach: async (page, language, gateway) => {
      gateway.answer({ body: created('SOP-10482') });
      await fill(page, language);
      await send(page);
      await until(page, '[id$=-copy]');
    },
  },
  {
    name: 'created without number',
    reach: async (page, language, gateway) => {
      gateway.answer({ body: created('', '') });
      await fill(page, language);
      await send(page);
      await until(page, '[id$=-new]');
    },
  },
  {
    name: 'errors',
    drawing: [884, 28, 400, 674],
    config: (gateway) => shopConfig(gateway, { priority: { visibility: 'hidden' } }),
    reach: async (page) => {
      await attach(page, [{ name: 'programa.exe', type: '', size: 1000 }]);
      await send(page);
    },
  },
  {
    name: 'rejected',
    reach: async (page, language, gateway) => {
      gateway.answer({
        status: 403,
        body: '{"code":403,"error":"PLEASE VALIDATE TOKEN","msg":"","data":[]}',
      });
      await fill(page, language);
      await send(page);
      await happened(page, 'rejected');
    },
  },
  {
    name: 'not reachable',
    config: () => shopConfig('http://127.0.0.1:9'),
    reach: async (page, language) => {
      await fill(page, language);
      await send(page);
      await happened(page, 'error');
    },
  },
  {
    name: 'unknown',
    drawing: [884, 730, 400, 236],
    reach: async (page, language, gateway) => {
      gateway.answer({ reset: 'after' });
      gateway.answerChecks({ status: 409, body: '{"code":409,"error":"running"}' });
      await fill(page, language);
      await send(page);
      await until(page, '[id$=-check]');
    },
  },
  {
    name: 'list open',
    reach: async (page) => {
      await press(page, 'case-type');
    },
  },
  {
    name: 'configuration',
    config: () => '{"gatway": "https://cases.example.com", "proxy": "http://proxy.example.com"}',
    reach: async () => {},
  },
];
