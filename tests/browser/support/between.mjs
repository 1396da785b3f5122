/** A page that has something before the form and something after it. */

import { mountForm, untilDrawn } from './mount.mjs';

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
  await hands.evaluate(mountForm, { config, attributes, values });
  await hands.evaluate(
    (before, after) => {
      const button = (/** @type {string} */ text) => {
        const element = document.createElement('button');
        element.textContent = text;
        return element;
      };
      document.body.prepend(button(before));
      document.body.append(button(after));
    },
    before,
    after,
  );
  await hands.evaluate(untilDrawn);
}

/**
 * The details of every casement-created so far.
 * @param {Hands} hands
 * @returns {Promise<{caseNumber: string, recordId: string, key: string}[]>}
 */
export const createdCases = (hands) =>
  hands.evaluate(() =>
    /** @type {any} */ (window).events.flatMap((/** @type {any[]} */ [name, detail]) =>
      name === 'created' ? [detail] : [],
    ),
  );

/** The form is seen without a canvas. @param {Hands} hands */
export const isPlain = (hands) =>
  hands.evaluate(
    () =>
      !!document
        .querySelector('casement-form')
        ?.shadowRoot?.querySelector('.card')
        ?.classList.contains('plain'),
  );
