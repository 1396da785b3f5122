/** A page that has something before the form and something after it. */

/** @typedef {import('./hands.mjs').Hands} Hands */

export const before = 'Antes del formulario';
export const after = 'Después del formulario';

/**
 * @param {Hands} hands
 * @param {string} site
 * @param {object} config
 * @param {object} [look]
 * @param {Record<string, string>} [look.attributes] of the element
 * @param {Record<string, string>} [look.values] that the page's program fills in
 */
export async function openBetween(hands, site, config, { attributes = {}, values = {} } = {}) {
  await hands.open(`${site}form.html`);
  await hands.evaluate(
    async (config, attributes, values, before, after) => {
      const form = /** @type {any} */ (document.createElement('casement-form'));
      const settled = new Promise((resolve, reject) => {
        form.addEventListener('casement-ready', resolve);
        form.addEventListener('casement-error', reject);
      });
      const events = /** @type {any[]} */ ([]);
      form.addEventListener('casement-created', (/** @type {CustomEvent} */ event) =>
        events.push(event.detail),
      );
      Object.assign(window, { events });
      for (const [name, value] of Object.entries({ open: '', ...attributes }))
        form.setAttribute(name, value);
      form.config = config;
      const [first, last] = [before, after].map((text) => {
        const button = document.createElement('button');
        button.textContent = text;
        return button;
      });
      document.body.append(first, form, last);
      await settled;
      form.prefill(values);
      await document.fonts.ready;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let frames = 0; frames < 4; ++frames) await frame();
      // The pixels take over, where there are any.
      while (form.shadowRoot.querySelector('.card.soon')) await frame();
    },
    config,
    attributes,
    values,
    before,
    after,
  );
}

/**
 * The details of every casement-created so far.
 * @param {Hands} hands
 * @returns {Promise<{caseNumber: string, recordId: string, key: string}[]>}
 */
export const createdCases = (hands) => hands.evaluate(() => /** @type {any} */ (window).events);

/** The form is seen without a canvas. @param {Hands} hands */
export const isPlain = (hands) =>
  hands.evaluate(
    () =>
      !!document
        .querySelector('casement-form')
        ?.shadowRoot?.querySelector('.card')
        ?.classList.contains('plain'),
  );
